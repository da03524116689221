import { CellDetail } from './cellDetail.ts';
import { fittingWidths } from './columnWidths.ts';
import { element, icon, setText } from './dom.ts';
import { counted } from './format.ts';
import { type Frame, GridCells, HEADER_HEIGHT, ROW_HEIGHT } from './gridCells.ts';
import { type Host, Superseded } from './host.ts';
import type { Pane } from './pane.ts';
import { CELL_TEXT, type View, type ViewHead } from './protocol.ts';
import { RowCache } from './rowCache.ts';
import { Scroller } from './scroller.ts';
import { moved, type Place, rangeOf, type Selection } from './selection.ts';
import { oneLine } from './visibleText.ts';

/** Where a grid was, to come back to. */
export interface GridPlace {
  readonly top: number;
  readonly left: number;
  readonly selection: Selection | undefined;
}

/** The rows of a view: a virtual grid, and below it the whole text of the cell that is selected. */
export class Grid implements Pane {
  readonly name = 'Table';
  readonly withoutTables = false;
  readonly element = element('section', { class: 'view', 'aria-label': 'Rows' });
  readonly #title = element('h2', {});
  readonly #count = element('span', { class: 'row-count' });
  readonly #copy = element('button', { class: 'plain', type: 'button' }, icon('copy'), 'Copy as CSV');
  readonly #toast = element('span', { class: 'toast', role: 'status' });
  readonly #box = element('div', {
    class: 'grid',
    role: 'grid',
    tabindex: 0,
    'aria-multiselectable': 'true',
  });
  readonly #layer = element('div', { class: 'layer', role: 'presentation' });
  readonly #none = element('div', { class: 'none' }, 'This table has no rows.');
  readonly #detail = new CellDetail();
  readonly #cells = new GridCells(this.#layer);
  readonly #scroller: Scroller;
  readonly #host: Host;
  readonly #moved: () => void;
  #view: View | undefined;
  #head: ViewHead = { title: '', columns: [], rows: 0 };
  #cache: RowCache | undefined;
  #widths: number[] = [];
  #edges: number[] = [0];
  #measured = false;
  /** The width of a character in the grid's font, in which all are as wide, in pixels. */
  #characterWidth = 8;
  #selection: Selection | undefined;
  #frame = 0;
  #toastTimer = 0;

  /** Calls `moved` when the place or the selection changes. */
  constructor(host: Host, moved: () => void) {
    this.#host = host;
    this.#moved = moved;
    const sizer = element('div', { class: 'sizer', role: 'presentation' }, this.#layer);
    this.#box.append(sizer);
    this.element.append(
      element('div', { class: 'toolbar' }, this.#title, this.#count, this.#toast, this.#copy),
      element('div', { class: 'grid-area' }, this.#box, this.#none),
      this.#detail.element,
    );
    this.#scroller = new Scroller(
      this.#box,
      sizer,
      { headerHeight: HEADER_HEIGHT, rowHeight: ROW_HEIGHT },
      () => this.#schedule(),
    );
    this.#copy.addEventListener('click', () => this.#copyAll());
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#box.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    this.#box.addEventListener('pointerover', (event) => showWhole(event.target as HTMLElement));
    document.addEventListener('copy', (event) => this.#copySelection(event));
  }

  get place(): GridPlace {
    return { top: this.#scroller.top, left: this.#scroller.left, selection: this.#selection };
  }

  reset(): void {
    this.#view = undefined;
    this.#cache = undefined;
    this.element.hidden = true;
  }

  show(view: View | undefined, place?: unknown): void {
    if (view === undefined) {
      return;
    }
    if (view === this.#view) {
      this.#schedule();
    } else {
      void this.#open(view, place as GridPlace | undefined);
    }
  }

  async #open(view: View, at?: GridPlace): Promise<void> {
    this.#view = view;
    this.#cache = new RowCache(this.#host, view, () => this.#schedule());
    this.#selection = at?.selection;
    this.#measured = false;
    const head = await this.#ask(view);
    if (head === undefined) {
      return;
    }
    this.element.hidden = false;
    this.#measureCharacter();
    this.#take(head);
    this.#scroller.scrollTo(at?.top ?? 0, at?.left ?? 0);
    this.#schedule();
    await this.#showDetail();
  }

  async refresh(): Promise<void> {
    const view = this.#view;
    const head = view === undefined ? undefined : await this.#ask(view);
    if (head !== undefined) {
      this.#take(head);
      this.#schedule();
    }
  }

  /** The view's head; undefined when another view is shown by now. */
  async #ask(view: View): Promise<ViewHead | undefined> {
    try {
      const head = await this.#host.ask('open', { view });
      return this.#view === view ? head : undefined;
    } catch (error) {
      if (error instanceof Superseded) {
        return undefined;
      }
      throw error;
    }
  }

  #take(head: ViewHead): void {
    if (head.columns.length !== this.#widths.length || !this.#measured) {
      this.#setWidths(fittingWidths(head.columns, [], this.#characterWidth));
    }
    this.#head = head;
    setText(this.#title, oneLine(head.title) || 'unnamed result');
    setText(this.#count, counted(head.rows, 'row'));
    this.#none.hidden = head.rows > 0;
    this.#copy.disabled = head.columns.length === 0;
    this.#box.setAttribute('aria-rowcount', String(head.rows + 1));
    this.#box.setAttribute('aria-colcount', String(head.columns.length + 1));
    this.#box.setAttribute('aria-label', `${oneLine(head.title)}, ${counted(head.rows, 'row')}`);
    this.#resize();
  }

  #setWidths(widths: number[]): void {
    this.#widths = widths;
    this.#edges = [0];
    for (const width of widths) {
      this.#edges.push((this.#edges.at(-1) ?? 0) + width);
    }
  }

  #resize(): void {
    this.#scroller.resize(this.#head.rows, this.#gutter + (this.#edges.at(-1) ?? 0));
  }

  /** Room for the largest row number. */
  get #gutter(): number {
    const digits = this.#head.rows.toLocaleString('en-US').length;
    return Math.ceil(Math.max(3, digits) * this.#characterWidth + 20);
  }

  #measureCharacter(): void {
    const probe = element('span', { class: 'probe', 'aria-hidden': 'true' }, '0'.repeat(20));
    this.#layer.append(probe);
    this.#characterWidth = probe.getBoundingClientRect().width / 20 || 8;
    probe.remove();
  }

  #schedule(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
        this.#moved();
      });
    }
  }

  #draw(): void {
    const cache = this.#cache;
    if (cache === undefined || this.element.hidden) {
      return;
    }
    const frame: Frame = {
      columns: this.#head.columns,
      edges: this.#edges,
      rows: this.#head.rows,
      row: (row) => cache.peek(row),
      top: this.#scroller.top,
      left: this.#scroller.left,
      width: this.#box.clientWidth,
      height: this.#box.clientHeight,
      gutter: this.#gutter,
      selection: this.#selection,
      range: this.#selection === undefined ? undefined : rangeOf(this.#selection),
    };
    const [first, end] = GridCells.visibleRows(frame);
    cache.want(first, end, frame.rows);
    this.#measure(cache);
    this.#cells.draw({ ...frame, edges: this.#edges });
    if (this.#box.querySelector('#active-cell') === null) {
      this.#box.removeAttribute('aria-activedescendant');
    } else {
      this.#box.setAttribute('aria-activedescendant', 'active-cell');
    }
  }

  /** Fits the columns to the first rows, once they are here. */
  #measure(cache: RowCache): void {
    const rows: (readonly string[])[] = [];
    for (
      let row = 0, found = cache.peek(0);
      found !== undefined && row < 100;
      row++, found = cache.peek(row)
    ) {
      rows.push(found);
    }
    if (!this.#measured && rows.length > 0) {
      this.#measured = true;
      this.#setWidths(fittingWidths(this.#head.columns, rows, this.#characterWidth));
      this.#resize();
    }
  }

  #select(selection: Selection | undefined): void {
    this.#selection = selection;
    if (selection !== undefined) {
      const { row, column } = selection.active;
      this.#scroller.showRow(row);
      const left = this.#edges[column] ?? 0;
      const right = (this.#edges[column + 1] ?? left) + this.#gutter - this.#box.clientWidth;
      const now = this.#scroller.left;
      this.#scroller.scrollTo(
        this.#scroller.top,
        now > left ? left : now < right ? Math.min(left, right) : now,
      );
    }
    this.#schedule();
    void this.#showDetail();
  }

  #key(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape') {
      this.#select(undefined);
    } else if (ctrl && event.key.toLowerCase() === 'a') {
      this.#selectAll();
    } else {
      const size = {
        rows: this.#head.rows,
        columns: this.#head.columns.length,
        page: Math.max(1, Math.floor(this.#scroller.extent.viewport / ROW_HEIGHT) - 1),
      };
      const start = Math.min(size.rows - 1, Math.ceil(this.#scroller.top / ROW_HEIGHT));
      const first: Place = { row: start, column: 0 };
      const move = { key: event.key, ctrl, shift: event.shiftKey };
      const next = moved(this.#selection ?? { active: first, anchor: first }, move, size);
      if (next === undefined || size.rows === 0 || event.altKey) {
        return;
      }
      // The first key only shows where the keyboard is.
      this.#select(this.#selection === undefined && !ctrl ? { active: first, anchor: first } : next);
    }
    event.preventDefault();
  }

  #selectAll(): void {
    const { rows, columns } = this.#head;
    if (rows > 0 && columns.length > 0) {
      this.#selection = {
        active: { row: rows - 1, column: columns.length - 1 },
        anchor: { row: 0, column: 0 },
      };
      this.#schedule();
    }
  }

  #pointerDown(event: PointerEvent): void {
    const target = (event.target as HTMLElement).closest<HTMLElement>('.cell, .resize');
    if (target === null || event.button !== 0) {
      return;
    }
    if (target.classList.contains('resize')) {
      this.#dragWidth(event, Number(target.dataset['column']));
      return;
    }
    if (target.classList.contains('corner')) {
      this.#selectAll();
      return;
    }
    const last = this.#head.columns.length - 1;
    const placeOf = (cell: HTMLElement, end: 'active' | 'anchor'): Place | undefined => {
      const row = cell.dataset['row'];
      if (row === undefined) {
        return undefined;
      }
      const column = cell.dataset['column'] ?? (end === 'active' ? last : 0);
      return { row: Number(row), column: Number(column) };
    };
    const active = placeOf(target, 'active');
    const anchor = event.shiftKey ? this.#selection?.anchor : placeOf(target, 'anchor');
    if (active === undefined) {
      return;
    }
    this.#select({ active, anchor: anchor ?? active });
    drag(this.#box, event, (move) => {
      const over = document.elementFromPoint(move.clientX, move.clientY)?.closest<HTMLElement>('.cell');
      const to = over === null || over === undefined ? undefined : placeOf(over, 'active');
      if (to !== undefined && this.#selection !== undefined) {
        this.#select({ active: to, anchor: this.#selection.anchor });
      }
    });
  }

  #dragWidth(event: PointerEvent, column: number): void {
    event.preventDefault();
    const before = this.#widths[column] ?? 0;
    drag(this.#box, event, (move) => {
      const width = Math.max(40, before + move.clientX - event.clientX);
      this.#setWidths(this.#widths.map((old, index) => (index === column ? width : old)));
      this.#resize();
      this.#schedule();
    });
  }

  /** The whole text of the active cell. */
  async #showDetail(): Promise<void> {
    const view = this.#view;
    const place = this.#selection?.active;
    const column = place === undefined ? undefined : this.#head.columns[place.column];
    if (view === undefined || place === undefined || column === undefined) {
      this.#detail.hide();
      return;
    }
    let text = this.#cache?.peek(place.row)?.[place.column];
    if (text === undefined || text.length > CELL_TEXT) {
      try {
        ({ text } = await this.#host.ask('cell', { view, ...place }));
      } catch {
        // The view was replaced meanwhile; so is this.
        return;
      }
      if (this.#view !== view || this.#selection?.active !== place) {
        return;
      }
    }
    this.#detail.show(column.label, place.row, text);
    // It takes from the rows' height; the active cell stays in sight.
    this.#scroller.showRow(place.row);
    this.#schedule();
  }

  #copyAll(): void {
    const { rows, columns } = this.#head;
    const all = {
      fromRow: 0,
      toRow: Math.max(0, rows - 1),
      fromColumn: 0,
      toColumn: Math.max(0, columns.length - 1),
    };
    void this.#copyRange({ ...all, format: 'csv', header: true });
  }

  #copySelection(event: ClipboardEvent): void {
    if (document.activeElement === this.#box && this.#selection !== undefined) {
      event.preventDefault();
      void this.#copyRange({ ...rangeOf(this.#selection), format: 'tsv', header: false });
    }
  }

  async #copyRange(
    range: ReturnType<typeof rangeOf> & { format: 'csv' | 'tsv'; header: boolean },
  ): Promise<void> {
    if (this.#view === undefined) {
      return;
    }
    let said: string;
    try {
      const { rows, truncated } = await this.#host.ask('copy', { view: this.#view, ...range });
      said = truncated
        ? `Copied the first ${counted(rows, 'row')}: the clipboard takes no more`
        : `Copied ${counted(rows, 'row')}`;
    } catch (error) {
      said = `Could not copy: ${error instanceof Error ? error.message : String(error)}`;
    }
    setText(this.#toast, said);
    window.clearTimeout(this.#toastTimer);
    this.#toastTimer = window.setTimeout(() => setText(this.#toast, ''), 4000);
  }
}

/** Follows the pointer until it is let go. */
function drag(target: HTMLElement, down: PointerEvent, follow: (event: PointerEvent) => void): void {
  target.setPointerCapture(down.pointerId);
  const end = () => {
    target.removeEventListener('pointermove', follow);
    target.removeEventListener('pointerup', end);
    target.removeEventListener('pointercancel', end);
  };
  target.addEventListener('pointermove', follow);
  target.addEventListener('pointerup', end);
  target.addEventListener('pointercancel', end);
}

/** A tooltip with the text of a cell that is too narrow for it. */
function showWhole(target: HTMLElement): void {
  if (target.getAttribute('role') === 'gridcell') {
    target.title = target.scrollWidth > target.clientWidth ? (target.textContent ?? '') : '';
  }
}
