import type { Column } from './columns.ts';
import { CsvScanner, unquote } from './csvScanner.ts';
import { type Header, Headers, NO_HEADER, textOf, textsOf } from './headers.ts';
import type { GrowingBlock, GrowingTable, ResultStore } from './store.ts';

const HASH = 0x23;
const QUOTE = 0x22;
const CR = 0x0d;
/** How much is looked at in one go; what a chunk is cut into. */
const SLICE = 1 << 18;

/** Errors kept when there is no memory left. */
const MAX_LATE_ERRORS = 100;

const ANNOTATIONS: ReadonlySet<string> = new Set(['#datatype', '#group', '#default']);

/** What the next row is, unless it is blank or an annotation. */
type Mode = 'header' | 'records' | 'error' | 'afterError';

/**
 * Reads Flux's annotated CSV, in any of the forms that servers send it, into a store. The bytes may be cut anywhere.
 * No input makes it throw: what is wrong with an answer is in the store's `state`, `reason`, `errors` and `malformedRows`.
 *
 * The format: https://docs.influxdata.com/influxdb/cloud/reference/syntax/annotated-csv/ and, where that page and the
 * server differ, the encoder (https://github.com/influxdata/flux/blob/master/csv/result.go).
 */
export class ResultReader {
  readonly #store: ResultStore;
  readonly #scanner = new CsvScanner();
  #unquoted = new Uint8Array(64);
  #mode: Mode = 'header';
  /** Whether there was a row. */
  #begun = false;
  /** The annotation rows that matter, by name, since the last header; and whether there were any. */
  readonly #annotations = new Map<string, string>();
  #annotated = false;
  #full = false;
  #skimming = false;
  /** A row that is longer than the memory: nothing after it can be read. */
  #tooLong = false;

  #headers = new Headers();
  /** The header in force. */
  #header: Header = NO_HEADER;
  /** Whether the row above was a record under this header, so that comparing with it makes sense. */
  #comparable = false;
  /** Begun with the first record, which may be the first to name the result. */
  #block: GrowingBlock | undefined;
  #table: GrowingTable | undefined;
  /** For a key that has to be guessed: each column's `runs` when the table began. */
  #runs: readonly number[] = [];
  #guess: readonly number[] = [];

  constructor(store: ResultStore) {
    this.#store = store;
  }

  /** Whether the store is full: `skim` or `abort` must come before anything else. */
  get full(): boolean {
    return this.#full;
  }

  /** Whether nothing more will be read. */
  get ended(): boolean {
    return this.#store.state !== 'reading';
  }

  /** Reads more bytes. The chunk is not kept. May leave the store `full`; what was not read by then waits. */
  push(chunk: Uint8Array): void {
    if (this.ended) {
      return;
    }
    this.#store.bytes += chunk.length;
    for (let at = 0; at < chunk.length && !this.#tooLong; at += SLICE) {
      this.#scanner.push(chunk.subarray(at, at + SLICE));
      this.#drain();
    }
    this.#store.changed();
  }

  /** Goes on without keeping rows: they are counted, and errors and the end are seen. */
  skim(): void {
    this.#skimming = true;
    this.#full = false;
    this.#drain();
    this.#store.changed();
  }

  /** Lets go of the rows read so far, for who has passed them on; the table that is being read goes on without its rows. */
  letGo(): void {
    this.#store.letGo(this.#block, this.#table);
    // What was remembered of blocks is gone; in the next row all cells are new.
    this.#headers = new Headers();
    this.#header.blocks.clear();
    if (this.#block !== undefined) {
      this.#header.blocks.set(this.#block.result, this.#block);
    }
    this.#comparable = false;
  }

