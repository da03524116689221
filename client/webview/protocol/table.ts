import type { CopyFormat } from './export.ts';

/** Rows to look at, and how: what one part of the page shows, another can chart, copy or export. */
export interface View {
  /** One table; all tables under one header as one; all tables of a result as one, whatever their columns. */
  readonly kind: 'table' | 'block' | 'result';
  /** Counts the answer's tables, headers or results. */
  readonly index: number;
  /** Rows sorted and filtered, as `arrange` called them; all as they came if it is not given. */
  readonly order?: number;
  /** The columns in sight by index, in the order in which they are shown; all if not given. */
  readonly columns?: readonly number[];
  /** How times read; as InfluxDB writes them if not given. */
  readonly times?: TimeStyle;
}

/** How times read. Nanoseconds are never lost. */
export interface TimeStyle {
  /** The zone's name in the time zone database; `UTC` for none. */
  readonly zone: string;
  readonly format: TimeFormat;
}

/**
 * - `rfc3339`: RFC 3339 with as many digits as there are: `2024-05-01T12:00:00.5Z`
 * - `nine`: the same with nine digits always
 * - `plain`: `2024-05-01 12:00:00.5`
 * - `ms`, `ns`: milliseconds (with a fraction) or nanoseconds since 1970
 */
export type TimeFormat = (typeof timeFormats)[number];
export const timeFormats = ['rfc3339', 'nine', 'plain', 'ms', 'ns'] as const;

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
  /** Sorts and filters the rows that there are by now. A later question for the same view ends an earlier one. */
  arrange: { ask: { readonly view: View; readonly arrangement: Arrangement }; answer: Arranged };
  /** The next or previous cell that contains a text, whatever the case; `at` itself counts only with `inclusive`. */
  find: { ask: FindRequest; answer: { readonly found: CellPlace | undefined } };
  /** How many cells contain a text, and which of them the one at `at` is. */
  countFound: { ask: Omit<FindRequest, 'backwards' | 'inclusive'>; answer: FoundCount };
  /** What a column holds, in the rows of the view. */
  summary: { ask: { readonly view: View; readonly column: number }; answer: ColumnSummary };
  /** How times are to read, as it was kept; the zone may also be `local`, which is the page's own. */
  timeStyle: { ask: object; answer: TimeStyle };
  /** Keeps how times are to read, for other runs too. */
  keepTimeStyle: { ask: TimeStyle; answer: null };
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
  /** The table's number as the server gave it; for several tables as one, how many these are. */
  readonly label: string;
  /** The group key without the times, which are the same for all tables; for a header, what its columns are. */
  readonly key: readonly { readonly label: string; readonly value: string }[];
  readonly rows: number;
  /** Whether it stands below a result's item. */
  readonly nested: boolean;
}

/** What a column's values are; `mixed` when they differ between tables. */
export type ValueKind =
  | 'boolean'
  | 'long'
  | 'unsignedLong'
  | 'double'
  | 'time'
  /** The text that came; a number of nanoseconds as a number. */
  | 'duration'
  /** Base64. */
  | 'binary'
  | 'text'
  | 'mixed';

export interface ColumnHead {
  readonly label: string;
  readonly type: string;
  readonly kind: ValueKind;
  /** No type was sent: it is a guess. */
  readonly inferred: boolean;
  /** A value did not fit the type; the cells show what was sent. */
  readonly mismatch: boolean;
  /** In the group key. */
  readonly group: boolean;
  /** Whether the values are numbers, to be aligned as such. */
  readonly numeric: boolean;
  /** Some of the tables do not have it. */
  readonly partial: boolean;
}

export interface ViewHead {
  /** The result and, for a single table, its number. */
  readonly title: string;
  /** All columns, also those that are not in sight. */
  readonly columns: readonly ColumnHead[];
  readonly rows: number;
  /** How many tables these rows come from. Several tables as one have their number as the first column. */
  readonly tables: number;
  /** Rows that are there by now, sorted or not, filtered or not. */
  readonly all: number;
  /** Rows that were there when they were sorted and filtered; the same as `all` when they were not. */
  readonly arranged: number;
}

export interface RowWindow {
  readonly from: number;
  /**
   * By row, then by column; the empty text for an empty cell, at most `CELL_TEXT` characters and an ellipsis for a long one;
   * null where the row's table does not have the column.
   */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Rows that the grid asks for at a time; about three screens. */
export const ROWS_AT_ONCE = 128;

/** How much of a cell's text a window of rows carries. */
export const CELL_TEXT = 300;

export interface CopyRequest {
  readonly view: View;
  /** Rows and columns, ends included; columns are places in the view's `columns`. */
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
  readonly format: CopyFormat;
  /** Whether separated values have the columns' labels above them; the other formats always do. */
  readonly header: boolean;
}

export interface CopyResult {
  /** Rows copied. */
  readonly rows: number;
  /** Whether there were more than the clipboard takes. */
  readonly truncated: boolean;
  /** Cells with an apostrophe in front, so that no spreadsheet runs them. */
  readonly defused: number;
}

/** Which rows are shown in which order. */
export interface Arrangement {
  /** The first decides; rows that are equal in all stay as they came. Empty cells come last. */
  readonly sort: readonly SortKey[];
  /** All have to hold. */
  readonly filters: readonly ColumnFilter[];
  /** A text that some cell of the row contains, whatever the case; empty for all rows. */
  readonly text: string;
  /** The columns that `text` is looked for in, by index; all if not given. */
  readonly columns?: readonly number[];
}

export interface SortKey {
  /** The column by index. */
  readonly column: number;
  readonly descending: boolean;
}

/**
 * `contains` and `excludes` are about the text as it is shown, whatever the case; the others about the value: numbers exact to
 * the last digit, times as instants, texts as they are.
 */
export type FilterOperator =
  | 'contains'
  | 'excludes'
  | 'equals'
  | 'differs'
  | 'less'
  | 'atMost'
  | 'greater'
  | 'atLeast'
  | 'empty'
  | 'filled';

export interface ColumnFilter {
  /** The column by index. */
  readonly column: number;
  readonly operator: FilterOperator;
  /** As it was typed; nothing for `empty` and `filled`. */
  readonly value: string;
}

export interface Arranged {
  /** For `View.order`. */
  readonly order: number;
  readonly rows: number;
  /** The rows that were there. */
  readonly of: number;
}

export interface CellPlace {
  readonly row: number;
  /** Its place in the view's `columns`. */
  readonly column: number;
}

export interface FindRequest {
  readonly view: View;
  readonly text: string;
  readonly at: CellPlace;
  readonly backwards: boolean;
  readonly inclusive: boolean;
}

export interface FoundCount {
  readonly total: number;
  /** From 1; 0 when the cell is none of them. */
  readonly index: number;
}

export interface ColumnSummary {
  readonly rows: number;
  /** Empty cells. */
  readonly nulls: number;
  /** Rows whose table does not have the column. */
  readonly lacking: number;
  /** Values that are no number although the column holds numbers. */
  readonly nan: number;
  readonly distinct: number;
  /** There are more than `distinct`. */
  readonly more: boolean;
  /** As they are shown; undefined without any value. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  /** Of the numbers; undefined for values that have no mean. */
  readonly mean: number | undefined;
  /** The values that are there most often, for texts and booleans, if they are few enough to be counted. */
  readonly frequent: readonly { readonly text: string; readonly count: number }[];
}
