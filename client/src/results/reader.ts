import type { Column, ColumnSpec } from './columns.ts';
import { CsvScanner, unquote } from './csvScanner.ts';
import type { GrowingBlock, GrowingTable, ResultStore } from './store.ts';

const HASH = 0x23;
/** How much is looked at in one go; what a chunk is cut into. */
const SLICE = 1 << 18;

/** More cells than this in a row are no answer of a server, and each costs more memory than its byte. */
const MAX_CELLS = 100_000;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

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
  #rows = 0;
  /** The annotation rows that matter, by name, since the last header; and whether there were any. */
  readonly #annotations = new Map<string, readonly string[]>();
  #annotated = false;

  // The header in force.
  #specs: readonly ColumnSpec[] = [];
  #width = 0;
  /** Where the columns `result` and `table` and the first column of the user are; -1 for none. */
  #resultAt = -1;
  #tableAt = -1;
  #first = 0;
  #defaultResult = '';
  #defaultTable = '';
  #key: readonly number[] | undefined;
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

  /** Whether nothing more will be read: the end was reached, or the store is full. */
  get ended(): boolean {
    return this.#store.state !== 'reading';
  }

  /** Reads more bytes. The chunk is not kept. */
  push(chunk: Uint8Array): void {
    if (this.ended) {
      return;
    }
    this.#store.bytes += chunk.length;
    for (let at = 0; at < chunk.length && !this.ended; at += SLICE) {
      this.#scanner.push(chunk.subarray(at, at + SLICE));
      this.#drain();
    }
    this.#store.changed();
  }

  /** The answer has ended by itself. */
  end(): void {
    if (this.ended) {
      return;
    }
    const store = this.#store;
    const scanned = this.#scanner.finish();
    const { cells } = this.#scanner;
    if (scanned === 'openQuote') {
      this.#stop('incomplete', 'The answer ends inside a quoted value: the server stopped in the middle.');
    } else if (scanned === 'unterminated' && this.#mode === 'records' && cells !== this.#width) {
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
      this.#stop('incomplete', reason);
      this.#store.changed();
    }
  }

  #stop(state: 'complete' | 'incomplete' | 'capped', reason: string): void {
    this.#closeBlock();
    this.#store.state = state;
    this.#store.reason = reason;
  }

  #drain(): void {
    const store = this.#store;
    while (this.#scanner.next()) {
      this.#row();
      if (store.memory > store.maxBytes) {
        this.#stop('capped', 'The answer takes more memory than the limit allows.');
        return;
      }
    }
    if (this.#scanner.pending > store.maxBytes || this.#scanner.cells > MAX_CELLS) {
      this.#stop('capped', 'A row of the answer takes more memory than the limit allows.');
    }
  }

  #row(): void {
    const scanner = this.#scanner;
    if (this.#rows === 0) {
      skipByteOrderMark(scanner);
    }
    this.#rows += 1;
    if (scanner.blank) {
      this.#closeBlock();
    } else if (scanner.bytes[scanner.start[0] as number] === HASH && scanner.start[0] !== scanner.end[0]) {
      this.#closeBlock();
      this.#annotated = true;
      const name = this.#text(0);
      if (ANNOTATIONS.has(name)) {
        this.#annotations.set(name, this.#texts());
      }
    } else if (this.#mode === 'records') {
      this.#record();
    } else if (this.#mode === 'error') {
      const [message = '', reference = ''] = this.#texts().slice(this.#first);
      this.#store.addError(message, reference);
      this.#mode = 'afterError';
    } else if (this.#mode === 'header') {
      this.#header();
    }
  }

  #header(): void {
    const cells = this.#texts();
    const datatype = this.#annotations.get('#datatype');
    const group = this.#annotations.get('#group');
    const defaults = this.#annotations.get('#default');
    const annotated = this.#annotated;
    this.#annotations.clear();
    this.#annotated = false;

    // Some old producers leave the first, empty column out.
    const lead = annotated || cells[0] === '' ? 1 : 0;
    this.#width = cells.length;
    this.#comparable = false;
    // The first column is `result` otherwise.
    if (cells[lead] === 'error' && (lead === 1 || cells[1] === 'reference')) {
      this.#first = lead;
      this.#mode = 'error';
      return;
    }
    // Only in these places: columns of the user may have the same names.
    this.#resultAt = cells[lead] === 'result' ? lead : -1;
    const next = this.#resultAt < 0 ? lead : lead + 1;
    this.#tableAt = cells[next] === 'table' ? next : -1;
    this.#first = this.#tableAt < 0 ? next : next + 1;
    this.#defaultResult = defaults?.[this.#resultAt] ?? '';
    this.#defaultTable = defaults?.[this.#tableAt] ?? '';
    this.#specs = cells.slice(this.#first).map((label, index) => ({
      label,
      datatype: datatype?.[index + this.#first] || undefined,
      group: group?.[index + this.#first] === 'true',
      default: defaults?.[index + this.#first] ?? '',
    }));
    this.#key = group === undefined ? undefined : indexesOf(this.#specs, (spec) => spec.group);
    this.#mode = 'records';
  }

  #record(): void {
    const scanner = this.#scanner;
    if (scanner.cells !== this.#width) {
      this.#store.malformedRows += 1;
      this.#comparable = false;
      return;
    }
    const { same } = scanner;
    let comparable = this.#comparable;
    this.#comparable = true;
    let block = this.#block;
    if (block === undefined || (this.#resultAt >= 0 && !(comparable && same[this.#resultAt] === 1))) {
      const name = (this.#resultAt < 0 ? '' : this.#text(this.#resultAt)) || this.#defaultResult;
      if (name !== block?.result) {
        // Also another result under the same header.
        this.#closeTable();
        block = this.#store.addBlock(name, this.#specs);
        this.#block = block;
        comparable = false;
      }
    }
    let table = this.#table;
    if (table === undefined || (this.#tableAt >= 0 && !(comparable && same[this.#tableAt] === 1))) {
      const id = this.#tableAt < 0 ? '' : this.#text(this.#tableAt) || this.#defaultTable;
      if (table === undefined || table.id !== id) {
        this.#closeTable();
        table = this.#store.addTable(block, id, this.#key ?? [], this.#key === undefined);
        this.#table = table;
      }
    }
    const { columns } = block;
    const { start, end, quoted, common, bytes } = scanner;
    for (let c = 0, cell = this.#first; c < columns.length; c++, cell++) {
      const column = columns[c] as Column;
      if (comparable && same[cell] === 1) {
        column.repeat();
        continue;
      }
      const from = start[cell] as number;
      const to = end[cell] as number;
      if (quoted[cell] === 1) {
        column.append(this.#room(to - from), 0, unquote(bytes, from, to, this.#unquoted), 0);
      } else {
        column.append(bytes, from, to, comparable ? (common[cell] as number) : 0);
      }
    }
    if (table.rowCount === 0 && this.#key === undefined) {
      this.#runs = columns.map((column) => column.runs);
    }
    block.rowCount += 1;
    table.rowCount += 1;
    this.#store.rowCount += 1;
  }

  #closeTable(): void {
    const table = this.#table;
    this.#table = undefined;
    if (table === undefined || this.#key !== undefined) {
      return;
    }
    // Tags and the measurement: texts that stay the same. Whether `_value` does is chance.
    const { columns } = table.block;
    const guess = indexesOf(
      columns,
      (column, index) =>
        column.runs === this.#runs[index] &&
        column.kind === 'text' &&
        column.label !== '_value' &&
        !column.isNull(table.firstRow),
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
    if (this.#mode === 'records' && this.#block === undefined) {
      const block = this.#store.addBlock(this.#defaultResult, this.#specs);
      this.#store.addTable(block, this.#defaultTable, this.#key ?? [], this.#key === undefined);
    }
    this.#block = undefined;
    this.#mode = 'header';
  }

  /** All cells of the current row. */
  #texts(): string[] {
    return Array.from({ length: this.#scanner.cells }, (_, cell) => this.#text(cell));
  }

  #text(cell: number): string {
    const { bytes, start, end, quoted } = this.#scanner;
    const from = start[cell] as number;
    const to = end[cell] as number;
    if (quoted[cell] === 1) {
      const room = this.#room(to - from);
      return decoder.decode(room.subarray(0, unquote(bytes, from, to, room)));
    }
    return decoder.decode(bytes.subarray(from, to));
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
  const at = start[0] as number;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) {
    start[0] = at + 3;
  }
}

function indexesOf<T>(items: readonly T[], wanted: (item: T, index: number) => boolean): number[] {
  const indexes: number[] = [];
  items.forEach((item, index) => {
    if (wanted(item, index)) {
      indexes.push(index);
    }
  });
  return indexes;
}
