import type { Dictionary } from './dictionary.ts';
import { type Budget, CodePages, DoublePages, WidePages } from './pages.ts';
import {
  formatDouble,
  formatTime,
  MINUTE_BYTES,
  parseDouble,
  parseInteger,
  parseTime,
  toBigInt,
  type WideTime,
} from './values.ts';

/** What a cell holds: times and durations in nanoseconds and integers as bigint, `null` for an empty cell. */
export type CellValue = string | number | bigint | boolean | null;

/** The types that columns are kept as. */
export type ColumnKind = 'boolean' | 'long' | 'unsignedLong' | 'double' | 'time' | 'text';

/** What a new column shares with the others of its store. */
export interface ColumnContext {
  readonly budget: Budget;
  /** The dictionary for the texts of columns with this label. */
  dictionary(label: string): Dictionary;
}

/** The values of one column in one kind. `append` refuses a text that the kind cannot hold. */
export interface Storage {
  readonly runs: number;
  append(bytes: Uint8Array, start: number, end: number, common: number): boolean;
  appendNulls(count: number): void;
  repeat(): void;
  isNull(row: number): boolean;
  text(row: number): string;
  value(row: number): CellValue;
}

/**
 * Makes room for values of a kind. `strict` refuses texts that would not read the same again (see `values.ts`).
 */
export function createStorage(
  kind: ColumnKind,
  strict: boolean,
  label: string,
  context: ColumnContext,
): Storage {
  switch (kind) {
    case 'boolean':
      return new Booleans(context.budget);
    case 'long':
    case 'unsignedLong':
      return new Integers(context.budget, kind === 'long', strict);
    case 'double':
      return new Doubles(context.budget, strict);
    case 'time':
      return new Times(context.budget, strict);
    case 'text':
      return new Texts(context.budget, context.dictionary(label));
  }
}

class Doubles extends DoublePages implements Storage {
  readonly #strict: boolean;

  constructor(budget: Budget, strict: boolean) {
    super(budget);
    this.#strict = strict;
  }

  append(bytes: Uint8Array, start: number, end: number): boolean {
    const value = parseDouble(bytes, start, end, this.#strict);
    if (value === undefined) {
      return false;
    }
    this.push(value);
    return true;
  }

  text(row: number): string {
    return formatDouble(this.get(row));
  }

  value(row: number): number {
    return this.get(row);
  }
}

class Integers extends WidePages implements Storage {
  readonly #signed: boolean;
  readonly #strict: boolean;
  readonly #parsed = { lo: 0, hi: 0 };

  constructor(budget: Budget, signed: boolean, strict: boolean) {
    super(budget);
    this.#signed = signed;
    this.#strict = strict;
  }

  append(bytes: Uint8Array, start: number, end: number): boolean {
    if (!parseInteger(bytes, start, end, this.#signed, this.#strict, this.#parsed)) {
      return false;
    }
    this.push(this.#parsed.lo, this.#parsed.hi);
    return true;
  }

  text(row: number): string {
    return String(this.value(row));
  }

  value(row: number): bigint {
    return toBigInt(this.lo(row), this.hi(row), this.#signed);
  }
}

class Times extends WidePages implements Storage {
  readonly #strict: boolean;
  readonly #parsed: WideTime = { lo: 0, hi: 0, minute: Number.NaN };

  constructor(budget: Budget, strict: boolean) {
    super(budget);
    this.#strict = strict;
  }

  append(bytes: Uint8Array, start: number, end: number, common: number): boolean {
    // The row above was parsed here too, or its value would not have stayed in this storage.
    const known = common >= MINUTE_BYTES ? this.#parsed.minute : Number.NaN;
    if (!parseTime(bytes, start, end, this.#strict, known, this.#parsed)) {
      return false;
    }
    this.push(this.#parsed.lo, this.#parsed.hi);
    return true;
  }

  text(row: number): string {
    return formatTime(this.value(row));
  }

  value(row: number): bigint {
    return toBigInt(this.lo(row), this.hi(row), true);
  }
}

class Texts extends CodePages implements Storage {
  readonly #dictionary: Dictionary;

  constructor(budget: Budget, dictionary: Dictionary) {
    super(budget);
    this.#dictionary = dictionary;
  }

  append(bytes: Uint8Array, start: number, end: number): boolean {
    this.push(this.#dictionary.code(bytes, start, end));
    return true;
  }

  text(row: number): string {
    return this.#dictionary.text(this.get(row));
  }

  value(row: number): string {
    return this.text(row);
  }
}

class Booleans extends CodePages implements Storage {
  append(bytes: Uint8Array, start: number, end: number): boolean {
    const size = end - start;
    const code =
      size === 5 && reads(bytes, start, 'false') ? 1 : size === 4 && reads(bytes, start, 'true') ? 2 : 0;
    if (code === 0) {
      return false;
    }
    this.push(code);
    return true;
  }

  text(row: number): string {
    return this.get(row) === 2 ? 'true' : 'false';
  }

  value(row: number): boolean {
    return this.get(row) === 2;
  }
}

function reads(bytes: Uint8Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if (bytes[start + i] !== word.charCodeAt(i)) {
      return false;
    }
  }
  return true;
}
