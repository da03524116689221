import type { Series } from '../flux/context.ts';
import type { Bounds } from '../flux/stream.ts';
import type { Cell, ColumnType } from '../flux/table.ts';

/** A sample series: its points stand at whole multiples of the interval and follow from their times alone. */
export interface SampleSeries {
  readonly measurement: string;
  readonly field: string;
  readonly type: ColumnType;
  readonly tags: readonly (readonly [string, string])[];
  readonly intervalSeconds: number;
  /** How far back the points reach. */
  readonly days: number;
  /** The value at a time in Unix seconds. */
  readonly at: (seconds: number) => Cell;
}

/** The series up to `nowSeconds`; points are made when they are read. */
export function generate(sample: SampleSeries, nowSeconds: number): Series {
  const { measurement, field, type, tags, intervalSeconds, days, at } = sample;
  const last = Math.floor(nowSeconds / intervalSeconds);
  const first = last - Math.floor((days * 86_400) / intervalSeconds) + 1;
  const stepNs = BigInt(intervalSeconds) * 1_000_000_000n;
  return {
    measurement,
    field,
    type,
    tags,
    read(bounds: Bounds) {
      const from = Math.max(first, ceilDivide(bounds.start, stepNs));
      const to = Math.min(last, ceilDivide(bounds.stop, stepNs) - 1);
      const length = Math.max(to - from + 1, 0);
      const times = new BigInt64Array(length);
      let time = BigInt(from) * stepNs;
      for (let i = 0; i < length; i++, time += stepNs) times[i] = time;
      const second = (i: number) => (from + i) * intervalSeconds;
      const values = () =>
        type === 'float'
          ? Float64Array.from({ length }, (_, i) => Number(at(second(i))))
          : Array.from({ length }, (_, i) => at(second(i)));
      return { times, values };
    },
  };
}

function ceilDivide(value: bigint, step: bigint): number {
  return Number(value >= 0n ? (value + step - 1n) / step : value / step);
}

/** A number between -1 and 1 that depends on its two inputs only. */
export function noise(seed: number, n: number): number {
  let x = Math.imul(n ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 0x80000000 - 1;
}

/** A wave of the given period in hours. */
export function wave(seconds: number, hours: number, shift = 0): number {
  return Math.sin((seconds / 3_600 / hours + shift) * 2 * Math.PI);
}

export function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
