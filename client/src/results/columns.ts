import { Dictionary } from './dictionary.ts';
import {
  type CellValue,
  type ColumnContext,
  type ColumnKind,
  createStorage,
  type Storage,
} from './storage.ts';

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

/** A column of a block: typed values by row, and how they read. */
export class Column {
  readonly label: string;
  readonly group: boolean;
  /** True when no `#datatype` was sent and `type` is a guess from the values so far. */
  readonly inferred: boolean;
  /** The values are kept as text because one did not fit the declared type. */
  mismatch = false;
  readonly defaultText: string;
  /** Rows in the column. */
  rows = 0;
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
    return this.#storage?.runs ?? 0;
  }

  /**
   * Appends a cell, given as its content's bytes. `common` is how many of the first bytes equal those of the row above
   * (0 when that is not known).
   */
  append(bytes: Uint8Array, start: number, end: number, common: number): void {
    if (start !== end) {
      this.#store(bytes, start, end, common);
    } else if (this.#default.length > 0) {
      this.#store(this.#default, 0, this.#default.length, 0);
    } else {
      this.#storage?.appendNulls(1);
    }
    this.rows += 1;
  }

  /** Appends the value of the row above again. */
  repeat(): void {
    this.#storage?.repeat();
    this.rows += 1;
  }

  isNull(row: number): boolean {
    return this.#storage === undefined || this.#storage.isNull(row);
  }

  /** The cell as InfluxDB writes it; the empty text for null. */
  text(row: number): string {
    return this.#storage === undefined || this.#storage.isNull(row) ? '' : this.#storage.text(row);
  }

  /** The cell's typed value. */
  value(row: number): CellValue {
    return this.#storage === undefined || this.#storage.isNull(row) ? null : this.#storage.value(row);
  }

  #store(bytes: Uint8Array, start: number, end: number, common: number): void {
    if (this.#storage === undefined) {
      this.#kind ??= infer(bytes, start, end);
      this.#storage = this.#create(this.#kind, this.inferred);
      if (this.rows > 0) {
        this.#storage.appendNulls(this.rows);
      }
    }
    if (!this.#storage.append(bytes, start, end, common)) {
      this.#widen(bytes, start, end);
    }
  }

  /** Moves the values to a kind that can hold the new text too. */
  #widen(bytes: Uint8Array, start: number, end: number): void {
    const old = this.#storage as Storage;
    const wider = this.inferred ? WIDER[this.kind] : TEXT_ONLY;
    const used = this.#context.budget.used;
    for (const kind of wider) {
      if (!accepts(kind, bytes, start, end)) {
        continue;
      }
      const storage = this.#create(kind, this.inferred);
      if (this.#copy(old, storage) && storage.append(bytes, start, end, 0)) {
        this.#storage = storage;
        this.#kind = kind;
        this.mismatch = !this.inferred;
        return;
      }
      this.#context.budget.used = used;
    }
  }

  #copy(from: Storage, to: Storage): boolean {
    const total = this.rows;
    for (let row = 0; row < total; row++) {
      if (from.isNull(row)) {
        to.appendNulls(1);
      } else {
        const text = encoder.encode(from.text(row));
        if (!to.append(text, 0, text.length, 0)) {
          return false;
        }
      }
    }
    return true;
  }

  #create(kind: ColumnKind, strict: boolean): Storage {
    return createStorage(kind, strict, this.label, this.#context);
  }
}

/** The kinds to try, in this order, when an inferred column meets a text that its kind cannot hold. */
const WIDER: Readonly<Record<ColumnKind, readonly ColumnKind[]>> = {
  boolean: ['text'],
  long: ['unsignedLong', 'double', 'text'],
  unsignedLong: ['double', 'text'],
  double: ['text'],
  time: ['text'],
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
  return kind === 'text' || createStorage(kind, true, '', SCRATCH).append(bytes, start, end, 0);
}

/** For storages that are thrown away. */
const SCRATCH: ColumnContext = {
  budget: { used: 0 },
  dictionary: () => new Dictionary({ used: 0 }),
};
