import type { Pace } from '../breathe.ts';
import type { Column } from '../columns.ts';
import type { Group, Part } from './groups.ts';
import { isNumeric, PIECE, readTimes, readValues, timeAt } from './numbers.ts';
import { sortedOrder } from './order.ts';
import { columnOf, isTime } from './tables.ts';

/** The points of a series in order of time. */
export interface Source {
  readonly length: number;
  /** Whether the rows stood in another order. */
  readonly sorted: boolean;
  time(at: number): number;
  /** Reads points into the beginning of the arrays, at most a piece; a missing value is NaN. */
  read(from: number, count: number, times: Float64Array, values: Float64Array): void;
}

/** Rows that stand in order in their columns are read there. */
class InPlace implements Source {
  readonly sorted = false;
  readonly length: number;
  readonly #times: Column;
  readonly #values: Column;
  readonly #first: number;

  constructor(times: Column, values: Column, first: number, length: number) {
    this.#times = times;
    this.#values = values;
    this.#first = first;
    this.length = length;
  }

  time(at: number): number {
    return timeAt(this.#times, this.#first + at);
  }

  read(from: number, count: number, times: Float64Array, values: Float64Array): void {
    readTimes(this.#times, this.#first + from, count, times);
    readValues(this.#values, this.#first + from, count, values);
  }
}

/** Others are copied. */
class Copied implements Source {
  readonly sorted: boolean;
  readonly length: number;
  readonly #times: Float64Array;
  readonly #values: Float64Array;

  constructor(times: Float64Array, values: Float64Array, sorted: boolean) {
    this.#times = times;
    this.#values = values;
    this.sorted = sorted;
    this.length = times.length;
  }

  time(at: number): number {
    return this.#times[at] as number;
  }

  read(from: number, count: number, times: Float64Array, values: Float64Array): void {
    times.set(this.#times.subarray(from, from + count));
    values.set(this.#values.subarray(from, from + count));
  }
}

/** A group's points for each of some value columns; undefined where it has no such column. */
export async function sourcesOf(
  group: Group,
  time: string,
  values: readonly string[],
  pace: Pace,
): Promise<readonly (Source | undefined)[]> {
  const [part] = group.parts;
  if (group.parts.length === 1 && part !== undefined && part.rows === undefined) {
    const times = columnOf(part.block, time, isTime);
    if (times !== undefined && (await ascends(times, part, pace))) {
      return values.map((label) => {
        const column = columnOf(part.block, label, isNumeric);
        return column && new InPlace(times, column, part.first, part.count);
      });
    }
  }
  return copied(group, time, values, pace);
}

/** Whether all times are there, in order. */
async function ascends(column: Column, part: Part, pace: Pace): Promise<boolean> {
  const piece = new Float64Array(PIECE);
  let before = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < part.count; at += PIECE) {
    const count = Math.min(PIECE, part.count - at);
    readTimes(column, part.first + at, count, piece);
    for (let i = 0; i < count; i++) {
      const time = piece[i] as number;
      if (!(time >= before)) {
        return false;
      }
      before = time;
    }
    if (pace.due) {
      await pace.rest();
    }
  }
  return true;
}

/** Gathers the rows of all parts that have a time, and sorts them by it. */
async function copied(
  group: Group,
  time: string,
  labels: readonly string[],
  pace: Pace,
): Promise<readonly (Source | undefined)[]> {
  const parts = group.parts.filter(({ block }) => columnOf(block, time, isTime) !== undefined);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const times = new Float64Array(total);
  const values = labels.map((label) =>
    parts.some(({ block }) => columnOf(block, label, isNumeric) !== undefined)
      ? new Float64Array(total)
      : undefined,
  );
  const gather = new Gather(pace);
  let length = 0;
  for (const part of parts) {
    await gather.read(columnOf(part.block, time, isTime), part, readTimes, times, length);
    for (const [index, label] of labels.entries()) {
      const out = values[index];
      if (out !== undefined) {
        await gather.read(columnOf(part.block, label, isNumeric), part, readValues, out, length);
      }
    }
    length += part.count;
  }
  const order = await sortedOrder(times, pace);
  if (order === undefined) {
    return values.map((list) => list && new Copied(times, list, false));
  }
  const put = (list: Float64Array) => Float64Array.from(order, (at) => list[at] as number);
  const inOrder = put(times);
  return values.map((list) => list && new Copied(inOrder, put(list), true));
}

type Read = (column: Column, first: number, count: number, out: Float64Array) => void;

/** Reads parts of columns into one array. */
class Gather {
  readonly #pace: Pace;
  readonly #piece = new Float64Array(PIECE);

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  async read(
    column: Column | undefined,
    part: Part,
    read: Read,
    out: Float64Array,
    to: number,
  ): Promise<void> {
    const { rows, first, count } = part;
    if (column === undefined) {
      out.fill(Number.NaN, to, to + count);
      return;
    }
    for (let at = 0; at < count; at += PIECE) {
      const size = Math.min(PIECE, count - at);
      if (rows === undefined) {
        read(column, first + at, size, this.#piece);
        out.set(this.#piece.subarray(0, size), to + at);
      } else {
        for (let i = at; i < at + size; i++) {
          read(column, rows[i] as number, 1, this.#piece);
          out[to + i] = this.#piece[0] as number;
        }
      }
      if (this.#pace.due) {
        await this.#pace.rest();
      }
    }
  }
}
