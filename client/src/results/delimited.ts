import type { CopyRequest } from '../../webview/protocol.ts';
import type { ResultView } from './views.ts';

/** More than this many characters freeze clipboards and what they are pasted into. */
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** Rows written between two looks at the clock. */
const STRIDE = 500;

/** The text of a range of cells. */
export interface Delimited {
  readonly text: string;
  readonly rows: number;
  /** Whether rows were left out for their size. */
  readonly truncated: boolean;
}

/** Writes a range of cells as CSV, or as the tab-separated values that spreadsheets paste. */
export async function delimited(
  view: ResultView,
  range: Omit<CopyRequest, 'view'>,
  breathe: () => Promise<void>,
): Promise<Delimited> {
  const columns = view.columns.slice(range.fromColumn, range.toColumn + 1);
  const separator = range.format === 'csv' ? ',' : '\t';
  const special = range.format === 'csv' ? /[",\r\n]/ : /["\t\r\n]/;
  const line = (cells: readonly string[]) =>
    cells.map((cell) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator);
  const first = Math.max(0, range.fromRow);
  const last = Math.min(range.toRow, view.rows - 1);
  const lines = range.header ? [line(columns.map(({ head }) => head.label))] : [];
  let characters = 0;
  let row = first;
  for (; row <= last && characters < MAX_CHARACTERS; row++) {
    const text = line(columns.map((column) => column.text(row)));
    characters += text.length + 1;
    lines.push(text);
    if (row % STRIDE === 0) {
      await breathe();
    }
  }
  // A single cell goes into the middle of other text; several rows end with a line end each.
  const end = lines.length > 1 ? '\n' : '';
  return { text: lines.join('\n') + end, rows: row - first, truncated: row <= last };
}
