import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { type Cell, Column, Table } from '../table.ts';
import { type FluxFunction, MapRecord, type Value } from '../values.ts';
import { inside } from './rowwise.ts';

/** From tables to values, and from tables to what they are made of. */
export const lookup: readonly Builtin[] = [
  builtin('tableFind(<-tables: stream, fn: function)', (args, context) => {
    const table = findTable(args, args.function('fn'), context);
    if (!table) throw new FluxError('no table found');
    return new Stream(() => [table]);
  }),
  builtin('getColumn(<-table: stream, column: string)', (args) =>
    columnOf(only(args), args.string('column')),
  ),
  builtin('getRecord(<-table: stream, idx: int)', (args) => recordOf(only(args), args.int('idx'))),
  builtin('findColumn(<-tables: stream, fn: function, column: string)', (args, context) => {
    const table = findTable(args, args.function('fn'), context);
    return table?.column(args.string('column')) ? columnOf(table, args.string('column')) : [];
  }),
  builtin('findRecord(<-tables: stream, fn: function, idx: int)', (args, context) => {
    const table = findTable(args, args.function('fn'), context);
    const index = args.int('idx');
    return table && index >= 0n && index < table.length ? recordOf(table, index) : new MapRecord(new Map());
  }),
  builtin('columns(<-tables: stream, ?column: string)', (args) =>
    args.stream().map((table) => listed(table, args.string('column', '_value'), table.columns)),
  ),
  builtin('keys(<-tables: stream, ?column: string)', (args) =>
    args.stream().map((table) => listed(table, args.string('column', '_value'), table.key.parts)),
  ),
  builtin('keyValues(<-tables: stream, ?keyColumns: array)', keyValues),
];

/** The first table whose key satisfies the function. */
function findTable(args: Args, fn: FluxFunction, context: Context): Table | undefined {
  for (const table of args.stream().tables()) {
    context.budget.spend(1 + table.length);
    const key = new MapRecord(new Map(table.key.columns(1).map((column) => [column.label, column.value(0)])));
    if (inside('find', () => fn.call({ key })) === true) return table;
  }
  return undefined;
}

/** The one table that `tableFind` gives. */
function only(args: Args): Table {
  const [table, another] = args.stream('table').tables();
  if (!table || another) throw new FluxError('expected one table, as tableFind gives it');
  return table;
}

function columnOf(table: Table, label: string): Value[] {
  const column = table.column(label);
  if (!column) throw new FluxError(`cannot find column ${label}`);
  return Array.from({ length: table.length }, (_, row) => column.value(row));
}

function recordOf(table: Table, index: bigint): MapRecord {
  if (index < 0n || index >= table.length)
    throw new FluxError(`index out of bounds: ${index} of ${table.length} rows`);
  return table.row(Number(index)).snapshot();
}

/** The key's columns and one column of labels. */
function listed(table: Table, label: string, of: readonly { readonly label: string }[]): Table {
  const texts = of.map((one) => one.label);
  const key = table.key.without(new Set([label]));
  return new Table(key, [...key.columns(texts.length), Column.of(label, 'string', texts)], texts.length);
}

/** Each pair of a column's label and a value once, row by row, under the table's key. */
function keyValues(args: Args, context: Context): Stream {
  if (!args.has('keyColumns')) throw new FluxError('neither column list nor predicate function provided');
  const labels = args.strings('keyColumns');
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length * labels.length);
    const columns = labels.flatMap((label) => table.column(label) ?? []);
    const [type, ...others] = new Set(columns.map((column) => column.type));
    if (!type) {
      const known = table.columns.map(({ label }) => label).join(' ');
      throw new FluxError(
        `received table with columns [${known}] not having key columns [${labels.join(' ')}]`,
      );
    }
    if (others.length > 0) throw new FluxError('keyColumns must all be the same type');
    const [keys, values]: [string[], Cell[]] = [[], []];
    const seen = columns.map(() => new Set<Cell>());
    for (let row = 0; row < table.length; row++) {
      for (const [i, column] of columns.entries()) {
        const cell = column.cell(row);
        if (seen[i]?.has(cell)) continue;
        seen[i]?.add(cell);
        keys.push(column.label);
        values.push(cell);
      }
    }
    const key = table.key.without(new Set(['_key', '_value']));
    return new Table(
      key,
      [...key.columns(keys.length), Column.of('_key', 'string', keys), Column.of('_value', type, values)],
      keys.length,
    );
  });
}
