import type { Arrangement, ColumnHead, ViewHead } from '../protocol.ts';
import { fittingWidth } from './columnWidths.ts';
import type { Frame, Row, ShownColumn } from './frame.ts';
import {
  arrangedColumns,
  firstLayout,
  hidden,
  type Layout,
  movedTo,
  neighbour,
  PLAIN_LAYOUT,
  pinned,
  shownColumns,
  withWidth,
} from './layout.ts';

/** Columns in their places, for the box to show. */
export interface PlacedColumns extends Pick<Frame, 'pinned' | 'edges'> {
  readonly columns: readonly ShownColumn[];
}

/** The columns of a view: where they are, how wide, and which are hidden. */
export class GridColumns {
  #layout = PLAIN_LAYOUT;
  #heads: readonly ColumnHead[] = [];
  /** Widths that fit the first rows, by column. */
  #fitted: number[] = [];
  #measured = false;
  #characterWidth = 8;
  /** The first column has the number of the only table, which says nothing. */
  #withoutNumber = false;

  /** As a person has arranged them. */
  get layout(): Layout {
    return this.#layout;
  }

  get heads(): readonly ColumnHead[] {
    return this.#heads;
  }

  /** Takes columns in; with others than before, they begin as `layout` says. */
  take({ columns, tables }: ViewHead, severalTables: boolean, characterWidth: number): void {
    this.#heads = columns;
    this.#withoutNumber = severalTables && tables === 1;
    this.#characterWidth = characterWidth;
  }

  /** Begins with a layout, or with the one before where the columns are the same: `before` and `labels` name them. */
  begin(layout: Layout | undefined, before: readonly string[], labels: readonly string[]): void {
    const sameColumns = before.length === labels.length && before.every((label, at) => label === labels[at]);
    this.#layout = layout ?? (sameColumns ? this.#layout : firstLayout(labels));
    this.#measured &&= sameColumns;
  }

  /** Widths have to be fitted again. */
  forgetWidths(): void {
    this.#measured = false;
  }

  /** Fits widths to the first rows, once they are here; false when there is nothing new. */
  measure(rows: readonly Row[]): boolean {
    if (this.#measured) {
      return false;
    }
    this.#measured = rows.length > 0;
    this.#fitted = this.#heads.map((head, column) => fittingWidth(head, column, rows, this.#characterWidth));
    return true;
  }

  /** The columns in sight; `note` says how times read. */
  placed({ filters }: Arrangement, note: string): PlacedColumns {
    const shown = shownColumns(this.#effective, this.#heads.length);
    const edges = [0];
    const columns = shown.columns.flatMap((column) => {
      const head = this.#heads[column];
      if (head === undefined) {
        return [];
      }
      this.#fitted[column] ??= fittingWidth(head, column, [], this.#characterWidth);
      edges.push((edges.at(-1) ?? 0) + (this.#layout.widths[column] ?? this.#fitted[column] ?? 0));
      const filtered = filters.some((filter) => filter.column === column);
      return [{ column, head, note: head.kind === 'time' ? note : '', filtered }];
    });
    return { columns, edges, pinned: shown.pinned };
  }

  /** All that can be shown and hidden, in their order. */
  get choices(): { column: number; head: ColumnHead; shown: boolean }[] {
    const { hidden: away } = this.#effective;
    return arrangedColumns(this.#layout, this.#heads.length).flatMap((column) => {
      const head = this.#heads[column];
      return head === undefined || (this.#withoutNumber && column === 0)
        ? []
        : [{ column, head, shown: !away.includes(column) }];
    });
  }

  isPinned(column: number): boolean {
    return this.#layout.pinned.includes(column);
  }

  canMove(column: number, step: 1 | -1): boolean {
    return neighbour(this.#effective, this.#heads.length, column, step) !== undefined;
  }

  hide(columns: readonly number[], hide: boolean): void {
    this.#layout = columns.reduce((layout, column) => hidden(layout, column, hide), this.#layout);
  }

  pin(column: number, pin: boolean): void {
    this.#layout = pinned(this.#layout, column, pin);
  }

  /** Puts a column where another one is. */
  moveTo(column: number, target: number): void {
    this.#layout = movedTo(this.#layout, this.#heads.length, column, target);
  }

  step(column: number, step: 1 | -1): void {
    const target = neighbour(this.#effective, this.#heads.length, column, step);
    if (target !== undefined) {
      this.moveTo(column, target);
    }
  }

  resize(column: number, width: number): void {
    this.#layout = withWidth(this.#layout, column, width);
  }

  /** Makes a column as wide as the rows need. */
  fit(column: number, rows: readonly Row[]): void {
    const head = this.#heads[column];
    if (head !== undefined) {
      this.resize(column, fittingWidth(head, column, rows, this.#characterWidth, true));
    }
  }

  get #effective(): Layout {
    return this.#withoutNumber ? hidden(this.#layout, 0, true) : this.#layout;
  }
}
