import type { ColumnHead, SortKey } from '../protocol.ts';
import type { Range, Selection } from './selection.ts';

/** By column; null where the row's table does not have it. */
export type Row = readonly (string | null)[];

export const ROW_HEIGHT = 22;
export const HEADER_HEIGHT = 42;

/** A column in sight. */
export interface ShownColumn {
  /** Its index among all columns of the view. */
  readonly column: number;
  readonly head: ColumnHead;
  /** Behind its type: how its times read. */
  readonly note: string;
  readonly filtered: boolean;
}

/** What of a grid is to be seen, in pixels of the columns and of the rows. */
export interface Frame {
  /** In the order in which they are shown. */
  readonly columns: readonly ShownColumn[];
  /** How many of them stay while the others scroll. */
  readonly pinned: number;
  /** Left edges, and the right edge of the last. */
  readonly edges: readonly number[];
  readonly sort: readonly SortKey[];
  readonly rows: number;
  readonly row: (row: number) => Row | undefined;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** Width of the row numbers. */
  readonly gutter: number;
  readonly selection: Selection | undefined;
  readonly range: Range | undefined;
  /** The text that is looked for; empty for none. */
  readonly find: string;
}

/** The rows that a frame shows, the second exclusive. */
export function visibleRows({ top, height, rows }: Pick<Frame, 'top' | 'height' | 'rows'>): [number, number] {
  const first = Math.floor(top / ROW_HEIGHT);
  return [first, Math.min(rows, first + Math.ceil((height - HEADER_HEIGHT) / ROW_HEIGHT) + 1)];
}

/** The columns that a frame shows, by their places: the pinned ones, then those that are not scrolled away. */
export function visibleColumns(
  frame: Pick<Frame, 'columns' | 'pinned' | 'edges' | 'left' | 'width' | 'gutter'>,
): number[] {
  const { columns, pinned, edges, left, width, gutter } = frame;
  const places: number[] = [];
  const from = left + (edges[pinned] ?? 0);
  for (let place = 0; place < columns.length; place++) {
    const start = edges[place] ?? 0;
    if (place < pinned || ((edges[place + 1] ?? 0) > from && start < left + width - gutter)) {
      places.push(place);
    }
  }
  return places;
}

/** Where a column begins, in pixels of the grid's box. */
export function columnStart({ edges, gutter, left, pinned }: Frame, place: number): number {
  return gutter + (edges[place] ?? 0) - (place < pinned ? 0 : left);
}

/** The place of the column at a pixel of the grid's box, the nearest one beyond the ends. */
export function columnAt(frame: Frame, x: number): number {
  const { columns, edges, gutter, left, pinned } = frame;
  const inside = x - gutter;
  const scrolled = inside < (edges[pinned] ?? 0) && pinned > 0 ? inside : inside + left;
  const found = columns.findIndex((_, place) => (edges[place + 1] ?? 0) > scrolled);
  return found < 0 ? columns.length - 1 : found;
}

/** The row at a pixel of the grid's box, the nearest one beyond the ends. */
export function rowAt({ top, rows }: Frame, y: number): number {
  return Math.max(0, Math.min(rows - 1, Math.floor((y - HEADER_HEIGHT + top) / ROW_HEIGHT)));
}
