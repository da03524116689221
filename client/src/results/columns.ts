import { Dictionary } from './dictionary.ts';
import { PAGE_ROWS } from './lane.ts';
import { type CellValue, type ColumnContext, type ColumnKind, Storage } from './storage.ts';

/** What a header says of a column. */
export interface ColumnSpec {
  readonly label: string;
  /** The `#datatype`; undefined when there was none and the type is inferred from the values. */
  readonly datatype: string | undefined;
  /** Whether the column is in the group key, as far as `#group` tells. */
  readonly group: boolean;
  /** The `#default`, which stands for an empty cell. */
  readonly default: string;
}

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);
const CHUNK = new Float64Array(PAGE_ROWS);

/**
 * A column of a block: typed values by row, and how they read. Rows count from 0 in the block: a table's are those from its
 * `firstRow` on. While the answer is still read, rows are added, and `kind` may change to a wider one.
 *
 * What to read a value with:
 * - to show it: `text`, which gives what InfluxDB writes, with every digit;
 * - to export it typed: `value`;
 * - to filter, find or group texts: `code`, a small number for each different text (see there);
 * - to compute and draw: `numbers`, in chunks (some ns a row), or `number`;
 * - to sort: `numbers`, and where those are equal or `exact` is false, `compare`.
 */
export class Column {
  readonly label: string;
  readonly group: boolean;
  /** True when no `#datatype` was sent and `type` is a guess from the values so far. */
  readonly inferred: boolean;
  /** The values are kept as text because one did not fit the declared type. */
  mismatch = false;
  readonly defaultText: string;
  readonly #datatype: string | undefined;
  readonly #default: Uint8Array;
  readonly #context: ColumnContext;
  /** What the values are kept as; undefined while there were only empty cells. */
  #kind: ColumnKind | undefined;
  #storage: Storage | undefined;

  constructor(spec: ColumnSpec, context: ColumnContext) {
    this.label = spec.label;
    this.group = spec.group;
    this.inferred = spec.datatype === undefined;
    this.defaultText = spec.default;
    this.#datatype = spec.datatype;
    this.#default = spec.default === '' ? NOTHING : encoder.encode(spec.default);
    this.#context = context;
    this.#kind = spec.datatype === undefined ? undefined : kindOf(spec.datatype);
    // The object itself and its label; an answer may be nothing but headers.
    context.budget.used += 200 + 2 * spec.label.length + 2 * spec.default.length;
  }

  /** The column's type in InfluxDB's words. */
  get type(): string {
    if (this.#datatype !== undefined) {
      return this.#datatype;
    }
    const kind = this.#kind ?? 'text';
    return kind === 'text' ? 'string' : kind === 'time' ? 'dateTime:RFC3339' : kind;
  }

  get kind(): ColumnKind {
    return this.#kind ?? 'text';
  }

  /** How often a value differed from the one above it. */
  get runs(): number {
    return this.#storage?.lane.runs ?? 0;
  }

  /**
   * For the reader: says that from this row on the cells have this content, up to the next row for which it is called. `common` is
   * how many of the first bytes equal those of the row above (0 when that is not known).
   */
  put(row: number, bytes: Uint8Array, start: number, end: number, common: number): void {
    if (start !== end) {
      this.#put(row, bytes, start, end, common);
    } else if (this.#default.length > 0) {
      this.#put(row, this.#default, 0, this.#default.length, 0);
    } else {
      this.#storage?.lane.putNull(row);
    }
  }

  /** For the reader: no more rows come. */
  finish(): void {
    this.#storage?.lane.finish();
  }

  /** For `ResultStore.letGo`: the rows go, the type stays. */
  letGo(): void {
    this.#storage = undefined;
  }

  isNull(row: number): boolean {
    return this.#storage === undefined || this.#storage.lane.isNull(row);
  }

  /** The cell as InfluxDB writes it; the empty text for null. */
  text(row: number): string {
    return this.#storage === undefined || this.#storage.lane.isNull(row) ? '' : this.#storage.text(row);
  }

  /** The cell's typed value. */
  value(row: number): CellValue {
    return this.#storage === undefined || this.#storage.lane.isNull(row) ? null : this.#storage.value(row);
  }

  /**
   * Whether the values have numbers: all kinds but `text` and `binary`. Numbers are: of booleans 0 and 1, of times
   * nanoseconds since 1970, of durations nanoseconds (months and years in the calendar's mean length).
   */
  get numeric(): boolean {
    return this.kind !== 'text' && this.kind !== 'binary';
  }

  /** Whether `numbers` are the values themselves; those of 64-bit kinds are the nearest doubles (times: to 256 ns). */
  get exact(): boolean {
    return this.kind === 'double' || this.kind === 'boolean';
  }

  /** The row's number (see `numeric`); NaN for null, for NaN and where there are none. */
  number(row: number): number {
    this.numbers(row, row + 1, CHUNK);
    return CHUNK[0] as number;
  }

  /** Writes the numbers of rows `from` to `to` (exclusive) into the beginning of `out`. */
  numbers(from: number, to: number, out: Float64Array): void {
    if (this.#storage === undefined || !this.numeric) {
      out.fill(Number.NaN, 0, to - from);
    } else {
      this.#storage.numbers(from, to, out);
    }
  }

