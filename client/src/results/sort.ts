import type { SortKey } from '../../webview/protocol.ts';
import { type BaseView, type Cells, Locator } from './parts.ts';
import type { CellValue } from './storage.ts';
import type { Task } from './task.ts';

/** Steps between two looks at the clock. */
const STRIDE = 1024;
/** Rows whose numbers are read at a time. */
const CHUNK = 4096;
/** Runs that are sorted by insertion. */
const RUN = 24;

/** In this order, whichever way a column is sorted. */
const NUMBER = 0;
const NAN = 1;
const TEXT = 2;
const EMPTY = 3;

/** What a column is compared by, by row of the view. */
interface Keys {
  readonly classes: Uint8Array;
  /** The number, or for a text its place among the column's texts. */
  readonly numbers: Float64Array;
  /** Tells rows apart that have the same number; undefined when the numbers are the values. */
  readonly exactly: ((a: number, b: number) => number) | undefined;
  readonly sign: 1 | -1;
}

type Compare = (a: number, b: number) => number;

/**
 * Sorts rows of a view by columns: numbers and times by value, exact for 64 bits, then NaN, then texts by code points, then
 * empty cells, whichever way. Rows that are equal stay in the order in which they are given.
 */
export async function sortRows(
  view: BaseView,
  rows: Uint32Array,
  sort: readonly SortKey[],
  task: Task,
): Promise<Uint32Array> {
  const compares: Compare[] = [];
  for (const key of sort) {
    compares.push(compareBy(await keysOf(view, key, task)));
  }
  return compares.length === 0 ? rows : await mergeSort(rows, inTurn(compares), task);
}

/** The first comparison that tells two rows apart decides. */
function inTurn(compares: readonly Compare[]): Compare {
  const [first] = compares;
  if (compares.length === 1 && first !== undefined) {
    return first;
  }
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) {
        return order;
      }
    }
    return 0;
  };
}

function compareBy({ classes, numbers, exactly, sign }: Keys): Compare {
  return (a, b) => {
    const classA = classes[a] as number;
    const classB = classes[b] as number;
    if (classA !== classB) {
      return classA - classB;
    }
    const numberA = numbers[a] as number;
    const numberB = numbers[b] as number;
    if (numberA !== numberB) {
      return numberA < numberB ? -sign : sign;
    }
    return exactly === undefined || classA !== NUMBER ? 0 : sign * exactly(a, b);
  };
}

async function keysOf(view: BaseView, { column, descending }: SortKey, task: Task): Promise<Keys> {
  const classes = new Uint8Array(view.rows).fill(EMPTY);
  const numbers = new Float64Array(view.rows);
  const ranks = await textRanks(view, column, task);
  const codes = new Uint32Array(CHUNK);
  let exact = true;
  for (const { start, rows, first, cells } of view.parts) {
    const source = cells[column];
    if (source === undefined) {
      continue;
    }
    exact &&= source.exact || !source.numeric;
    for (let at = 0; at < rows; at += CHUNK) {
      const size = Math.min(CHUNK, rows - at);
      const from = first + at;
      const to = start + at;
      if (source.numeric) {
        const chunk = numbers.subarray(to, to + size);
        source.numbers(from, from + size, chunk);
        for (let i = 0; i < size; i++) {
          if (!Number.isNaN(chunk[i])) {
            classes[to + i] = NUMBER;
          } else {
            chunk[i] = 0;
            classes[to + i] = source.isNull(from + i) ? EMPTY : NAN;
          }
        }
      } else {
        source.codes(from, from + size, codes);
        for (let i = 0; i < size; i++) {
          const code = codes[i] as number;
          if (code !== 0 && !source.isNull(from + i)) {
            numbers[to + i] = ranks[code] ?? 0;
            classes[to + i] = TEXT;
          }
        }
      }
      if (task.due) {
        await task.rest();
      }
    }
  }
  return {
    classes,
    numbers,
    exactly: exact ? undefined : exactly(view, column),
    sign: descending ? -1 : 1,
  };
}

/** By code of a column's texts: their places when they are sorted. */
async function textRanks(view: BaseView, column: number, task: Task): Promise<Uint32Array> {
  const texts = view.parts.find(({ cells }) => cells[column]?.numeric === false && cells[column]?.dictionary);
  const dictionary = texts?.cells[column]?.dictionary;
  if (dictionary === undefined) {
    return new Uint32Array(0);
  }
  // Columns of one label share a dictionary.
  const all = Uint32Array.from({ length: dictionary.count }, (_, i) => i + 1);
  const sorted = await mergeSort(all, (a, b) => dictionary.compare(a, b), task);
  const ranks = new Uint32Array(all.length + 1);
  for (let place = 0; place < sorted.length; place++) {
    ranks[sorted[place] as number] = place;
  }
  return ranks;
}

/** Compares two rows of a column whose numbers are the same. */
function exactly(view: BaseView, column: number): Compare {
  const locator = new Locator(view.parts);
  return (a, b) => {
    const partA = locator.part(a);
    const partB = locator.part(b);
    const cellsA = partA.cells[column] as Cells;
    const cellsB = partB.cells[column] as Cells;
    const rowA = partA.first + a - partA.start;
    const rowB = partB.first + b - partB.start;
    return cellsA === cellsB
      ? cellsA.compare(rowA, rowB)
      : compareValues(cellsA.value(rowA), cellsB.value(rowB));
  };
}

/** Compares what columns of two kinds hold; what cannot be compared is equal. JavaScript compares integers with doubles exactly. */
export function compareValues(a: CellValue, b: CellValue): number {
  const numberA = typeof a === 'number' || typeof a === 'bigint';
  const numberB = typeof b === 'number' || typeof b === 'bigint';
  if (numberA && numberB) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return 0;
}

/** Sorts without holding the thread, and stable; `rows` may be used as room. */
export async function mergeSort(rows: Uint32Array, compare: Compare, task: Task): Promise<Uint32Array> {
  const size = rows.length;
  for (let from = 0, steps = 0; from < size; from += RUN) {
    insertionSort(rows, from, Math.min(from + RUN, size), compare);
    if ((++steps & 63) === 0 && task.due) {
      await task.rest();
    }
  }
  let source: Uint32Array = rows;
  let target: Uint32Array = new Uint32Array(size);
  for (let width = RUN; width < size; width *= 2) {
    for (let from = 0; from < size; from += 2 * width) {
      const middle = Math.min(from + width, size);
      const end = Math.min(from + 2 * width, size);
      let left = from;
      let right = middle;
      let at = from;
      // Rows that are sorted already are only copied.
      if (right < end && compare(source[middle - 1] as number, source[middle] as number) > 0) {
        while (left < middle && right < end) {
          const stop = Math.min(end, at + STRIDE);
          while (at < stop && left < middle && right < end) {
            const a = source[left] as number;
            const b = source[right] as number;
            if (compare(a, b) <= 0) {
              target[at++] = a;
              left += 1;
            } else {
              target[at++] = b;
              right += 1;
            }
          }
          if (task.due) {
            await task.rest();
          }
        }
      } else if (task.due) {
        await task.rest();
      }
      target.set(source.subarray(left, middle), at);
      target.set(source.subarray(right, end), at + middle - left);
    }
    [source, target] = [target, source];
  }
  return source;
}

function insertionSort(rows: Uint32Array, from: number, to: number, compare: Compare): void {
  for (let i = from + 1; i < to; i++) {
    const row = rows[i] as number;
    let at = i;
    for (; at > from && compare(rows[at - 1] as number, row) > 0; at--) {
      rows[at] = rows[at - 1] as number;
    }
    rows[at] = row;
  }
}
