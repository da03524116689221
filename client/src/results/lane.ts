/** The memory that one store's columns share, in bytes. */
export interface Budget {
  used: number;
}

/** Rows in a page. */
export const PAGE_ROWS = 4096;
const PAGE_BITS = 12;
const PAGE_MASK = PAGE_ROWS - 1;
const FIRST_ROWS = 16;
const PAGE_COST = 48;
const TWO_32 = 2 ** 32;

/**
 * What a lane holds: doubles, 64-bit integers as two halves, or small numbers from 0 that stand for values kept elsewhere.
 */
export type LaneForm = 'double' | 'wide' | 'code';

/** A packed page, as narrow as its values allow: 64-bit integers that fit into 32 have no upper halves. */
interface Page {
  readonly values: Float64Array | Int32Array | Uint16Array | Uint8Array;
  /** One bit for each row that is null; absent when none is. */
  readonly nulls: Uint8Array | undefined;
  /** One entry stands for all rows. */
  readonly constant: boolean;
  /** Entries are lower and upper half. */
  readonly paired: boolean;
}

const NO_DOUBLES = new Float64Array(0);
const NO_WORDS = new Int32Array(0);

/**
 * Numbers by row, in pages. Only changes are written: `put…` says that from this row on the value is another, and rows up to the next change
 * have it too, also those that are only read later. A column that never changes inside a page costs nothing.
 *
 * One class for all forms: the reader calls it for every cell that changes, and the engine's caches know few classes.
 */
export class Lane {
  /** How often a value was put that differs from the one before. */
  runs = 0;
  readonly form: LaneForm;
  readonly #signed: boolean;
  readonly #budget: Budget;
  readonly #sealed: Page[] = [];

  // The open page: one of the two arrays is used, `#words` with two entries a row when the form is `wide`.
  #doubles = NO_DOUBLES;
  #words = NO_WORDS;
  #capacity = 0;
  #nulls: Uint8Array | undefined;
  /** Its first row, and how many changes are in it. */
  #first = 0;
  #changes = 0;

  // The newest value, and the row up to which it is written.
  #last = -1;
  #isNull = true;
  #double = Number.NaN;
  #lo = 0;
  #hi = 0;

  /** `signed` tells how upper halves read. */
  constructor(form: LaneForm, signed: boolean, budget: Budget) {
    this.form = form;
    this.#signed = signed;
    this.#budget = budget;
  }

