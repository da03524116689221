import { TDigest } from '../../math/tdigest.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { nullRow } from '../rows.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Cell, Column, type ColumnType, compareCells, Table } from '../table.ts';
import { distinctTable } from './order.ts';
import { selectRow } from './selectors.ts';

/** One value from a column; a null cell is an aggregate without a value. */
interface Aggregate {
  readonly type: ColumnType;
  readonly cell: Cell;
}
type Aggregator = (column: Column) => Aggregate;

/** Functions that turn each table into one row: its key and the aggregate. */
export const aggregates: readonly Builtin[] = [
  builtin('count(<-tables: stream, ?column: string)', (args, context) =>
    aggregate(args, context, (column) => ({ type: 'int', cell: BigInt(column.length) })),
  ),
  builtin('sum(<-tables: stream, ?column: string)', (args, context) => aggregate(args, context, sum)),
  builtin('mean(<-tables: stream, ?column: string)', (args, context) =>
    aggregate(args, context, (column) => float(average(numbers(column)))),
  ),
  builtin('spread(<-tables: stream, ?column: string)', (args, context) => aggregate(args, context, spread)),
  builtin('stddev(<-tables: stream, ?column: string, ?mode: string)', stddev),
  builtin('mode(<-tables: stream, ?column: string)', mode),
  builtin('skew(<-tables: stream, ?column: string)', (args, context) =>
    aggregate(args, context, (column) => float(skew(numbers(column)))),
  ),
  builtin(
    'median(<-tables: stream, ?column: string, ?method: string, ?compression: float)',
    (args, context) => quantile(args, context, 0.5),
  ),
  builtin(
    'quantile(<-tables: stream, ?column: string, q: float, ?method: string, ?compression: float)',
    (args, context) => quantile(args, context, args.float('q')),
  ),
];

function aggregate(args: Args, context: Context, of: Aggregator): Stream {
  const label = args.string('column', '_value');
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    if (table.key.has(label))
      throw new FluxError(
        `cannot aggregate columns that are part of the group key: ${JSON.stringify(label)}`,
      );
    const { type, cell } = of(table.need(label));
    return new Table(table.key, [...table.key.columns(1), Column.of(label, type, [cell])], 1);
  });
}

function float(cell: number | null): Aggregate {
  return { type: 'float', cell };
}

/** The column's numbers without nulls. */
function numbers(column: Column): number[] | Float64Array {
  if (column.type !== 'float' && column.type !== 'int' && column.type !== 'uint') {
    throw new FluxError(`unsupported aggregate column type ${column.type}`);
  }
  const cells = column.cells();
  if (cells instanceof Float64Array) return cells;
  const found: number[] = [];
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (cell !== null && cell !== undefined) found.push(Number(cell));
  }
  return found;
}

function total(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result += values[i] ?? 0;
  return result;
}

function average(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : total(values) / values.length;
}

function sum(column: Column): Aggregate {
  if (column.type !== 'int' && column.type !== 'uint') {
    const values = numbers(column);
    return float(values.length === 0 ? null : total(values));
  }
  const cells = Array.from(column.cells()).filter((cell) => typeof cell === 'bigint');
  if (cells.length === 0) return { type: column.type, cell: null };
  const result = cells.reduce((a, b) => a + b, 0n);
  return {
    type: column.type,
    cell: column.type === 'int' ? BigInt.asIntN(64, result) : BigInt.asUintN(64, result),
  };
}

function spread(column: Column): Aggregate {
  numbers(column);
  let min: Cell = null;
  let max: Cell = null;
  for (const cell of Array.from(column.cells())) {
    if (cell === null) continue;
    if (min === null || compareCells(cell, min) < 0) min = cell;
    if (max === null || compareCells(cell, max) > 0) max = cell;
  }
  if (typeof min === 'bigint' && typeof max === 'bigint') return { type: column.type, cell: max - min };
  return { type: column.type, cell: min === null || max === null ? null : Number(max) - Number(min) };
}