  /**
   * As a comparator of two rows: exact for 64 bits; texts by their code points; false before true; then NaN, then null.
   */
  compare(a: number, b: number): number {
    const nullA = this.isNull(a);
    const nullB = this.isNull(b);
    return nullA || nullB ? Number(nullA) - Number(nullB) : (this.#storage as Storage).compare(a, b);
  }

  /**
   * The dictionary of a `text`, `duration` or `binary` column: columns of one label share it, so that it may hold texts that
   * this column does not have. Undefined for other kinds, and while there are only nulls.
   */
  get dictionary(): Pick<Dictionary, 'count' | 'text' | 'compare'> | undefined {
    return this.#storage?.dictionary;
  }

  /** The code of the row's text in `dictionary`, from 1 to its `count`; 0 for null, and for columns without texts. */
  code(row: number): number {
    const storage = this.#storage;
    return storage?.dictionary === undefined || storage.lane.isNull(row) ? 0 : storage.lane.lo(row);
  }

  /** Writes the codes of rows `from` to `to` (exclusive) into the beginning of `out`. */
  codes(from: number, to: number, out: Uint32Array): void {
    const storage = this.#storage;
    if (storage?.dictionary === undefined) {
      out.fill(0, 0, to - from);
      return;
    }
    for (let row = from; row < to; row += PAGE_ROWS) {
      const end = Math.min(to, row + PAGE_ROWS);
      storage.lane.numbers(row, end, CHUNK);
      // A NaN, for null, becomes 0.
      out.set(CHUNK.subarray(0, end - row), row - from);
    }
  }

  #put(row: number, bytes: Uint8Array, start: number, end: number, common: number): void {
    if (this.#storage === undefined) {
      this.#kind ??= infer(bytes, start, end);
      this.#storage = this.#create(this.#kind, this.inferred);
    }
    if (!this.#storage.put(row, bytes, start, end, common)) {
      this.#widen(row, bytes, start, end);
    }
  }

  /** Moves the values to a kind that can hold the new text too. */
  #widen(row: number, bytes: Uint8Array, start: number, end: number): void {
    const old = this.#storage as Storage;
    const wider = this.inferred ? WIDER[this.kind] : TEXT_ONLY;
    const used = this.#context.budget.used;
    for (const kind of wider) {
      if (!accepts(kind, bytes, start, end)) {
        continue;
      }
      const storage = this.#create(kind, this.inferred);
      if (copy(old, storage, row) && storage.put(row, bytes, start, end, 0)) {
        this.#storage = storage;
        this.#kind = kind;
        this.mismatch = !this.inferred;
        return;
      }
      this.#context.budget.used = used;
    }
  }

  #create(kind: ColumnKind, strict: boolean): Storage {
    return new Storage(kind, strict, this.label, this.#context);
  }
}

/** The kinds to try, in this order, when an inferred column meets a text that its kind cannot hold. */
const WIDER: Readonly<Record<ColumnKind, readonly ColumnKind[]>> = {
  boolean: ['text'],
  long: ['unsignedLong', 'double', 'text'],
  unsignedLong: ['double', 'text'],
  double: ['text'],
  time: ['text'],
  // Never inferred.
  duration: ['text'],
  binary: ['text'],
  text: [],
};
const TEXT_ONLY: readonly ColumnKind[] = ['text'];
const INFERRED: readonly ColumnKind[] = ['long', 'double', 'time', 'boolean', 'unsignedLong'];

/** The kind that a `#datatype` is kept as. Types without one of their own keep their text. */
function kindOf(datatype: string): ColumnKind {
  switch (datatype) {
    case 'boolean':
    case 'long':
    case 'unsignedLong':
    case 'double':
      return datatype;
    case 'dateTime':
    case 'dateTime:RFC3339':
    case 'dateTime:RFC3339Nano':
      return 'time';
    case 'dateTime:number':
      return 'long';
    case 'duration':
      return 'duration';
    case 'base64Binary':
      return 'binary';
    default:
      return 'text';
  }
}

/** The kind that a text without a declared type looks like. */
function infer(bytes: Uint8Array, start: number, end: number): ColumnKind {
  return INFERRED.find((kind) => accepts(kind, bytes, start, end)) ?? 'text';
}

/** Whether an inferred column of the kind can hold the text without changing how it reads. */
function accepts(kind: ColumnKind, bytes: Uint8Array, start: number, end: number): boolean {
  return kind === 'text' || new Storage(kind, true, '', SCRATCH).put(0, bytes, start, end, 0);
}

/** For storages that are thrown away. */
const SCRATCH: ColumnContext = {
  budget: { used: 0 },
  dictionary: () => new Dictionary({ used: 0 }),
};

/** Puts the first `rows` rows of one storage into another; false when it cannot hold them. */
function copy(from: Storage, to: Storage, rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    if (from.lane.isNull(row)) {
      to.lane.putNull(row);
    } else {
      const text = encoder.encode(from.text(row));
      if (!to.put(row, text, 0, text.length, 0)) {
        return false;
      }
    }
  }
  return true;
}
