import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type Composed, composed } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { type Cell, Column, type ColumnType, GroupKey, Table } from '../table.ts';
import { MapRecord, UInt, type Value } from '../values.ts';

/** Package testing. */
export const testing: readonly (Builtin | Composed)[] = [
  builtin('load(<-tables: stream)', (args) => args.stream()),
  builtin(
    'diff(<-got: stream, want: stream, ?verbose: bool, ?epsilon: float, ?nansEqual: bool)',
    (args, context) => {
      const stream = diff(args, context);
      // So that a script may have an answer of its own beside it.
      context.emit('errorOutput', stream);
      return stream;
    },
  ),
  builtin('assertEquals(name: string, <-got: stream, want: stream)', (args, context) => {
    const got = args.stream('got');
    return got.all(function* () {
      for (const table of diff(args, context).tables()) {
        if (table.length > 0) throw new FluxError(`test ${args.string('name')}: tables are not equal`);
      }
      yield* got.tables();
    });
  }),
  builtin('assertEmpty(<-tables: stream)', (args) =>
    args.stream().map((table) => {
      if (table.length > 0) throw new FluxError("expected empty table, but wasn't");
      return table;
    }),
  ),
  composed(
    'assertEqualValues(got: any, want: any)',
    `(got, want) => testing.diff(got: array.from(rows: [{v: got}]), want: array.from(rows: [{v: want}]))`,
    ['array', 'testing'],
  ),
  composed(
    'shouldError(fn: function, want: regexp)',
    `(fn, want) => {
      caught = experimental.catch(fn: fn)
      got =
        if caught.code == uint(v: 0) then die(msg: "shouldError expected an error")
        else if caught.msg =~ want then "\${want}"
        else caught.msg
      return testing.diff(got: array.from(rows: [{v: got}]), want: array.from(rows: [{v: "\${want}"}]))
    }`,
    ['array', 'experimental', 'testing'],
  ),
];

/** `experimental.catch`: an error's message and code, or the value with code 0. */
export const catching: readonly Builtin[] = [
  builtin('catch(fn: function)', (args) => {
    const result = (value: Value, code: bigint, msg: string) =>
      new MapRecord(
        new Map<string, Value>([
          ['value', value],
          ['code', new UInt(code)],
          ['msg', msg],
        ]),
      );
    try {
      return result(args.function('fn').call({}), 0n, '');
    } catch (error) {
      // What only the sandbox cannot do is no answer of Flux.
      if (!(error instanceof FluxError) || error.code === 'unsupported') throw error;
      return result(null, 3n, error.message);
    }
  }),
];

/** Rows that only one side has, marked with `-` (wanted) and `+` (got), table by table. Empty when both are equal. */
export function diff(args: Args, context: Context): Stream {
  const verbose = args.bool('verbose', false);
  const same = sameCells(args.float('epsilon', 1e-6), args.bool('nansEqual', false));
  return new Stream(function* () {
    const want = new Map([...args.stream('want').tables()].map((table) => [table.key.id, table]));
    const got = new Map([...args.stream('got').tables()].map((table) => [table.key.id, table]));
    const keys = new Map([...want, ...got].map(([id, { key }]) => [id, key]));
    for (const [id, key] of [...keys].sort(([, a], [, b]) => GroupKey.compare(a, b))) {
      const [wanted, found] = [want.get(id), got.get(id)];
      context.budget.spend(1 + (wanted?.length ?? 0) + (found?.length ?? 0));
      const table = differences(key, wanted, found, verbose, same);
      if (table) yield table;
    }
  });
}

type Same = (type: ColumnType, a: Cell, b: Cell) => boolean;

function sameCells(epsilon: number, nansEqual: boolean): Same {
  return (type, a, b) => {
    if (type !== 'float' || typeof a !== 'number' || typeof b !== 'number') return a === b;
    if (Number.isNaN(a) || Number.isNaN(b)) return nansEqual && Number.isNaN(a) && Number.isNaN(b);
    return a === b || Math.abs(a - b) <= epsilon;
  };
}

interface Line {
  readonly mark: string;
  readonly table: Table;
  readonly row: number;
}

function differences(
  key: GroupKey,
  want: Table | undefined,
  got: Table | undefined,
  verbose: boolean,
  same: Same,
): Table | undefined {
  const schema = new Map<string, ColumnType>();
  for (const table of [want, got])
    for (const { label, type } of table?.columns ?? []) schema.set(label, type);
  const comparable = want !== undefined && got !== undefined && sameSchema(want, got);
  const lines: Line[] = [];
  for (let row = 0; row < Math.max(want?.length ?? 0, got?.length ?? 0); row++) {
    const [left, right] = [want && row < want.length, got && row < got.length];
    const equal =
      comparable &&
      left &&
      right &&
      want.columns.every(
        ({ label, type }) =>
          key.has(label) || same(type, want.need(label).cell(row), got.need(label).cell(row)),
      );
    if (equal) {
      if (verbose) lines.push({ mark: '', table: got, row });
      continue;
    }
    if (want && left) lines.push({ mark: '-', table: want, row });
    if (got && right) lines.push({ mark: '+', table: got, row });
  }
  if (lines.length === 0) return undefined;
  const columns = [...schema].map(([label, type]) => {
    const part = key.part(label);
    if (part) return Column.constant(label, part.type, part.cell, lines.length);
    return Column.of(
      label,
      type,
      lines.map(({ table, row }) => cellOf(table, label, type, row)),
    );
  });
  const marks = Column.of(
    '_diff',
    'string',
    lines.map(({ mark }) => mark),
  );
  return new Table(key, [marks, ...columns], lines.length);
}

function sameSchema(a: Table, b: Table): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every(({ label, type }) => b.column(label)?.type === type)
  );
}

/** A cell of one side in a column that both share; where the types differ, only one side's can stand there. */
function cellOf(table: Table, label: string, type: ColumnType, row: number): Cell {
  const column = table.column(label);
  return column?.type === type ? column.cell(row) : null;
}
