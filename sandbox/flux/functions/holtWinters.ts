import { minimize } from '../../math/nelderMead.ts';
import { power } from '../../math/numeric.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, Table } from '../table.ts';

type Spend = (steps?: number) => void;

/** The values of evenly spaced times; null where there is none. The first one is there. */
interface Samples {
  readonly values: readonly (number | null)[];
  readonly start: bigint;
  readonly stop: bigint;
}

/** What a forecast is made with: alpha, beta, gamma, phi, level, trend, and a factor for each part of a season. */
type Parameters = readonly number[];
/** Where the factors of the season begin. */
const seasonal = 6;

/** `holtWinters` of the universe: what a damped trend, with seasons that multiply, foretells. */
export const holtWinters: readonly Builtin[] = [
  builtin(
    'holtWinters(<-tables: stream, n: int, interval: duration, ?withFit: bool, ?column: string, ?timeColumn: string, ?seasonality: int, ?withMinSSE: bool)',
    forecastTables,
  ),
];

const farthest = 1_000_000;

function forecastTables(args: Args, context: Context): Stream {
  const interval = args.duration('interval');
  if (interval.months !== 0)
    throw new FluxError('the sandbox has no holtWinters for an interval of months', 'unsupported');
  if (interval.ns <= 0n) throw new FluxError('holtWinters needs an interval that is longer than nothing');
  const [horizon, season] = [Number(args.int('n')), Number(args.int('seasonality', 0n))];
  if (horizon > farthest)
    throw new FluxError(`the sandbox foretells no more than ${farthest} values`, 'unsupported');
  const withFit = args.bool('withFit', false);
  const spend: Spend = (steps) => context.budget.spend(steps);
  return args.stream().map((table) => {
    const samples = samplesOf(table, args, interval.ns, spend);
    const { values, error } = foretell(samples.values, { horizon, season, withFit }, spend);
    const first = withFit ? samples.start : samples.stop + interval.ns;
    const length = values.length;
    return new Table(
      table.key,
      [
        ...table.key.columns(length),
        Column.of(
          '_time',
          'time',
          BigInt64Array.from(values, (_, i) => first + interval.ns * BigInt(i)),
        ),
        Column.of('_value', 'float', values),
        ...(args.bool('withMinSSE', false) ? [Column.constant('minSSE', 'float', error, length)] : []),
      ],
      length,
    );
  });
}

/** The first value of each interval. Rows without a time do not count, nor those before the first value. */
function samplesOf(table: Table, args: Args, interval: bigint, spend: Spend): Samples {
  spend(1 + table.length);
  const [time, label] = [args.string('timeColumn', '_time'), args.string('column', '_value')];
  const [times, numbers] = [table.column(time), table.column(label)];
  if (times?.type !== 'time') throw new FluxError(`cannot find time column ${time}`);
  if (!numbers) throw new FluxError(`cannot find column ${label}`);
  if (numbers.type !== 'int' && numbers.type !== 'uint' && numbers.type !== 'float')
    throw new FluxError(`holtWinters can work only on numerical types, got ${numbers.type}`);
  const values: (number | null)[] = [];
  let [start, stop, bucket] = [0n, 0n, 0n];
  for (let row = 0; row < table.length; row++) {
    const [at, cell] = [times.cell(row), numbers.cell(row)];
    if (typeof at !== 'bigint' || (values.length === 0 && cell === null)) continue;
    const nearest = rounded(at, interval);
    if (values.length === 0) [start, bucket] = [at, nearest];
    else {
      if (nearest <= bucket) continue;
      for (bucket += interval; bucket < nearest; bucket += interval) {
        spend();
        values.push(null);
      }
      stop = at;
    }
    values.push(cell === null ? null : Number(cell));
  }
  return { values, start, stop };
}

/** To the nearest multiple; a half goes up. */
function rounded(ns: bigint, interval: bigint): bigint {
  const rest = ((ns % interval) + interval) % interval;
  return rest * 2n < interval ? ns - rest : ns - rest + interval;
}

interface Wish {
  readonly horizon: number;
  readonly season: number;
  readonly withFit: boolean;
}

