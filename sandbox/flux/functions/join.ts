import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import type { Equality } from '../reads.ts';
import { type Builtin, builtin, type Composed, composed } from '../registry.ts';
import { RowBuilder } from '../rows.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { type Cell, type ColumnType, compareCells, GroupKey, type Table } from '../table.ts';
import { type FluxFunction, FluxRecord, MapRecord, typeName } from '../values.ts';
import { inside } from './rowwise.ts';

const methods = ['inner', 'left', 'right', 'full'] as const;
type Method = (typeof methods)[number];

/** Package join. */
export const join: readonly (Builtin | Composed)[] = [
  builtin('tables(<-left: stream, right: stream, on: function, as: function, method: string)', tables),
  ...methods.map((method) =>
    composed(
      `${method}(<-left: stream, right: stream, on: function, as: function)`,
      `(left=<-, right, on, as) => join.tables(left: left, right: right, on: on, as: as, method: "${method}")`,
      ['join'],
    ),
  ),
  composed(
    'time(<-left: stream, right: stream, as: function, ?method: string)',
    `(left=<-, right, as, method="inner") =>
      join.tables(left: left, right: right, on: (l, r) => l._time == r._time, as: as, method: method)`,
    ['join'],
  ),
];

/** Joins rows of tables with the same group key (https://docs.influxdata.com/flux/v0/stdlib/join/). */
function tables(args: Args, context: Context): Stream {
  const method = methods.find((known) => known === args.string('method'));
  if (!method) throw new FluxError(`invalid join method ${JSON.stringify(args.string('method'))}`);
  const on = args.function('on').equalities;
  if (!on) throw new FluxError('on must compare columns of both records with ==, joined by and');
  const [left, right] = [args.stream('left'), args.stream('right')];
  const as = args.function('as');
  return new Stream(function* () {
    // A column may hold nothing but nulls in one table, and its type be seen in another one.
    const types = new Map<string, ColumnType>();
    const built: [GroupKey, RowBuilder][] = [];
    const lefts = byKey(left);
    const rights = byKey(right);
    const keys = new Map([...lefts, ...rights].map(([id, table]) => [id, table.key]));
    for (const [id, key] of [...keys].sort(([, a], [, b]) => GroupKey.compare(a, b))) {
      const pairs = pairsOf(lefts.get(id), rights.get(id), on, method, context);
      if (pairs.length > 0) built.push([key, joined(key, pairs, as, types, context)]);
    }
    for (const [key, rows] of built) yield rows.table(key);
  }, left.bounds);
}

function byKey(stream: Stream): Map<string, Table> {
  return new Map([...stream.tables()].map((table) => [table.key.id, table]));
}

/** Rows with the values that they are compared by. */
interface Side {
  readonly table: Table;
  readonly rows: readonly { readonly row: number; readonly cells: readonly Cell[] }[];
}

function sideOf(table: Table | undefined, labels: readonly string[], context: Context): Side | undefined {
  if (!table) return undefined;
  context.budget.spend(1 + table.length);
  const columns = labels.map((label) => table.need(label));
  const rows = Array.from({ length: table.length }, (_, row) => ({
    row,
    cells: columns.map((column) => column.cell(row)),
  }));
  return { table, rows: rows.sort((a, b) => compareAll(a.cells, b.cells) || a.row - b.row) };
}

function compareAll(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [i, cell] of a.entries()) {
    const order = compareCells(cell, b[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

interface Pair {
  readonly left: FluxRecord | undefined;
  readonly right: FluxRecord | undefined;
}

/** Both sides in the order of what they are compared by. Null equals nothing. */
function pairsOf(
  leftTable: Table | undefined,
  rightTable: Table | undefined,
  on: readonly Equality[],
  method: Method,
  context: Context,
): Pair[] {
  const left = sideOf(
    leftTable,
    on.map(([label]) => label),
    context,
  );
  const right = sideOf(
    rightTable,
    on.map(([, label]) => label),
    context,
  );
  const [ls, rs] = [left?.rows ?? [], right?.rows ?? []];
  const pairs: Pair[] = [];
  const keepLeft = method === 'left' || method === 'full';
  const keepRight = method === 'right' || method === 'full';
  const add = (l: number | undefined, r: number | undefined) => {
    context.budget.spend();
    pairs.push({
      left: l === undefined ? undefined : left?.table.row(l),
      right: r === undefined ? undefined : right?.table.row(r),
    });
  };
  let [i, j] = [0, 0];
  while (i < ls.length || j < rs.length) {
    const [l, r] = [ls[i], rs[j]];
    const nulls = l?.cells.some((cell) => cell === null) ?? false;
    const order = !l ? 1 : !r ? -1 : compareAll(l.cells, r.cells) || (nulls ? -1 : 0);
    if (order < 0) {
      if (keepLeft) add(l?.row, undefined);
      i++;
    } else if (order > 0) {
      if (keepRight) add(undefined, r?.row);
      j++;
    } else {
      const same = (rows: Side['rows'], from: number) => {
        let to = from;
        while (to < rows.length && compareAll(rows[to]?.cells ?? [], l?.cells ?? []) === 0) to++;
        return to;
      };
      const [iEnd, jEnd] = [same(ls, i), same(rs, j)];
      for (const one of ls.slice(i, iEnd)) for (const other of rs.slice(j, jEnd)) add(one.row, other.row);
      [i, j] = [iEnd, jEnd];
    }
  }
  return pairs;
}

/** The side that has no row is a record that holds the group key and nothing else. `types` learns those of the columns. */
function joined(
  key: GroupKey,
  pairs: readonly Pair[],
  as: FluxFunction,
  types: Map<string, ColumnType>,
  context: Context,
): RowBuilder {
  const empty = new MapRecord(new Map(key.columns(1).map((column) => [column.label, column.value(0)])));
  const rows = new RowBuilder(types);
  const [l = 'l', r = 'r'] = as.parameters.map(({ name }) => name);
  for (const { left, right } of pairs) {
    context.budget.spend();
    const record = inside('join', () => as.call({ [l]: left ?? empty, [r]: right ?? empty }));
    if (!(record instanceof FluxRecord))
      throw new FluxError(`as must return a record, got ${typeName(record)}`);
    for (const part of key.parts) {
      if (record.get(part.label) === null && part.cell !== null)
        throw new FluxError(`join cannot modify group key: column ${JSON.stringify(part.label)} is missing`);
    }
    rows.add(record);
  }
  for (const { label, type } of rows.columns()) types.set(label, type);
  return rows;
}
