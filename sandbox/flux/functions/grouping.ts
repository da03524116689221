import { Grouping, splitBy } from '../build.ts';
import type { Context } from '../context.ts';
import { toText } from '../convert.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { type Bounds, cover, Stream } from '../stream.ts';
import { type Cell, Column, type ColumnType, GroupKey, Table } from '../table.ts';
import type { Value } from '../values.ts';

/** Functions that put rows into other tables. */
export const grouping: readonly Builtin[] = [
  builtin('group(<-tables: stream, ?columns: array, ?mode: string)', group),
  builtin('union(tables: array)', union),
  builtin('pivot(<-tables: stream, rowKey: array, columnKey: array, valueColumn: string)', pivot),
  builtin('join(<-tables: record, ?on: array, ?method: string)', join),
];

function group(args: Args, context: Context): Stream {
  const columns = args.strings('columns', []);
  const mode = args.string('mode', 'by');
  if (mode !== 'by' && mode !== 'except') throw new FluxError('invalid mode: must be "by" or "except"');
  return groupStream(args.stream(), context, (table) => {
    if (mode === 'by') return columns;
    return table.columns.flatMap(({ label }) => (columns.includes(label) ? [] : [label]));
  });
}

/** Groups all rows anew by the columns that `by` names for their table. */
export function groupStream(
  stream: Stream,
  context: Context,
  by: (table: Table) => readonly string[],
): Stream {
  return stream.all(function* (tables) {
    const groups = new Grouping();
    for (const table of tables) {
      context.budget.spend(1 + table.length);
      splitBy(table, by(table), groups);
    }
    yield* groups.tables();
  });
}

function union(args: Args): Stream {
  const streams = args.array('tables').flatMap((value) => (value instanceof Stream ? [value] : []));
  if (streams.length < 2) throw new FluxError('union requires at least two tables');
  const bounds = streams.flatMap((stream) => stream.bounds ?? []);
  return new Stream(
    function* () {
      const groups = new Grouping();
      for (const stream of streams) for (const table of stream.tables()) groups.add(table.key, { table });
      yield* groups.tables();
    },
    bounds.reduce<Bounds | undefined>((all, one) => (all ? cover(all, one) : one), undefined),
  );
}

interface Pivoted {
  readonly key: GroupKey;
  readonly rowTypes: (ColumnType | undefined)[];
  readonly rows: Map<string, readonly Cell[]>;
  readonly columns: Map<string, { readonly type: ColumnType; readonly cells: Map<string, Cell> }>;
}

function pivot(args: Args, context: Context): Stream {
  const rowKey = args.strings('rowKey');
  const columnKey = args.strings('columnKey');
  const valueColumn = args.string('valueColumn');
  const both = rowKey.find((label) => columnKey.includes(label));
  if (both) throw new FluxError(`column name found in both rowKey and colKey: ${both}`);
  const gone = new Set([...columnKey, valueColumn]);
  return args.stream().all(function* (tables) {
    const groups = new Map<string, Pivoted>();
    for (const table of tables) {
      context.budget.spend(1 + table.length);
      const key = table.key.without(gone);
      const target = groups.get(key.id) ?? { key, rowTypes: [], rows: new Map(), columns: new Map() };
      groups.set(key.id, target);
      pivotTable(table, rowKey, columnKey, valueColumn, target);
    }
    const sorted = [...groups.values()].sort((a, b) => GroupKey.compare(a.key, b.key));
    for (const pivoted of sorted) yield pivotedTable(pivoted, rowKey);
  });
}

function pivotTable(
  table: Table,
  rowKey: readonly string[],
  columnKey: readonly string[],
  valueColumn: string,
  target: Pivoted,
): void {
  const need = (label: string) => {
    const column = table.column(label);
    if (!column) throw new FluxError(`specified column does not exist in table: ${label}`);
    return column;
  };
  const rowColumns = rowKey.map(need);
  const nameColumns = columnKey.map(need);
  const values = need(valueColumn);
  for (const [i, column] of rowColumns.entries()) target.rowTypes[i] = column.type;
  for (let row = 0; row < table.length; row++) {
    const cells = rowColumns.map((column) => column.cell(row));
    const id = cells.map(String).join('\0');
    if (!target.rows.has(id)) target.rows.set(id, cells);
    const name = nameColumns.map((column) => nameOf(column.value(row))).join('_');
    let column = target.columns.get(name);
    if (!column) {
      column = { type: values.type, cells: new Map() };
      target.columns.set(name, column);
    }
    if (column.type !== values.type) {
      throw new FluxError(
        `schema collision detected: column ${JSON.stringify(name)} is both of type ${values.type} and ${column.type}`,
      );
    }
    column.cells.set(id, values.cell(row));
  }
}

