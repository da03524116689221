import type { ColumnHead } from '../protocol.ts';
import type { Row } from './frame.ts';

const NARROWEST = 60;
const WIDEST = 320;
/** What a person asks for by hand may be wider. */
const WIDEST_BY_HAND = 900;
/** Cell padding on both sides with the border. */
const PADDING = 22;
/** What else the header holds: how it is sorted or the menu's button, and the key. */
const BUTTON = 32;
const ICON = 18;

/** The width, in pixels, that shows a column's name, type and rows, as far as they are not too long. */
export function fittingWidth(
  { label, type, group }: ColumnHead,
  column: number,
  rows: readonly Row[],
  characterWidth: number,
  byHand = false,
): number {
  const longest = rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0);
  const shownType = Math.min(type.length, 24) * 0.85 + 1;
  const head =
    BUTTON + Math.max(label.length * characterWidth + (group ? ICON : 0), shownType * characterWidth);
  const wanted = Math.max(head, longest * characterWidth) + PADDING;
  return Math.round(Math.max(NARROWEST, Math.min(byHand ? WIDEST_BY_HAND : WIDEST, wanted)));
}
