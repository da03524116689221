/** The types that a field can have. */
export type FieldType = 'float' | 'int' | 'uint' | 'bool' | 'string';

type Values = Float64Array | BigInt64Array | BigUint64Array | Uint8Array | Uint32Array;

/** Cells as they lie in memory: booleans as 0 and 1, strings as their number in the dictionary. */
export type RawValue = number | bigint;

/** Points that another thread may look at: what lies below `length` does not change any more. */
export interface Page {
  /** Room for times, then room for as many values. */
  readonly buffer: SharedArrayBuffer;
  readonly length: number;
}

interface Views {
  readonly times: BigInt64Array;
  readonly values: Values;
}

const arrays = {
  float: Float64Array,
  int: BigInt64Array,
  uint: BigUint64Array,
  bool: Uint8Array,
  string: Uint32Array,
} as const;

type ArrayType = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, byteOffset: number, length: number): Values;
};

const timeBytes = 8;
const firstCapacity = 16;

/** The times and values of a page; nothing is copied. */
export function viewsOf(type: FieldType, { buffer, length }: Page): Views {
  const array: ArrayType = arrays[type];
  const capacity = buffer.byteLength / (timeBytes + array.BYTES_PER_ELEMENT);
  return {
    times: new BigInt64Array(buffer, 0, length),
    values: new array(buffer, capacity * timeBytes, length),
  };
}

/** A column of times with a column of values; it only grows, and moves to a larger page when the one it has is full. */
export class Points {
  readonly type: FieldType;
  #buffer: SharedArrayBuffer;
  #views: Views;
  #length = 0;

  constructor(type: FieldType, capacity = firstCapacity) {
    this.type = type;
    // A multiple of eight keeps the values where their type may lie.
    const room = Math.ceil(Math.max(capacity, 1) / 8) * 8;
    this.#buffer = new SharedArrayBuffer(room * (timeBytes + arrays[type].BYTES_PER_ELEMENT));
    this.#views = viewsOf(type, { buffer: this.#buffer, length: room });
  }

  get length(): number {
    return this.#length;
  }
  get page(): Page {
    return { buffer: this.#buffer, length: this.#length };
  }
  time(at: number): bigint {
    return this.#views.times[at] ?? 0n;
  }
  value(at: number): RawValue {
    return this.#views.values[at] ?? 0;
  }

  append(time: bigint, value: RawValue): void {
    if (this.#length === this.#views.times.length) this.#grow();
    this.#views.times[this.#length] = time;
    this.#views.values[this.#length] = value;
    this.#length++;
  }
  /** Says that so many points have been put into the page itself. */
  fill(length: number): void {
    this.#length = length;
  }
  /** Adds the points of another column, from one place up to another. */
  appendFrom(other: Points, from: number, to: number): void {
    if (from >= to) return;
    while (this.#length + to - from > this.#views.times.length) this.#grow(this.#length + to - from);
    this.#views.times.set(other.#views.times.subarray(from, to), this.#length);
    setValues(this.#views.values, other.#views.values.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  #grow(atLeast = 0): void {
    const larger = new Points(this.type, Math.max(2 * this.#views.times.length, atLeast));
    const { times, values } = larger.#views;
    times.set(this.#views.times);
    setValues(values, this.#views.values, 0);
    this.#buffer = larger.#buffer;
    this.#views = larger.#views;
  }
}

/** Both are of one type, which the compiler cannot see. */
function setValues(into: Values, values: Values, at: number): void {
  (into as Float64Array).set(values as Float64Array, at);
}

/** How many of the sorted times lie before a time. */
export function lowerBound(times: BigInt64Array, time: bigint): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0n) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorted points with others that came out of order; of equal times the one that came last stays. */
export function merge(sorted: Points, late: Points): Points {
  const order = inOrder(late);
  const merged = new Points(sorted.type, sorted.length + late.length);
  let from = 0;
  for (const [i, row] of order.entries()) {
    const time = late.time(row);
    const next = order[i + 1];
    if (next !== undefined && late.time(next) === time) continue;
    let to = from;
    // Most late points lie together: looking ahead one by one is as good as a search then.
    while (to < sorted.length && sorted.time(to) < time) to++;
    merged.appendFrom(sorted, from, to);
    from = to < sorted.length && sorted.time(to) === time ? to + 1 : to;
    merged.append(time, late.value(row));
  }
  merged.appendFrom(sorted, from, sorted.length);
  return merged;
}

/** Row numbers by time; of equal times in the order in which they came. */
function inOrder(points: Points): Uint32Array {
  const rows = Uint32Array.from({ length: points.length }, (_, row) => row);
  const { times } = viewsOf(points.type, points.page);
  if (times.every((time, row) => row === 0 || (times[row - 1] ?? 0n) <= time)) return rows;
  return rows.sort((a, b) => {
    const [left, right] = [times[a] ?? 0n, times[b] ?? 0n];
    return left < right ? -1 : left > right ? 1 : a - b;
  });
}
