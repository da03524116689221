import type { Budget } from './context.ts';
import { formatFloat } from './convert.ts';
import type { Result } from './program.ts';
import type { Cell, Column, ColumnType, Table } from './table.ts';
import { formatTime } from './time.ts';

/** How a result is written: `POST /api/v2/query`'s dialect. Invoke uses the one without annotations. */
export interface Dialect {
  readonly header: boolean;
  /** One character. */
  readonly delimiter: string;
  readonly annotations: readonly Annotation[];
  /** What stands for a text without any characters, which otherwise looks like null. */
  readonly emptyText?: string;
}
export type Annotation = 'datatype' | 'group' | 'default';

export const plainDialect: Dialect = { header: true, delimiter: ',', annotations: [] };

const typeNames: Readonly<Record<ColumnType, string>> = {
  bool: 'boolean',
  int: 'long',
  uint: 'unsignedLong',
  float: 'double',
  string: 'string',
  time: 'dateTime:RFC3339',
};

/** How much text is gathered before it is handed on. */
const chunkSize = 64 * 1024;

/**
 * Writes results as Go's annotated CSV writer does: CRLF, an empty first cell, a new header whenever the columns or the
 * group key's columns change or a table is empty, a blank line before it within a result and after each result.
 */
export class CsvEncoder {
  readonly #dialect: Dialect;
  readonly #write: (text: string) => void;
  #pending = '';
  /** True once anything has been written: from then on an error can only be told in the stream. */
  started = false;

  constructor(dialect: Dialect, write: (text: string) => void) {
    this.#dialect = dialect;
    this.#write = write;
  }

  encode(results: Iterable<Result>, budget: Budget): void {
    for (const { name, stream } of results) {
      let previous: Table | undefined;
      let id = 0;
      for (const table of stream.tables()) {
        budget.answer(table.length);
        if (!previous || changed(previous, table)) {
          if (previous) this.#row(['']);
          this.#head(name, id, table);
        }
        this.#rows(name, id++, table, budget);
        previous = table;
      }
      this.#row(['']);
    }
    this.flush();
  }

  /** The block that tells of an error after the first row. */
  error(message: string): void {
    this.#row(['']);
    for (const annotation of this.#dialect.annotations) {
      const cell = { datatype: 'string', group: 'true', default: '' }[annotation];
      this.#row([`#${annotation}`, cell, cell]);
    }
    if (this.#dialect.header) this.#row(['', 'error', 'reference']);
    this.#row(['', message, '']);
    this.flush();
  }

  flush(): void {
    if (this.#pending !== '') this.#write(this.#pending);
    this.#pending = '';
  }

  #head(name: string, id: number, table: Table): void {
    const inKey = (column: Column) => table.key.has(column.label);
    for (const annotation of this.#dialect.annotations) {
      const cells = table.columns.map((column) => {
        if (annotation === 'datatype') return typeNames[column.type];
        if (annotation === 'group') return String(inKey(column));
        const part = table.length === 0 ? table.key.part(column.label) : undefined;
        return part ? cellText(part.type, part.cell) : '';
      });
      const own = {
        datatype: ['string', 'long'],
        group: ['false', 'false'],
        default: [name, table.length === 0 ? String(id) : ''],
      }[annotation];
      this.#row([`#${annotation}`, ...own, ...cells]);
    }
    if (this.#dialect.header) this.#row(['', 'result', 'table', ...table.columns.map(({ label }) => label)]);
  }

  #rows(name: string, id: number, table: Table, budget: Budget): void {
    const { delimiter } = this.#dialect;
    const result = this.#dialect.annotations.includes('default') ? '' : quote(name, delimiter);
    const start = `${delimiter}${result}${delimiter}${id}`;
    // What is the same in every row is written once.
    const constants = table.columns.map((column) =>
      column.isConstant && table.length > 0 ? delimiter + this.#cell(column, 0) : undefined,
    );
    for (let row = 0; row < table.length; row++) {
      budget.spend();
      let line = start;
      for (const [i, column] of table.columns.entries())
        line += constants[i] ?? delimiter + this.#cell(column, row);
      this.#append(`${line}\r\n`);
    }
  }

  #cell(column: Column, row: number): string {
    const cell = column.cell(row);
    const { delimiter, emptyText } = this.#dialect;
    const text = cell === '' && emptyText !== undefined ? emptyText : cellText(column.type, cell);
    return column.type === 'string' ? quote(text, delimiter) : text;
  }

  #row(cells: readonly string[]): void {
    const { delimiter } = this.#dialect;
    this.#append(`${cells.map((cell) => quote(cell, delimiter)).join(delimiter)}\r\n`);
  }

  #append(text: string): void {
    this.started = true;
    this.#pending += text;
    if (this.#pending.length >= chunkSize) this.flush();
  }
}

/** True when the next table needs a header of its own. */
function changed(previous: Table, table: Table): boolean {
  if (previous.length === 0 || table.length === 0) return true;
  if (previous.columns.length !== table.columns.length) return true;
  if (previous.key.parts.length !== table.key.parts.length) return true;
  if (previous.key.parts.some((part, i) => part.label !== table.key.parts[i]?.label)) return true;
  return previous.columns.some((column, i) => {
    const other = table.columns[i];
    return column.label !== other?.label || column.type !== other.type;
  });
}

function cellText(type: ColumnType, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return formatFloat(cell);
  if (typeof cell === 'bigint' && type === 'time') return formatTime(cell);
  return String(cell);
}

/** Go's rule: quotes only where they are needed; a line end within them is always CRLF. */
export function quote(text: string, delimiter: string): string {
  if (text === '') return text;
  const needed =
    text === '\\.' ||
    text.includes(delimiter) ||
    /["\r\n]/.test(text) ||
    /^[\t\v\f\u0085\u00a0 \u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(text);
  if (!needed) return text;
  return `"${text.replaceAll('"', '""').replaceAll('\r', '').replaceAll('\n', '\r\n')}"`;
}
