import './table.css';
import './popups.css';
import { element } from '../dom.ts';
import { counted } from '../format.ts';
import type { Host } from '../host.ts';
import type { Pane } from '../pane.ts';
import { below, type Spot } from '../popup/popup.ts';
import type { Arrangement, ColumnFilter, TimeStyle, View, ViewHead } from '../protocol.ts';
import { AS_THEY_CAME, filteredBy, isPlain, sortedBy, sortedByClick, sortText } from './arranger.ts';
import { BelowRows } from './belowRows.ts';
import type { ColumnActions } from './columnMenu.ts';
import { listColumns } from './columnsList.ts';
import { copyCells } from './copying.ts';
import { FilterBar } from './filterBar.ts';
import { editFilter } from './filterEditor.ts';
import { FindBar } from './findBar.ts';
import { Finding } from './finding.ts';
import { GridBox } from './gridBox.ts';
import { GridColumns } from './gridColumns.ts';
import { GridMenus } from './gridMenus.ts';
import { gridKeys } from './keys.ts';
import type { Layout } from './layout.ts';
import { followPointer } from './pointer.ts';
import type { Range, Selection } from './selection.ts';
import { ShownRows } from './shownRows.ts';
import { styleNote, TimeControl } from './times.ts';
import { Toolbar } from './toolbar.ts';

/** Where a grid was, and how it was arranged, to come back to. */
export interface GridPlace {
  readonly top: number;
  readonly left: number;
  readonly selection: Selection | undefined;
  readonly layout: Layout;
  readonly arrangement: Arrangement;
  /** The column whose summary is shown. */
  readonly summary: number | undefined;
}

/** Rows that columns are fitted to. */
const MEASURED_ROWS = 100;

/** The rows of a view: a virtual grid with what sorts, filters, finds and arranges them. */
export class Grid implements Pane {
  readonly name = 'Table';
  readonly withoutTables = false;
  readonly element = element('section', { class: 'view', 'aria-label': 'Rows' });
  readonly #host: Host;
  readonly #changed: () => void;
  readonly #times = new TimeControl((style) => this.#chooseTimes(style));
  readonly #toolbar: Toolbar;
  readonly #filterBar: FilterBar;
  readonly #grid: GridBox;
  readonly #columns = new GridColumns();
  readonly #none = element('div', { class: 'none' });
  readonly #below: BelowRows;
  readonly #finding: Finding;
  readonly #actions = this.#columnActions();
  readonly #rows: ShownRows;
  /** Places in views that were looked at before, by kind and index. */
  readonly #places = new Map<string, GridPlace>();

