import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { compareScalars } from '../operators.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Column, Table } from '../table.ts';
import { Dict, type FluxFunction, MapRecord, Time, typeName, type Value } from '../values.ts';
import { inside } from './rowwise.ts';

/** The universe's functions on values, and those that lead from tables to values. */
export const values: readonly Builtin[] = [
  builtin('yield(<-tables: stream, ?name: string)', (args, context) => {
    const stream = args.stream();
    context.emit(args.string('name', '_result'), stream);
    return stream;
  }),
  builtin('now()', (_, context) => context.now()),
  builtin('today()', (_, context) => {
    const day = 86_400_000_000_000n;
    const { ns } = context.now();
    return new Time(ns - (((ns % day) + day) % day));
  }),
  builtin('length(arr: array)', (args) => BigInt(args.array('arr').length)),
  builtin('contains(value: any, set: array)', (args) => {
    const value = args.value('value');
    return args.array('set').some((item) => compareScalars(value, item) === 0);
  }),
  builtin('die(msg: string)', (args) => {
    throw new FluxError(args.string('msg'));
  }),
  builtin('columns(<-tables: stream, ?column: string)', (args) =>
    args.stream().map((table) =>
      listed(
        table,
        args.string('column', '_value'),
        table.columns.map(({ label }) => label),
      ),
    ),
  ),
  builtin('keys(<-tables: stream, ?column: string)', (args) =>
    args.stream().map((table) =>
      listed(
        table,
        args.string('column', '_value'),
        table.key.parts.map(({ label }) => label),
      ),
    ),
  ),
  builtin('findColumn(<-tables: stream, fn: function, column: string)', (args, context) => {
    const table = findTable(args, args.function('fn'), context);
    const column = table?.column(args.string('column'));
    return column && table ? Array.from({ length: table.length }, (_, row) => column.value(row)) : [];
  }),
  builtin('findRecord(<-tables: stream, fn: function, idx: int)', (args, context) => {
    const table = findTable(args, args.function('fn'), context);
    const index = Number(args.int('idx'));
    return table && index >= 0 && index < table.length
      ? table.row(index).snapshot()
      : new MapRecord(new Map());
  }),
];

/** The key's columns and one column of texts. */
function listed(table: Table, label: string, texts: readonly string[]): Table {
  const key = table.key.without(new Set([label]));
  return new Table(key, [...key.columns(texts.length), Column.of(label, 'string', texts)], texts.length);
}

/** The first table whose key satisfies the function. */
function findTable(args: Args, fn: FluxFunction, context: Context): Table | undefined {
  for (const table of args.stream().tables()) {
    context.budget.spend(1 + table.length);
    const key = new MapRecord(new Map(table.key.columns(1).map((column) => [column.label, column.value(0)])));
    if (inside('find', () => fn.call({ key })) === true) return table;
  }
  return undefined;
}

/** Package dict. */
export const dictionaries: readonly Builtin[] = [
  builtin('fromList(pairs: array)', (args) =>
    Dict.of(
      args.array('pairs').map((pair) => {
        if (!(pair instanceof MapRecord))
          throw new FluxError(`a pair must be a record, got ${typeName(pair)}`);
        return [pair.get('key'), pair.get('value')] as const;
      }),
    ),
  ),
  builtin(
    'get(dict: dict, key: any, default: any)',
    (args) => dictOf(args).get(args.value('key')) ?? args.value('default'),
  ),
  builtin('insert(dict: dict, key: any, value: any)', (args) =>
    Dict.of([...dictOf(args).entries.values(), [args.value('key'), args.value('value')]]),
  ),
  builtin('remove(dict: dict, key: any)', (args) => {
    const gone = Dict.id(args.value('key'));
    return Dict.of([...dictOf(args).entries].flatMap(([id, pair]) => (id === gone ? [] : [pair])));
  }),
];

function dictOf(args: Args): Dict {
  const dict: Value = args.value('dict');
  if (!(dict instanceof Dict))
    throw new FluxError(`expected dict but found ${typeName(dict)} (argument dict)`);
  return dict;
}
