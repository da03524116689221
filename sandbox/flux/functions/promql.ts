import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { compileRegexp } from '../regexp.ts';
import { type Builtin, builtin, type Composed, composed } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { Column, GroupKey, type KeyPart, Table } from '../table.ts';
import { toDate } from '../time.ts';
import { Time } from '../values.ts';
import { boundsKey } from './sources.ts';
import { expandTemplate } from './strings.ts';

/** A part of the date in UTC, as PromQL's functions give it for seconds since 1970. */
const dateParts: Readonly<Record<string, (date: Date) => number>> = {
  promqlDayOfMonth: (date) => date.getUTCDate(),
  promqlDayOfWeek: (date) => date.getUTCDay(),
  promqlDaysInMonth: (date) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  promqlHour: (date) => date.getUTCHours(),
  promqlMinute: (date) => date.getUTCMinutes(),
  promqlMonth: (date) => date.getUTCMonth() + 1,
  promqlYear: (date) => date.getUTCFullYear(),
};

/** Package internal/promql: what PromQL's functions give (https://prometheus.io/docs/prometheus/latest/querying/functions/). */
export const promql: readonly (Builtin | Composed)[] = [
  ...Object.entries(dateParts).map(([name, part]) =>
    builtin(`${name}(timestamp: float)`, (args) => {
      const ns = args.float('timestamp') * 1e9;
      if (!Number.isFinite(ns)) throw new FluxError(`${name}: the timestamp is no time`);
      return part(toDate(new Time(BigInt(Math.trunc(ns)))));
    }),
  ),
  builtin('emptyTable()', () => {
    const key = new GroupKey(boundsKey({ start: 0n, stop: 0n }));
    const columns = [...key.columns(0), Column.of('_time', 'time', []), Column.of('_value', 'float', [])];
    return new Stream(() => [new Table(key, columns, 0)]);
  }),
  builtin('timestamp(<-tables: stream)', timestamp),
  builtin('changes(<-tables: stream)', (args, context) =>
    reduced(args, context, false, ({ values }) => (values.length < 1 ? undefined : steps(values, isChange))),
  ),
  builtin('resets(<-tables: stream)', (args, context) =>
    reduced(args, context, false, ({ values }) => (values.length < 1 ? undefined : steps(values, isReset))),
  ),
  builtin('instantRate(<-tables: stream, ?isRate: bool)', (args, context) =>
    reduced(args, context, true, (samples) => instantRate(samples, args.bool('isRate', false))),
  ),
  builtin('extrapolatedRate(<-tables: stream, ?isCounter: bool, ?isRate: bool)', (args, context) =>
    reduced(args, context, true, (samples, table) =>
      extrapolatedRate(samples, table, args.bool('isCounter', false), args.bool('isRate', false)),
    ),
  ),
  builtin('linearRegression(<-tables: stream, ?predict: bool, ?fromNow: float)', (args, context) =>
    reduced(args, context, true, (samples, table) =>
      args.bool('predict', false)
        ? predicted(samples, boundOf(table, '_stop'), args.float('fromNow', 0))
        : slopeOf(samples, samples.times[0] ?? 0n)?.slope,
    ),
  ),
  builtin('holtWinters(<-tables: stream, ?smoothingFactor: float, ?trendFactor: float)', holtWinters),
  builtin(
    'labelReplace(<-tables: stream, source: string, destination: string, regex: string, replacement: string)',
    labelReplace,
  ),
  builtin(
    'promHistogramQuantile(<-tables: stream, ?quantile: float, ?countColumn: string, ?upperBoundColumn: string, ?valueColumn: string)',
    histogramQuantile,
  ),
  composed(
    'quantile(<-tables: stream, q: float, ?method: string)',
    `(q, tables=<-, method="exact_mean") => {
      infinite = math.mInf(sign: if q < 0.0 then -1 else 1)
      return if q >= 0.0 and q <= 1.0 then tables |> quantile(q: q, method: method)
        else tables |> reduce(identity: {_value: infinite}, fn: (r, accumulator) => accumulator)
    }`,
    ['math'],
  ),
  composed(
    'join(left: stream, right: stream, fn: function)',
    '(left, right, fn) => experimental.join(left: left, right: right, fn: fn)',
    ['experimental'],
  ),
];

/** A series without the rows in which something is null. */
interface Samples {
  readonly values: readonly number[];
  /** Nanoseconds; empty where the times do not count. */
  readonly times: readonly bigint[];
}

/** Each table as its key and one value; where there is none, the table is without rows. */
function reduced(
  args: Args,
  context: Context,
  timed: boolean,
  of: (samples: Samples, table: Table) => number | undefined,
): Stream {
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const value = of(samplesOf(table, timed), table);
    const cells = value === undefined ? [] : [value];
    return new Table(
      table.key,
      [...table.key.columns(cells.length), Column.of('_value', 'float', cells)],
      cells.length,
    );
  });
}

