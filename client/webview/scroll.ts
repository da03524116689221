/**
 * The arithmetic of scrolling through more rows than an element can be high. Browsers cap an element's height (Chromium at 33
 * million pixels), so beyond `MAX_HEIGHT` the scroll bar's way is shorter than the rows', and stands for it in proportion.
 */

export const MAX_HEIGHT = 8_000_000;

export interface Extent {
  readonly rows: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** The height that rows are seen through, in pixels. */
  readonly viewport: number;
}

/** How high the scrolled element has to be. */
export function physicalHeight({ rows, rowHeight }: Extent): number {
  return Math.min(rows * rowHeight, MAX_HEIGHT);
}

/** Where the last row is at the bottom of the viewport, in pixels of the rows. */
export function maxTop({ rows, rowHeight, viewport }: Extent): number {
  return Math.max(0, rows * rowHeight - viewport);
}

/** Pixels of rows for each pixel of the scroll bar's way; 1 unless there are too many rows. */
export function scale(extent: Extent): number {
  const way = physicalHeight(extent) - extent.viewport;
  return way <= 0 ? 1 : maxTop(extent) / way;
}

/** The pixel of the rows at the viewport's top, for an element's `scrollTop`. */
export function topOf(scrollTop: number, extent: Extent): number {
  return Math.min(scrollTop * scale(extent), maxTop(extent));
}

/** The top that shows a row, moving as little as possible. */
export function topShowing(row: number, top: number, extent: Extent): number {
  const above = row * extent.rowHeight;
  const below = above + extent.rowHeight - extent.viewport;
  return Math.max(0, Math.min(maxTop(extent), Math.min(above, Math.max(top, below))));
}