  putDouble(row: number, value: number): void {
    if (Object.is(value, this.#double) && !this.#isNull) {
      return;
    }
    const at = this.#place(row);
    this.#isNull = false;
    this.#double = value;
    this.#doubles[at] = value;
  }

  putWide(row: number, lo: number, hi: number): void {
    if (lo === this.#lo && hi === this.#hi && !this.#isNull) {
      return;
    }
    const at = 2 * this.#place(row);
    this.#isNull = false;
    this.#lo = lo;
    this.#hi = hi;
    this.#words[at] = lo;
    this.#words[at + 1] = hi;
  }

  putCode(row: number, code: number): void {
    if (code === this.#lo && !this.#isNull) {
      return;
    }
    const at = this.#place(row);
    this.#isNull = false;
    this.#lo = code;
    this.#words[at] = code;
  }

  putNull(row: number): void {
    if (this.#isNull) {
      return;
    }
    const at = this.#place(row);
    this.#isNull = true;
    this.#fill(at, at + 1);
  }

  isNull(row: number): boolean {
    if (row > this.#last) {
      return this.#isNull;
    }
    const page = this.#sealed[row >> PAGE_BITS];
    if (page === undefined) {
      return this.#nulls !== undefined && bit(this.#nulls, row & PAGE_MASK);
    }
    return page.nulls !== undefined && (page.constant || bit(page.nulls, row & PAGE_MASK));
  }

  /** The double of a row that is not null. */
  double(row: number): number {
    if (row > this.#last) {
      return this.#double;
    }
    const page = this.#sealed[row >> PAGE_BITS];
    return (
      page === undefined ? this.#doubles[row & PAGE_MASK] : page.values[page.constant ? 0 : row & PAGE_MASK]
    ) as number;
  }

  /** The lower half, or the code, of a row that is not null. */
  lo(row: number): number {
    if (row > this.#last) {
      return this.#lo;
    }
    const page = this.#sealed[row >> PAGE_BITS];
    const at = row & PAGE_MASK;
    if (page === undefined) {
      return this.#words[this.form === 'wide' ? 2 * at : at] as number;
    }
    return page.values[page.constant ? 0 : page.paired ? 2 * at : at] as number;
  }

  /** The upper half of a row that is not null. */
  hi(row: number): number {
    if (row > this.#last) {
      return this.#hi;
    }
    const page = this.#sealed[row >> PAGE_BITS];
    const at = row & PAGE_MASK;
    if (page === undefined) {
      return this.#words[2 * at + 1] as number;
    }
    return page.paired ? (page.values[page.constant ? 1 : 2 * at + 1] as number) : this.lo(row) >> 31;
  }

  /** The row's value as the nearest double; NaN for null. */
  number(row: number): number {
    if (this.isNull(row)) {
      return Number.NaN;
    }
    return this.form === 'double'
      ? this.double(row)
      : this.form === 'code'
        ? this.lo(row)
        : this.#joined(this.lo(row), this.hi(row));
  }

  /** Writes the numbers of rows `from` to `to` (exclusive) into the beginning of `out`. */
  numbers(from: number, to: number, out: Float64Array): void {
    for (let row = from; row < to; ) {
      const page = this.#sealed[row >> PAGE_BITS];
      const end = Math.min(to, row - (row & PAGE_MASK) + PAGE_ROWS);
      // Behind the last change, and inside a constant page, one value stands for all.
      const same = page?.constant ? row : Math.max(row, Math.min(end, this.#last + 1));
      if (page === undefined) {
        for (let i = row; i < same; i++) {
          out[i - from] = this.number(i);
        }
      } else if (row < same) {
        this.#spread(page, row & PAGE_MASK, out, row - from, same - row);
      }
      if (same < end) {
        out.fill(this.number(same), same - from, end - from);
      }
      row = end;
    }
  }

  /** As a comparator of 64-bit integers, exact. Neither row may be null. */
  compareWide(a: number, b: number): number {
    const order = this.#upper(this.hi(a)) - this.#upper(this.hi(b));
    return order === 0 ? (this.lo(a) >>> 0) - (this.lo(b) >>> 0) : order;
  }

  #upper(hi: number): number {
    return this.#signed ? hi : hi >>> 0;
  }

  #joined(lo: number, hi: number): number {
    return this.#upper(hi) * TWO_32 + (lo >>> 0);
  }

  /** No more values come: the open page is packed, and takes no more room than what is in it. */
  finish(): void {
    const written = this.#last + 1 - this.#first;
    if (written > 0) {
      this.#sealed.push(this.#constant ? this.#constantPage() : this.#page(written));
    }
    this.#budget.used -= this.#doubles.byteLength + this.#words.byteLength;
    this.#doubles = NO_DOUBLES;
    this.#words = NO_WORDS;
    this.#capacity = 0;
  }

  /** Copies `count` rows of a packed page. */
  #spread({ values, nulls, paired }: Page, from: number, out: Float64Array, at: number, count: number): void {
    if (paired) {
      for (let i = 0; i < count; i++) {
        const entry = 2 * (from + i);
        out[at + i] = this.#joined(values[entry] as number, values[entry + 1] as number);
      }
    } else {
      out.set(values.subarray(from, from + count), at);
    }
    for (let i = 0; nulls !== undefined && i < count; i++) {
      if (bit(nulls, from + i)) {
        out[at + i] = Number.NaN;
      }
    }
  }

