import type { ColumnSpec } from './columns.ts';
import { CsvScanner, unquote } from './csvScanner.ts';
import type { GrowingBlock } from './store.ts';

/** What a header row and the annotations above it say. */
export interface Header {
  /** Cells in a row. */
  readonly width: number;
  /** Its one row is an error's. */
  readonly error: boolean;
  /** Where the columns `result` and `table` and the first column of the user are; -1 for none. */
  readonly resultAt: number;
  readonly tableAt: number;
  readonly first: number;
  readonly defaultResult: string;
  readonly defaultTable: string;
  readonly specs: readonly ColumnSpec[];
  /** The group key's columns; undefined when there was no `#group`. */
  readonly key: readonly number[] | undefined;
  /** Each column's type was sent: the same header again means the same types. */
  readonly typed: boolean;
  /** The last block of each result under this header. */
  readonly blocks: Map<string, GrowingBlock>;
}

/** What is in force before the first one. */
export const NO_HEADER: Header = headerOf(false, new Map(), ['']);

/** An answer with changing schemas repeats its headers: that many are remembered, unless they are longer than that. */
const MAX_REMEMBERED = 500;
const MAX_LENGTH = 20_000;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads headers, each different one once. */
export class Headers {
  readonly #known = new Map<string, Header>();

  /**
   * The header with these annotation rows by name and this header row, all given as bytes in a string of one character
   * for each. `annotated` says whether there was any annotation, also of those that do not matter.
   */
  find(annotated: boolean, annotations: ReadonlyMap<string, string>, row: string): Header {
    const key = [
      annotated,
      ...['#datatype', '#group', '#default'].map((name) => annotations.get(name)),
      row,
    ].join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    const rows = new Map(Array.from(annotations, ([name, text]) => [name, cellsOf(text)]));
    const header = headerOf(annotated, rows, cellsOf(row));
    if (this.#known.size === MAX_REMEMBERED) {
      this.#known.clear();
    }
    if (key.length <= MAX_LENGTH) {
      this.#known.set(key, header);
    }
    return header;
  }
}

function headerOf(
  annotated: boolean,
  annotations: ReadonlyMap<string, readonly string[]>,
  cells: readonly string[],
): Header {
  const datatype = annotations.get('#datatype');
  const group = annotations.get('#group');
  const defaults = annotations.get('#default');
  // Some old producers leave the first, empty column out.
  const lead = annotated || cells[0] === '' ? 1 : 0;
  const error = cells[lead] === 'error' && (lead === 1 || cells[1] === 'reference');
  // Only in these places: columns of the user may have the same names.
  const resultAt = cells[lead] === 'result' ? lead : -1;
  const next = resultAt < 0 ? lead : lead + 1;
  const tableAt = cells[next] === 'table' ? next : -1;
  const first = error || tableAt < 0 ? next : next + 1;
  const specs = cells.slice(first).map((label, index) => ({
    label,
    datatype: datatype?.[index + first] || undefined,
    group: group?.[index + first] === 'true',
    default: defaults?.[index + first] ?? '',
  }));
  return {
    width: cells.length,
    error,
    resultAt,
    tableAt,
    first,
    defaultResult: defaults?.[resultAt] ?? '',
    defaultTable: defaults?.[tableAt] ?? '',
    specs,
    key: group === undefined ? undefined : specs.flatMap((spec, index) => (spec.group ? [index] : [])),
    typed: specs.every((spec) => spec.datatype !== undefined),
    blocks: new Map(),
  };
}

/** The text of a cell of the scanner's current row. */
export function textOf(scanner: CsvScanner, cell: number): string {
  const from = scanner.startOf(cell);
  const to = scanner.ends[cell] as number;
  if (!scanner.quoted(cell)) {
    return decoder.decode(scanner.bytes.subarray(from, to));
  }
  const content = new Uint8Array(to - from);
  return decoder.decode(content.subarray(0, unquote(scanner.bytes, from, to, content)));
}

/** The texts of all cells of the scanner's current row. */
export function textsOf(scanner: CsvScanner): string[] {
  return Array.from({ length: scanner.cells }, (_, cell) => textOf(scanner, cell));
}

function cellsOf(row: string): string[] {
  const scanner = new CsvScanner();
  scanner.push(Buffer.from(row, 'latin1'));
  scanner.finish();
  return textsOf(scanner);
}
