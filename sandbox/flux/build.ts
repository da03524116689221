import { FluxError } from './errors.ts';
import { type Cell, Column, type ColumnType, GroupKey, Table } from './table.ts';

/** Rows of a table, all of them or some. */
export interface Part {
  readonly table: Table;
  readonly rows?: readonly number[];
}

/** Puts parts of tables below each other under one key; missing cells become null. */
export function concatenate(key: GroupKey, parts: readonly Part[]): Table {
  const [only] = parts;
  if (parts.length === 1 && only && !only.rows && only.table.key.id === key.id) return only.table;
  const length = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  const types = new Map<string, ColumnType>();
  for (const { table } of parts) {
    for (const { label, type } of table.columns) {
      const known = types.get(label);
      if (known && known !== type) {
        throw new FluxError(
          `schema collision detected: column ${JSON.stringify(label)} is both of type ${type} and ${known}`,
        );
      }
      types.set(label, type);
    }
  }
  const columns = [...types].map(([label, type]) => {
    const keyPart = key.part(label);
    if (keyPart) return Column.constant(label, type, keyPart.cell, length);
    return concatenateColumn(label, type, parts, length);
  });
  return new Table(key, columns, length);
}

function lengthOf(part: Part): number {
  return part.rows?.length ?? part.table.length;
}

function concatenateColumn(label: string, type: ColumnType, parts: readonly Part[], length: number): Column {
  const columns = parts.map((part) => part.table.column(label));
  const first = columns[0];
  const same = (column: Column | undefined) => column?.isConstant && column.cell(0) === first?.cell(0);
  if (first && columns.every(same)) return Column.constant(label, type, first.cell(0), length);
  return Column.lazy(label, type, length, () => {
    const cells = new Array<Cell>(length);
    let next = 0;
    for (const [index, part] of parts.entries()) {
      const column = columns[index];
      const count = lengthOf(part);
      for (let i = 0; i < count; i++)
        cells[next++] = column?.cell(part.rows ? (part.rows[i] ?? 0) : i) ?? null;
    }
    return cells;
  });
}

/** Gathers rows under group keys; gives the tables in Flux's order. */
export class Grouping {
  readonly #groups = new Map<string, { readonly key: GroupKey; readonly parts: Part[] }>();

  add(key: GroupKey, part: Part): void {
    const group = this.#groups.get(key.id);
    if (group) group.parts.push(part);
    else this.#groups.set(key.id, { key, parts: [part] });
  }
  *tables(): Generator<Table> {
    const groups = [...this.#groups.values()].sort((a, b) => GroupKey.compare(a.key, b.key));
    for (const { key, parts } of groups) yield concatenate(key, parts);
  }
  /** The tables in the order in which they were first added to. */
  *arrived(): Generator<Table> {
    for (const { key, parts } of this.#groups.values()) yield concatenate(key, parts);
  }
}

/** Splits a table's rows by the values of some of its columns. A column the table does not have is left out. */
export function splitBy(table: Table, labels: readonly string[], into: Grouping): void {
  const columns = labels.flatMap((label) => table.column(label) ?? []);
  const keyOf = (row: number) =>
    new GroupKey(
      columns.map((column) => ({ label: column.label, type: column.type, cell: column.cell(row) })),
    );
  if (table.length === 0) return;
  if (columns.every((column) => column.isConstant)) {
    into.add(keyOf(0), { table });
    return;
  }
  const varying = columns.filter((column) => !column.isConstant);
  const rowsByKey = new Map<string, number[]>();
  for (let row = 0; row < table.length; row++) {
    const id = varying.map((column) => cellId(column.cell(row))).join('\0');
    const rows = rowsByKey.get(id);
    if (rows) rows.push(row);
    else rowsByKey.set(id, [row]);
  }
  for (const rows of rowsByKey.values()) into.add(keyOf(rows[0] ?? 0), { table, rows });
}

/** Tells null from every text. */
function cellId(cell: Cell): string {
  return cell === null ? '' : `=${cell}`;
}
