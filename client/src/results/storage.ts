import type { ValueKind } from '../../webview/protocol.ts';
import type { Dictionary } from './dictionary.ts';
import { parseDuration } from './durations.ts';
import { type Budget, Lane, type LaneForm } from './lane.ts';
import {
  formatDouble,
  formatTime,
  MINUTE_BYTES,
  parseBoolean,
  parseDouble,
  parseInteger,
  parseTime,
  toBigInt,
  type WideTime,
} from './values.ts';

/** What a cell holds: integers, and times in nanoseconds, as bigint; durations and base64 as text; `null` for an empty cell. */
export type CellValue = string | number | bigint | boolean | null;

/** The types that columns are kept as. */
export type ColumnKind = Exclude<ValueKind, 'mixed'>;

/** What a new column shares with the others of its store. */
export interface ColumnContext {
  readonly budget: Budget;
  /** The dictionary for the texts of columns with this label. */
  dictionary(label: string): Dictionary;
}

const FORMS: Readonly<Record<ColumnKind, LaneForm>> = {
  boolean: 'code',
  long: 'wide',
  unsignedLong: 'wide',
  double: 'double',
  time: 'wide',
  duration: 'code',
  binary: 'code',
  text: 'code',
};

/** What an entry of a map is taken to cost, in bytes. */
const ENTRY_COST = 80;

/** The values of one column in one kind. Whoever reads asks for rows that are not null. */
export class Storage {
  readonly kind: ColumnKind;
  readonly lane: Lane;
  /** The texts, for kinds that are kept as such; the lane holds their codes. */
  readonly dictionary: Dictionary | undefined;
  /** Refuse texts that would not read the same again (see `values.ts`). */
  readonly #strict: boolean;
  readonly #budget: Budget;
  readonly #parsed: WideTime = { lo: 0, hi: 0, minute: Number.NaN };
  /** Nanoseconds of durations, by code. */
  readonly #durations = new Map<number, bigint>();

  constructor(kind: ColumnKind, strict: boolean, label: string, context: ColumnContext) {
    this.kind = kind;
    this.#strict = strict;
    this.#budget = context.budget;
    this.lane = new Lane(FORMS[kind], kind !== 'unsignedLong', context.budget);
    this.dictionary = FORMS[kind] === 'code' && kind !== 'boolean' ? context.dictionary(label) : undefined;
  }

  /**
   * Says that from this row on the value is what the text says; false when the kind cannot hold it. `common` is how
   * many of the first bytes equal those of the row above (0 when that is not known).
   */
  put(row: number, bytes: Uint8Array, start: number, end: number, common: number): boolean {
    if (this.dictionary !== undefined) {
      const code = this.dictionary.code(bytes, start, end);
      if (this.kind === 'duration' && !this.#isDuration(code)) {
        return false;
      }
      this.lane.putCode(row, code);
      return true;
    }
    switch (this.kind) {
      case 'double': {
        const value = parseDouble(bytes, start, end, this.#strict);
        if (value === undefined) {
          return false;
        }
        this.lane.putDouble(row, value);
        return true;
      }
      case 'time': {
        // The row above was parsed here too, or its value would not have stayed in this storage.
        const known = common >= MINUTE_BYTES ? this.#parsed.minute : Number.NaN;
        if (!parseTime(bytes, start, end, this.#strict, known, this.#parsed)) {
          return false;
        }
        this.lane.putWide(row, this.#parsed.lo, this.#parsed.hi);
        return true;
      }
      case 'long':
      case 'unsignedLong':
        if (!parseInteger(bytes, start, end, this.kind === 'long', this.#strict, this.#parsed)) {
          return false;
        }
        this.lane.putWide(row, this.#parsed.lo, this.#parsed.hi);
        return true;
      default: {
        const value = parseBoolean(bytes, start, end);
        if (value === undefined) {
          return false;
        }
        this.lane.putCode(row, value ? 1 : 0);
        return true;
      }
    }
  }

  text(row: number): string {
    switch (this.kind) {
      case 'double':
        return formatDouble(this.lane.double(row));
      case 'time':
        return formatTime(this.#bigint(row));
      case 'long':
      case 'unsignedLong':
        return String(this.#bigint(row));
      case 'boolean':
        return this.lane.lo(row) === 1 ? 'true' : 'false';
      default:
        return (this.dictionary as Dictionary).text(this.lane.lo(row));
    }
  }

  value(row: number): CellValue {
    switch (this.kind) {
      case 'double':
        return this.lane.double(row);
      case 'time':
      case 'long':
      case 'unsignedLong':
        return this.#bigint(row);
      case 'boolean':
        return this.lane.lo(row) === 1;
      default:
        return this.text(row);
    }
  }

  /** Writes the numbers of rows `from` to `to` (exclusive) into the beginning of `out`; NaN for null. Texts have none. */
  numbers(from: number, to: number, out: Float64Array): void {
    if (this.kind === 'duration') {
      for (let row = from; row < to; row++) {
        out[row - from] = this.lane.isNull(row) ? Number.NaN : Number(this.#nanoseconds(row));
      }
    } else {
      this.lane.numbers(from, to, out);
    }
  }

  /** As a comparator, exact. */
  compare(a: number, b: number): number {
    const { lane } = this;
    switch (this.kind) {
      case 'double':
        return compareDoubles(lane.double(a), lane.double(b));
      case 'time':
      case 'long':
      case 'unsignedLong':
        return lane.compareWide(a, b);
      case 'boolean':
        return lane.lo(a) - lane.lo(b);
      case 'duration': {
        const left = this.#nanoseconds(a);
        const right = this.#nanoseconds(b);
        return left < right ? -1 : left > right ? 1 : 0;
      }
      default:
        return (this.dictionary as Dictionary).compare(lane.lo(a), lane.lo(b));
    }
  }

  #bigint(row: number): bigint {
    return toBigInt(this.lane.lo(row), this.lane.hi(row), this.kind !== 'unsignedLong');
  }

  #nanoseconds(row: number): bigint {
    return this.#durations.get(this.lane.lo(row)) ?? 0n;
  }

  /** Each different text is read once. */
  #isDuration(code: number): boolean {
    if (!this.#durations.has(code)) {
      const value = parseDuration((this.dictionary as Dictionary).text(code));
      if (value === undefined) {
        return false;
      }
      this.#durations.set(code, value);
      this.#budget.used += ENTRY_COST;
    }
    return true;
  }
}

/** NaN comes after all numbers. */
function compareDoubles(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : Number(Number.isNaN(left)) - Number(Number.isNaN(right));
}