function samplesOf(table: Table, timed: boolean): Samples {
  const given = table.need('_value');
  if (given.type !== 'float') throw new FluxError(`column "_value" must be of type float, got ${given.type}`);
  const clock = timed ? table.times('_time') : undefined;
  const [values, times]: [number[], bigint[]] = [[], []];
  for (let row = 0; row < table.length; row++) {
    const [value, time] = [given.cell(row), clock?.cell(row)];
    if (typeof value !== 'number' || time === null) continue;
    values.push(value);
    if (typeof time === 'bigint') times.push(time);
  }
  return { values, times };
}

function steps(values: readonly number[], counts: (before: number, value: number) => boolean): number {
  return values.filter((value, at) => at > 0 && counts(values[at - 1] ?? 0, value)).length;
}

function isChange(before: number, value: number): boolean {
  return before !== value && !(Number.isNaN(before) && Number.isNaN(value));
}

function isReset(before: number, value: number): boolean {
  return value < before;
}

/** The difference of the last two samples, for rates in a second; a counter that fell began anew at 0. */
function instantRate({ values, times }: Samples, isRate: boolean): number | undefined {
  const [before, last] = values.slice(-2);
  const [from = 0n, to = 0n] = times.slice(-2);
  if (before === undefined || last === undefined || from === to) return undefined;
  const difference = isRate && last < before ? last : last - before;
  return isRate ? difference / seconds(to - from) : difference;
}

/**
 * The difference of the first and the last sample as it would be over the whole range: towards a bound that lies within
 * 1.1 times the mean distance of samples all the way, else by half that distance; a counter not below 0.
 */
function extrapolatedRate(
  { values, times }: Samples,
  table: Table,
  isCounter: boolean,
  isRate: boolean,
): number | undefined {
  const [start, stop] = [boundOf(table, '_start'), boundOf(table, '_stop')];
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const [from = 0n, to = 0n] = [times[0], times.at(-1)];
  if (values.length < 2) return undefined;
  let difference = last - first;
  // A counter that fell began anew at 0.
  if (isCounter)
    for (const [at, before] of values.slice(0, -1).entries())
      if ((values[at + 1] ?? 0) < before) difference += before;
  const sampled = Number(to - from);
  const distance = sampled / (values.length - 1);
  let before = Number(from - start);
  if (isCounter && difference > 0 && first >= 0) before = Math.min(before, sampled * (first / difference));
  const reach = (gap: number) => (gap < distance * 1.1 ? gap : distance / 2);
  const whole = difference * ((sampled + reach(before) + reach(Number(stop - to))) / sampled);
  return isRate ? whole / seconds(stop - start) : whole;
}

/** Simple linear regression over seconds since `origin`. */
function slopeOf({ values, times }: Samples, origin: bigint) {
  if (values.length < 2) return undefined;
  let [sumX, sumY, sumXY, sumXX] = [0, 0, 0, 0];
  for (const [at, y] of values.entries()) {
    const x = seconds((times[at] ?? 0n) - origin);
    sumX += x;
    sumY += y;
    sumXY += x * y;
    sumXX += x * x;
  }
  const n = values.length;
  const slope = (sumXY - (sumX * sumY) / n) / (sumXX - (sumX * sumX) / n);
  return { slope, intercept: sumY / n - (slope * sumX) / n };
}

function predicted(samples: Samples, origin: bigint, ahead: number): number | undefined {
  const line = slopeOf(samples, origin);
  return line && line.slope * ahead + line.intercept;
}

/** Double exponential smoothing: the last smoothed value. */
function holtWinters(args: Args, context: Context): Stream {
  const factors = [
    ['smoothing', args.float('smoothingFactor', 0)],
    ['trend', args.float('trendFactor', 0)],
  ] as const;
  for (const [what, factor] of factors)
    if (!(factor > 0 && factor < 1))
      throw new FluxError(`invalid ${what} factor. Expected: 0 < ${what[0]}f < 1, got: ${factor.toFixed(6)}`);
  const [[, smoothing], [, trending]] = factors;
  return reduced(args, context, true, ({ values: [first = 0, second, ...more] }) => {
    if (second === undefined) return undefined;
    let [before, smoothed, trend] = [0, first, second - first];
    for (const [at, value] of [second, ...more].entries()) {
      if (at > 0) trend = trending * (smoothed - before) + (1 - trending) * trend;
      [before, smoothed] = [smoothed, smoothing * value + (1 - smoothing) * (smoothed + trend)];
    }
    return smoothed;
  });
}

