import { FluxError } from './errors.ts';
import { type Cell, Column, type ColumnType, GroupKey, type KeyPart, Table, unbox } from './table.ts';
import type { FluxRecord } from './values.ts';

/** Builds columns from records: the first value of a label gives its type. */
export class RowBuilder {
  readonly #columns = new Map<string, { type: ColumnType | undefined; readonly cells: Cell[] }>();
  readonly #fallback: ReadonlyMap<string, ColumnType>;
  #length = 0;

  /** `fallback` types the columns in which only nulls come. */
  constructor(fallback: ReadonlyMap<string, ColumnType> = new Map()) {
    this.#fallback = fallback;
  }

  add(record: FluxRecord): void {
    for (const label of record.labels()) {
      const { type, cell } = unbox(record.get(label));
      let column = this.#columns.get(label);
      if (!column) {
        column = { type, cells: new Array<Cell>(this.#length).fill(null) };
        this.#columns.set(label, column);
      }
      if (type && column.type && type !== column.type) {
        throw new FluxError(
          `schema collision detected: column ${JSON.stringify(label)} is both of type ${type} and ${column.type}`,
        );
      }
      column.type ??= type;
      column.cells.push(cell);
    }
    this.#length++;
    for (const { cells } of this.#columns.values()) if (cells.length < this.#length) cells.push(null);
  }

  /** The columns; one without any value and without a known type is left out. */
  columns(): Column[] {
    return [...this.#columns].flatMap(([label, { type = this.#fallback.get(label), cells }]) =>
      type ? [Column.of(label, type, cells)] : [],
    );
  }
  get length(): number {
    return this.#length;
  }
  table(key: GroupKey): Table {
    const columns = this.columns().map((column) => {
      const part = key.part(column.label);
      return part ? Column.constant(part.label, part.type, part.cell, this.#length) : column;
    });
    return new Table(key, columns, this.#length);
  }
}

/** The group key that a record has in a table's key columns; columns that it lacks leave the key. */
export function keyOfRecord(key: GroupKey, record: FluxRecord, labels: ReadonlySet<string>): GroupKey {
  const parts: KeyPart[] = [];
  for (const part of key.parts) {
    if (!labels.has(part.label)) continue;
    const { type, cell } = unbox(record.get(part.label));
    parts.push({ label: part.label, type: type ?? part.type, cell });
  }
  return new GroupKey(parts);
}

/** A row in a table's columns of which only the key is known. */
export function nullRow(table: Table): Table {
  const columns = table.columns.map(({ label, type }) => {
    const part = table.key.part(label);
    return part ? Column.constant(label, type, part.cell, 1) : Column.of(label, type, [null]);
  });
  return table.with(columns, 1);
}
