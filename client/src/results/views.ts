import {
  CELL_TEXT,
  type ColumnHead,
  type RowWindow,
  type View,
  type ViewHead,
} from '../../webview/protocol.ts';
import { orderOf } from './orders.ts';
import { type BaseView, Locator, TableNumbers } from './parts.ts';
import type { CellValue } from './storage.ts';
import type { Block, ResultStore, ResultTable } from './store.ts';
import { timeFormatter } from './timeText.ts';
import { columnHead, NUMBER_HEAD, Results, tableTitle } from './union.ts';

/** A column of a view: one of the store's, the columns of one label, or the table's number when a view shows several tables. */
export interface ViewColumn {
  readonly head: ColumnHead;
  /** The cell as it is shown; the empty text for an empty one. */
  text(row: number): string;
  /** The cell's typed value; null for an empty one. */
  value(row: number): CellValue;
  /** Whether the row's table does not have this column; its cells are empty then. */
  lacks(row: number): boolean;
}

/** Rows as the panel shows them: sorted, filtered, with the columns in sight. */
export interface ResultView {
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly ViewColumn[];
}

/** Looks a view up; throws a RangeError when the store has no such rows. */
export function resultView(store: ResultStore, view: View): ResultView {
  const base = baseView(store, view);
  const rows = view.order === undefined ? undefined : orderOf(store, view, view.order).rows;
  const places = view.columns ?? base.heads.map((_, place) => place);
  return {
    title: base.title,
    rows: rows === undefined ? base.rows : rows.length,
    columns: places.map((place) => viewColumn(base, place, rows, view)),
  };
}

/** The tables whose rows a view shows, in their order. */
export function viewTables(store: ResultStore, { kind, index }: View): readonly ResultTable[] {
  switch (kind) {
    case 'table':
      return [found(store.tables[index])];
    case 'block':
      return found(store.blocks[index]).tables;
    case 'result':
      return found(Results.of(store)[index]).blocks.flatMap(({ tables }) => tables);
  }
}

/** The rows of a view as they came. */
export function baseView(store: ResultStore, { kind, index }: View): BaseView {
  switch (kind) {
    case 'table':
      return tableView(found(store.tables[index]));
    case 'block':
      return blockView(found(store.blocks[index]));
    case 'result':
      return found(Results.of(store)[index]).view;
  }
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) {
    throw new RangeError('This table is not there.');
  }
  return thing;
}

function tableView({ id, block, firstRow, rowCount }: ResultTable): BaseView {
  return {
    title: tableTitle(block.result, id),
    rows: rowCount,
    tables: 1,
    heads: block.columns.map(columnHead),
    parts: [{ start: 0, rows: rowCount, first: firstRow, cells: block.columns }],
  };
}

function blockView({ result, rowCount, columns, tables }: Block): BaseView {
  return {
    title: result,
    rows: rowCount,
    tables: tables.length,
    heads: [NUMBER_HEAD, ...columns.map(columnHead)],
    parts: [{ start: 0, rows: rowCount, first: 0, cells: [new TableNumbers(tables), ...columns] }],
  };
}

function viewColumn(
  base: BaseView,
  place: number,
  order: Uint32Array | undefined,
  { times }: View,
): ViewColumn {
  const head = found(base.heads[place]);
  const locator = new Locator(base.parts);
  const format = times === undefined ? undefined : timeFormatter(times);
  const at = (row: number): number => (order === undefined ? row : (order[row] ?? 0));
  return {
    head,
    text(row) {
      const source = at(row);
      const { start, first, cells } = locator.part(source);
      const column = cells[place];
      const inBlock = first + source - start;
      if (column === undefined) {
        return '';
      }
      if (format === undefined || column.kind !== 'time') {
        return column.text(inBlock);
      }
      const value = column.value(inBlock);
      return typeof value === 'bigint' ? format(value) : '';
    },
    value(row) {
      const source = at(row);
      const { start, first, cells } = locator.part(source);
      return cells[place]?.value(first + source - start) ?? null;
    },
    lacks: (row) => locator.part(at(row)).cells[place] === undefined,
  };
}

/** What the page needs to draw a view's frame. */
export function viewHead(store: ResultStore, view: View): ViewHead {
  const { title, heads, tables, rows } = baseView(store, view);
  const order = view.order === undefined ? undefined : orderOf(store, view, view.order);
  return {
    title,
    columns: heads,
    rows: order?.rows.length ?? rows,
    tables,
    all: rows,
    arranged: order?.of ?? rows,
  };
}

/** A window of rows as text; long texts are cut. */
export function rowWindow(view: ResultView, from: number, count: number): RowWindow {
  const first = Math.max(0, Math.min(from, view.rows));
  const size = Math.max(0, Math.min(count, view.rows - first));
  const rows = Array.from({ length: size }, (_, i) =>
    view.columns.map((column) => {
      const text = column.text(first + i);
      if (text === '') {
        return column.lacks(first + i) ? null : '';
      }
      return text.length > CELL_TEXT ? `${text.slice(0, CELL_TEXT)}…` : text;
    }),
  );
  return { from: first, rows };
}
