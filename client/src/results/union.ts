import type { ColumnHead, ValueKind } from '../../webview/protocol.ts';
import type { Column } from './columns.ts';
import { type BaseView, type Cells, type Part, TableNumbers } from './parts.ts';
import type { Block, ResultStore, ResultTable } from './store.ts';

/** The head of the column that says which table a row belongs to. */
export const NUMBER_HEAD: ColumnHead = {
  label: 'table',
  type: 'long',
  kind: 'long',
  inferred: false,
  mismatch: false,
  group: false,
  numeric: true,
  partial: false,
};

/** What the page is told of a column. */
export function columnHead({ label, type, kind, inferred, mismatch, group }: Column): ColumnHead {
  return { label, type, kind, inferred, mismatch, group, numeric: isNumber(kind), partial: false };
}

function isNumber(kind: ValueKind): boolean {
  return kind === 'long' || kind === 'unsignedLong' || kind === 'double' || kind === 'duration';
}

/**
 * All tables of a result as one, in the order in which they came: the columns of all its blocks by label. A label that is there
 * several times in a block makes several columns.
 */
export class UnionResult {
  readonly name: string;
  readonly blocks: Block[] = [];
  /** Places of columns by label and how often it was there before in its block; place 0 has the tables' numbers. */
  readonly #places = new Map<string, number>();
  readonly #parts: Part[] = [];
  readonly #known = new Map<Block, readonly (Cells | undefined)[]>();
  /** The last table: it alone grows. */
  #last: ResultTable | undefined;
  /** What the parts before the last one say; its types may still change. */
  readonly #heads: (ColumnHead | undefined)[] = [NUMBER_HEAD];
  #tables = 0;
  #view: BaseView | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** For `Results`: takes one more table. Tables that lie behind each other in a block are one part. */
  add(table: ResultTable): void {
    const { block, firstRow } = table;
    this.#tables += 1;
    if (block === this.#last?.block) {
      this.#last = table;
      return;
    }
    const start = this.#close();
    this.#last = table;
    let cells = this.#known.get(block);
    if (cells === undefined) {
      this.blocks.push(block);
      cells = this.#cellsOf(block);
      this.#known.set(block, cells);
    }
    this.#parts.push({ start, rows: table.rowCount, first: firstRow, cells });
  }

  #cellsOf(block: Block): (Cells | undefined)[] {
    const cells: (Cells | undefined)[] = [new TableNumbers(block.tables)];
    const seen = new Map<string, number>();
    for (const column of block.columns) {
      const times = seen.get(column.label) ?? 0;
      seen.set(column.label, times + 1);
      const key = `${times} ${column.label}`;
      let place = this.#places.get(key);
      if (place === undefined) {
        place = this.#places.size + 1;
        this.#places.set(key, place);
      }
      cells[place] = column;
    }
    return cells;
  }

  /** All rows by now. */
  get view(): BaseView {
    const last = this.#last;
    const part = this.#parts.at(-1);
    if (last === undefined || part === undefined) {
      throw new RangeError('This result is not there.');
    }
    const here = endOf(last) - part.first;
    const rows = part.start + here;
    const tables = this.#tables;
    // Types may change with the rows only.
    if (this.#view === undefined || this.#view.rows !== rows || this.#view.tables !== tables) {
      this.#parts[this.#parts.length - 1] = { ...part, rows: here };
      const first = last.block.tables[0];
      this.#view = {
        title: tables === 1 && first !== undefined ? tableTitle(this.name, first.id) : this.name,
        rows,
        tables,
        heads: this.#joined(part, last.block),
        parts: [...this.#parts],
      };
    }
    return this.#view;
  }

  /** Takes down what the last part says, which grows no more; returns the row after it. */
  #close(): number {
    const last = this.#last;
    const at = this.#parts.length - 1;
    const part = this.#parts[at];
    if (last === undefined || part === undefined) {
      return 0;
    }
    const rows = endOf(last) - part.first;
    this.#parts[at] = { ...part, rows };
    for (const [place, head] of this.#joined(part, last.block).entries()) {
      this.#heads[place] = head;
    }
    return part.start + rows;
  }

  /** The heads of the blocks before with those of one more. */
  #joined(part: Part, block: Block): ColumnHead[] {
    const columns = new Map<Cells, Column>(block.columns.map((column) => [column, column]));
    const heads: ColumnHead[] = [NUMBER_HEAD];
    for (let place = 1; place <= this.#places.size; place++) {
      const before = this.#heads[place];
      const cells = part.cells[place];
      const column = cells === undefined ? undefined : columns.get(cells);
      const here = column === undefined ? undefined : columnHead(column);
      const partial = this.#parts.length > 1 && (before === undefined || here === undefined);
      heads.push({ ...join(before, here), partial: partial || before?.partial === true });
    }
    return heads;
  }
}

/** The block's row after a table. */
function endOf({ firstRow, rowCount }: ResultTable): number {
  return firstRow + rowCount;
}

/** A column's head from those of two blocks, at least one of which has it. */
function join(a: ColumnHead | undefined, b: ColumnHead | undefined): ColumnHead {
  if (a === undefined || b === undefined) {
    return (a ?? b) as ColumnHead;
  }
  const types = a.type.split(', ');
  return {
    label: a.label,
    type: types.includes(b.type) ? a.type : `${a.type}, ${b.type}`,
    kind: a.kind === b.kind ? a.kind : 'mixed',
    inferred: a.inferred || b.inferred,
    mismatch: a.mismatch || b.mismatch,
    group: a.group || b.group,
    numeric: a.numeric && b.numeric,
    partial: a.partial,
  };
}

/** What a table is called. */
export function tableTitle(result: string, id: string): string {
  return [result, id === '' ? '' : `table ${id}`].filter(Boolean).join(' · ');
}

/** A store's results, grown with it. */
export class Results {
  static readonly #known = new WeakMap<ResultStore, Results>();
  readonly list: UnionResult[] = [];
  readonly #byName = new Map<string, UnionResult>();
  readonly #store: ResultStore;
  #seen = 0;

  private constructor(store: ResultStore) {
    this.#store = store;
  }

  /** The results that are there by now. */
  static of(store: ResultStore): readonly UnionResult[] {
    let results = Results.#known.get(store);
    if (results === undefined) {
      results = new Results(store);
      Results.#known.set(store, results);
    }
    results.#grow();
    return results.list;
  }

  #grow(): void {
    for (; this.#seen < this.#store.tables.length; this.#seen++) {
      const table = this.#store.tables[this.#seen] as ResultTable;
      const name = table.block.result;
      let result = this.#byName.get(name);
      if (result === undefined) {
        result = new UnionResult(name);
        this.#byName.set(name, result);
        this.list.push(result);
      }
      result.add(table);
    }
  }
}
