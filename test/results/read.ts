import { ResultReader } from '../../client/src/results/reader.ts';
import { ResultStore, type StoreOptions } from '../../client/src/results/store.ts';

/** An answer as the tests compare it: every table with its columns, key and cells as text. */
export interface Picture {
  tables: { result: string; id: string; key: string[]; columns: string[]; rows: string[][] }[];
  errors: { message: string; reference: string; afterTables: number }[];
  state: string;
  malformed: number;
}

/** Reads bytes, cut at the given places, into a store. */
export function read(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
  options: StoreOptions = {},
): ResultStore {
  const store = new ResultStore(options);
  const reader = new ResultReader(store);
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    // A copy that is overwritten afterwards: the reader must not hold on to a chunk.
    const chunk = bytes.slice(from, cut);
    reader.push(chunk);
    chunk.fill(0x7e);
    from = cut;
  }
  reader.end();
  return store;
}

/** The text of an answer with the CRLF that servers send. */
export function answer(...lines: string[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
}

/** A column as `label:type`, with `?` for an inferred type and `*` for a group key column. */
export function picture(store: ResultStore): Picture {
  return {
    tables: store.tables.map((table) => ({
      result: table.block.result,
      id: table.id,
      key: store.keyValues(table).map(({ label, value }) => `${label}=${value}`),
      columns: table.block.columns.map(
        (column) => `${column.label}:${column.type}${column.inferred ? '?' : ''}${column.group ? '*' : ''}`,
      ),
      rows: Array.from({ length: table.rowCount }, (_, row) =>
        table.block.columns.map((_, column) => store.cell(table, row, column).text),
      ),
    })),
    errors: store.errors,
    state: store.state === 'incomplete' ? `incomplete: ${store.reason}` : store.state,
    malformed: store.malformedRows,
  };
}
