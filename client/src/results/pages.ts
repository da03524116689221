/** The memory that one store's columns share, in bytes. */
export interface Budget {
  used: number;
}

/** Rows in a page. */
export const PAGE_ROWS = 4096;
const PAGE_BITS = 12;
const PAGE_MASK = PAGE_ROWS - 1;

/** A page's values; one that holds a single entry repeats it in every row. */
interface Page<A> {
  readonly values: A;
  /** One bit for each row that is null; absent when none is. */
  readonly nulls: Uint8Array | undefined;
}

/**
 * A column's values in pages, appended and read by row. A run of equal values at the end is only counted until it ends, so a
 * column that never changes inside a page costs nothing.
 *
 * A subclass holds the newest value and knows how to write it down.
 */
export abstract class Pages<A extends ArrayLike<number>> {
  rows = 0;
  /** How often a value differed from the one before it. */
  runs = 0;
  readonly #budget: Budget;
  readonly #sealed: Page<A>[] = [];
  #open: A | undefined;
  /** Rows that the open page has room for. */
  #capacity = 0;
  #nulls: Uint8Array | undefined;
  /** Rows written into the open page. */
  #filled = 0;
  /** Rows after them that equal the newest value. */
  #run = 0;
  #newestNull = true;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Makes room: an array for `rows` rows that starts with what `old` holds. */
  protected abstract allocate(rows: number, old: A | undefined): A;
  /** Writes the newest value into rows `from` to `to` (exclusive). */
  protected abstract write(values: A, from: number, to: number): void;
  /** Whether `values` can hold the newest value. */
  protected fits(_values: A): boolean {
    return true;
  }

  /** Appends the newest value again. */
  repeat(): void {
    this.rows += 1;
    this.#run += 1;
    if (this.#filled + this.#run === PAGE_ROWS) {
      this.#seal();
    }
  }

  /** Appends `count` nulls. */
  appendNulls(count: number): void {
    if (!this.#newestNull) {
      this.#endRun();
      this.#newestNull = true;
      this.runs += 1;
    }
    for (let i = 0; i < count; i++) {
      this.repeat();
    }
  }

  /** Whether the row's value is null. */
  isNull(row: number): boolean {
    const page = row >> PAGE_BITS;
    const at = row & PAGE_MASK;
    if (page < this.#sealed.length) {
      const { values, nulls } = this.#sealed[page] as Page<A>;
      return nulls !== undefined && bit(nulls, entry(values, at));
    }
    return at >= this.#filled ? this.#newestNull : this.#nulls !== undefined && bit(this.#nulls, at);
  }

  /** The array that holds the row, or undefined when the row has the newest value. */
  protected page(row: number): A | undefined {
    const page = row >> PAGE_BITS;
    if (page < this.#sealed.length) {
      return (this.#sealed[page] as Page<A>).values;
    }
    return (row & PAGE_MASK) >= this.#filled ? undefined : this.#open;
  }

  /** Where the row is inside `values`. */
  protected static offset(values: ArrayLike<number>, row: number): number {
    return entry(values, row & PAGE_MASK);
  }

  /**
   * Prepares for a value that is not null. True when the subclass has to take it as the newest, false when it only
   * repeats (`equal`) what is.
   */
  protected startRun(equal: boolean): boolean {
    if (equal && !this.#newestNull) {
      return false;
    }
    this.#endRun();
    this.#newestNull = false;
    this.runs += 1;
    return true;
  }

  /** Writes the run of the newest value down. */
  #endRun(): void {
    if (this.#run === 0) {
      return;
    }
    const to = this.#filled + this.#run;
    this.#reserve(to);
    this.write(this.#open as A, this.#filled, to);
    if (this.#newestNull) {
      this.#markNull(this.#filled, to);
    }
    this.#filled = to;
    this.#run = 0;
  }

  #reserve(rows: number): void {
    const open = this.#open;
    const capacity = this.#capacity;
    if (open !== undefined && rows <= capacity && this.fits(open)) {
      return;
    }
    // A first page starts small, since most tables are; the following ones are full.
    const wanted =
      this.#sealed.length > 0 ? PAGE_ROWS : Math.min(PAGE_ROWS, Math.max(16, capacity, rows * 2));
    const before = open === undefined ? 0 : sizeOf(open);
    this.#open = this.allocate(wanted, open);
    this.#capacity = wanted;
    this.#budget.used += sizeOf(this.#open) - before;
  }