/** A value as a part of a column's name: floats have an exponent, as Go's `%E` writes it. */
function nameOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value !== 'number' || !Number.isFinite(value)) return toText(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}E${exponent.replace(/^([+-])(\d)$/, '$10$2')}`;
}

function pivotedTable({ key, rowTypes, rows, columns }: Pivoted, rowKey: readonly string[]): Table {
  const ids = [...rows.keys()];
  const rowCells = [...rows.values()];
  const made = rowKey.flatMap((label, i) => {
    const type = rowTypes[i];
    return key.has(label) || !type
      ? []
      : [
          Column.of(
            label,
            type,
            rowCells.map((cells) => cells[i] ?? null),
          ),
        ];
  });
  const pivoted = [...columns].map(([label, { type, cells }]) =>
    Column.of(
      label,
      type,
      ids.map((id) => cells.get(id) ?? null),
    ),
  );
  return new Table(key, [...key.columns(ids.length), ...made, ...pivoted], ids.length);
}

/** The inner join of two streams on columns that both have. */
function join(args: Args, context: Context): Stream {
  const method = args.string('method', 'inner');
  if (method !== 'inner')
    throw new FluxError(
      `the sandbox's join knows the method "inner" only, not ${JSON.stringify(method)}`,
      'unsupported',
    );
  const on = args.strings('on', []);
  if (on.length === 0) throw new FluxError('join: on must name at least one column');
  const tables = args.record('tables');
  const sides = [...tables.labels()].map((name) => ({ name, stream: tables.get(name) }));
  const [left, right] = sides;
  if (sides.length !== 2 || !(left?.stream instanceof Stream) || !(right?.stream instanceof Stream)) {
    throw new FluxError('joins currently must only have two parents');
  }
  const [a, b] = [left.stream, right.stream];
  return new Stream(function* () {
    // A table without one of the columns matches nothing.
    const whole = (table: Table) => on.every((label) => table.column(label) !== undefined);
    const rightTables = [...b.tables()].filter(whole);
    const groups = new Grouping();
    for (const table of a.tables()) {
      if (!whole(table)) continue;
      for (const other of rightTables) {
        if (!joinable(table.key, other.key, on)) continue;
        const joined = joinTables(table, other, on, [left.name, right.name], context);
        if (joined.length > 0) groups.add(joined.key, { table: joined });
      }
    }
    yield* groups.tables();
  }, a.bounds);
}

/** Only tables whose key columns among `on` have the same values can match. */
function joinable(a: GroupKey, b: GroupKey, on: readonly string[]): boolean {
  return on.every((label) => {
    const [left, right] = [a.part(label), b.part(label)];
    return !left || !right || left.cell === right.cell;
  });
}

function joinTables(
  left: Table,
  right: Table,
  on: readonly string[],
  names: readonly [string, string],
  context: Context,
): Table {
  const idOf = (table: Table, row: number) =>
    on.map((label) => String(table.need(label).cell(row))).join('\0');
  const rightRows = new Map<string, number[]>();
  for (let row = 0; row < right.length; row++) {
    const id = idOf(right, row);
    const rows = rightRows.get(id);
    if (rows) rows.push(row);
    else rightRows.set(id, [row]);
  }
  const [leftPicks, rightPicks]: [number[], number[]] = [[], []];
  for (let row = 0; row < left.length; row++) {
    for (const other of rightRows.get(idOf(left, row)) ?? []) {
      context.budget.spend();
      leftPicks.push(row);
      rightPicks.push(other);
    }
  }
  const rename = (label: string, other: Table, name: string) =>
    !on.includes(label) && other.column(label) ? `${label}_${name}` : label;
  const leftName = (label: string) => rename(label, right, names[0]);
  const rightName = (label: string) => rename(label, left, names[1]);
  const columns = [
    ...left.columns.map((column) => column.take(leftPicks).as(leftName(column.label))),
    ...right.columns
      .filter(({ label }) => !on.includes(label))
      .map((column) => column.take(rightPicks).as(rightName(column.label))),
  ].sort((a, b) => (a.label < b.label ? -1 : 1));
  // A column that both are joined on is in the key when it is in one of the two.
  const key = new GroupKey(left.key.parts.map((part) => ({ ...part, label: leftName(part.label) }))).with(
    right.key.parts.map((part) => ({ ...part, label: rightName(part.label) })),
  );
  return new Table(key, columns, leftPicks.length);
}
