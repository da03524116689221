import type { Histogram } from '../../../webview/protocol.ts';
import type { Pace } from '../breathe.ts';
import type { Column } from '../columns.ts';
import { isNumeric, PIECE, readValues } from './numbers.ts';
import { columnOf, type ShownRows } from './tables.ts';
import { Summing } from './window.ts';

const FEWEST = 10;
const MOST = 200;
/** Values that the bins' width is judged by. */
const SAMPLE = 20_000;

/**
 * Counts a column's values in bins whose width follows Freedman and Diaconis (twice the interquartile range over the cube root of
 * the count), rounded to 1, 2 or 5 times a power of ten, 10 to 200 of them. The quartiles may be a sample's; the counts are exact.
 */
export async function histogram(rows: ShownRows, label: string, pace: Pace): Promise<Histogram> {
  const values = new Values(rows, label, pace);
  const sum = new Summing();
  const sample: number[] = [];
  let seen = 0;
  let nulls = 0;
  const every = Math.max(1, Math.ceil(values.rows / SAMPLE));
  await values.each((piece, count, missing) => {
    sum.add(piece, 0, count);
    nulls += missing;
    for (let i = (every - (seen % every)) % every; i < count; i += every) {
      if (Number.isFinite(piece[i])) {
        sample.push(piece[i] as number);
      }
    }
    seen += count;
  });
  const { min, max, mean } = sum.summary(seen);
  const bounds = binBounds(min, max, spread(sample), sum.count, values.whole);
  const counts = new Float64Array(Math.max(0, bounds.length - 1));
  await values.each((piece, count) => {
    for (let i = 0; i < count; i++) {
      const bin = binOf(piece[i] as number, bounds);
      if (bin >= 0) {
        counts[bin] = (counts[bin] as number) + 1;
      }
    }
  });
  const binned = counts.reduce((all, count) => all + count, 0);
  return {
    column: label,
    count: binned,
    nulls,
    notFinite: seen - nulls - binned,
    min,
    max,
    mean,
    bounds,
    counts,
  };
}

/** The values of all columns with a label. */
class Values {
  readonly rows: number;
  /** Whether they are all whole numbers by type. */
  readonly whole: boolean;
  readonly #ranges: {
    readonly column: Column;
    readonly first: number;
    readonly count: number;
    readonly only: Uint8Array | undefined;
  }[] = [];
  readonly #pace: Pace;

  constructor({ tables, only }: ShownRows, label: string, pace: Pace) {
    this.#pace = pace;
    let start = 0;
    for (const { block, firstRow: first, rowCount: count } of tables) {
      const column = columnOf(block, label, isNumeric);
      if (column !== undefined && count > 0) {
        this.#ranges.push({ column, first, count, only: only?.subarray(start, start + count) });
      }
      start += count;
    }
    this.rows = this.#ranges.reduce((sum, { count }) => sum + count, 0);
    this.whole = this.#ranges.every(({ column }) => column.kind !== 'double');
  }

  async each(take: (values: Float64Array, count: number, nulls: number) => void): Promise<void> {
    const piece = new Float64Array(PIECE);
    for (const { column, first, count, only } of this.#ranges) {
      for (let at = 0; at < count; at += PIECE) {
        const size = Math.min(PIECE, count - at);
        readValues(column, first + at, size, piece);
        let nulls = 0;
        let shown = 0;
        for (let i = 0; i < size; i++) {
          if (only !== undefined && only[at + i] !== 1) {
            continue;
          }
          const value = piece[i] as number;
          // NaN may be a value, too.
          if (Number.isNaN(value) && column.isNull(first + at + i)) {
            nulls += 1;
          }
          piece[shown] = value;
          shown += 1;
        }
        take(piece, shown, nulls);
        if (this.#pace.due) {
          await this.#pace.rest();
        }
      }
    }
  }
}

/** The interquartile range. */
function spread(sample: number[]): number {
  const sorted = Float64Array.from(sample).sort();
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return at(0.75) - at(0.25);
}

/** The bins' bounds for values from `min` to `max`. `whole` values get a bin each when they are few. */
export function binBounds(
  min: number,
  max: number,
  iqr: number,
  count: number,
  whole: boolean,
): Float64Array {
  if (count === 0) {
    return new Float64Array(0);
  }
  if (min === max) {
    const half = whole || min === 0 ? 0.5 : Math.abs(min) / 20;
    return Float64Array.of(min - half, min + half);
  }
  const range = Math.min(max - min, Number.MAX_VALUE);
  const widest = range / FEWEST;
  const wanted = Math.min(widest, Math.max(range / MOST, (2 * iqr) / Math.cbrt(count)));
  let width = roundWidth(wanted);
  // The bins begin at a multiple of their width, so there may be one more.
  while (range / width > MOST - 1) {
    // The next of 1, 2, 5, 10.
    width = roundWidth(width * 2.6);
  }
  if (whole && range < Number.MAX_SAFE_INTEGER / 4) {
    width = Math.max(1, Math.round(width));
    if (width === 1 || range < 4 * FEWEST) {
      // Each number in the middle of its bin.
      return Float64Array.from({ length: range + 2 }, (_, i) => min - 0.5 + i);
    }
  }
  let first = Math.floor(min / width);
  while (first * width > min) {
    first -= 1;
  }
  let bins = Math.max(1, Math.ceil(max / width) - first);
  while ((first + bins) * width < max) {
    bins += 1;
  }
  return Float64Array.from({ length: bins + 1 }, (_, i) => (first + i) * width);
}

/** The largest of 1, 2 and 5 times a power of ten that is not above `width`. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const times = width / power;
  return (times >= 5 ? 5 : times >= 2 ? 2 : 1) * power;
}

/** The bin that holds a value; -1 for none. */
export function binOf(value: number, bounds: Float64Array): number {
  const bins = bounds.length - 1;
  const low = bounds[0] as number;
  const high = bounds[bins] as number;
  if (!(value >= low && value <= high)) {
    return -1;
  }
  let bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
  // The division may be off by one at a bound.
  while (bin > 0 && value < (bounds[bin] as number)) {
    bin -= 1;
  }
  while (bin < bins - 1 && value >= (bounds[bin + 1] as number)) {
    bin += 1;
  }
  return bin;
}
