import type { CopyRequest } from '../../../webview/protocol.ts';
import type { ResultView } from '../views.ts';
import { textOf } from './content.ts';
import { copyWriter, type WriterOptions } from './formats.ts';

/** More than this many characters freeze clipboards and what they are pasted into. */
export const CLIPBOARD_CHARACTERS = 32 * 1024 * 1024;
/** Rows between two looks at the size. */
const STRIDE = 100;

/** The text of a range of cells. */
export interface CopiedText {
  readonly text: string;
  readonly rows: number;
  /** Whether rows were left out for their size. */
  readonly truncated: boolean;
  /** Cells with an apostrophe in front, so that no spreadsheet runs them. */
  readonly defused: number;
}

/** Writes a range of cells as text; what is beyond the view is left out. Throws the signal's reason when it is aborted. */
export async function clipboardText(
  view: ResultView,
  range: Omit<CopyRequest, 'view'>,
  options: WriterOptions & { readonly signal?: AbortSignal; readonly most?: number },
): Promise<CopiedText> {
  const { signal, most = CLIPBOARD_CHARACTERS } = options;
  const columns = view.columns.slice(range.fromColumn, range.toColumn + 1);
  const writer = copyWriter(range.format, range.header, options);
  const end = Math.min(range.toRow + 1, view.rows);
  let from = Math.min(range.fromRow, end);
  const first = from;
  let size = 0;
  const sections = function* () {
    do {
      const to = Math.min(end, from + STRIDE);
      yield { columns, from, to };
      from = to;
    } while (from < end && size < most);
  };
  const pieces: string[] = [];
  for await (const piece of textOf(sections(), writer, signal && { signal })) {
    pieces.push(piece);
    size += piece.length;
  }
  const rows = from - first;
  const text = pieces.join('');
  // A single line of cells goes into the middle of other text; several lines end with a line end each.
  const bare = range.format === 'tsv' || range.format === 'csv' ? rows + Number(range.header) <= 1 : false;
  return {
    text: bare ? text.replace(/\n$/, '') : text,
    rows,
    truncated: from < end,
    defused: writer.defused,
  };
}
