import { Grouping } from '../build.ts';
import type { Context } from '../context.ts';
import { FinalFluxError, FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { keyOfRecord, RowBuilder } from '../rows.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type ColumnType, type GroupKey, Table, unbox } from '../table.ts';
import { type FluxFunction, FluxRecord, typeName, type Value } from '../values.ts';

/** What a stream's `where` does not know of. */
const rowLabels: readonly string[] = ['_time', '_value'];

/** Functions that call a function for each row. */
export const rowwise: readonly Builtin[] = [
  builtin('filter(<-tables: stream, fn: function, ?onEmpty: string)', filter),
  builtin('map(<-tables: stream, fn: function, ?mergeKey: bool)', map),
  builtin('reduce(<-tables: stream, fn: function, identity: record)', reduce),
];

function filter(args: Args, context: Context): Stream {
  const fn = args.function('fn');
  const onEmpty = args.string('onEmpty', 'drop');
  if (onEmpty !== 'drop' && onEmpty !== 'keep') throw new FluxError('onEmpty must be keep or drop');
  return filterStream(args.stream(), fn, context, onEmpty === 'keep');
}

/** Keeps the rows for which the function answers true; tables without rows go unless they are kept. */
export function filterStream(stream: Stream, fn: FluxFunction, context: Context, keepEmpty = false): Stream {
  if (stream.where && fn.reads && !keepEmpty && !rowLabels.some((label) => fn.reads?.has(label)))
    return stream.where((row) => holds(fn, row));
  const required = keepEmpty ? undefined : fn.requires;
  const narrowed = required && stream.where ? stream.where((row) => mayHold(required, row)) : stream;
  return narrowed.map((table) => {
    const kept = keptRows(table, fn, context);
    return kept.length > 0 || keepEmpty ? kept : undefined;
  });
}

function keptRows(table: Table, fn: FluxFunction, context: Context): Table {
  if (table.length === 0) return table;
  // What reads only columns that are the same in every row is asked once for the whole table.
  const once = fn.reads && [...fn.reads].every((label) => table.column(label)?.isConstant ?? true);
  if (once) return holds(fn, table.row(0)) ? table : table.take([]);
  const rows: number[] = [];
  for (let row = 0; row < table.length; row++) {
    context.budget.spend();
    if (holds(fn, table.row(row))) rows.push(row);
  }
  return rows.length === table.length ? table : table.take(rows);
}

function holds(fn: FluxFunction, row: FluxRecord): boolean {
  return inside('filter', () => fn.call({ r: row })) === true;
}

/** What fails here may stand behind a condition that is false: the rows themselves decide. */
function mayHold(fn: FluxFunction, row: FluxRecord): boolean {
  try {
    return holds(fn, row);
  } catch (error) {
    if (error instanceof FluxError && !(error instanceof FinalFluxError)) return true;
    throw error;
  }
}

/** Errors within a function that a row is given to say so. */
export function inside<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FluxError) || error instanceof FinalFluxError) throw error;
    throw new FluxError(`failed to evaluate ${name} function: ${error.message}`, error.code);
  }
}

function map(args: Args, context: Context): Stream {
  const fn = args.function('fn');
  return args.stream().all(function* (tables) {
    const grouping = new Grouping();
    for (const table of tables)
      for (const mapped of mapTable(table, fn, context)) grouping.add(mapped.key, { table: mapped });
    yield* grouping.tables();
  });
}

function mapTable(table: Table, fn: FluxFunction, context: Context): Iterable<Table> {
  const types = new Map<string, ColumnType>(table.columns.map(({ label, type }) => [label, type]));
  const groups = new Map<string, { readonly key: GroupKey; readonly rows: RowBuilder }>();
  // Rows mostly come in runs of one key: its columns are compared before a key is made.
  let current: { readonly key: GroupKey; readonly rows: RowBuilder } | undefined;
  for (let row = 0; row < table.length; row++) {
    context.budget.spend();
    const record = inside('map', () => recordOf(fn.call({ r: table.row(row) })));
    const key = keyOfRecord(table.key, record, new Set(record.labels()));
    if (current?.key.id !== key.id) {
      current = groups.get(key.id) ?? { key, rows: new RowBuilder(types) };
      groups.set(key.id, current);
    }
    current.rows.add(record);
  }
  return [...groups.values()].map(({ key, rows }) => rows.table(key));
}

function recordOf(value: Value): FluxRecord {
  if (value instanceof FluxRecord) return value;
  throw new FluxError(`the function must return a record, got ${typeName(value)}`);
}

function reduce(args: Args, context: Context): Stream {
  const fn = args.function('fn');
  const identity = args.record('identity');
  // The identity says of which types the columns are, whatever becomes null.
  const types = new Map(
    [...identity.labels()].flatMap((label) => {
      const { type } = unbox(identity.get(label));
      return type ? [[label, type] as const] : [];
    }),
  );
  return args.stream().all(function* (tables) {
    const written = new Set<string>();
    for (const table of tables) {
      let accumulator: FluxRecord = identity;
      for (let row = 0; row < table.length; row++) {
        context.budget.spend();
        accumulator = inside('reduce', () => recordOf(fn.call({ r: table.row(row), accumulator })));
      }
      const rows = new RowBuilder(types);
      rows.add(accumulator);
      // The accumulator's value stands in the key's column of that name.
      const reduced = rows.columns().sort((a, b) => (a.label < b.label ? -1 : 1));
      const named = reduced.filter(({ label }) => table.key.has(label));
      const key = table.key.with(
        named.map((column) => ({ label: column.label, type: column.type, cell: column.cell(0) })),
      );
      if (written.has(key.id)) throw new FluxError('two reducers writing result to the same table');
      written.add(key.id);
      yield new Table(key, [...key.columns(1), ...reduced.filter(({ label }) => !key.has(label))], 1);
    }
  });
}
