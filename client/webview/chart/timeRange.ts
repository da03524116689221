import type { TimeRange } from '../protocol.ts';

/** Another range than the one in sight; undefined for all there is. */
export type ChangeRange = (inSight: TimeRange) => TimeRange | undefined;

/** The shortest range to zoom to, in milliseconds: what times of this century can be told apart by. */
const SHORTEST = 0.01;

/** A range `factor` times as long, around a time that stays where it is. */
export function zoomed(range: TimeRange, factor: number, around: number): TimeRange {
  const shortest = SHORTEST / Math.max(range.to - range.from, SHORTEST);
  const by = Math.max(factor, shortest);
  return { from: around - (around - range.from) * by, to: around + (range.to - around) * by };
}

/** The range moved by a part of its length. */
export function panned(range: TimeRange, part: number): TimeRange {
  const by = (range.to - range.from) * part;
  return { from: range.from + by, to: range.to + by };
}

/** The range moved and cut so that it shows nothing but the extent; undefined when it shows all of it. */
export function inside(range: TimeRange, extent: TimeRange): TimeRange | undefined {
  const length = range.to - range.from;
  if (length >= extent.to - extent.from) {
    return undefined;
  }
  const from = Math.min(Math.max(range.from, extent.from), extent.to - length);
  return { from, to: from + length };
}

/** The extent with some room around a single time, which has no length. */
export function roomy(extent: TimeRange): TimeRange {
  return extent.to > extent.from ? extent : { from: extent.from - 1000, to: extent.to + 1000 };
}
