import type { ViewColumn } from '../views.ts';

/** A column as exports need it; a view's are. */
export type OutColumn = Pick<ViewColumn, 'text' | 'value' | 'lacks'> & {
  readonly head: Pick<ViewColumn['head'], 'label' | 'kind' | 'numeric'>;
};

/** Rows `from` to `to` (exclusive) of some columns. */
export interface Section {
  readonly columns: readonly OutColumn[];
  readonly from: number;
  readonly to: number;
}

/** Writes rows as text, in order: for each section its columns, then its rows; at last the end. */
export interface RowWriter {
  /** The text before the rows of these columns. */
  columns(columns: readonly OutColumn[]): string;
  row(row: number): string;
  end(): string;
  /** Cells that were written differently, so that no spreadsheet runs them. */
  readonly defused: number;
}

/** Whether two sections have the same columns, as far as their labels tell. */
export function sameLabels(a: readonly OutColumn[] | undefined, b: readonly OutColumn[]): boolean {
  return a?.length === b.length && b.every(({ head }, index) => head.label === a[index]?.head.label);
}
