import { FluxError } from './errors.ts';
import { compareScalars } from './operators.ts';
import { FluxRecord, MapRecord, Time, typeName, UInt, type Value } from './values.ts';

/** The types a column can have. */
export type ColumnType = 'bool' | 'int' | 'uint' | 'float' | 'string' | 'time';

/** A cell as it lies in a column: int, uint and time are all plain bigints, the column's type tells them apart. */
export type Cell = boolean | bigint | number | string | null;

const columnTypes: ReadonlySet<string> = new Set(['bool', 'int', 'uint', 'float', 'string', 'time']);

/** Cells that are made when they are first looked at. */
class Cells {
  #values: ArrayLike<Cell> | undefined;
  readonly #load: () => ArrayLike<Cell>;
  constructor(load: () => ArrayLike<Cell>) {
    this.#load = load;
  }
  get values(): ArrayLike<Cell> {
    this.#values ??= this.#load();
    return this.#values;
  }
}

/** A column: values, or one value for all rows, as the columns of a group key have. Never changed once made. */
export class Column {
  readonly label: string;
  readonly type: ColumnType;
  readonly length: number;
  readonly #cells: Cells | undefined;
  readonly #constant: Cell;

  private constructor(label: string, type: ColumnType, length: number, cells?: Cells, constant: Cell = null) {
    this.label = label;
    this.type = type;
    this.length = length;
    this.#cells = cells;
    this.#constant = constant;
  }

  static of(label: string, type: ColumnType, values: ArrayLike<Cell>): Column {
    return new Column(label, type, values.length, new Cells(() => values));
  }
  static constant(label: string, type: ColumnType, value: Cell, length: number): Column {
    return new Column(label, type, length, undefined, value);
  }
  /** `load` runs once, when a cell is first read, and gives `length` cells. */
  static lazy(label: string, type: ColumnType, length: number, load: () => ArrayLike<Cell>): Column {
    return new Column(label, type, length, new Cells(load));
  }

