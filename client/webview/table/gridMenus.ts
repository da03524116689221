import { type MenuGroup, openMenu } from '../popup/menu.ts';
import { below, type Spot } from '../popup/popup.ts';
import type { Arrangement, ColumnFilter } from '../protocol.ts';
import { type ColumnActions, columnMenu } from './columnMenu.ts';
import type { GridBox } from './gridBox.ts';
import type { GridColumns } from './gridColumns.ts';
import { type Range, rangeOf } from './selection.ts';

/** What the menus of cells and heads do. */
export interface MenuActions {
  readonly column: ColumnActions;
  /** How rows are sorted and filtered now. */
  arrangement(): Arrangement;
  copy(range: Range, header: boolean): void;
  addFilter(filter: ColumnFilter): void;
}

/** The menus of a grid's heads and cells, for the mouse and for the keyboard. */
export class GridMenus {
  readonly #grid: GridBox;
  readonly #columns: GridColumns;
  readonly #actions: MenuActions;

  constructor(grid: GridBox, columns: GridColumns, actions: MenuActions) {
    this.#grid = grid;
    this.#columns = columns;
    this.#actions = actions;
    grid.box.addEventListener('contextmenu', (event) => this.#atMouse(event));
  }

  /** Opens the menu of a head, by the column's place. */
  atHead(place: number, head: HTMLElement): void {
    this.#open(place, below(head), false);
  }

  /** Opens the menu where the keyboard is. */
  atKeyboard(): void {
    const { selection, box } = this.#grid;
    const place = selection?.active.column ?? 0;
    const anchor = box.querySelector('#active-cell') ?? this.#grid.head(place) ?? box;
    this.#open(place, below(anchor), selection !== undefined);
  }

  #atMouse(event: MouseEvent): void {
    event.preventDefault();
    // A key has no button.
    if (event.button !== 2) {
      this.atKeyboard();
      return;
    }
    const cell = (event.target as HTMLElement).closest<HTMLElement>('.cell[data-place]');
    if (cell === null) {
      return;
    }
    const place = Number(cell.dataset['place']);
    const isHead = cell.classList.contains('head');
    if (!isHead && !cell.classList.contains('selected')) {
      const at = { row: Number(cell.dataset['row']), column: place };
      this.#grid.select({ active: at, anchor: at });
    }
    this.#open(place, { x: event.clientX, y: event.clientY, height: 0 }, !isHead);
  }

  /** The menu of a column, behind what can be done with cells if some are meant. */
  #open(place: number, at: Spot, cells: boolean): void {
    const shown = this.#grid.content.columns[place];
    if (shown !== undefined) {
      const { column, head } = shown;
      const arrangement = this.#actions.arrangement();
      const groups = columnMenu(column, head, arrangement, this.#columns, this.#actions.column);
      openMenu(head.label, cells ? [...this.#cellGroups(), ...groups] : groups, at);
    }
  }

  #cellGroups(): MenuGroup[] {
    const { selection, content } = this.#grid;
    const shown = selection === undefined ? undefined : content.columns[selection.active.column];
    if (selection === undefined || shown === undefined) {
      return [];
    }
    const range = rangeOf(selection);
    const { column } = shown;
    const text = content.cache?.peek(selection.active.row)?.[column];
    const empty = text === '' || text === null || text === undefined;
    const filter = (operator: 'equals' | 'differs') => () =>
      this.#actions.addFilter(
        empty
          ? { column, operator: operator === 'equals' ? 'empty' : 'filled', value: '' }
          : { column, operator, value: text },
      );
    return [
      {
        items: [
          { label: 'Copy', key: 'Ctrl+C', run: () => this.#actions.copy(range, false) },
          { label: 'Copy with Headers', key: 'Ctrl+Shift+C', run: () => this.#actions.copy(range, true) },
        ],
      },
      {
        items: [
          { label: 'Only Rows with This Value', run: filter('equals') },
          { label: 'Without This Value', run: filter('differs') },
        ],
      },
    ];
  }
}
