import type { ColumnHead } from './protocol.ts';

const NARROWEST = 60;
const WIDEST = 320;
/** Cell padding on both sides with the border, and the header's icon. */
const PADDING = 22;
const ICON = 18;

/** Widths, in pixels, that show the columns' names, types and first rows, as far as they are not too long. */
export function fittingWidths(
  columns: readonly ColumnHead[],
  rows: readonly (readonly string[])[],
  characterWidth: number,
): number[] {
  return columns.map(({ label, type, group }, column) => {
    const longest = rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0);
    const head = Math.max(label.length, type.length * 0.85 + 1) * characterWidth + (group ? ICON : 0);
    return Math.round(
      Math.max(NARROWEST, Math.min(WIDEST, Math.max(head, longest * characterWidth) + PADDING)),
    );
  });
}
