import type { Pace } from '../breathe.ts';

/**
 * The order that makes times ascend: places, equal times as they stood, without those that are NaN. Undefined when they
 * ascend as they are and none is NaN.
 *
 * Answers are made of stretches that ascend already (tables one after another), so these are found and merged in pairs.
 */
export async function sortedOrder(times: Float64Array, pace: Pace): Promise<Uint32Array | undefined> {
  let there = 0;
  for (const time of times) {
    if (!Number.isNaN(time)) {
      there += 1;
    }
  }
  let order = new Uint32Array(there);
  /** Where the stretches begin, and the end. */
  let bounds: number[] = [];
  let length = 0;
  let before = Number.POSITIVE_INFINITY;
  for (const [at, time] of times.entries()) {
    if (Number.isNaN(time)) {
      continue;
    }
    if (time < before) {
      bounds.push(length);
    }
    before = time;
    order[length] = at;
    length += 1;
    if ((at & 4095) === 0 && pace.due) {
      await pace.rest();
    }
  }
  if (bounds.length <= 1 && there === times.length) {
    return undefined;
  }
  bounds.push(length);
  let other = new Uint32Array(there);
  while (bounds.length > 2) {
    const merged: number[] = [];
    for (let i = 0; i + 1 < bounds.length; i += 2) {
      const from = bounds[i] as number;
      const middle = bounds[i + 1] as number;
      const to = bounds[i + 2] ?? middle;
      await merge(times, order, other, from, middle, to, pace);
      merged.push(from);
    }
    merged.push(length);
    bounds = merged;
    [order, other] = [other, order];
  }
  return order;
}

/** Merges two neighbouring stretches of `source` into `target`. */
async function merge(
  times: Float64Array,
  source: Uint32Array,
  target: Uint32Array,
  from: number,
  middle: number,
  to: number,
  pace: Pace,
): Promise<void> {
  let left = from;
  let right = middle;
  for (let at = from; at < to; at++) {
    const l = source[left] as number;
    const r = source[right] as number;
    if (left < middle && (right >= to || (times[l] as number) <= (times[r] as number))) {
      target[at] = l;
      left += 1;
    } else {
      target[at] = r;
      right += 1;
    }
    if ((at & 4095) === 0 && pace.due) {
      await pace.rest();
    }
  }
}
