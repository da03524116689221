import type { CellPlace, FindRequest, FoundCount, View } from '../../webview/protocol.ts';
import { containing, type Test } from './cellText.ts';
import { orderOf } from './orders.ts';
import { type BaseView, Locator, type Part } from './parts.ts';
import type { ResultStore } from './store.ts';
import type { Task } from './task.ts';
import { timeFormatter } from './timeText.ts';
import { baseView } from './views.ts';

/** Rows between two looks at the clock. */
const STRIDE = 128;

/** Finds a text in the cells of a view, as they are shown, and remembers what it counted. */
export class Finder {
  readonly #store: ResultStore;
  #key = '';
  /** Matching cells by row, as far as they were counted. */
  #counts = new Uint16Array(0);
  #counted = 0;

  constructor(store: ResultStore) {
    this.#store = store;
  }

  /** The nearest cell from `at` on in one direction, around the end if need be. */
  async next(request: FindRequest, task: Task): Promise<CellPlace | undefined> {
    const { at, backwards, inclusive } = request;
    const search = this.#search(request);
    const { rows, columns } = search;
    if (rows === 0 || columns === 0 || request.text === '') {
      return undefined;
    }
    const step = backwards ? -1 : 1;
    const first = Math.max(0, Math.min(rows - 1, at.row));
    // The row of `at` comes first and, for what lies on its other side, last again.
    for (let i = 0; i <= rows; i++) {
      if (i % STRIDE === 0 && task.due) {
        await task.rest();
      }
      const row = (first + step * i + (i + 1) * rows) % rows;
      if (row < this.#counted && this.#counts[row] === 0) {
        continue;
      }
      let column = i > 0 ? (backwards ? columns - 1 : 0) : at.column + (inclusive ? 0 : step);
      for (; column >= 0 && column < columns; column += step) {
        if (search.matches(row, column)) {
          return { row, column };
        }
      }
    }
    return undefined;
  }

  /** How many cells match, and which of them the one at `at` is. */
  async count(request: Omit<FindRequest, 'backwards' | 'inclusive'>, task: Task): Promise<FoundCount> {
    const { at } = request;
    const search = this.#search(request);
    if (request.text === '') {
      return { total: 0, index: 0 };
    }
    if (this.#counts.length < search.rows) {
      const grown = new Uint16Array(search.rows);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    let total = 0;
    let index = 0;
    for (let row = 0; row < search.rows; row++) {
      if (row % STRIDE === 0 && task.due) {
        await task.rest();
      }
      if (row >= this.#counted) {
        this.#counts[row] = search.count(row, search.columns);
        this.#counted = row + 1;
      }
      if (row === at.row && search.matches(row, at.column)) {
        index = total + search.count(row, at.column) + 1;
      }
      total += this.#counts[row] as number;
    }
    return { total, index };
  }

  #search({ view, text }: Pick<FindRequest, 'view' | 'text'>): Search {
    const key = JSON.stringify([view, text]);
    if (key !== this.#key) {
      this.#key = key;
      this.#counts = new Uint16Array(0);
      this.#counted = 0;
    }
    return new Search(this.#store, view, text);
  }
}

/** Tests of the cells of a view. */
class Search {
  readonly rows: number;
  readonly columns: number;
  readonly #places: readonly number[];
  readonly #order: Uint32Array | undefined;
  readonly #locator: Locator;
  readonly #test: (part: Part, place: number) => Test;
  readonly #tests = new Map<Part, readonly Test[]>();
  #part: Part | undefined;
  #current: readonly Test[] = [];

  constructor(store: ResultStore, view: View, text: string) {
    const base: BaseView = baseView(store, view);
    const format = view.times === undefined ? undefined : timeFormatter(view.times);
    this.#order = view.order === undefined ? undefined : orderOf(store, view, view.order).rows;
    this.#places = view.columns ?? base.heads.map((_, place) => place);
    this.#locator = new Locator(base.parts);
    this.#test = ({ cells }, place) => {
      const source = cells[place];
      return source === undefined ? () => false : containing(source, text, format);
    };
    this.rows = this.#order?.length ?? base.rows;
    this.columns = this.#places.length;
  }

  /** Whether a cell contains the text. */
  matches(row: number, column: number): boolean {
    const source = this.#order === undefined ? row : (this.#order[row] as number);
    const part = this.#locator.part(source);
    if (part !== this.#part) {
      this.#part = part;
      this.#current = this.#tests.get(part) ?? this.#places.map((place) => this.#test(part, place));
      this.#tests.set(part, this.#current);
    }
    return this.#current[column]?.(part.first + source - part.start) === true;
  }

  /** How many of a row's first cells contain it. */
  count(row: number, columns: number): number {
    let count = 0;
    for (let column = 0; column < columns; column++) {
      count += Number(this.matches(row, column));
    }
    return count;
  }
}
