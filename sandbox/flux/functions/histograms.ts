import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, Table } from '../table.ts';

/** Histograms, their bounds and their quantiles. */
export const histograms: readonly Builtin[] = [
  builtin(
    'histogram(<-tables: stream, ?column: string, ?upperBoundColumn: string, ?countColumn: string, bins: array, ?normalize: bool)',
    histogram,
  ),
  builtin('linearBins(start: float, width: float, count: int, ?infinity: bool)', (args) =>
    bins(args, (bound) => bound + args.float('width')),
  ),
  builtin('logarithmicBins(start: float, factor: float, count: int, ?infinity: bool)', (args) =>
    bins(args, (bound) => bound * args.float('factor')),
  ),
  builtin(
    'histogramQuantile(<-tables: stream, ?quantile: float, ?countColumn: string, ?upperBoundColumn: string, ?valueColumn: string, ?minValue: float, ?onNonmonotonic: string)',
    histogramQuantile,
  ),
];

/** Each bound is made of the one before it, and so are its last digits. */
function bins(args: Args, after: (bound: number) => number): number[] {
  const bounds: number[] = [];
  for (let bound = args.float('start'); bounds.length < args.int('count'); bound = after(bound))
    bounds.push(bound);
  if (args.bool('infinity', true)) bounds.push(Number.POSITIVE_INFINITY);
  return bounds;
}

function histogram(args: Args, context: Context): Stream {
  const label = args.string('column', '_value');
  const [boundLabel, countLabel] = [
    args.string('upperBoundColumn', 'le'),
    args.string('countColumn', '_value'),
  ];
  const normalize = args.bool('normalize', false);
  const bounds = args.array('bins').map((bin) => {
    if (typeof bin !== 'number') throw new FluxError('bins must be floats');
    return bin;
  });
  bounds.sort((a, b) => a - b);
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const column = table.column(label);
    if (!column) throw new FluxError(`column ${JSON.stringify(label)} is missing`);
    if (column.type !== 'float')
      throw new FluxError(`column ${JSON.stringify(label)} must be a float got ${column.type}`);
    const counts = new Float64Array(bounds.length);
    let total = 0;
    for (let row = 0; row < table.length; row++) {
      const cell = column.cell(row);
      if (typeof cell !== 'number') continue;
      total++;
      const bin = bounds.findIndex((bound) => cell <= bound);
      if (bin < 0) throw new FluxError(`found value greater than any bin, ${Number(cell)}`);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    let sum = 0;
    for (const [bin, count] of counts.entries()) {
      sum += count;
      counts[bin] = normalize ? sum / total : sum;
    }
    return new Table(
      table.key,
      [
        ...table.key.columns(bounds.length),
        Column.of(boundLabel, 'float', bounds),
        Column.of(countLabel, 'float', counts),
      ],
      bounds.length,
    );
  });
}

interface Bin {
  readonly bound: number;
  count: number;
}

function histogramQuantile(args: Args, context: Context): Stream {
  const quantile = args.float('quantile', 0);
  if (!(quantile >= 0 && quantile <= 1)) throw new FluxError('quantile must be between 0 and 1');
  const [countLabel, boundLabel] = [
    args.string('countColumn', '_value'),
    args.string('upperBoundColumn', 'le'),
  ];
  const valueLabel = args.string('valueColumn', '_value');
  const minimum = args.float('minValue', 0);
  const policy = args.string('onNonmonotonic', 'error');
  if (!['error', 'force', 'drop'].includes(policy))
    throw new FluxError(`onNonmonotonic must be error, force or drop, got ${JSON.stringify(policy)}`);
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const sorted = binsOf(table, countLabel, boundLabel);
    for (const [i, bin] of sorted.entries()) {
      const before = sorted[i - 1];
      if (!before || bin.count >= before.count) continue;
      if (policy === 'drop') return undefined;
      if (policy === 'error') throw new FluxError('histogram records counts are not monotonic');
      bin.count = before.count;
    }
    const value = interpolate(sorted, quantile, minimum);
    return new Table(table.key, [...table.key.columns(1), Column.of(valueLabel, 'float', [value])], 1);
  });
}

function binsOf(table: Table, countLabel: string, boundLabel: string): Bin[] {
  if (table.length === 0) throw new FluxError('histogram is empty');
  const named = [
    ['count', countLabel],
    ['upper bound', boundLabel],
  ] as const;
  for (const [what, label] of named) {
    const column = table.column(label);
    if (!column) throw new FluxError(`table is missing ${what} column ${JSON.stringify(label)}`);
    if (column.type !== 'float')
      throw new FluxError(`${what} column ${JSON.stringify(label)} must be of type float`);
  }
  const [counts, bounds] = [table.need(countLabel), table.need(boundLabel)];
  return Array.from({ length: table.length }, (_, row): Bin => {
    const [count, bound] = [counts.cell(row), bounds.cell(row)];
    if (typeof count !== 'number') throw new FluxError('unexpected null in the countColumn');
    if (typeof bound !== 'number') throw new FluxError('unexpected null in the upperBoundColumn');
    return { bound, count };
  }).sort((a, b) => a.bound - b.bound);
}

/** Between the bounds around the quantile; an infinite bound gives way to the other one. Null without samples. */
function interpolate(bins: readonly Bin[], quantile: number, minimum: number): number | null {
  const total = bins.at(-1)?.count ?? 0;
  if (total === 0) return null;
  const rank = quantile * total;
  const below = bins.findLastIndex(({ count }) => rank >= count);
  const lower = bins[below] ?? { bound: minimum, count: 0 };
  const upper = bins[below + 1];
  if (!upper || rank === lower.count) return lower.bound;
  if (lower.bound === Number.NEGATIVE_INFINITY) return upper.bound;
  if (upper.bound === Number.POSITIVE_INFINITY) return lower.bound;
  return lower.bound + (upper.bound - lower.bound) * ((rank - lower.count) / (upper.count - lower.count));
}