  get isConstant(): boolean {
    return this.#cells === undefined;
  }
  cell(row: number): Cell {
    return this.#cells ? (this.#cells.values[row] ?? null) : this.#constant;
  }
  value(row: number): Value {
    return box(this.type, this.cell(row));
  }
  /** All cells; a constant column writes them out. */
  cells(): ArrayLike<Cell> {
    return this.#cells?.values ?? new Array<Cell>(this.length).fill(this.#constant);
  }
  as(label: string): Column {
    return new Column(label, this.type, this.length, this.#cells, this.#constant);
  }
  slice(from: number, to: number): Column {
    if (from === 0 && to === this.length) return this;
    const source = this.#cells;
    if (!source) return Column.constant(this.label, this.type, this.#constant, to - from);
    return Column.lazy(this.label, this.type, to - from, () => sliceCells(source.values, from, to));
  }
  take(rows: readonly number[]): Column {
    const source = this.#cells;
    if (!source) return Column.constant(this.label, this.type, this.#constant, rows.length);
    return Column.lazy(this.label, this.type, rows.length, () => {
      const values = source.values;
      if (values instanceof Float64Array) return Float64Array.from(rows, (row) => values[row] ?? 0);
      if (values instanceof BigInt64Array) return BigInt64Array.from(rows, (row) => values[row] ?? 0n);
      return rows.map((row) => values[row] ?? null);
    });
  }
}

function sliceCells(values: ArrayLike<Cell>, from: number, to: number): ArrayLike<Cell> {
  if (values instanceof Float64Array || values instanceof BigInt64Array) return values.subarray(from, to);
  return Array.prototype.slice.call(values, from, to);
}

/** A cell as a Flux value. */
export function box(type: ColumnType, cell: Cell): Value {
  if (typeof cell !== 'bigint') return cell;
  return type === 'time' ? new Time(cell) : type === 'uint' ? new UInt(cell) : cell;
}

/** A Flux value as a cell; the type is undefined for null. */
export function unbox(value: Value): { readonly type: ColumnType | undefined; readonly cell: Cell } {
  if (value === null) return { type: undefined, cell: null };
  const type = typeName(value);
  if (!columnTypes.has(type)) throw new FluxError(`a column cannot hold a value of type ${type}`);
  const cell = value instanceof Time ? value.ns : value instanceof UInt ? value.value : value;
  return { type: type as ColumnType, cell: cell as Cell };
}

/** One column of a group key with its value. */
export interface KeyPart {
  readonly label: string;
  readonly type: ColumnType;
  readonly cell: Cell;
}

/** What all rows of a table have in common. */
export class GroupKey {
  static readonly empty = new GroupKey([]);
  readonly parts: readonly KeyPart[];
  readonly #id: string;

  constructor(parts: readonly KeyPart[]) {
    this.parts = parts;
    this.#id = parts
      .map((part) => `${part.label}\0${part.type}\0${part.cell === null ? '' : `=${part.cell}`}`)
      .sort()
      .join('\u0001');
  }
  /** Equal for equal keys, whatever the order of their columns. */
  get id(): string {
    return this.#id;
  }
  has(label: string): boolean {
    return this.parts.some((part) => part.label === label);
  }
  part(label: string): KeyPart | undefined {
    return this.parts.find((part) => part.label === label);
  }
  without(labels: ReadonlySet<string>): GroupKey {
    return new GroupKey(this.parts.filter((part) => !labels.has(part.label)));
  }
  /** Replaces or adds parts. */
  with(parts: readonly KeyPart[]): GroupKey {
    const replaced = this.parts.map((part) => parts.find((other) => other.label === part.label) ?? part);
    return new GroupKey([...replaced, ...parts.filter((part) => !this.has(part.label))]);
  }
  columns(length: number): Column[] {
    return this.parts.map((part) => Column.constant(part.label, part.type, part.cell, length));
  }
  /** Flux's order of tables: column by column, labels in alphabetical order. */
  static compare(a: GroupKey, b: GroupKey): number {
    const left = a.#sorted();
    const right = b.#sorted();
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const [l, r] = [left[i], right[i]];
      if (!l || !r) break;
      if (l.label !== r.label) return l.label < r.label ? -1 : 1;
      const order = compareCells(l.cell, r.cell);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }
  #sorted(): KeyPart[] {
    return [...this.parts].sort((a, b) => (a.label < b.label ? -1 : 1));
  }
}

/** Nulls last, NaN before them. */
export function compareCells(a: Cell, b: Cell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = compareScalars(a, b) ?? 0;
  return Number.isNaN(order) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : order;
}

/** A table: rows under one group key. */
export class Table {
  readonly key: GroupKey;
  readonly columns: readonly Column[];
  readonly length: number;
  #byLabel: Map<string, Column> | undefined;

  constructor(key: GroupKey, columns: readonly Column[], length: number) {
    this.key = key;
    this.columns = columns;
    this.length = length;
  }
  column(label: string): Column | undefined {
    this.#byLabel ??= new Map(this.columns.map((column) => [column.label, column]));
    return this.#byLabel.get(label);
  }
  /** The column, or the server's complaint. */
  need(label: string): Column {
    const column = this.column(label);
    if (!column) throw new FluxError(`column ${JSON.stringify(label)} does not exist`);
    return column;
  }
  /** A time column that a function needs. */
  times(label: string): Column {
    const column = this.need(label);
    if (column.type !== 'time')
      throw new FluxError(`column ${JSON.stringify(label)} is not a time, got ${column.type}`);
    return column;
  }
  take(rows: readonly number[]): Table {
    return this.with(
      this.columns.map((column) => column.take(rows)),
      rows.length,
    );
  }
  slice(from: number, to: number): Table {
    if (from === 0 && to === this.length) return this;
    return this.with(
      this.columns.map((column) => column.slice(from, to)),
      to - from,
    );
  }
  with(columns: readonly Column[], length: number = this.length): Table {
    return new Table(this.key, columns, length);
  }
  /** Replaces columns of the same label and adds the others at the end. */
  set(columns: readonly Column[]): Table {
    const replaced = this.columns.map(
      (column) => columns.find((other) => other.label === column.label) ?? column,
    );
    const added = columns.filter((column) => !this.column(column.label));
    return this.with([...replaced, ...added]);
  }
  row(index: number): RowRecord {
    return new RowRecord(this, index);
  }
}

/** One row of a table as the record `r`. */
export class RowRecord extends FluxRecord {
  readonly table: Table;
  readonly index: number;
  constructor(table: Table, index: number) {
    super();
    this.table = table;
    this.index = index;
  }
  get(label: string): Value {
    return this.table.column(label)?.value(this.index) ?? null;
  }
  labels(): Iterable<string> {
    return this.table.columns.map((column) => column.label);
  }
  /** The row on its own, without the table behind it. */
  snapshot(): MapRecord {
    return new MapRecord(
      new Map(this.table.columns.map((column) => [column.label, column.value(this.index)])),
    );
  }
}