/** The forecast, after the fit if that is wanted, and the fit's sum of squared errors; nothing for too few values. */
function foretell(
  values: Samples['values'],
  { horizon, season, withFit }: Wish,
  spend: Spend,
): { readonly values: Float64Array<ArrayBuffer>; readonly error: number } {
  if (values.length < 2 || (season >= 2 && values.length < season) || horizon <= 0)
    return { values: new Float64Array(), error: 0 };
  const guess = firstGuess(values, season >= 2 ? season : 0);
  let error = Number.POSITIVE_INFINITY;
  let parameters: Parameters | undefined;
  for (const start of starts) {
    const found = minimize((at) => squaredError(values, at, spend), [...start, ...guess]);
    if (parameters && !(found.value < error)) continue;
    [error, parameters] = [found.value, found.at];
  }
  const run = follow(values, parameters ?? [], horizon, spend);
  return { values: withFit ? run : run.subarray(values.length), error };
}

const [low, high] = [0.3, 0.7];
const ends = [low, high];
/** The corners from which the search starts. */
const starts: readonly Parameters[] = ends.flatMap((alpha) =>
  ends.flatMap((beta) => ends.flatMap((gamma) => ends.map((phi) => [alpha, beta, gamma, phi]))),
);

/** Level and trend, and the season's factors if there is one. */
function firstGuess(values: Samples['values'], season: number): Parameters {
  const [first, second] = [values[0] ?? 0, values[1] ?? null];
  if (season === 0) return [0.5 * first, second === null ? 0 : 0.5 * (second - first)];
  let [level, trend] = [0, 0];
  for (let i = 0; i < season; i++) {
    const [value, later] = [values[i] ?? null, values[season + i] ?? null];
    if (value === null) continue;
    level += (1 / season) * value;
    if (later !== null) trend += (1 / (season * season)) * (later - value);
  }
  const factors = Array.from({ length: season }, (_, i) => {
    const value = values[i] ?? null;
    return value === null ? 0 : value / level;
  });
  return [level, trend, ...factors];
}

/** Infinite where the fit is lost. */
function squaredError(values: Samples['values'], at: Parameters, spend: Spend): number {
  const fit = follow(values, at, 0, spend);
  let error = 0;
  for (let i = 0; i < fit.length; i++) {
    const value = values[i] ?? null;
    if (value === null) continue;
    const off = (fit[i] ?? 0) - value;
    if (Number.isNaN(off)) return Number.POSITIVE_INFINITY;
    error += off * off;
  }
  return error;
}

/** The fit of all values, and as many after them as are asked for. */
function follow(
  values: Samples['values'],
  given: Parameters,
  horizon: number,
  spend: Spend,
): Float64Array<ArrayBuffer> {
  const [alpha = 0, beta = 0, gamma = 0, phi = 0] = given.slice(0, 4).map((x) => (x > 1 ? 1 : x < 0 ? 0 : x));
  const factors = given.slice(seasonal);
  const season = factors.length;
  // The search makes thousands of runs, whose steps are small.
  spend(1 + Math.ceil(values.length / stepsOfRun) + horizon);
  const run = new Float64Array(values.length + horizon);
  let [level, trend, value] = [given[4] ?? 0, given[5] ?? 0, values[0] ?? 0];
  let [damping, grows] = [phi, true];
  run[0] = value;
  for (let t = 1; t < run.length; t++) {
    // The factors lie in a ring, which turns by one with each step.
    const turn = t - 1 + season - 1;
    const factor = season === 0 ? 1 : (factors[(t - season + turn) % season] ?? 1);
    const ahead = season === 0 ? 1 : (factors[(t - season + (t % season) + turn) % season] ?? 1);
    const expected = level + phi * trend;
    const next = alpha * (value / factor) + (1 - alpha) * expected;
    if (season > 0) factors[(t + turn) % season] = gamma * (value / expected) + (1 - gamma) * factor;
    trend = beta * (next - level) + (1 - beta) * phi * trend;
    level = next;
    value = (level + damping * trend) * ahead;
    run[t] = value;
    if (!grows) continue;
    const more = power(phi, t);
    damping += more;
    // Powers that change nothing any more are not worth their price.
    grows = !(more < damping * 2 ** -60);
  }
  return run;
}

const stepsOfRun = 16;
