import { element } from '../dom.ts';
import { Scroller } from '../scroller.ts';
import { type Frame, HEADER_HEIGHT, ROW_HEIGHT, type ShownColumn, visibleRows } from './frame.ts';
import { GridCells } from './gridCells.ts';
import type { RowCache } from './rowCache.ts';
import { moved, type Place, rangeOf, type Selection } from './selection.ts';

/** What the box shows; all of it is replaced at once. */
export interface BoxContent extends Pick<Frame, 'pinned' | 'edges' | 'sort' | 'rows'> {
  readonly columns: readonly ShownColumn[];
  readonly cache: RowCache | undefined;
  readonly name: string;
}

const NOTHING: BoxContent = {
  columns: [],
  pinned: 0,
  edges: [0],
  sort: [],
  rows: 0,
  cache: undefined,
  name: '',
};

/** The box that rows scroll in: what is seen, where it is, and what is selected. */
export class GridBox {
  readonly element = element('div', { class: 'grid-area' });
  readonly box = element('div', {
    class: 'grid',
    role: 'grid',
    tabindex: 0,
    'aria-multiselectable': 'true',
  });
  readonly #layer = element('div', { class: 'layer', role: 'presentation' });
  readonly #cells = new GridCells(this.#layer);
  readonly #scroller: Scroller;
  readonly #changed: () => void;
  readonly #selected: () => void;
  #content = NOTHING;
  #selection: Selection | undefined;
  #find = '';
  #frame = 0;
  #characterWidth = 0;

  /** Calls `changed` after each drawing, and `selected` when something else is selected. */
  constructor(changed: () => void, selected: () => void) {
    this.#changed = changed;
    this.#selected = selected;
    const sizer = element('div', { class: 'sizer', role: 'presentation' }, this.#layer);
    this.box.append(sizer);
    this.element.append(this.box);
    const sizes = { headerHeight: HEADER_HEIGHT, rowHeight: ROW_HEIGHT };
    this.#scroller = new Scroller(this.box, sizer, sizes, () => this.schedule());
    this.box.addEventListener('pointerover', (event) => showWhole(event.target as HTMLElement));
  }

  get top(): number {
    return this.#scroller.top;
  }

  get left(): number {
    return this.#scroller.left;
  }

  get selection(): Selection | undefined {
    return this.#selection;
  }

  get content(): BoxContent {
    return this.#content;
  }

  /** The first row that is seen as a whole. */
  get firstRow(): number {
    return Math.max(0, Math.min(this.#content.rows - 1, Math.ceil(this.top / ROW_HEIGHT)));
  }

  /** The width of a character in the grid's font, in which all are as wide, in pixels. */
  get characterWidth(): number {
    if (this.#characterWidth === 0) {
      const probe = element('span', { class: 'probe', 'aria-hidden': 'true' }, '0'.repeat(20));
      this.#layer.append(probe);
      this.#characterWidth = probe.getBoundingClientRect().width / 20;
      probe.remove();
    }
    return this.#characterWidth || 8;
  }

  /** What is seen now. */
  get frame(): Frame {
    const { columns, pinned, edges, sort, rows, cache } = this.#content;
    return {
      columns,
      pinned,
      edges,
      sort,
      rows,
      row: (row) => cache?.peek(row),
      top: this.top,
      left: this.left,
      width: this.box.clientWidth,
      height: this.box.clientHeight,
      gutter: this.#gutter,
      selection: this.#selection,
      range: this.#selection === undefined ? undefined : rangeOf(this.#selection),
      find: this.#find,
    };
  }

  show(content: BoxContent): void {
    this.#content = content;
    const { rows, columns, edges, name } = content;
    this.box.setAttribute('aria-rowcount', String(rows + 1));
    this.box.setAttribute('aria-colcount', String(columns.length + 1));
    this.box.setAttribute('aria-label', name);
    this.#scroller.resize(rows, this.#gutter + (edges.at(-1) ?? 0));
    this.schedule();
  }

  /** Marks the cells that contain a text. */
  mark(text: string): void {
    this.#find = text;
    this.schedule();
  }

  scrollTo(top: number, left: number = this.left): void {
    this.#scroller.scrollTo(top, left);
    this.schedule();
  }

  select(selection: Selection | undefined): void {
    this.#selection = selection;
    if (selection !== undefined) {
      this.reveal(selection.active);
    }
    this.schedule();
    this.#selected();
  }

  /** Selects all cells, without moving. */
  selectAll(): void {
    const { rows, columns } = this.#content;
    if (rows > 0 && columns.length > 0) {
      const active = { row: rows - 1, column: columns.length - 1 };
      this.#selection = { active, anchor: { row: 0, column: 0 } };
      this.schedule();
    }
  }

  /** Scrolls as little as shows a cell. */
  reveal({ row, column }: Place): void {
    this.#scroller.showRow(row);
    const { edges, pinned } = this.#content;
    const still = edges[pinned] ?? 0;
    if (column >= pinned) {
      const start = (edges[column] ?? 0) - still;
      const end = (edges[column + 1] ?? 0) + this.#gutter - this.box.clientWidth;
      const now = this.left;
      const left = now > start ? start : now < end ? Math.min(start, end) : now;
      this.#scroller.scrollTo(this.top, left);
    }
    this.schedule();
  }

  /** Moves the selection as a key says; false for keys that say nothing. */
  key(event: KeyboardEvent): boolean {
    const { rows, columns } = this.#content;
    const ctrl = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.#scroller.extent.viewport / ROW_HEIGHT) - 1);
    const first = { row: this.firstRow, column: 0 };
    const start = { active: first, anchor: first };
    const move = { key: event.key, ctrl, shift: event.shiftKey };
    const next = moved(this.#selection ?? start, move, { rows, columns: columns.length, page });
    if (next === undefined || event.altKey || rows === 0 || columns.length === 0) {
      return false;
    }
    // The first key only shows where the keyboard is.
    this.select(this.#selection === undefined && !ctrl ? start : next);
    return true;
  }

  /** The head of a column in sight. */
  head(place: number): HTMLElement | undefined {
    return this.#cells.head(place);
  }

  schedule(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  #draw(): void {
    const { frame } = this;
    if (frame.width === 0) {
      return;
    }
    const [first, end] = visibleRows(frame);
    this.#content.cache?.want(first, end, frame.rows);
    this.#cells.draw(frame);
    if (this.box.querySelector('#active-cell') === null) {
      this.box.removeAttribute('aria-activedescendant');
    } else {
      this.box.setAttribute('aria-activedescendant', 'active-cell');
    }
    this.#changed();
  }

  /** Room for the largest row number. */
  get #gutter(): number {
    const digits = this.#content.rows.toLocaleString('en-US').length;
    return Math.ceil(Math.max(3, digits) * this.characterWidth + 20);
  }
}

/** A tooltip with the text of a cell that is too narrow for it. */
function showWhole(target: HTMLElement): void {
  if (target.getAttribute('role') === 'gridcell') {
    target.title = target.scrollWidth > target.clientWidth ? (target.textContent ?? '') : '';
  }
}
