import type { TimeRange } from '../../../webview/protocol.ts';
import type { Pace } from '../breathe.ts';
import { Decimator } from './decimate.ts';
import { PIECE } from './numbers.ts';
import type { Source } from './sources.ts';

/** What a series' values in a range come to; NaN without any. Values that cannot be drawn do not count. */
export interface Summary {
  readonly rows: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly last: number;
}

export interface Points {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** The places of a source's points in a range: `from` to `to` (exclusive). */
export function placesIn(source: Source, range: TimeRange): { from: number; to: number } {
  return { from: firstFrom(source, range.from, false), to: firstFrom(source, range.to, true) };
}

/** The first place whose time is not before `time`, or is after it. */
function firstFrom(source: Source, time: number, after: boolean): number {
  let low = 0;
  let high = source.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = source.time(middle);
    if (after ? found <= time : found < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Calls `take` with a source's points from `from` to `to` (exclusive), piece by piece. */
export async function eachPiece(
  source: Source,
  from: number,
  to: number,
  pace: Pace,
  take: (times: Float64Array, values: Float64Array, count: number) => void,
): Promise<void> {
  const times = new Float64Array(PIECE);
  const values = new Float64Array(PIECE);
  for (let at = from; at < to; at += PIECE) {
    const count = Math.min(PIECE, to - at);
    source.read(at, count, times, values);
    take(times, values, count);
    if (pace.due) {
      await pace.rest();
    }
  }
}

/** Sums values up. */
export class Summing {
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  sum = 0;
  count = 0;
  last = Number.NaN;

  /** Takes values `from` to `to` (exclusive). */
  add(values: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (Number.isFinite(value)) {
        this.min = value < this.min ? value : this.min;
        this.max = value > this.max ? value : this.max;
        this.sum += value;
        this.count += 1;
        this.last = value;
      }
    }
  }

  summary(rows: number): Summary {
    const none = this.count === 0;
    return {
      rows,
      min: none ? Number.NaN : this.min,
      max: none ? Number.NaN : this.max,
      mean: none ? Number.NaN : this.sum / this.count,
      last: this.last,
    };
  }
}

/** What a source's values in a range come to. */
export async function summarize(source: Source, range: TimeRange, pace: Pace): Promise<Summary> {
  const { from, to } = placesIn(source, range);
  const sum = new Summing();
  await eachPiece(source, from, to, pace, (_, values, count) => sum.add(values, 0, count));
  return sum.summary(to - from);
}

/**
 * The points that show a source in a range, with what its values there come to: all of them if they are few, else what a
 * `Decimator` with so many buckets leaves. The ones next to the range are among the points.
 */
export async function pointsIn(
  source: Source,
  range: TimeRange,
  buckets: number,
  pace: Pace,
): Promise<Points & { readonly summary: Summary }> {
  const inside = placesIn(source, range);
  const from = Math.max(0, inside.from - 1);
  const to = Math.min(source.length, inside.to + 1);
  const sum = new Summing();
  const all = to - from <= 4 * buckets;
  const kept = all ? new Everything(to - from) : new Decimator(range.from, range.to, buckets);
  let at = from;
  await eachPiece(source, from, to, pace, (times, values, count) => {
    kept.push(times, values, count);
    sum.add(values, Math.max(0, inside.from - at), Math.min(count, inside.to - at));
    at += count;
  });
  return { ...kept.finish(), summary: sum.summary(inside.to - inside.from) };
}

/** Keeps all points. */
class Everything {
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  #length = 0;

  constructor(length: number) {
    this.#times = new Float64Array(length);
    this.#values = new Float64Array(length);
  }

  push(times: Float64Array, values: Float64Array, count: number): void {
    this.#times.set(times.subarray(0, count), this.#length);
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      this.#values[this.#length + i] = Number.isFinite(value) ? value : Number.NaN;
    }
    this.#length += count;
  }

  finish(): Points {
    return { times: this.#times, values: this.#values };
  }
}