  /** Makes room for a change at a row, and writes the value that the rows before it have; returns its place in the page. */
  #place(row: number): number {
    this.runs += 1;
    if (row - this.#first >= PAGE_ROWS) {
      this.#turn(row);
    }
    const at = row - this.#first;
    if (at >= this.#capacity) {
      this.#reserve(at + 1);
    }
    const from = this.#last + 1 - this.#first;
    if (from < at) {
      this.#fill(from < 0 ? 0 : from, at);
    }
    this.#last = row;
    this.#changes += 1;
    return at;
  }

  /** Writes the newest value into entries `from` to `to` (exclusive). */
  #fill(from: number, to: number): void {
    if (this.form === 'double') {
      this.#doubles.fill(this.#double, from, to);
    } else if (this.form === 'code') {
      this.#words.fill(this.#lo, from, to);
    } else {
      for (let i = from; i < to; i++) {
        this.#words[2 * i] = this.#lo;
        this.#words[2 * i + 1] = this.#hi;
      }
    }
    if (this.#isNull) {
      if (this.#nulls === undefined) {
        this.#nulls = new Uint8Array(PAGE_ROWS / 8);
        this.#budget.used += this.#nulls.length;
      }
      for (let i = from; i < to; i++) {
        this.#nulls[i >> 3] = (this.#nulls[i >> 3] as number) | (1 << (i & 7));
      }
    }
  }

  #reserve(rows: number): void {
    // A first page starts small, since most tables are; the following ones are full.
    const wanted = this.#first > 0 ? PAGE_ROWS : Math.min(PAGE_ROWS, Math.max(FIRST_ROWS, rows * 2));
    const before = this.#doubles.byteLength + this.#words.byteLength;
    if (this.form === 'double') {
      const grown = new Float64Array(wanted);
      grown.set(this.#doubles);
      this.#doubles = grown;
    } else {
      const grown = new Int32Array(this.form === 'wide' ? 2 * wanted : wanted);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#capacity = wanted;
    this.#budget.used += this.#doubles.byteLength + this.#words.byteLength - before;
  }

  /** Closes pages until the open one holds the row. */
  #turn(row: number): void {
    while (row - this.#first >= PAGE_ROWS) {
      this.#sealed.push(this.#seal());
      this.#first += PAGE_ROWS;
      this.#changes = 0;
      this.#nulls = undefined;
    }
  }

  /** The open page, full. */
  #seal(): Page {
    if (this.#constant) {
      return this.#constantPage();
    }
    if (this.#capacity < PAGE_ROWS) {
      this.#reserve(PAGE_ROWS);
    }
    this.#fill(this.#last + 1 - this.#first, PAGE_ROWS);
    this.#last = this.#first + PAGE_ROWS - 1;
    return this.#page(PAGE_ROWS);
  }

  /** Whether nothing changed in the open page, or only its first row. */
  get #constant(): boolean {
    return this.#changes === 0 || (this.#changes === 1 && this.#last === this.#first);
  }

  #constantPage(): Page {
    const values = this.form === 'double' ? Float64Array.of(this.#double) : Int32Array.of(this.#lo, this.#hi);
    this.#budget.used += PAGE_COST + values.byteLength;
    return {
      values,
      nulls: this.#isNull ? ALL_NULL : undefined,
      constant: true,
      paired: this.form === 'wide',
    };
  }

  /** The first rows of the open page. */
  #page(rows: number): Page {
    const values = this.#packed(rows);
    this.#budget.used += PAGE_COST;
    return {
      values,
      nulls: this.#nulls,
      constant: false,
      paired: this.form === 'wide' && values.length > rows,
    };
  }

  /** The open page's values, narrowed if they can be; the page's own array is used again then. */
  #packed(rows: number): Page['values'] {
    if (this.form === 'double') {
      return this.#taken(this.#doubles, rows);
    }
    const entries = this.form === 'wide' ? 2 * rows : rows;
    const words = this.#words.subarray(0, entries);
    const values = this.form === 'wide' ? narrowWide(words, this.#signed) : narrowCodes(words);
    if (values === undefined) {
      return this.#taken(this.#words, entries);
    }
    this.#budget.used += values.byteLength;
    return values;
  }

  /** The open page's own array if it is full, a copy of what is in it otherwise. */
  #taken<T extends Float64Array | Int32Array>(values: T, entries: number): T {
    if (entries < values.length) {
      const copy = values.slice(0, entries) as T;
      this.#budget.used += copy.byteLength;
      return copy;
    }
    this.#doubles = NO_DOUBLES;
    this.#words = NO_WORDS;
    this.#capacity = 0;
    return values;
  }
}

/** All lower halves, if the upper ones only repeat their signs; of unsigned numbers, if those are below 2³¹. */
function narrowWide(words: Int32Array, signed: boolean): Int32Array | undefined {
  for (let i = 0; i < words.length; i += 2) {
    const upper = words[i + 1] as number;
    if ((words[i] as number) >> 31 !== upper || (!signed && upper !== 0)) {
      return undefined;
    }
  }
  const values = new Int32Array(words.length / 2);
  for (let i = 0; i < values.length; i++) {
    values[i] = words[2 * i] as number;
  }
  return values;
}

function narrowCodes(words: Int32Array): Uint8Array | Uint16Array | undefined {
  let all = 0;
  for (let i = 0; i < words.length; i++) {
    all |= words[i] as number;
  }
  return all < 0x100 ? Uint8Array.from(words) : all < 0x10000 ? Uint16Array.from(words) : undefined;
}

const ALL_NULL = new Uint8Array([1]);

function bit(bits: Uint8Array, at: number): boolean {
  return (((bits[at >> 3] as number) >> (at & 7)) & 1) === 1;
}