function stddev(args: Args, context: Context): Stream {
  const kind = args.string('mode', 'sample');
  if (kind !== 'sample' && kind !== 'population')
    throw new FluxError(`${JSON.stringify(kind)} is not a valid standard deviation mode`);
  return aggregate(args, context, (column) => {
    const values = numbers(column);
    const mean = average(values);
    if (mean === null) return float(null);
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    const freedom = kind === 'sample' ? values.length - 1 : values.length;
    return float(freedom === 0 ? Number.NaN : Math.sqrt(squares / freedom));
  });
}

/** The population's skewness; NaN for fewer than two values. */
function skew(values: ArrayLike<number>): number | null {
  const mean = average(values);
  if (mean === null) return null;
  let [second, third] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const off = (values[i] ?? 0) - mean;
    second += off ** 2;
    third += off ** 3;
  }
  return (Math.sqrt(values.length) * third) / second ** 1.5;
}

/** The values that come most often, in order; one null row when none comes more often than the others, as with one value alone. */
function mode(args: Args, context: Context): Stream {
  const label = args.string('column', '_value');
  return args.stream().map((table) => {
    context.budget.spend(table.length);
    const column = table.column(label);
    if (!column || table.key.has(label)) return distinctTable(table, label);
    const counts = new Map<Cell, number>();
    for (let row = 0; row < table.length; row++) {
      const cell = column.cell(row);
      if (cell !== null) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const most = [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
    const found = [...counts].flatMap(([cell, times]) => (times === most ? [cell] : [])).sort(compareCells);
    const cells = table.length > 0 && found.length === counts.size ? [null] : found;
    return new Table(
      table.key,
      [...table.key.columns(cells.length), Column.of('_value', column.type, cells)],
      cells.length,
    );
  });
}

export function quantile(args: Args, context: Context, q: number): Stream {
  const method = args.string('method', 'estimate_tdigest');
  const label = args.string('column', '_value');
  if (!(q >= 0 && q <= 1)) throw new FluxError('quantile must be between 0 and 1');
  if (args.float('compression', 0) > 0 && method !== 'estimate_tdigest')
    throw new FluxError('compression parameter is only valid for method estimate_tdigest');
  if (method === 'exact_selector') {
    return args.stream().map((table) => {
      context.budget.spend(table.length);
      const column = table.column(label);
      if (!column) throw new FluxError(`no column ${JSON.stringify(label)} exists`);
      const rows: number[] = [];
      for (let row = 0; row < table.length; row++) if (column.cell(row) !== null) rows.push(row);
      rows.sort((a, b) => compareCells(column.cell(a), column.cell(b)));
      return selectRow(table, rows[Math.max(Math.ceil(q * rows.length) - 1, 0)]) ?? nullRow(table);
    });
  }
  if (method !== 'estimate_tdigest' && method !== 'exact_mean')
    throw new FluxError(`unknown method ${method}`);
  const compression = args.float('compression', 0) || 1_000;
  return aggregate(args, context, (column) => {
    const takes = method === 'exact_mean' ? ['float'] : ['float', 'int', 'uint'];
    if (!takes.includes(column.type)) throw new FluxError(`unsupported aggregate column type ${column.type}`);
    const values = Float64Array.from(numbers(column));
    if (values.length === 0) return float(null);
    return float(
      method === 'exact_mean' ? exactQuantile(values.sort(), q) : estimate(values, q, compression),
    );
  });
}

function exactQuantile(sorted: Float64Array, q: number): number {
  const place = q * (sorted.length - 1);
  const [below, above] = [Math.floor(place), Math.ceil(place)];
  if (below === above) return sorted[below] ?? 0;
  return (sorted[below] ?? 0) * (above - place) + (sorted[above] ?? 0) * (place - below);
}

function estimate(values: Float64Array, q: number, compression: number): number {
  const digest = new TDigest(compression);
  for (const value of values) digest.add(value);
  return digest.quantile(q);
}