/** The time of each row, or else its `_stop`, in seconds and whole milliseconds. */
function timestamp(args: Args, context: Context): Stream {
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const times = table.times(table.column('_time') ? '_time' : '_stop');
    table.need('_value');
    const values = Array.from({ length: table.length }, (_, row) => {
      const time = times.cell(row);
      if (typeof time !== 'bigint') throw new FluxError('timestamp: a time is null');
      return Number(time / 1_000_000n) / 1e3;
    });
    return table.set([Column.of('_value', 'float', values)]);
  });
}

/** Sets a part of the key from another one that matches as a whole; an empty text takes it away. */
function labelReplace(args: Args, context: Context): Stream {
  const [source, destination] = [args.string('source'), args.string('destination')];
  const { regexp } = compileRegexp(`^(?:${args.string('regex')})$`);
  return args.stream().all(function* (tables) {
    const seen = new Set<string>();
    for (const table of tables) {
      context.budget.spend(1 + table.length);
      const match = regexp.exec(String(table.key.part(source)?.cell ?? ''));
      const text = match ? expandTemplate(args.string('replacement'), match, match.groups) : '';
      const added: KeyPart[] = text === '' ? [] : [{ label: destination, type: 'string', cell: text }];
      const key = match
        ? new GroupKey([...table.key.without(new Set([destination])).parts, ...added])
        : table.key;
      if (seen.has(key.id)) throw new FluxError('labelReplace found duplicate table');
      seen.add(key.id);
      yield new Table(key, [...key.columns(table.length), table.need('_value')], table.length);
    }
  });
}

/** Like `histogram_quantile`: from cumulative counts with their upper bounds as text; 0 is the lowest bound. */
function histogramQuantile(args: Args, context: Context): Stream {
  const quantile = args.float('quantile');
  const [counted, bounded] = [args.string('countColumn', '_value'), args.string('upperBoundColumn', 'le')];
  const label = args.string('valueColumn', '_value');
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const counts = table.column(counted);
    if (!counts) throw new FluxError(`table is missing count column ${JSON.stringify(counted)}`);
    if (counts.type !== 'float')
      throw new FluxError(`count column ${JSON.stringify(counted)} must be of type float`);
    const bounds = table.column(bounded);
    if (bounds && bounds.type !== 'string')
      throw new FluxError(`upper bound column ${JSON.stringify(bounded)} must be of type string`);
    const cells = bounds ? [bucketQuantile(quantile, bucketsOf(counts, bounds))] : [];
    const columns = [...table.key.columns(cells.length), Column.of(label, 'float', cells)];
    return new Table(table.key, columns, cells.length);
  });
}

interface Bucket {
  readonly bound: number;
  count: number;
}

/** In order of their bounds; those of one bound are one. */
function bucketsOf(counts: Column, bounds: Column): Bucket[] {
  const byBound = new Map<number, Bucket>();
  if (counts.length === 0) throw new FluxError('the histogram is empty');
  for (let row = 0; row < counts.length; row++) {
    const [count, text] = [counts.cell(row), bounds.cell(row)];
    if (typeof count !== 'number') throw new FluxError('unexpected null in the countColumn');
    const bound =
      typeof text === 'string' && text !== ''
        ? Number(text.replace(/^([+-]?)Inf$/i, '$1Infinity'))
        : Number.NaN;
    if (Number.isNaN(bound))
      throw new FluxError(
        `an upper bound that is no number, ${JSON.stringify(text)}, is not supported`,
        'unsupported',
      );
    const same = byBound.get(bound);
    if (same) same.count += count;
    else byBound.set(bound, { bound, count });
  }
  return [...byBound.values()].sort((a, b) => a.bound - b.bound);
}

function bucketQuantile(quantile: number, buckets: readonly Bucket[]): number {
  if (quantile < 0) return Number.NEGATIVE_INFINITY;
  if (quantile > 1) return Number.POSITIVE_INFINITY;
  const highest = buckets.at(-1);
  if (highest?.bound !== Number.POSITIVE_INFINITY || buckets.length < 2) return Number.NaN;
  const finite = buckets.slice(0, -1);
  let most = Number.NEGATIVE_INFINITY;
  for (const bucket of finite) {
    most = Math.max(most, bucket.count);
    bucket.count = most;
  }
  const rank = quantile * highest.count;
  const at = finite.findIndex(({ count }) => count >= rank);
  const found = finite[at];
  if (!found) return finite.at(-1)?.bound ?? Number.NaN;
  const below = finite[at - 1];
  if (!below && found.bound <= 0) return found.bound;
  const { bound, count } = below ?? { bound: 0, count: 0 };
  return bound + (found.bound - bound) * ((rank - count) / (found.count - count));
}

function boundOf(table: Table, label: string): bigint {
  const cell = table.key.part(label)?.cell;
  if (typeof cell !== 'bigint') throw new FluxError(`column ${label} must be a time of the group key`);
  return cell;
}

function seconds(ns: bigint): number {
  return Number(ns) / 1e9;
}