  /** Calls `changed` when the place, the arrangement or the selection changes. */
  constructor(host: Host, changed: () => void) {
    this.#host = host;
    this.#changed = () => {
      // A view that is only on its way has no place yet.
      const { view, base } = this.#rows;
      if (view !== undefined && base !== undefined && key(view) === key(base)) {
        changed();
      }
    };
    this.#rows = new ShownRows(
      host,
      () => this.#arrived(),
      // The host keeps few orders: it makes this one again.
      () => this.#rearrange({}),
    );
    this.#grid = new GridBox(this.#changed, () => void this.#showCell());
    const find: FindBar = new FindBar(
      (backwards, inclusive) => void this.#finding.search(backwards, inclusive),
      () => {
        this.#finding.end();
        this.#focus();
      },
    );
    this.#finding = new Finding(host, find, this.#grid, () => this.view);
    this.#below = new BelowRows(host, () => this.#focus());
    this.#toolbar = new Toolbar(
      {
        filter: (text) => this.#rearrange({ text }),
        find: () => find.open(),
        columns: (button) => this.#listColumns(below(button)),
        update: () => this.#rearrange({}),
      },
      this.#times.element,
    );
    this.#filterBar = new FilterBar(
      (index, chip) => this.#editFilter(this.#rows.arrangement.filters[index], below(chip)),
      (index) =>
        this.#rearrange({ filters: this.#rows.arrangement.filters.filter((_, other) => other !== index) }),
      () => this.#rearrange({ filters: [] }),
    );
    const menus = new GridMenus(this.#grid, this.#columns, {
      column: this.#actions,
      arrangement: () => this.#rows.arrangement,
      copy: (range, header) => void this.#copy(range, header),
      addFilter: (filter) => this.#rearrange({ filters: [...this.#rows.arrangement.filters, filter] }),
    });
    this.#grid.element.append(this.#none, find.element);
    this.element.append(
      this.#toolbar.element,
      this.#filterBar.element,
      this.#grid.element,
      this.#below.element,
    );
    this.#followPointer(menus);
    gridKeys(this.#grid, find, {
      menu: () => menus.atKeyboard(),
      copy: (range, header) => void this.#copy(range, header),
      findNext: (backwards) => void this.#finding.search(backwards, false),
    });
  }

  /** What is shown, with its order, columns and times; undefined before the first table. */
  get view(): View | undefined {
    const columns = this.#grid.content.columns.map(({ column }) => column);
    const { view } = this.#rows;
    return view === undefined ? undefined : { ...view, columns };
  }

  get place(): GridPlace {
    return {
      top: this.#grid.top,
      left: this.#grid.left,
      selection: this.#grid.selection,
      layout: this.#columns.layout,
      arrangement: this.#rows.arrangement,
      summary: this.#below.summarized,
    };
  }

  reset(): void {
    this.#rows.reset();
    this.#places.clear();
    this.#below.hide();
    this.element.hidden = true;
  }

  show(view: View | undefined, place?: unknown): void {
    if (view === undefined) {
      return;
    }
    const { base } = this.#rows;
    if (base !== undefined && key(view) === key(base)) {
      this.#grid.schedule();
      return;
    }
    if (base !== undefined && this.#rows.view !== undefined) {
      this.#places.set(key(base), this.place);
    }
    void this.#open(view, (place as GridPlace | undefined) ?? this.#places.get(key(view)));
  }

  async refresh(): Promise<void> {
    if (await this.#rows.refresh()) {
      this.#takeHead();
      this.#draw();
    }
  }

  /** Shows a view for the first time, or from where it was left. */
  async #open(view: View, at: GridPlace | undefined): Promise<void> {
    const opened = this.#rows.open(view, at?.arrangement ?? AS_THEY_CAME, at?.top ?? 0);
    this.#times.show(this.#rows.style);
    const before = await opened;
    if (before === undefined) {
      return;
    }
    const labels = ({ columns }: ViewHead) => columns.map(({ label }) => label);
    this.#columns.begin(at?.layout, labels(before), labels(this.#rows.head));
    this.#take();
    this.#grid.select(at?.selection);
    this.#grid.scrollTo(at?.top ?? 0, at?.left ?? 0);
    this.#showSummary(at?.summary);
    this.#finding.again();
  }

  /** Takes the rows that are shown from now on. */
  #take(): void {
    this.element.hidden = false;
    this.#takeHead();
    this.#measure();
    this.#draw();
  }

  #takeHead(): void {
    const { head, base } = this.#rows;
    this.#columns.take(head, base?.kind !== 'table', this.#grid.characterWidth);
  }

  /** Fits the columns to the first rows; true when that changed them. */
  #measure(): boolean {
    return this.#columns.measure(this.#rows.cache?.rows(0, MEASURED_ROWS) ?? []);
  }

  #arrived(): void {
    if (this.#measure()) {
      this.#draw();
    }
    this.#grid.schedule();
    void this.#showCell();
  }

  /** Shows everything that depends on the head, the columns and the arrangement. */
  #draw(): void {
    const { columns: heads, rows, tables, title } = this.#rows.head;
    const { sort, filters, text } = this.#rows.arrangement;
    const placed = this.#columns.placed(this.#rows.arrangement, styleNote(this.#rows.view?.times));
    const name = `${title}, ${counted(rows, 'row')}${tables > 1 ? ` of ${counted(tables, 'table')}` : ''}`;
    this.#grid.show({ ...placed, sort, rows, cache: this.#rows.cache, name });
    this.#toolbar.show(this.#rows.head, text);
    this.#filterBar.show(this.#rows.arrangement, heads);
    this.#none.hidden = rows > 0 && placed.columns.length > 0;
    this.#none.textContent =
      placed.columns.length === 0
        ? 'All columns are hidden.'
        : filters.length > 0 || text !== ''
          ? 'No row passes the filters.'
          : 'This table has no rows.';
  }

  /** Sorts and filters in another way, and says how it went. */
  #rearrange(change: Partial<Arrangement>): void {
    this.#arrange({ ...this.#rows.arrangement, ...change }).catch((error: unknown) => {
      this.#toolbar.say(error instanceof Error ? error.message : String(error), true);
    });
  }

  async #arrange(arrangement: Arrangement): Promise<void> {
    const slow = window.setTimeout(() => this.#toolbar.say('Sorting and filtering…', true), 200);
    const before = this.#rows.arrangement;
    try {
      if (!(await this.#rows.arrange(arrangement))) {
        return;
      }
      const column = this.#grid.selection?.active.column;
      this.#take();
      this.#grid.scrollTo(0);
      // The keyboard stays in its column.
      const active = { row: 0, column: column ?? 0 };
      const any = column !== undefined && this.#rows.head.rows > 0;
      this.#grid.select(any ? { active, anchor: active } : undefined);
      this.#announce(before);
      this.#finding.again();
      this.#showSummary(this.#below.summarized);
    } finally {
      window.clearTimeout(slow);
    }
  }

  #announce(before: Arrangement): void {
    const { rows, arranged, columns } = this.#rows.head;
    const { sort } = this.#rows.arrangement;
    const filtered = JSON.stringify(before.sort) === JSON.stringify(sort) && !isPlain(this.#rows.arrangement);
    this.#toolbar.say(
      filtered ? `${counted(rows, 'row')} of ${arranged.toLocaleString('en-US')}` : sortText(sort, columns),
    );
  }

  /** Shows times in another way; throws when the host cannot. */
  async #chooseTimes(style: TimeStyle): Promise<void> {
    const { top, left, selection } = this.place;
    if (await this.#rows.restyle(style, top)) {
      this.#columns.forgetWidths();
      this.#take();
      this.#grid.select(selection);
      this.#grid.scrollTo(top, left);
      this.#times.show(style);
      this.#finding.again();
      this.#showSummary(this.#below.summarized);
      await this.#host.ask('keepTimeStyle', style);
    }
  }

  #columnActions(): ColumnActions {
    const columns = () => this.#columns;
    return {
      sort: (column, descending, add) =>
        this.#rearrange({ sort: sortedBy(this.#rows.arrangement.sort, column, descending, add) }),
      filter: (column) => {
        const filter = this.#rows.arrangement.filters.find((one) => one.column === column);
        this.#editFilter(filter ?? column, below(this.#grid.head(this.#placeOf(column)) ?? this.#grid.box));
      },
      hide: (column) => {
        columns().hide([column], true);
        this.#draw();
        this.#grid.select(undefined);
        this.#toolbar.say(
          `${this.#rows.head.columns[column]?.label ?? ''} is hidden; Columns… shows it again`,
        );
      },
      pin: (column, pin) => {
        columns().pin(column, pin);
        this.#draw();
      },
      move: (column, step) => {
        columns().step(column, step);
        this.#draw();
      },
      fit: (column) => {
        columns().fit(column, this.#rows.cache?.rows(this.#grid.firstRow, MEASURED_ROWS) ?? []);
        this.#draw();
      },
      summarize: (column) => this.#showSummary(column),
      copyColumn: (column) => {
        const place = this.#placeOf(column);
        const toRow = Math.max(0, this.#rows.head.rows - 1);
        void this.#copy({ fromRow: 0, toRow, fromColumn: place, toColumn: place }, true);
      },
    };
  }

  #followPointer(menus: GridMenus): void {
    const at = (place: number) => this.#grid.content.columns[place]?.column ?? 0;
    followPointer(this.#grid, {
      sort: (place, add) =>
        this.#rearrange({ sort: sortedByClick(this.#rows.arrangement.sort, at(place), add) }),
      resize: (place, width) => {
        this.#columns.resize(at(place), width);
        this.#draw();
      },
      fit: (place) => this.#actions.fit(at(place)),
      move: (place, target) => {
        this.#columns.moveTo(at(place), at(target));
        this.#draw();
      },
      menu: (place, head) => menus.atHead(place, head),
    });
  }

  /** Where a column is shown. */
  #placeOf(column: number): number {
    return this.#grid.content.columns.findIndex((shown) => shown.column === column);
  }

  #listColumns(at: Spot): void {
    listColumns(this.#columns.choices, at, (changed, shown) => {
      this.#columns.hide(changed, !shown);
      this.#draw();
      this.#grid.select(undefined);
    });
  }

  /** Asks for a condition: changes one, or makes one for a column. */
  #editFilter(what: ColumnFilter | number | undefined, at: Spot): void {
    const before = typeof what === 'object' ? what : undefined;
    const column = typeof what === 'object' ? what.column : what;
    const head = column === undefined ? undefined : this.#rows.head.columns[column];
    if (column !== undefined && head !== undefined) {
      editFilter(column, head, before, at, (filter) => {
        const filters = filteredBy(this.#rows.arrangement.filters, before, filter);
        return this.#arrange({ ...this.#rows.arrangement, filters });
      });
    }
  }

  async #copy(range: Range, header: boolean): Promise<void> {
    const { view } = this;
    if (view !== undefined) {
      this.#toolbar.say(await copyCells(this.#host, { view, ...range, format: 'tsv', header }));
    }
  }

  /** Shows the whole text of the active cell. */
  async #showCell(): Promise<void> {
    const at = this.#grid.selection?.active;
    const shown = at === undefined ? undefined : this.#grid.content.columns[at.column];
    const { view, cache } = this.#rows;
    if (view === undefined || at === undefined || shown === undefined) {
      this.#below.hideCell();
      return;
    }
    const known = cache?.peek(at.row)?.[shown.column];
    const there = await this.#below.showCell(view, shown, at.row, known);
    if (there && this.#grid.selection?.active === at) {
      // It takes from the rows' height; the active cell stays in sight.
      this.#grid.reveal(at);
    }
  }

  #showSummary(column: number | undefined): void {
    const { view, head } = this.#rows;
    const summed = column === undefined ? undefined : head.columns[column];
    if (column !== undefined && summed !== undefined && view !== undefined) {
      void this.#below.summarize(view, column, summed);
    } else {
      this.#below.hideSummary();
    }
    this.#changed();
  }

  #focus(): void {
    this.#grid.box.focus({ preventScroll: true });
    this.#changed();
  }
}

function key({ kind, index }: View): string {
  return `${kind} ${index}`;
}
