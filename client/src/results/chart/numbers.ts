import type { Column } from '../columns.ts';

/** Rows that are read at a time. */
export const PIECE = 4096;

/** Whether a column's values can be drawn as numbers: all that have numbers, but for times. */
export function isNumeric({ numeric, kind }: Column): boolean {
  return numeric && kind !== 'time';
}

/** Reads `count` values as numbers into the beginning of `out`, at most a piece; NaN for null. */
export function readValues(column: Column, first: number, count: number, out: Float64Array): void {
  column.numbers(first, first + count, out);
}

const NANOSECONDS = 1e6;

/**
 * Reads `count` times as milliseconds since 1970, with fractions; NaN for null. A double tells times of this century
 * apart that are a quarter of a microsecond from each other.
 */
export function readTimes(column: Column, first: number, count: number, out: Float64Array): void {
  column.numbers(first, first + count, out);
  for (let i = 0; i < count; i++) {
    out[i] = (out[i] as number) / NANOSECONDS;
  }
}

/** One time in milliseconds since 1970. */
export function timeAt(column: Column, row: number): number {
  return column.number(row) / NANOSECONDS;
}
