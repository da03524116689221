/** The most entries that a bucket becomes: four points, and a break before each. */
const PER_BUCKET = 8;

/**
 * Draws a series' points, in order of time, into as few as show the same: of each bucket (a pixel's width of time) the first, the
 * lowest, the highest and the last. Two points are joined exactly when no value was missing between them: where one was, NaN
 * stands between the points that are kept. Points before and after the range only count if they are next to it, so that
 * lines run to the edge.
 */
export class Decimator {
  readonly #from: number;
  readonly #to: number;
  readonly #scale: number;
  readonly #buckets: number;
  #times: Float64Array;
  #values: Float64Array;
  #length = 0;
  /** Breaks seen so far, and as many as there were before the point written last. */
  #breaks = 0;
  #written = 0;
  #bucket = -2;
  /** Points taken. */
  #index = 0;
  readonly #first = new Kept();
  readonly #low = new Kept();
  readonly #high = new Kept();
  readonly #last = new Kept();

  constructor(from: number, to: number, buckets: number) {
    this.#from = from;
    this.#to = to;
    this.#buckets = buckets;
    this.#scale = to > from ? buckets / (to - from) : 0;
    this.#times = new Float64Array(256);
    this.#values = new Float64Array(256);
  }

  /** Takes the next points. NaN and infinities cannot be drawn: the line breaks there. */
  push(times: Float64Array, values: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) {
        this.#breaks += 1;
        continue;
      }
      const time = times[i] as number;
      const bucket = this.#bucketOf(time);
      this.#index += 1;
      if (bucket !== this.#bucket) {
        this.#flush();
        this.#bucket = bucket;
        this.#first.set(this.#index, time, value, this.#breaks);
        this.#low.copy(this.#first);
        this.#high.copy(this.#first);
        this.#last.copy(this.#first);
        continue;
      }
      this.#last.set(this.#index, time, value, this.#breaks);
      if (value < this.#low.value) {
        this.#low.copy(this.#last);
      } else if (value > this.#high.value) {
        this.#high.copy(this.#last);
      }
    }
  }

  /** What is left of all points; the arrays are of exact size. */
  finish(): { times: Float64Array; values: Float64Array } {
    this.#flush();
    this.#bucket = -2;
    return { times: this.#times.slice(0, this.#length), values: this.#values.slice(0, this.#length) };
  }

  /** -1 before the range, one more than there are after it; the range's end is in the last one. */
  #bucketOf(time: number): number {
    if (time < this.#from) {
      return -1;
    }
    if (time > this.#to) {
      return this.#buckets;
    }
    return Math.min(Math.floor((time - this.#from) * this.#scale), this.#buckets - 1);
  }

  #flush(): void {
    if (this.#bucket === -2) {
      return;
    }
    if (this.#length + PER_BUCKET > this.#times.length) {
      this.#times = grown(this.#times);
      this.#values = grown(this.#values);
    }
    if (this.#bucket === this.#buckets) {
      this.#write(this.#first);
      return;
    }
    if (this.#bucket === -1) {
      this.#write(this.#last);
      return;
    }
    const lowFirst = this.#low.index < this.#high.index;
    const second = lowFirst ? this.#low : this.#high;
    const third = lowFirst ? this.#high : this.#low;
    this.#write(this.#first);
    if (second.index > this.#first.index) {
      this.#write(second);
    }
    if (third.index > second.index) {
      this.#write(third);
    }
    if (this.#last.index > third.index) {
      this.#write(this.#last);
    }
  }

  #write(point: Kept): void {
    if (point.breaks !== this.#written) {
      this.#written = point.breaks;
      if (this.#length > 0) {
        this.#put(point.time, Number.NaN);
      }
    }
    this.#put(point.time, point.value);
  }

  #put(time: number, value: number): void {
    this.#times[this.#length] = time;
    this.#values[this.#length] = value;
    this.#length += 1;
  }
}

/** A point of a bucket, with its place among all points and the breaks before it. */
class Kept {
  index = 0;
  time = 0;
  value = 0;
  breaks = 0;

  set(index: number, time: number, value: number, breaks: number): void {
    this.index = index;
    this.time = time;
    this.value = value;
    this.breaks = breaks;
  }

  copy(from: Kept): void {
    this.set(from.index, from.time, from.value, from.breaks);
  }
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}
