import { Column, type ColumnSpec } from './columns.ts';
import { Dictionary } from './dictionary.ts';
import type { CellValue, ColumnContext } from './storage.ts';

/** An error that the server wrote into the answer after its first bytes. */
export interface StreamError {
  readonly message: string;
  /** Mostly empty; older servers put a number here. */
  readonly reference: string;
  /** How many tables came before it. */
  readonly afterTables: number;
}

/**
 * - `reading`: more may come
 * - `complete`: the answer ended as it should
 * - `incomplete`: it did not, `reason` says why; what arrived is there
 */
export type StoreState = 'reading' | 'complete' | 'incomplete';

/** Rows under one header: columns that several tables share. */
export interface Block {
  readonly index: number;
  /** The name of the result it belongs to; empty when nothing says it. */
  readonly result: string;
  readonly columns: readonly Column[];
  readonly tables: readonly ResultTable[];
  /** Rows of all its tables. */
  readonly rowCount: number;
}

/** A table of a result: a range of rows in a block. */
export interface ResultTable {
  /** Its place in the answer, from 0. */
  readonly index: number;
  /** The number that the server gave it, which starts again in each result; empty when nothing says it. */
  readonly id: string;
  readonly block: Block;
  /** Its first row in the block. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** The group key: the columns by index; guessed from what does not change when `#group` is missing. */
  readonly key: readonly number[];
  /** Whether the key is a guess. */
  readonly keyInferred: boolean;
}

/** A cell by table. Rows count from 0 in the table. */
export interface TableCell {
  readonly text: string;
  readonly value: CellValue;
}

/** A table that the reader is filling. */
export interface GrowingTable extends ResultTable {
  firstRow: number;
  rowCount: number;
  key: readonly number[];
}

/** A block that the reader is filling. */
export class GrowingBlock implements Block {
  readonly tables: GrowingTable[] = [];
  rowCount = 0;
  readonly index: number;
  readonly result: string;
  readonly columns: readonly Column[];

  constructor(index: number, result: string, columns: readonly Column[]) {
    this.index = index;
    this.result = result;
    this.columns = columns;
  }
}

export interface StoreOptions {
  /** The memory that the rows may take, in bytes; 256 MiB if not given. */
  readonly maxBytes?: number;
}

/** What an empty object of each sort is taken to cost, in bytes. */
const TABLE_COST = 120;
const BLOCK_COST = 400;

/**
 * Everything an answer held: results, their tables and typed rows. A reader fills it; whoever shows it listens to
 * `onChange` and reads cells by table and row.
 */
export class ResultStore {
  readonly maxBytes: number;
  readonly blocks: GrowingBlock[] = [];
  readonly tables: ResultTable[] = [];
  readonly errors: StreamError[] = [];
  /** Bytes received. */
  bytes = 0;
  rowCount = 0;
  state: StoreState = 'reading';
  /** Why the state is `incomplete`; a sentence. */
  reason = '';
  /** The answer takes more than `maxBytes`: only its first rows are here. */
  capped = false;
  /** Rows that came after those. */
  rowsLeftOut = 0;
  /** Rows left out because their number of cells was not the header's. */
  malformedRows = 0;
  readonly #budget = { used: 0 };
  readonly #dictionaries = new Map<string, Dictionary>();
  readonly #listeners = new Set<() => void>();
  readonly #context: ColumnContext = {
    budget: this.#budget,
    dictionary: (label) => {
      let dictionary = this.#dictionaries.get(label);
      if (dictionary === undefined) {
        dictionary = new Dictionary(this.#budget);
        this.#dictionaries.set(label, dictionary);
      }
      return dictionary;
    },
  };

  constructor(options: StoreOptions = {}) {
    this.maxBytes = options.maxBytes ?? 256 * 1024 * 1024;
  }

  /** The memory held for rows, in bytes, as counted against `maxBytes`. */
  get memory(): number {
    return this.#budget.used;
  }

  get complete(): boolean {
    return this.state === 'complete';
  }

  /** The results' names, in order. */
  get results(): readonly string[] {
    return [...new Set(this.blocks.map((block) => block.result))];
  }

  /** A cell of a table. */
  cell(table: ResultTable, row: number, column: number): TableCell {
    const source = table.block.columns[column];
    if (source === undefined || row < 0 || row >= table.rowCount) {
      throw new RangeError(`No cell at row ${row}, column ${column}.`);
    }
    return { text: source.text(table.firstRow + row), value: source.value(table.firstRow + row) };
  }

  /** The values of a table's group key, as text. */
  keyValues(table: ResultTable): { label: string; value: string }[] {
    return table.key.map((index) => {
      const column = table.block.columns[index] as Column;
      return {
        label: column.label,
        value: table.rowCount > 0 ? column.text(table.firstRow) : column.defaultText,
      };
    });
  }

  /** Calls the listener after each change, once for many rows; returns the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For the reader: tells the listeners. */
  changed(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  /** For the reader: lets go of everything but the table that is being read and its block, and of their rows. */
  letGo(block: GrowingBlock | undefined, table: GrowingTable | undefined): void {
    this.#budget.used = 0;
    this.#dictionaries.clear();
    this.blocks.length = 0;
    this.tables.length = 0;
    if (block !== undefined && table !== undefined) {
      for (const column of block.columns) {
        column.letGo();
      }
      block.rowCount = 0;
      table.firstRow = 0;
      table.rowCount = 0;
      block.tables.splice(0, block.tables.length, table);
      this.blocks.push(block);
      this.tables.push(table);
    }
  }

  /** For the reader: no more rows come, and none of those that are there takes more room than it needs. */
  finish(state: Exclude<StoreState, 'reading'>, reason: string): void {
    for (const block of this.blocks) {
      for (const column of block.columns) {
        column.finish();
      }
    }
    this.state = state;
    this.reason = reason;
  }

  /** For the reader: begins a block. */
  addBlock(result: string, specs: readonly ColumnSpec[]): GrowingBlock {
    const columns = specs.map((spec) => new Column(spec, this.#context));
    const block = new GrowingBlock(this.blocks.length, result, columns);
    this.#budget.used += BLOCK_COST + 2 * result.length;
    this.blocks.push(block);
    return block;
  }

  /** For the reader: begins a table at the block's end. */
  addTable(block: GrowingBlock, id: string, key: readonly number[], keyInferred: boolean): GrowingTable {
    const table: GrowingTable = {
      index: this.tables.length,
      id,
      block,
      firstRow: block.rowCount,
      rowCount: 0,
      key,
      keyInferred,
    };
    this.#budget.used += TABLE_COST + 2 * id.length;
    block.tables.push(table);
    this.tables.push(table);
    return table;
  }

  /** For the reader: counts an error's text, too. */
  addError(message: string, reference: string): void {
    this.#budget.used += 100 + 2 * (message.length + reference.length);
    this.errors.push({ message, reference, afterTables: this.tables.length });
  }
}
