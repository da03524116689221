import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Cell, Column, type Table } from '../table.ts';

/** Averages and indicators over the last n rows (https://docs.influxdata.com/flux/v0/stdlib/universe/). */
export const averages: readonly Builtin[] = [
  builtin('exponentialMovingAverage(<-tables: stream, n: int)', (args, context) => {
    const n = period(args);
    return args.stream().map((table) => {
      context.budget.spend(1 + table.length);
      return replaceTail(table, '_value', exponential(numbers(table, '_value'), n));
    });
  }),
  builtin('tripleExponentialDerivative(<-tables: stream, n: int)', tripleExponentialDerivative),
  builtin('relativeStrengthIndex(<-tables: stream, n: int, ?columns: array)', (args, context) =>
    overColumns(args, context, relativeStrength),
  ),
  builtin('chandeMomentumOscillator(<-tables: stream, n: int, ?columns: array)', (args, context) =>
    overColumns(args, context, momentum),
  ),
  builtin('kaufmansAMA(<-tables: stream, n: int, ?column: string)', (args, context) => {
    const n = period(args);
    const label = args.string('column', '_value');
    return args.stream().map((table) => {
      context.budget.spend(1 + table.length);
      return replaceTail(table, label, adaptive(numbers(table, label), n));
    });
  }),
];

function period(args: Args): number {
  const n = args.int('n');
  if (n <= 0n) throw new FluxError(`the period n must be greater than 0, got ${n}`);
  return Number(n);
}

function numbers(table: Table, label: string): (number | null)[] {
  const column = table.need(label);
  if (column.type !== 'float' && column.type !== 'int' && column.type !== 'uint') {
    throw new FluxError(`the values of column ${JSON.stringify(label)} must be numbers, got ${column.type}`);
  }
  return Array.from(column.cells(), (cell) => (cell === null ? null : Number(cell)));
}

/** The table's last rows, as many as there are values, with these values. */
function replaceTail(table: Table, label: string, values: readonly Cell[]): Table {
  const rows = table.slice(table.length - values.length, table.length);
  return rows.set([Column.of(label, 'float', values)]);
}

/** Starts with the plain average of n rows. Nulls are skipped: the average stays as it was. */
function exponential(values: readonly (number | null)[], n: number): (number | null)[] {
  if (values.length === 0) return [];
  const weight = 2 / (n + 1);
  const first = values.slice(0, n).filter((value) => value !== null);
  let average = first.length === 0 ? null : first.reduce((a, b) => a + b, 0) / first.length;
  const found = [average];
  for (const value of values.slice(n)) {
    if (value !== null) average = average === null ? value : value * weight + average * (1 - weight);
    found.push(average);
  }
  return found;
}

function tripleExponentialDerivative(args: Args, context: Context): Stream {
  const n = period(args);
  return args.stream().map((table) => {
    context.budget.spend(1 + 3 * table.length);
    if (table.length === 0) return replaceTail(table, '_value', []);
    const values = numbers(table, '_value');
    if (values.length < 3 * n - 1) return replaceTail(table, '_value', [Number.NaN]);
    const third = exponential(exponential(exponential(values, n), n), n);
    const rates = third.slice(1).map((value, i): Cell => {
      const before = third[i] ?? null;
      return value === null || before === null ? null : (value / before - 1) * 100;
    });
    return replaceTail(table, '_value', rates);
  });
}

type Indicator = (values: readonly (number | null)[], n: number) => (number | null)[];

function overColumns(args: Args, context: Context, indicator: Indicator): Stream {
  const n = period(args);
  const labels = args.strings('columns', ['_value']);
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const length = Math.max(0, table.length - n);
    const rows = table.slice(table.length - length, table.length);
    return rows.set(labels.map((label) => Column.of(label, 'float', indicator(numbers(table, label), n))));
  });
}

/** The average gain against the average loss. The first row counts as a change from zero; nulls are passed over. */
function relativeStrength(values: readonly (number | null)[], n: number): (number | null)[] {
  let [gain, loss, count] = [0, 0, 0];
  let previous: number | null = null;
  const found: (number | null)[] = [];
  for (const [row, value] of values.entries()) {
    if (value !== null) {
      const change = value - (previous ?? 0);
      const [up, down] = [Math.max(change, 0), Math.max(-change, 0)];
      previous = value;
      // A plain average of what the first n rows hold, then one that forgets.
      const average =
        row < n || count === 0
          ? (before: number, now: number) => (before * count + now) / (count + 1)
          : (before: number, now: number) => now / n + before * (1 - 1 / n);
      [gain, loss] = [average(gain, up), average(loss, down)];
      count++;
    }
    if (row >= n) found.push(previous === null ? null : 100 - 100 / (1 + gain / loss));
  }
  return found;
}

/** What a null counts as in these is nowhere said. */
function withoutNulls(name: string, values: readonly (number | null)[]): readonly number[] {
  return values.map((value) => {
    if (value === null)
      throw new FluxError(`the sandbox's ${name} knows no nulls; fill them first`, 'unsupported');
    return value;
  });
}

/** What the last n changes rose and fell by, from -100 to 100. */
function momentum(given: readonly (number | null)[], n: number): number[] {
  const values = withoutNulls('chandeMomentumOscillator', given);
  const changes = values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const found: number[] = [];
  let [up, down] = [0, 0];
  for (const [i, change] of changes.entries()) {
    up += Math.max(change, 0);
    down += Math.max(-change, 0);
    const gone = changes[i - n] ?? 0;
    up -= Math.max(gone, 0);
    down -= Math.max(-gone, 0);
    if (i >= n - 1) found.push((100 * (up - down)) / (up + down));
  }
  return found;
}

/** Follows the values the faster, the straighter they run: between averages of 2 and of 30 rows. */
function adaptive(given: readonly (number | null)[], n: number): number[] {
  const values = withoutNulls('kaufmansAMA', given);
  // 2/3 - 2/31, without the rounding of either.
  const [span, slow] = [56 / 93, 2 / 31];
  let average = values[n - 1] ?? 0;
  return momentum(values, n).map((momentum, i) => {
    const straightness = Number.isNaN(momentum) ? 0 : Math.abs(momentum) / 100;
    const weight = straightness * span + slow;
    average += weight * weight * ((values[i + n] ?? 0) - average);
    return average;
  });
}