  /** The answer has ended by itself. */
  end(): void {
    if (this.ended) {
      return;
    }
    this.#drainLast();
    if (this.#tooLong) {
      this.#stop('incomplete', 'A row of the answer is too long to be read. The rows before it are shown.');
      return;
    }
    const store = this.#store;
    const scanned = this.#scanner.finish();
    const { cells } = this.#scanner;
    if (scanned === 'openQuote') {
      this.#stop('incomplete', 'The answer ends inside a quoted value: the server stopped in the middle.');
    } else if (scanned === 'unterminated' && this.#mode === 'records' && cells !== this.#header.width) {
      this.#stop('incomplete', 'The answer ends in the middle of a row.');
    } else {
      if (scanned === 'unterminated') {
        this.#row();
      }
      if (this.#annotated) {
        this.#stop('incomplete', 'The answer ends before the header of its last table.');
      } else if (this.#mode === 'error') {
        this.#stop('incomplete', 'The answer ends with an error of which the text is missing.');
      } else if (scanned === 'unterminated' && this.#mode === 'records') {
        this.#stop('incomplete', 'The answer ends without a line end: its last value may be cut.');
      } else if (store.malformedRows > 0) {
        const rows = store.malformedRows === 1 ? '1 row' : `${store.malformedRows} rows`;
        this.#stop('incomplete', `${rows} with a wrong number of cells had to be left out.`);
      } else {
        this.#stop('complete', '');
      }
    }
    store.changed();
  }

  /** The answer was cut: what arrived stays. `reason` is a sentence. */
  abort(reason: string): void {
    if (!this.ended) {
      if (!this.#full) {
        this.#drainLast();
      }
      this.#stop('incomplete', reason);
      this.#store.changed();
    }
  }

