import {
  CELL_TEXT,
  type ColumnHead,
  type RowWindow,
  type View,
  type ViewHead,
} from '../../webview/protocol.ts';
import type { Column } from './columns.ts';
import type { Block, ResultStore, ResultTable } from './store.ts';

/** A column of a view: one of the store's, or the table's number when a view shows several tables. */
interface ViewColumn {
  readonly head: ColumnHead;
  text(row: number): string;
}

/** Rows as the panel shows them: those of one table, or of all tables of a block with the table's number in front. */
export interface ResultView {
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly ViewColumn[];
}

/** Looks a view up; throws a RangeError when the store has no such table. */
export function resultView(store: ResultStore, { kind, index }: View): ResultView {
  if (kind === 'table') {
    const table = store.tables[index];
    if (table === undefined) {
      throw new RangeError('This table is not there.');
    }
    return {
      title: [table.block.result, table.id === '' ? '' : `table ${table.id}`].filter(Boolean).join(' · '),
      rows: table.rowCount,
      columns: table.block.columns.map((column) => viewColumn(column, table.firstRow)),
    };
  }
  const block = store.blocks[index];
  if (block === undefined) {
    throw new RangeError('This result is not there.');
  }
  return {
    title: block.result,
    rows: block.rowCount,
    columns: [numbers(block), ...block.columns.map((column) => viewColumn(column, 0))],
  };
}

/** What the page needs to draw a view's frame. */
export function viewHead(view: ResultView): ViewHead {
  return { title: view.title, rows: view.rows, columns: view.columns.map(({ head }) => head) };
}

/** A window of rows as text; long texts are cut. */
export function rowWindow(view: ResultView, from: number, count: number): RowWindow {
  const first = Math.max(0, Math.min(from, view.rows));
  const size = Math.max(0, Math.min(count, view.rows - first));
  const rows = Array.from({ length: size }, (_, i) =>
    view.columns.map((column) => {
      const text = column.text(first + i);
      return text.length > CELL_TEXT ? `${text.slice(0, CELL_TEXT)}…` : text;
    }),
  );
  return { from: first, rows };
}

function viewColumn(column: Column, firstRow: number): ViewColumn {
  const { label, type, inferred, mismatch, group, kind } = column;
  const numeric = kind === 'long' || kind === 'unsignedLong' || kind === 'double';
  return {
    head: { label, type, inferred, mismatch, group, numeric },
    text: (row) => column.text(firstRow + row),
  };
}

function numbers(block: Block): ViewColumn {
  return {
    head: { label: 'table', type: 'long', inferred: false, mismatch: false, group: false, numeric: true },
    text: (row) => tableAt(block.tables, row)?.id ?? '',
  };
}

/** The table that holds a block's row. */
function tableAt(tables: readonly ResultTable[], row: number): ResultTable | undefined {
  let low = 0;
  let high = tables.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tables[middle] as ResultTable).firstRow <= row) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return tables[low];
}
