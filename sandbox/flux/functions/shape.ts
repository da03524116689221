import { Grouping } from '../build.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, GroupKey, Table } from '../table.ts';
import type { FluxFunction } from '../values.ts';

/** Functions that change which columns there are. */
export const shape: readonly Builtin[] = [
  builtin('keep(<-tables: stream, ?columns: array, ?fn: function)', (args, context) =>
    select(args, context, true),
  ),
  builtin('drop(<-tables: stream, ?columns: array, ?fn: function)', (args, context) =>
    select(args, context, false),
  ),
  builtin('rename(<-tables: stream, ?columns: record, ?fn: function)', rename),
  builtin('duplicate(<-tables: stream, column: string, as: string)', duplicate),
  builtin('set(<-tables: stream, key: string, value: string)', set),
];

/** The tables with some columns only; tables whose keys have become equal are merged. */
export function keepColumns(stream: Stream, keeps: (label: string) => boolean): Stream {
  return stream.all(function* (tables) {
    const grouping = new Grouping();
    for (const table of tables) {
      const dropped = new Set(table.columns.flatMap(({ label }) => (keeps(label) ? [] : [label])));
      const key = table.key.without(dropped);
      const columns = table.columns.filter(({ label }) => !dropped.has(label));
      if (columns.length > 0) grouping.add(key, { table: new Table(key, columns, table.length) });
    }
    yield* grouping.tables();
  });
}

/** `columns` or `fn`, exactly one. */
function oneOf(args: Args): FluxFunction | undefined {
  if (args.has('columns') === args.has('fn'))
    throw new FluxError('expected one of columns or fn, not both and not neither');
  return args.has('fn') ? args.function('fn') : undefined;
}

function select(args: Args, context: Context, keep: boolean): Stream {
  const fn = oneOf(args);
  if (!fn) {
    const labels = new Set(args.strings('columns'));
    return keepColumns(args.stream(), (label) => labels.has(label) === keep);
  }
  return keepColumns(args.stream(), (column) => {
    context.budget.spend();
    return (fn.call({ column }) === true) === keep;
  });
}

function rename(args: Args): Stream {
  const fn = oneOf(args);
  const names = fn ? undefined : args.record('columns');
  const renamed = (label: string): string => {
    if (names && ![...names.labels()].includes(label)) return label;
    const name = fn ? fn.call({ column: label }) : names?.get(label);
    if (typeof name !== 'string')
      throw new FluxError(`rename: the new name of ${JSON.stringify(label)} is not a string`);
    return name;
  };
  return args.stream().map((table) => {
    for (const label of names?.labels() ?? []) {
      if (!table.column(label))
        throw new FluxError(`rename error: column ${JSON.stringify(label)} doesn't exist`);
    }
    const columns = table.columns.map((column) => column.as(renamed(column.label)));
    const labels = new Set(columns.map(({ label }) => label));
    if (labels.size < columns.length)
      throw new FluxError('rename error: two columns would have the same name');
    const key = new GroupKey(table.key.parts.map((part) => ({ ...part, label: renamed(part.label) })));
    return new Table(key, columns, table.length);
  });
}

function duplicate(args: Args): Stream {
  const [column, as] = [args.string('column'), args.string('as')];
  return args.stream().map((table) => duplicateColumn(table, column, as));
}

/** A copy of a column under another name; a key column that it replaces changes the key. */
export function duplicateColumn(table: Table, column: string, as: string): Table {
  const source = table.column(column);
  if (!source) throw new FluxError(`duplicate error: column ${JSON.stringify(column)} doesn't exist`);
  const copy = source.as(as);
  if (!table.key.has(as)) return table.set([copy]);
  const part = { label: as, type: copy.type, cell: copy.cell(0) };
  const key = copy.isConstant ? table.key.with([part]) : table.key.without(new Set([as]));
  return new Table(key, table.set([copy]).columns, table.length);
}

function set(args: Args): Stream {
  const [label, value] = [args.string('key'), args.string('value')];
  return args.stream().all(function* (tables) {
    const grouping = new Grouping();
    for (const table of tables) {
      const key = table.key.has(label) ? table.key.with([{ label, type: 'string', cell: value }]) : table.key;
      const columns = table.set([Column.constant(label, 'string', value, table.length)]).columns;
      grouping.add(key, { table: new Table(key, columns, table.length) });
    }
    yield* grouping.tables();
  });
}
