import type { ColumnHead } from '../../webview/protocol.ts';
import type { Column } from './columns.ts';
import type { ResultTable } from './store.ts';

/** A column's values by row of its block: one of the store's, or the number of the table that a row belongs to. */
export type Cells = Pick<
  Column,
  | 'kind'
  | 'numeric'
  | 'exact'
  | 'isNull'
  | 'text'
  | 'value'
  | 'number'
  | 'numbers'
  | 'compare'
  | 'dictionary'
  | 'code'
  | 'codes'
>;

/** Rows of a view that lie one after another in a block. */
export interface Part {
  /** The view's row that is its first. */
  readonly start: number;
  readonly rows: number;
  /** The block's row that is its first. */
  readonly first: number;
  /** By the view's column; undefined, or not there, for a column that the block does not have. */
  readonly cells: readonly (Cells | undefined)[];
}

/** Rows of tables as they came. */
export interface BaseView {
  readonly title: string;
  readonly rows: number;
  readonly tables: number;
  readonly heads: readonly ColumnHead[];
  readonly parts: readonly Part[];
}

/** Finds the part of a row; quick for rows that lie near each other. */
export class Locator {
  readonly #parts: readonly Part[];
  #last: Part;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    this.#last = parts[0] ?? { start: 0, rows: 0, first: 0, cells: [] };
  }

  /** The part that holds a view's row. */
  part(row: number): Part {
    const last = this.#last;
    if (row < last.start || row >= last.start + last.rows) {
      this.#last = lastBefore(this.#parts, row, (part) => part.start) ?? last;
    }
    return this.#last;
  }
}

/** The number that the server gave a row's table. */
export class TableNumbers implements Cells {
  readonly kind = 'long';
  readonly numeric = true;
  readonly exact = true;
  readonly dictionary = undefined;
  readonly #tables: readonly ResultTable[];
  #last: ResultTable | undefined;

  constructor(tables: readonly ResultTable[]) {
    this.#tables = tables;
  }

  text(row: number): string {
    const last = this.#last;
    if (last === undefined || row < last.firstRow || row >= last.firstRow + last.rowCount) {
      this.#last = lastBefore(this.#tables, row, (table) => table.firstRow);
    }
    return this.#last?.id ?? '';
  }

  isNull(row: number): boolean {
    return this.text(row) === '';
  }

  number(row: number): number {
    const text = this.text(row);
    return text === '' ? Number.NaN : Number(text);
  }

  value(row: number): bigint | string | null {
    const text = this.text(row);
    return text === '' ? null : /^\d{1,18}$/.test(text) ? BigInt(text) : text;
  }

  numbers(from: number, to: number, out: Float64Array): void {
    for (let row = from; row < to; row++) {
      out[row - from] = this.number(row);
    }
  }

  compare(a: number, b: number): number {
    const difference = this.number(a) - this.number(b);
    return Number.isNaN(difference) ? 0 : difference;
  }

  code(): number {
    return 0;
  }

  codes(from: number, to: number, out: Uint32Array): void {
    out.fill(0, 0, to - from);
  }
}

/** The last of ascending things that begins at or before a row. */
function lastBefore<T>(things: readonly T[], row: number, start: (thing: T) => number): T | undefined {
  let low = 0;
  let high = things.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (start(things[middle] as T) <= row) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return things[low];
}
