import { element, icon, setText } from './dom.ts';
import type { ColumnHead } from './protocol.ts';
import { covers, type Range, type Selection } from './selection.ts';
import { oneLine } from './visibleText.ts';

export const ROW_HEIGHT = 22;
export const HEADER_HEIGHT = 42;

/** What of a grid is to be seen, in pixels of the columns and of the rows. */
export interface Frame {
  readonly columns: readonly ColumnHead[];
  /** Left edges, and the right edge of the last. */
  readonly edges: readonly number[];
  readonly rows: number;
  readonly row: (row: number) => readonly string[] | undefined;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** Width of the row numbers. */
  readonly gutter: number;
  readonly selection: Selection | undefined;
  readonly range: Range | undefined;
}

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

  /** The rows that the frame shows, the second exclusive. */
  static visibleRows({ top, height, rows }: Pick<Frame, 'top' | 'height' | 'rows'>): [number, number] {
    const first = Math.floor(top / ROW_HEIGHT);
    return [first, Math.min(rows, first + Math.ceil((height - HEADER_HEIGHT) / ROW_HEIGHT) + 1)];
  }

  draw(frame: Frame): void {
    this.#layer.style.width = `${frame.width}px`;
    this.#layer.style.height = `${frame.height}px`;
    const [firstColumn, endColumn] = visibleColumns(frame);
    this.#drawHead(frame, firstColumn, endColumn);
    const [first, end] = GridCells.visibleRows(frame);
    const count = Math.max(0, end - first);
    while (this.#rows.length < count) {
      this.#rows.push(this.#addRow());
    }
    for (const surplus of this.#rows.splice(count)) {
      surplus.element.remove();
    }
    this.#rows.forEach((parts, index) => {
      drawRow(parts, first + index, frame, firstColumn, endColumn);
    });
  }

  #addRow(): RowParts {
    const number = element('div', { class: 'cell row-number', role: 'rowheader', 'aria-colindex': 1 });
    const row = element('div', { class: 'row', role: 'row' }, number);
    this.#body.append(row);
    return { element: row, number, cells: [] };
  }

  #drawHead(frame: Frame, from: number, to: number): void {
    // Rebuilt when the columns themselves change or others come into sight, moved otherwise.
    const key = JSON.stringify([frame.columns.slice(from, to), from]);
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
      this.#headParts = frame.columns
        .slice(from, to)
        .map((column, index) => columnHead(column, from + index));
      this.#head.replaceChildren(...this.#headParts, corner);
    }
    const corner = this.#head.lastElementChild as HTMLElement;
    corner.style.width = `${frame.gutter}px`;
    this.#headParts.forEach((part, index) => {
      place(part, frame, from + index);
    });
  }
}

/** The columns that the frame shows, the second exclusive. */
function visibleColumns({ edges, left, width, gutter, columns }: Frame): [number, number] {
  let first = 0;
  while (first < columns.length && (edges[first + 1] ?? 0) <= left) {
    first += 1;
  }
  let end = first;
  while (end < columns.length && (edges[end] ?? 0) < left + width - gutter) {
    end += 1;
  }
  return [first, end];
}

function place(cell: HTMLElement, { edges, left, gutter }: Frame, column: number): void {
  const edge = edges[column] ?? 0;
  cell.style.transform = `translateX(${gutter + edge - left}px)`;
  cell.style.width = `${(edges[column + 1] ?? edge) - edge}px`;
}

function columnHead(column: ColumnHead, index: number): HTMLElement {
  const { label, type, inferred, mismatch, group, numeric } = column;
  const name = oneLine(label);
  const hints = [
    oneLine(type),
    ...(inferred ? ['guessed from the values: the server sent no types'] : []),
    ...(mismatch ? ['holds values of another type, shown as the server sent them'] : []),
    ...(group ? ['in the group key'] : []),
  ];
  const head = element(
    'div',
    {
      class: `cell head${numeric ? ' numeric' : ''}${group ? ' group' : ''}`,
      role: 'columnheader',
      'aria-colindex': index + 2,
      'aria-label': [name, ...hints].join(', '),
      title: [name, ...hints].join('\n'),
      'data-column': index,
    },
    element('div', { class: 'label' }, ...(group ? [icon('key')] : []), element('span', {}, name)),
    element(
      'div',
      { class: `type${inferred ? ' inferred' : ''}` },
      `${shortType(type)}${inferred ? '?' : ''}${mismatch ? ' (mixed)' : ''}`,
    ),
    element('div', { class: 'resize', 'data-column': index }),
  );
  return head;
}

/** `dateTime:RFC3339` without the part that is the same everywhere. */
function shortType(type: string): string {
  return oneLine(type.replace(/^dateTime:RFC3339(Nano)?$/, 'dateTime'));
}

function drawRow(parts: RowParts, row: number, frame: Frame, from: number, to: number): void {
  const { selection, range, columns } = frame;
  const values = frame.row(row);
  parts.element.style.transform = `translateY(${HEADER_HEIGHT + row * ROW_HEIGHT - frame.top}px)`;
  parts.element.setAttribute('aria-rowindex', String(row + 2));
  parts.element.setAttribute('aria-busy', String(values === undefined));
  parts.element.classList.toggle('odd', row % 2 === 1);
  setText(parts.number, (row + 1).toLocaleString('en-US'));
  parts.number.style.width = `${frame.gutter}px`;
  parts.number.dataset['row'] = String(row);
  while (parts.cells.length < to - from) {
    const cell = element('div', { role: 'gridcell' });
    // The row's number stays last, above the cells that are scrolled below it.
    parts.element.insertBefore(cell, parts.number);
    parts.cells.push(cell);
  }
  parts.cells.forEach((cell, index) => {
    const column = from + index;
    cell.hidden = column >= to;
    if (column >= to) {
      cell.removeAttribute('id');
      return;
    }
    const text = values?.[column];
    const active = selection?.active.row === row && selection.active.column === column;
    const selected = covers(range, row, column);
    setText(cell, text === undefined ? '' : text === '' ? '—' : oneLine(text));
    cell.className =
      `cell${columns[column]?.numeric === true ? ' numeric' : ''}${text === '' ? ' empty' : ''}` +
      `${text === undefined ? ' waiting' : ''}${selected ? ' selected' : ''}${active ? ' active' : ''}`;
    if (active) {
      cell.id = 'active-cell';
    } else {
      cell.removeAttribute('id');
    }
    cell.setAttribute('aria-colindex', String(column + 2));
    cell.setAttribute('aria-selected', String(selected));
    if (text === '') {
      cell.setAttribute('aria-label', 'empty');
    } else {
      cell.removeAttribute('aria-label');
    }
    cell.dataset['row'] = String(row);
    cell.dataset['column'] = String(column);
    place(cell, frame, column);
  });
}
