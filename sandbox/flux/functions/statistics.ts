import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, Table } from '../table.ts';
import { Duration } from '../values.ts';

const second = new Duration(0, 1_000_000_000n);

/** Aggregates over two columns: values against values, values against time. */
export const statistics: readonly Builtin[] = [
  builtin('covariance(<-tables: stream, columns: array, ?pearsonr: bool, ?valueDst: string)', covariance),
  builtin(
    'integral(<-tables: stream, ?unit: duration, ?timeColumn: string, ?column: string, ?interpolate: string)',
    integral,
  ),
];

function numbersOf(table: Table, label: string): (number | null)[] {
  const column = table.need(label);
  if (column.type !== 'float' && column.type !== 'int' && column.type !== 'uint')
    throw new FluxError(`column ${JSON.stringify(label)} must hold numbers, got ${column.type}`);
  return Array.from(column.cells(), (cell) => (cell === null ? null : Number(cell)));
}

/** One row with the key and a number. */
function single(table: Table, label: string, value: number | null): Table {
  return new Table(table.key, [...table.key.columns(1), Column.of(label, 'float', [value])], 1);
}

/** The sample covariance; NaN for fewer than two rows. Rows with a null are left out. */
function covariance(args: Args, context: Context): Stream {
  const labels = args.strings('columns');
  const [first, second] = labels;
  if (labels.length !== 2 || first === undefined || second === undefined)
    throw new FluxError('must provide exactly two columns');
  const pearsonr = args.bool('pearsonr', false);
  const target = args.string('valueDst', '_value');
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const missing = labels.find((label) => !table.column(label));
    if (missing !== undefined) throw new FluxError(`specified column does not exist in table: ${missing}`);
    const [xs, ys] = [numbersOf(table, first), numbersOf(table, second)];
    // Running means keep what large values of like size have in common out of the sums.
    let [count, meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0, 0];
    for (const [row, x] of xs.entries()) {
      const y = ys[row] ?? null;
      if (x === null || y === null) continue;
      count++;
      const [offX, offY] = [x - meanX, y - meanY];
      meanX += offX / count;
      meanY += offY / count;
      squaresX += offX * (x - meanX);
      squaresY += offY * (y - meanY);
      products += offX * (y - meanY);
    }
    const value = pearsonr ? products / Math.sqrt(squaresX * squaresY) : products / (count - 1);
    return single(table, target, count < 2 ? Number.NaN : value);
  });
}

/** The area under the values between their times, in units; with interpolation from `_start` to `_stop`. */
function integral(args: Args, context: Context): Stream {
  const unit = Number(args.duration('unit', second).ns);
  const [timeColumn, label] = [args.string('timeColumn', '_time'), args.string('column', '_value')];
  const interpolate = args.string('interpolate', '');
  if (interpolate !== '' && interpolate !== 'linear')
    throw new FluxError(`unknown interpolation type: ${JSON.stringify(interpolate)}`);
  if (unit <= 0) throw new FluxError('the unit of integral must be positive');
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const points = pointsOf(table, timeColumn, label);
    const { area } = trapezoids(points);
    const edges = interpolate === 'linear' ? outside(table, points) : 0;
    return single(table, label, points.length === 0 ? null : (area + edges) / unit);
  });
}

interface Point {
  /** Nanoseconds. */
  readonly time: bigint;
  readonly value: number;
}

function pointsOf(table: Table, timeColumn: string, label: string): Point[] {
  const times = table.times(timeColumn);
  const points: Point[] = [];
  for (const [row, value] of numbersOf(table, label).entries()) {
    const time = times.cell(row);
    if (typeof time !== 'bigint') throw new FluxError('integral found null time in time column');
    const previous = points.at(-1);
    if (previous && time < previous.time)
      throw new FluxError('integral found out-of-order times in time column');
    // Of several values at one time the last one counts.
    if (value !== null && previous?.time === time) points.pop();
    if (value !== null) points.push({ time, value });
  }
  return points;
}

function trapezoids(points: readonly Point[]): { readonly area: number } {
  let area = 0;
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (before) area += (Number(point.time - before.time) * (point.value + before.value)) / 2;
  }
  return { area };
}

/** What lies between the range's ends and the first and last point, along the line through the two nearest points. */
function outside(table: Table, points: readonly Point[]): number {
  const [start, stop] = [table.key.part('_start')?.cell, table.key.part('_stop')?.cell];
  if (typeof start !== 'bigint' || typeof stop !== 'bigint')
    throw new FluxError('integral with interpolation needs _start and _stop in the group key');
  const [first, second, last, beforeLast] = [points[0], points[1], points.at(-1), points.at(-2)];
  if (!first || !last) return 0;
  if (points.length === 1) return Number(stop - start) * first.value;
  const along = (from: Point, to: Point, time: bigint): Point => ({
    time,
    value: from.value + ((to.value - from.value) * Number(time - from.time)) / Number(to.time - from.time),
  });
  const left = second ? trapezoids([along(first, second, start), first]).area : 0;
  const right = beforeLast ? trapezoids([last, along(beforeLast, last, stop)]).area : 0;
  return left + right;
}
