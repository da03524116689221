import {
  backslash,
  booleans,
  closingQuote,
  comma,
  dot,
  endOfLine,
  equals,
  type FieldValue,
  hash,
  LineError,
  maxKeyBytes,
  minus,
  newline,
  nine,
  type PointKey,
  quote,
  readKey,
  readNumber,
  requireLength,
  space,
  tab,
  unescapeName,
  zero,
} from './linePart.ts';
import type { FieldType } from './points.ts';

/** How many nanoseconds a unit of the request's `precision` has. */
export const precisions: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
]);

/** The points of a request, flat: point `i` has the fields from `ends[i - 1]` up to `ends[i]`. */
export class Batch {
  readonly keys: PointKey[] = [];
  /** Nanoseconds since 1970. */
  readonly times: bigint[] = [];
  readonly ends: number[] = [];
  readonly names: string[] = [];
  readonly types: FieldType[] = [];
  readonly values: FieldValue[] = [];

  get length(): number {
    return this.keys.length;
  }
}

/** A line that is no point. */
export interface BadLine {
  /** From 1; of the line's first character. */
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface ReadOptions {
  /** Nanoseconds in a unit of the timestamps. */
  readonly unit: bigint;
  /** The time of points that have none, nanoseconds. */
  readonly now: bigint;
}

const [lowest, highest] = [-9_223_372_036_854_775_806n, 9_223_372_036_854_775_806n];

/**
 * Reads line protocol (https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/), as many lines at a time
 * as the caller likes. It takes and refuses what InfluxDB 2's own reader does, in its words.
 */
export class LineReader {
  readonly batch = new Batch();
  readonly bad: BadLine[] = [];
  readonly #text: string;
  readonly #options: ReadOptions;
  readonly #defaultTime: bigint;
  readonly #known = new Map<string, PointKey>();
  #at = 0;
  #line = 1;
  /** Line ends within the texts of the point that is being read. */
  #breaks = 0;

  constructor(text: string, options: ReadOptions) {
    this.#text = text;
    this.#options = options;
    this.#defaultTime = options.now - (options.now % options.unit);
  }

  /** Reads up to so many lines; false once all have been read. */
  read(lines = Number.POSITIVE_INFINITY): boolean {
    const end = this.#text.length;
    for (let i = 0; i < lines && this.#at < end; i++) this.#readLine();
    return this.#at < end;
  }

  #readLine(): void {
    const text = this.#text;
    const start = this.#skipBlanks(this.#at);
    const first = text.charCodeAt(start);
    if (start >= text.length || first === newline || first === hash) {
      const next = first === newline ? start : text.indexOf('\n', start);
      this.#goTo(next < 0 ? text.length : next + 1);
      return;
    }
    const { names, types, values } = this.batch;
    const fields = names.length;
    this.#breaks = 0;
    try {
      this.#at = this.#point(start);
      this.#line += 1 + this.#breaks;
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      names.length = types.length = values.length = fields;
      const stop = endOfLine(text, start);
      this.bad.push({ line: this.#line, text: text.slice(start, stop), reason: error.message });
      this.#goTo(Math.min(stop + 1, text.length));
    }
  }

  /** Moves on, and counts the line ends that lie between. */
  #goTo(next: number): void {
    for (let at = this.#text.indexOf('\n', this.#at); at >= 0 && at < next; ) {
      this.#line++;
      at = this.#text.indexOf('\n', at + 1);
    }
    this.#at = next;
  }

  #skipBlanks(from: number): number {
    let at = from;
    for (let code = this.#text.charCodeAt(at); code === space || code === tab || code === 0; )
      code = this.#text.charCodeAt(++at);
    return at;
  }

  /** Reads a point; gives where the next line begins. */
  #point(start: number): number {
    const text = this.#text;
    let at = start;
    let previous = 0;
    for (let code = text.charCodeAt(at); at < text.length; code = text.charCodeAt(++at)) {
      if ((code === space || code === newline) && previous !== backslash) break;
      previous = code;
    }
    const raw = text.slice(start, at);
    let key = this.#known.get(raw);
    if (!key) {
      key = readKey(raw);
      this.#known.set(raw, key);
    }
    if (at >= text.length || text.charCodeAt(at) === newline) throw new LineError('missing fields');
    at = this.#fields(this.#skipBlanks(at), raw.length);
    at = this.#skipBlanks(at);
    const { batch } = this;
    let time = this.#defaultTime;
    if (at < text.length && text.charCodeAt(at) !== newline) {
      const from = at;
      at = this.#digits(from);
      time = this.#time(text.slice(from, at));
      for (; text.charCodeAt(at) === space; at++);
      if (at < text.length && text.charCodeAt(at) !== newline) throw new LineError('point is invalid');
    }
    batch.keys.push(key);
    batch.times.push(time);
    batch.ends.push(batch.names.length);
    return Math.min(at + 1, text.length);
  }

  #digits(from: number): number {
    const text = this.#text;
    let at = text.charCodeAt(from) === minus ? from + 1 : from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === space || code === newline) break;
      if (code < zero || code > nine) throw new LineError('bad timestamp');
    }
    return at;
  }

  #time(digits: string): bigint {
    if (digits === '-') throw new LineError('strconv.ParseInt: parsing "-": invalid syntax');
    const time = BigInt(digits) * this.#options.unit;
    if (time < lowest || time > highest) throw new LineError(`time outside range ${lowest} - ${highest}`);
    return time;
  }

  /** Reads the fields; gives where they end. */
  #fields(start: number, keyLength: number): number {
    const text = this.#text;
    const { names, types, values } = this.batch;
    if (start >= text.length || text.charCodeAt(start) === newline) throw new LineError('missing fields');
    for (let at = start; ; at++) {
      const from = at;
      let escaped = false;
      for (let code = text.charCodeAt(at); code !== equals; code = text.charCodeAt(++at)) {
        if (at >= text.length || code === space || code === comma || code === newline)
          throw new LineError('invalid field format');
        if (code !== backslash) continue;
        escaped = true;
        at++;
      }
      if (at === from) throw new LineError('missing field key');
      const name = text.slice(from, at);
      if (keyLength + name.length > maxKeyBytes / 4) requireLength(keyLength + Buffer.byteLength(name) + 4);
      names.push(escaped ? unescapeName(name) : name);
      at = this.#value(at + 1, types, values);
      const after = text.charCodeAt(at);
      if (after === comma) continue;
      if (at >= text.length || after === space || after === newline) return at;
      throw new LineError('invalid field format');
    }
  }

  #value(start: number, types: FieldType[], values: FieldValue[]): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (start >= text.length || first === comma || first === space || first === newline)
      throw new LineError('missing field value');
    if (first === quote) {
      const end = closingQuote(text, start);
      const inside = text.slice(start + 1, end);
      if (inside.includes('\n')) this.#breaks += inside.split('\n').length - 1;
      types.push('string');
      values.push(inside.includes('\\') ? inside.replace(/\\(["\\])/g, '$1') : inside);
      return end + 1;
    }
    let at = start + 1;
    for (let code = text.charCodeAt(at); at < text.length; code = text.charCodeAt(++at))
      if (code === comma || code === space || code === newline) break;
    const word = text.slice(start, at);
    if (first === minus || first === dot || (first >= zero && first <= nine) || /^[Nn]/.test(word)) {
      const [type, value] = readNumber(word);
      types.push(type);
      values.push(value);
    } else {
      const value = booleans.get(word);
      if (value === undefined) throw new LineError('invalid boolean');
      types.push('bool');
      values.push(value);
    }
    return at;
  }
}
