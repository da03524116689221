import { element, setText } from '../dom.ts';
import { oneLine } from '../visibleText.ts';
import { columnHead } from './columnHead.ts';
import { columnStart, type Frame, HEADER_HEIGHT, ROW_HEIGHT, visibleColumns, visibleRows } from './frame.ts';
import { covers } from './selection.ts';

/** A row of the grid: its number and as many cells as are seen. */
interface RowParts {
  readonly element: HTMLElement;
  readonly number: HTMLElement;
  readonly cells: HTMLElement[];
}

/** Draws the part of a grid that is seen into a layer, with elements used again for every frame. */
export class GridCells {
  readonly #layer: HTMLElement;
  readonly #head = element('div', { class: 'row heads', role: 'row', 'aria-rowindex': 1 });
  readonly #body = element('div', { class: 'body', role: 'rowgroup' });
  #headParts: HTMLElement[] = [];
  #headKey = '';
  readonly #rows: RowParts[] = [];

  constructor(layer: HTMLElement) {
    this.#layer = layer;
    layer.append(element('div', { role: 'rowgroup' }, this.#head), this.#body);
  }

  draw(frame: Frame): void {
    this.#layer.style.width = `${frame.width}px`;
    this.#layer.style.height = `${frame.height}px`;
    const places = visibleColumns(frame);
    this.#drawHead(frame, places);
    const [first, end] = visibleRows(frame);
    const count = Math.max(0, end - first);
    while (this.#rows.length < count) {
      this.#rows.push(this.#addRow());
    }
    for (const surplus of this.#rows.splice(count)) {
      surplus.element.remove();
    }
    const find = frame.find.toLowerCase();
    this.#rows.forEach((parts, index) => {
      drawRow(parts, first + index, frame, places, find);
    });
  }

  /** The head of a column in sight. */
  head(place: number): HTMLElement | undefined {
    return this.#headParts.find(({ dataset }) => dataset['place'] === String(place));
  }

  #addRow(): RowParts {
    const number = element('div', { class: 'cell row-number', role: 'rowheader', 'aria-colindex': 1 });
    const row = element('div', { class: 'row', role: 'row' }, number);
    this.#body.append(row);
    return { element: row, number, cells: [] };
  }

  #drawHead(frame: Frame, places: readonly number[]): void {
    const { columns, sort } = frame;
    // Rebuilt when the columns themselves change or others come into sight, moved otherwise.
    const key = JSON.stringify([places.map((place) => columns[place]), places, sort]);
    if (key !== this.#headKey) {
      this.#headKey = key;
      const corner = element(
        'div',
        {
          class: 'cell corner',
          role: 'columnheader',
          'aria-colindex': 1,
          'aria-label': 'Row number',
          title: 'Select all',
        },
        '#',
      );
      this.#headParts = places.flatMap((place) => {
        const column = columns[place];
        return column === undefined ? [] : [columnHead(column, place, sort)];
      });
      this.#head.replaceChildren(...this.#headParts, corner);
    }
    const corner = this.#head.lastElementChild as HTMLElement;
    corner.style.width = `${frame.gutter}px`;
    this.#headParts.forEach((part, index) => {
      put(part, frame, places[index] ?? 0);
    });
  }
}

function put(cell: HTMLElement, frame: Frame, place: number): void {
  const { edges, pinned } = frame;
  cell.style.transform = `translateX(${columnStart(frame, place)}px)`;
  cell.style.width = `${(edges[place + 1] ?? 0) - (edges[place] ?? 0)}px`;
  cell.classList.toggle('pinned', place < pinned);
  cell.classList.toggle('last-pinned', place === pinned - 1);
}

function drawRow(parts: RowParts, row: number, frame: Frame, places: readonly number[], find: string): void {
  const values = frame.row(row);
  parts.element.style.transform = `translateY(${HEADER_HEIGHT + row * ROW_HEIGHT - frame.top}px)`;
  parts.element.setAttribute('aria-rowindex', String(row + 2));
  parts.element.setAttribute('aria-busy', String(values === undefined));
  parts.element.classList.toggle('odd', row % 2 === 1);
  setText(parts.number, (row + 1).toLocaleString('en-US'));
  parts.number.style.width = `${frame.gutter}px`;
  parts.number.dataset['row'] = String(row);
  while (parts.cells.length < places.length) {
    const cell = element('div', { role: 'gridcell' });
    // The row's number stays last, above the cells that are scrolled below it.
    parts.element.insertBefore(cell, parts.number);
    parts.cells.push(cell);
  }
  parts.cells.forEach((cell, index) => {
    const place = places[index];
    cell.hidden = place === undefined;
    if (place === undefined) {
      cell.className = 'cell';
      cell.removeAttribute('id');
    } else {
      const column = frame.columns[place]?.column ?? 0;
      drawCell(cell, values === undefined ? undefined : (values[column] ?? null), row, place, frame, find);
    }
  });
}

/** Draws a cell; its text is undefined while it is on its way, and null when the row's table does not have the column. */
function drawCell(
  cell: HTMLElement,
  text: string | null | undefined,
  row: number,
  place: number,
  frame: Frame,
  find: string,
): void {
  const { selection, range, columns } = frame;
  const active = selection?.active.row === row && selection.active.column === place;
  const selected = covers(range, row, place);
  const empty = text === '' || text === null;
  const matches = find !== '' && typeof text === 'string' && text.toLowerCase().includes(find);
  setText(cell, text === undefined || text === null ? '' : text === '' ? '—' : oneLine(text));
  cell.className =
    `cell${columns[place]?.head.numeric === true ? ' numeric' : ''}${text === '' ? ' empty' : ''}` +
    `${text === null ? ' lacking' : ''}${text === undefined ? ' waiting' : ''}${matches ? ' match' : ''}` +
    `${selected ? ' selected' : ''}${active ? ' active' : ''}`;
  if (active) {
    cell.id = 'active-cell';
  } else {
    cell.removeAttribute('id');
  }
  cell.setAttribute('aria-colindex', String(place + 2));
  cell.setAttribute('aria-selected', String(selected));
  if (empty) {
    cell.setAttribute('aria-label', text === '' ? 'empty' : 'not in this table');
  } else {
    cell.removeAttribute('aria-label');
  }
  cell.dataset['row'] = String(row);
  cell.dataset['place'] = String(place);
  put(cell, frame, place);
}
