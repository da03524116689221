import type { ColumnSummary, View } from '../../webview/protocol.ts';
import { shownText } from './cellText.ts';
import { orderOf } from './orders.ts';
import { type Cells, Locator } from './parts.ts';
import { compareValues } from './sort.ts';
import type { ResultStore } from './store.ts';
import type { Task } from './task.ts';
import { timeFormatter } from './timeText.ts';
import { baseView } from './views.ts';

/** Rows between two looks at the clock. */
const STRIDE = 512;
/** Different numbers that are counted exactly. */
const MAX_DISTINCT = 100_000;
const FREQUENT = 5;

/** A cell to be shown later. */
interface Seen {
  readonly cells: Cells;
  readonly row: number;
}

/** Says what a column holds in the rows of a view. */
export async function summarize(
  store: ResultStore,
  view: View,
  column: number,
  task: Task,
): Promise<ColumnSummary> {
  const base = baseView(store, view);
  const head = base.heads[column];
  if (head === undefined) {
    throw new RangeError('This column is not there.');
  }
  const order = view.order === undefined ? undefined : orderOf(store, view, view.order).rows;
  const rows = order?.length ?? base.rows;
  const locator = new Locator(base.parts);
  const numbers = new Numbers();
  const texts = new Texts();
  let nulls = 0;
  let lacking = 0;
  for (let at = 0; at < rows; at++) {
    if (at % STRIDE === 0 && task.due) {
      await task.rest();
    }
    const source = order === undefined ? at : (order[at] as number);
    const { start, first, cells } = locator.part(source);
    const found = cells[column];
    const row = first + source - start;
    if (found === undefined) {
      lacking += 1;
    } else if (found.isNull(row)) {
      nulls += 1;
    } else if (found.numeric) {
      numbers.add(found, row);
    } else {
      texts.add(found, row);
    }
  }
  const format = view.times === undefined ? undefined : timeFormatter(view.times);
  const show = (seen: Seen | undefined) => seen && shownText(seen.cells, seen.row, format);
  const textSummary = texts.summary();
  const numberSummary = numbers.count > 0;
  return {
    rows,
    nulls,
    lacking,
    nan: numbers.nan,
    distinct: numbers.distinct + textSummary.distinct,
    more: numbers.more,
    // In a mixed column numbers come before texts, as they are sorted.
    min: numberSummary ? show(numbers.min) : textSummary.min,
    max: textSummary.max ?? show(numbers.max),
    mean: head.numeric && numbers.count > 0 ? numbers.mean : undefined,
    frequent: head.kind === 'boolean' ? numbers.booleans() : texts.count > 0 ? textSummary.frequent : [],
  };
}

/** What numbers have in common, exact where they are of 64 bits. */
class Numbers {
  /** Without NaN. */
  count = 0;
  nan = 0;
  more = false;
  min: Seen | undefined;
  max: Seen | undefined;
  readonly #values = new Set<number | bigint>();
  #minNumber = Number.POSITIVE_INFINITY;
  #maxNumber = Number.NEGATIVE_INFINITY;
  #sum = 0;
  /** What rounding took from the sum. */
  #lost = 0;
  #trues = 0;
  #last: Seen | undefined;

  get distinct(): number {
    return this.#values.size;
  }

  get mean(): number {
    const mean = (this.#sum + this.#lost) / this.count;
    return Number.isNaN(mean) ? this.#sum / this.count : mean;
  }

  booleans(): ColumnSummary['frequent'] {
    return [
      { text: 'true', count: this.#trues },
      { text: 'false', count: this.count - this.#trues },
    ]
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  }

  add(cells: Cells, row: number): void {
    const number = cells.number(row);
    const repeated = this.#last?.cells === cells && cells.compare(this.#last.row, row) === 0;
    this.#last = { cells, row };
    if (!repeated) {
      this.#distinguish(cells, row, number);
    }
    if (Number.isNaN(number)) {
      this.nan += 1;
      return;
    }
    this.count += 1;
    this.#trues += Number(cells.kind === 'boolean' && number === 1);
    const sum = this.#sum + number;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(number) ? this.#sum - sum + number : number - sum + this.#sum;
    this.#sum = sum;
    if (repeated) {
      return;
    }
    if (number < this.#minNumber || (number === this.#minNumber && before(cells, row, this.min))) {
      this.#minNumber = number;
      this.min = this.#last;
    }
    if (number > this.#maxNumber || (number === this.#maxNumber && !before(cells, row, this.max))) {
      this.#maxNumber = number;
      this.max = this.#last;
    }
  }

  #distinguish(cells: Cells, row: number, number: number): void {
    const value = cells.exact || Math.abs(number) < Number.MAX_SAFE_INTEGER ? number : cells.value(row);
    const key = typeof value === 'bigint' ? value : number;
    if (this.#values.size < MAX_DISTINCT) {
      this.#values.add(key);
    } else {
      this.more ||= !this.#values.has(key);
    }
  }
}

/** Whether a cell is smaller than another one whose nearest double is the same. */
function before(cells: Cells, row: number, other: Seen | undefined): boolean {
  if (other === undefined) {
    return true;
  }
  const order =
    cells === other.cells
      ? cells.compare(row, other.row)
      : compareValues(cells.value(row), other.cells.value(other.row));
  return order < 0;
}

/** How often each text is there. */
class Texts {
  count = 0;
  #cells: Cells | undefined;
  /** By code. */
  #counts = new Uint32Array(0);

  add(cells: Cells, row: number): void {
    const code = cells.code(row);
    if (code >= this.#counts.length) {
      const grown = new Uint32Array(Math.max(code + 1, (cells.dictionary?.count ?? 0) + 1));
      grown.set(this.#counts);
      this.#counts = grown;
    }
    // Columns of one label share a dictionary.
    this.#cells ??= cells;
    this.#counts[code] = (this.#counts[code] as number) + 1;
    this.count += 1;
  }

  summary(): Pick<ColumnSummary, 'distinct' | 'min' | 'max' | 'frequent'> {
    const dictionary = this.#cells?.dictionary;
    if (dictionary === undefined) {
      return { distinct: 0, min: undefined, max: undefined, frequent: [] };
    }
    let distinct = 0;
    let min = 0;
    let max = 0;
    const frequent: { code: number; count: number }[] = [];
    for (let code = 1; code < this.#counts.length; code++) {
      const count = this.#counts[code] as number;
      if (count === 0) {
        continue;
      }
      distinct += 1;
      min = min === 0 || dictionary.compare(code, min) < 0 ? code : min;
      max = max === 0 || dictionary.compare(code, max) > 0 ? code : max;
      if (frequent.length < FREQUENT || count > (frequent.at(-1)?.count ?? 0)) {
        frequent.push({ code, count });
        frequent.sort((a, b) => b.count - a.count);
        frequent.splice(FREQUENT);
      }
    }
    return {
      distinct,
      min: dictionary.text(min),
      max: dictionary.text(max),
      // Texts that are all different say nothing here.
      frequent:
        (frequent[0]?.count ?? 0) < 2 && distinct > FREQUENT
          ? []
          : frequent.map(({ code, count }) => ({ text: dictionary.text(code), count })),
    };
  }
}
