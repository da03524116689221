/** Rows to look at: one table, or all tables under one header as one. */
export interface View {
  readonly kind: 'table' | 'block';
  readonly index: number;
}

/** What the page asks of the tables. */
export interface TableQuestions {
  /** A window of the list of tables whose text contains `filter`. */
  list: {
    ask: { readonly filter: string; readonly from: number; readonly count: number };
    answer: TableList;
  };
  /** The head of a view. */
  open: { ask: { readonly view: View }; answer: ViewHead };
  /** A window of rows. */
  rows: { ask: { readonly view: View; readonly from: number; readonly count: number }; answer: RowWindow };
  /** The whole text of a cell. */
  cell: {
    ask: { readonly view: View; readonly row: number; readonly column: number };
    answer: { readonly text: string };
  };
  /** Puts cells on the clipboard. */
  copy: { ask: CopyRequest; answer: CopyResult };
}

export interface TableList {
  readonly total: number;
  readonly from: number;
  readonly items: readonly TableItem[];
}

export interface TableItem {
  readonly view: View;
  /** The result's name. */
  readonly result: string;
  /** The table's number as the server gave it; for a block, how many tables it has. */
  readonly label: string;
  /** The group key without the times, which are the same for all tables. */
  readonly key: readonly { readonly label: string; readonly value: string }[];
  readonly rows: number;
  /** Whether it stands below a block's item. */
  readonly nested: boolean;
}

export interface ColumnHead {
  readonly label: string;
  readonly type: string;
  /** No type was sent: it is a guess. */
  readonly inferred: boolean;
  /** A value did not fit the type; the cells show what was sent. */
  readonly mismatch: boolean;
  /** In the group key. */
  readonly group: boolean;
  /** Whether the values are numbers, to be aligned as such. */
  readonly numeric: boolean;
}

export interface ViewHead {
  /** The result and, for a single table, its number. */
  readonly title: string;
  readonly columns: readonly ColumnHead[];
  readonly rows: number;
}

export interface RowWindow {
  readonly from: number;
  /** By row, then by column; the empty text for an empty cell, at most `CELL_TEXT` characters and an ellipsis for a long one. */
  readonly rows: readonly (readonly string[])[];
}

/** How much of a cell's text a window of rows carries. */
export const CELL_TEXT = 300;

export interface CopyRequest {
  readonly view: View;
  /** Rows and columns, ends included. */
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
  readonly format: 'tsv' | 'csv';
  readonly header: boolean;
}

export interface CopyResult {
  /** Rows copied. */
  readonly rows: number;
  /** Whether there were more than the clipboard takes. */
  readonly truncated: boolean;
}
