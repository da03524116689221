import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, Table } from '../table.ts';

interface Point {
  /** The time in nanoseconds, as a float. */
  readonly x: number;
  readonly y: number;
}
type Spend = (steps: number) => void;

/** Package experimental/polyline: curves with fewer points, after Ramer, Douglas and Peucker. */
export const polyline: readonly Builtin[] = [
  builtin(
    'rdp(<-tables: stream, ?valColumn: string, ?timeColumn: string, ?epsilon: float, ?retention: float)',
    rdp,
  ),
];

function rdp(args: Args, context: Context): Stream {
  const [value, time] = [args.string('valColumn', '_value'), args.string('timeColumn', '_time')];
  const epsilon = args.has('epsilon') ? args.float('epsilon') : undefined;
  const retention = args.has('retention') ? args.float('retention') : undefined;
  if (epsilon !== undefined && epsilon <= 0)
    throw new FluxError('Epsilon values need to be greater than 0.0');
  if (retention !== undefined && (retention <= 0 || retention >= 100))
    throw new FluxError('Retention percentage should be between 0.0 and 100.0');
  const spend: Spend = (steps) => context.budget.spend(steps);
  const choose = (points: readonly Point[]) => {
    if (retention !== undefined) return mostImportant(points, retention, spend);
    return split(points, epsilon === undefined ? tolerance : () => epsilon, spend);
  };
  return args.stream().map((table) => {
    if (epsilon !== undefined && retention !== undefined)
      throw new FluxError('Please provide either epsilon or retention rate and not both');
    const kept = choose(pointsOf(table, value, time, spend));
    return new Table(
      table.key,
      [
        ...table.key.columns(kept.length),
        Column.of(
          '_time',
          'time',
          BigInt64Array.from(kept, ({ x }) => BigInt(x)),
        ),
        Column.of(
          '_value',
          'float',
          Float64Array.from(kept, ({ y }) => y),
        ),
      ],
      kept.length,
    );
  });
}

/** Rows without a time are left out. */
function pointsOf(table: Table, value: string, time: string, spend: Spend): Point[] {
  spend(1 + table.length);
  const [times, values] = [table.column(time), table.column(value)];
  if (times?.type !== 'time') throw new FluxError(`cannot find time column ${time}`);
  if (!values) throw new FluxError(`cannot find column ${value}`);
  if (values.type !== 'int' && values.type !== 'uint' && values.type !== 'float')
    throw new FluxError(`rdp can work only on numerical types, got ${values.type}`);
  const points: Point[] = [];
  for (let row = 0; row < table.length; row++) {
    const [at, y] = [times.cell(row), values.cell(row)];
    if (at === null) continue;
    if (y === null) throw new FluxError('the sandbox has no rdp for values that are null', 'unsupported');
    points.push({ x: Number(at), y: Number(y) });
  }
  return points;
}

/** The distances of points to the line through two of them. */
function distanceTo(from: Point, to: Point): (point: Point) => number {
  const a = from.y - to.y;
  const b = to.x - from.x;
  const c = from.x * to.y - to.x * from.y;
  const length = Math.sqrt(a * a + b * b);
  return ({ x, y }) => Math.abs(a * x + b * y + c) / length;
}

/** Keeps the ends, and whatever is farther than allowed from the line between its neighbours. */
function split(
  points: readonly Point[],
  allowed: (from: Point, to: Point) => number,
  spend: Spend,
): readonly Point[] {
  if (points.length <= 2) return points;
  const kept = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [start, end] = range;
    const [from, to] = [points[start], points[end]];
    if (end - start < 2 || !from || !to) continue;
    spend(1 + end - start);
    const distance = distanceTo(from, to);
    let [farthest, most] = [start, 0];
    for (let i = start; i <= end; i++) {
      const off = distance(points[i] as Point);
      if (off > most) [farthest, most] = [i, off];
    }
    if (!(most >= allowed(from, to))) continue;
    // An end is no distance from its line but by rounding, of times that are too long for a float: there is no end to it.
    if (farthest === start || farthest === end)
      throw new FluxError('times and values so large lose their distances in rounding', 'unsupported');
    kept.add(farthest);
    open.push([start, farthest], [farthest, end]);
  }
  return points.filter((_, i) => kept.has(i));
}

/** How far a curve of whole pixels may be from its line: the bound of Prasad, Leung, Quek and Cho. */
function tolerance(from: Point, to: Point): number {
  const [width, height] = [to.x - from.x, to.y - from.y];
  const length = Math.sqrt(width ** 2 + height ** 2);
  const angle = Math.atan(width === 0 ? 0 : height / width);
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const t = (1 / length) * (Math.abs(sine) + Math.abs(cosine));
  const deviation = (sum: number) => Math.atan((1 / length) * Math.abs(sum) * (1 - t + t ** 2));
  return length * Math.max(deviation(sine + cosine), deviation(sine - cosine));
}

/** A share of the points, in percent: those that the splitting of all of them finds farthest off. */
function mostImportant(points: readonly Point[], percent: number, spend: Spend): readonly Point[] {
  const count = Math.floor((percent / 100) * points.length);
  if (count < 1)
    throw new FluxError(
      'The number of points to retain is less than 1. Please consider increasing the retention rate',
    );
  const weights = new Float64Array(points.length);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [start, end] = range;
    const [from, to] = [points[start], points[end]];
    if (!from || !to) continue;
    spend(1 + end - start);
    const distance = distanceTo(from, to);
    let [farthest, most] = [start, 0];
    for (let i = start + 1; i < end; i++) {
      const off = distance(points[i] as Point);
      if (off > most) [farthest, most] = [i, off];
    }
    if (farthest === start) continue;
    weights[farthest] = most;
    open.push([start, farthest], [farthest, end]);
  }
  weights[0] = weights[points.length - 1] = Number.POSITIVE_INFINITY;
  const least = weights.toSorted((a, b) => b - a)[count - 1] ?? 0;
  return points.filter((_, i) => (weights[i] ?? 0) >= least);
}
