import type { TimeRange } from '../../../webview/protocol.ts';
import type { Pace } from '../breathe.ts';
import type { Source } from './sources.ts';
import { eachPiece, placesIn } from './window.ts';

/** Series with the same times. */
export interface Aligned {
  readonly times: Float64Array;
  /** By series; NaN where it has no value. */
  readonly values: readonly Float64Array[];
  /** The values are means of so many milliseconds; 0 when they are the rows' own. */
  readonly step: number;
  readonly reason: 'too many' | 'times differ' | '';
}

export interface Aligning {
  /** The most times to be left. */
  readonly most: number;
  /** Whether every series has to have a value at every time. */
  readonly complete: boolean;
}

/** Brings series to common times: their own if they are few and agree as wanted, else the means of steps of round length. */
export async function align(
  sources: readonly Source[],
  range: TimeRange,
  { most, complete }: Aligning,
  pace: Pace,
): Promise<Aligned> {
  const { times, agree } = await distinctTimes(sources, range, most, pace);
  if (times !== undefined && (agree || !complete)) {
    const places = new Map<number, number>();
    for (const [place, time] of times.entries()) {
      places.set(time, place);
    }
    const place = (time: number) => places.get(time) ?? -1;
    return { times, values: await means(sources, range, times.length, place, pace), step: 0, reason: '' };
  }
  const spacing = times === undefined ? 0 : typicalSpacing(sources, range);
  const step = roundStep(Math.max((range.to - range.from) / most, spacing));
  const first = Math.floor(range.from / step);
  const count = Math.floor(range.to / step) - first + 1;
  const middles = Float64Array.from({ length: count }, (_, i) => (first + i + 0.5) * step);
  const place = (time: number) => Math.floor(time / step) - first;
  return {
    times: middles,
    values: await means(sources, range, count, place, pace),
    step,
    reason: times === undefined ? 'too many' : 'times differ',
  };
}

/** All times in a range, unless there are more than `most`; and whether each series has a point at each. */
async function distinctTimes(
  sources: readonly Source[],
  range: TimeRange,
  most: number,
  pace: Pace,
): Promise<{ times: Float64Array | undefined; agree: boolean }> {
  const all = new Set<number>();
  let agree = true;
  for (const [index, source] of sources.entries()) {
    const { from, to } = placesIn(source, range);
    const before = all.size;
    const own = new Set<number>();
    for (let at = from; at < to; at++) {
      const time = source.time(at);
      own.add(time);
      all.add(time);
      if (all.size > most) {
        return { times: undefined, agree: false };
      }
    }
    // Two rows at one time are no two points of a stack.
    agree &&= own.size === to - from && own.size === all.size && (index === 0 || before === all.size);
    if (pace.due) {
      await pace.rest();
    }
  }
  return { times: Float64Array.from(all).sort(), agree };
}

/** The mean of each series' values at each place. */
async function means(
  sources: readonly Source[],
  range: TimeRange,
  length: number,
  place: (time: number) => number,
  pace: Pace,
): Promise<Float64Array[]> {
  const counts = new Uint32Array(length);
  const all: Float64Array[] = [];
  for (const source of sources) {
    const sums = new Float64Array(length);
    counts.fill(0);
    const { from, to } = placesIn(source, range);
    await eachPiece(source, from, to, pace, (times, values, count) => {
      for (let i = 0; i < count; i++) {
        const value = values[i] as number;
        const at = place(times[i] as number);
        if (Number.isFinite(value) && at >= 0 && at < length) {
          sums[at] = (sums[at] as number) + value;
          counts[at] = (counts[at] as number) + 1;
        }
      }
    });
    all.push(sums.map((sum, at) => (counts[at] === 0 ? Number.NaN : sum / (counts[at] as number))));
  }
  return all;
}

/** The longest of the series' mean distances between points. */
function typicalSpacing(sources: readonly Source[], range: TimeRange): number {
  let longest = 0;
  for (const source of sources) {
    const { from, to } = placesIn(source, range);
    if (to - from > 1) {
      longest = Math.max(longest, (source.time(to - 1) - source.time(from)) / (to - from - 1));
    }
  }
  return longest;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * HOUR),
  ...[1, 2, 3, 7, 14, 28].map((count) => count * DAY),
];

/** The shortest length of time that a person would choose and that is not below `least`, in milliseconds. */
export function roundStep(least: number): number {
  if (least > 28 * DAY) {
    return Math.ceil(least / (28 * DAY)) * 28 * DAY;
  }
  if (least > SECOND / 2) {
    return STEPS.find((step) => step >= least) ?? 28 * DAY;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)));
  return [1, 2, 5, 10].map((count) => count * power).find((step) => step >= least * (1 - 1e-9)) ?? 10 * power;
}