  #stop(state: 'complete' | 'incomplete', reason: string): void {
    this.#closeBlock();
    this.#store.finish(state, reason);
  }

  #drain(): void {
    const store = this.#store;
    while (!this.#full && this.#scanner.next()) {
      this.#row();
      if (store.memory > store.maxBytes && !this.#skimming) {
        this.#fill();
      }
    }
    if (!this.#full && (this.#scanner.pending > store.maxBytes || this.#scanner.tooWide)) {
      if (this.#skimming) {
        this.#tooLong = true;
        store.capped = true;
      } else {
        this.#fill();
      }
    }
  }

  /** Reads whole rows that the scanner waited with. */
  #drainLast(): void {
    if (!this.#full && !this.#tooLong) {
      this.#scanner.hurry();
      this.#drain();
    }
    if (this.#full) {
      this.skim();
    }
  }

  #fill(): void {
    this.#full = true;
    this.#closeTable();
  }

  #row(): void {
    const scanner = this.#scanner;
    if (!this.#begun) {
      this.#begun = true;
      skipByteOrderMark(scanner);
    }
    const first = scanner.bytes[scanner.start];
    if (first === HASH && scanner.ends[0] !== scanner.start) {
      this.#closeBlock();
      this.#annotated = true;
      const name = this.#text(0);
      if (ANNOTATIONS.has(name)) {
        this.#annotations.set(name, this.#raw());
      }
    } else if (scanner.blank) {
      this.#closeBlock();
    } else if (this.#mode === 'records') {
      this.#record();
    } else if (this.#mode === 'error') {
      if (!this.#skimming || this.#store.errors.length < MAX_LATE_ERRORS) {
        const [message = '', reference = ''] = this.#texts().slice(this.#header.first);
        this.#store.addError(message, reference);
      }
      this.#mode = 'afterError';
    } else if (this.#mode === 'header') {
      this.#header = this.#headers.find(this.#annotated, this.#annotations, this.#raw());
      this.#annotations.clear();
      this.#annotated = false;
      this.#comparable = false;
      this.#mode = this.#header.error ? 'error' : 'records';
    }
  }

  #record(): void {
    const scanner = this.#scanner;
    if (scanner.cells !== this.#header.width) {
      this.#store.malformedRows += 1;
      this.#comparable = false;
      return;
    }
    if (this.#skimming) {
      this.#store.rowsLeftOut += 1;
      this.#store.capped = true;
      return;
    }
    const { changed, common, changes, ends } = scanner;
    let comparable = this.#comparable;
    this.#comparable = true;
    const { first } = this.#header;
    let block = this.#block;
    let table = this.#table;
    // The result's name and the table's number stand before the columns.
    if (
      block === undefined ||
      table === undefined ||
      !comparable ||
      (changes > 0 && (changed[0] as number) < first)
    ) {
      const begun = this.#step();
      comparable &&= !begun;
      block = this.#block as GrowingBlock;
      table = this.#table as GrowingTable;
    }
    const row = block.rowCount;
    const { columns } = block;
    if (comparable) {
      for (let k = 0; k < changes; k++) {
        const cell = changed[k] as number;
        if (cell >= first) {
          const from = cell === 0 ? scanner.start : (ends[cell - 1] as number) + 1;
          this.#put(columns[cell - first] as Column, row, from, ends[cell] as number, common[k] as number);
        }
      }
    } else {
      for (let c = 0; c < columns.length; c++) {
        this.#put(columns[c] as Column, row, scanner.startOf(c + first), ends[c + first] as number, 0);
      }
    }
    if (table.rowCount === 0 && table.keyInferred) {
      this.#runs = columns.map((column) => column.runs);
    }
    block.rowCount = row + 1;
    table.rowCount += 1;
    this.#store.rowCount += 1;
  }

  #put(column: Column, row: number, from: number, to: number, common: number): void {
    const { bytes } = this.#scanner;
    if (from === to || bytes[from] !== QUOTE) {
      column.put(row, bytes, from, to, common);
      return;
    }
    // Mostly there is nothing inside to be resolved.
    let i = from + 1;
    while (i < to && bytes[i] !== QUOTE && bytes[i] !== CR) {
      i += 1;
    }
    if (i === to - 1 && bytes[i] === QUOTE) {
      column.put(row, bytes, from + 1, i, 0);
    } else {
      column.put(row, this.#room(to - from), 0, unquote(bytes, from, to, this.#unquoted), 0);
    }
  }

  /** Takes the result's name and the table's number from the current row; true when another block begins with it. */
  #step(): boolean {
    const { resultAt, tableAt, defaultResult, defaultTable, key } = this.#header;
    const name = (resultAt < 0 ? '' : this.#text(resultAt)) || defaultResult;
    let begun = false;
    if (name !== this.#block?.result) {
      // Also another result under the same header.
      this.#closeTable();
      this.#block = this.#blockOf(name);
      begun = true;
    }
    const id = (tableAt < 0 ? '' : this.#text(tableAt)) || defaultTable;
    if (id !== this.#table?.id) {
      this.#closeTable();
      this.#table = this.#store.addTable(this.#block as GrowingBlock, id, key ?? [], key === undefined);
    }
    return begun;
  }

  /** The block for rows of a result under the header in force: one of before, if its types are sure to be the same. */
  #blockOf(result: string): GrowingBlock {
    const { specs, blocks, typed } = this.#header;
    const block = (typed ? blocks.get(result) : undefined) ?? this.#store.addBlock(result, specs);
    blocks.set(result, block);
    return block;
  }

  #closeTable(): void {
    const table = this.#table;
    this.#table = undefined;
    if (table === undefined || !table.keyInferred) {
      return;
    }
    // Tags and the measurement: texts that stay the same. Whether `_value` does is chance.
    const { columns } = table.block;
    const guess = columns.flatMap((column, index) =>
      column.runs === this.#runs[index] &&
      column.kind === 'text' &&
      column.label !== '_value' &&
      !column.isNull(table.firstRow)
        ? [index]
        : [],
    );
    // Mostly the same for each table: one array will do.
    if (guess.join() !== this.#guess.join()) {
      this.#guess = guess;
    }
    table.key = this.#guess;
  }

  /** Ends what the header in force began. */
  #closeBlock(): void {
    this.#closeTable();
    // A header alone is an empty table; its name and key are known only from `#default`.
    if (this.#mode === 'records' && this.#block === undefined && !this.#skimming) {
      const { defaultResult, defaultTable, key } = this.#header;
      const block = this.#blockOf(defaultResult);
      this.#store.addTable(block, defaultTable, key ?? [], key === undefined);
    }
    this.#block = undefined;
    this.#mode = 'header';
  }

  /** The bytes of the current row, one character for each. */
  #raw(): string {
    const { bytes, start, ends, cells } = this.#scanner;
    return Buffer.prototype.latin1Slice.call(bytes, start, ends[cells - 1] as number);
  }

  /** All cells of the current row. */
  #texts(): string[] {
    return textsOf(this.#scanner);
  }

  #text(cell: number): string {
    return textOf(this.#scanner, cell);
  }

  #room(size: number): Uint8Array {
    if (this.#unquoted.length < size) {
      this.#unquoted = new Uint8Array(size * 2);
    }
    return this.#unquoted;
  }
}

/** Saved files may begin with the bytes EF BB BF. */
function skipByteOrderMark(scanner: CsvScanner): void {
  const { bytes, start } = scanner;
  if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) {
    scanner.skip(3);
  }
}