  #markNull(from: number, to: number): void {
    if (this.#nulls === undefined) {
      this.#nulls = new Uint8Array(PAGE_ROWS / 8);
      this.#budget.used += this.#nulls.length;
    }
    for (let i = from; i < to; i++) {
      this.#nulls[i >> 3] = (this.#nulls[i >> 3] as number) | (1 << (i & 7));
    }
  }

  #seal(): void {
    if (this.#filled === 0) {
      const values = this.allocate(1, undefined);
      this.write(values, 0, 1);
      this.#sealed.push({ values, nulls: this.#newestNull ? ALL_NULL : undefined });
      this.#budget.used += sizeOf(values) + 32;
    } else {
      this.#endRun();
      this.#sealed.push({ values: this.#open as A, nulls: this.#nulls });
      this.#budget.used += 32;
    }
    this.#open = undefined;
    this.#nulls = undefined;
    this.#capacity = 0;
    this.#filled = 0;
    this.#run = 0;
  }
}

const ALL_NULL = new Uint8Array([1]);

function bit(bits: Uint8Array, at: number): boolean {
  return (((bits[at >> 3] as number) >> (at & 7)) & 1) === 1;
}

/** A page of one entry answers for every row. Pairs of halves count as one entry. */
function entry(values: ArrayLike<number>, at: number): number {
  return values.length <= 2 ? 0 : at;
}

function sizeOf(values: ArrayLike<number>): number {
  return (values as unknown as ArrayBufferView).byteLength;
}

/** Doubles. */
export class DoublePages extends Pages<Float64Array> {
  #newest = 0;

  push(value: number): void {
    if (this.startRun(Object.is(value, this.#newest))) {
      this.#newest = value;
    }
    this.repeat();
  }

  get(row: number): number {
    const page = this.page(row);
    return page === undefined ? this.#newest : (page[Pages.offset(page, row)] as number);
  }

  protected override allocate(rows: number, old: Float64Array | undefined): Float64Array {
    const values = new Float64Array(rows);
    if (old !== undefined) {
      values.set(old);
    }
    return values;
  }

  protected override write(values: Float64Array, from: number, to: number): void {
    values.fill(this.#newest, from, to);
  }
}

/** 64-bit integers, as pairs of lower and upper half. */
export class WidePages extends Pages<Int32Array> {
  #lo = 0;
  #hi = 0;

  push(lo: number, hi: number): void {
    if (this.startRun(lo === this.#lo && hi === this.#hi)) {
      this.#lo = lo;
      this.#hi = hi;
    }
    this.repeat();
  }

  lo(row: number): number {
    const page = this.page(row);
    return page === undefined ? this.#lo : (page[2 * Pages.offset(page, row)] as number);
  }

  hi(row: number): number {
    const page = this.page(row);
    return page === undefined ? this.#hi : (page[2 * Pages.offset(page, row) + 1] as number);
  }

  protected override allocate(rows: number, old: Int32Array | undefined): Int32Array {
    const values = new Int32Array(2 * rows);
    if (old !== undefined) {
      values.set(old);
    }
    return values;
  }

  protected override write(values: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      values[2 * i] = this.#lo;
      values[2 * i + 1] = this.#hi;
    }
  }
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Small numbers that stand for values kept elsewhere; each page is as wide as its largest code needs. */
export class CodePages extends Pages<Codes> {
  #newest = 0;

  push(code: number): void {
    if (this.startRun(code === this.#newest)) {
      this.#newest = code;
    }
    this.repeat();
  }

  get(row: number): number {
    const page = this.page(row);
    return page === undefined ? this.#newest : (page[Pages.offset(page, row)] as number);
  }

  protected override fits(values: Codes): boolean {
    return this.#newest < 2 ** (8 * values.BYTES_PER_ELEMENT);
  }

  protected override allocate(rows: number, old: Codes | undefined): Codes {
    const bytes = Math.max(
      old?.BYTES_PER_ELEMENT ?? 1,
      this.#newest < 0x100 ? 1 : this.#newest < 0x10000 ? 2 : 4,
    );
    const values: Codes =
      bytes === 1 ? new Uint8Array(rows) : bytes === 2 ? new Uint16Array(rows) : new Uint32Array(rows);
    if (old !== undefined) {
      values.set(old);
    }
    return values;
  }

  protected override write(values: Codes, from: number, to: number): void {
    values.fill(this.#newest, from, to);
  }
}
