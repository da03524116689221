import { defuse } from './formulas.ts';
import { type OutColumn, type RowWriter, sameLabels } from './rowWriter.ts';

export interface CsvOptions {
  readonly separator: ',' | '\t';
  readonly lineEnd: '\r\n' | '\n';
  readonly header: boolean;
  /** Whether cells that a spreadsheet would run get an apostrophe in front. */
  readonly defuse: boolean;
}

/**
 * Rows as separated values (RFC 4180), under a header with the columns' labels. Rows with other labels follow after a blank
 * line, under a header of their own.
 */
export class CsvWriter implements RowWriter {
  defused = 0;
  readonly #options: CsvOptions;
  readonly #special: RegExp;
  #columns: readonly OutColumn[] | undefined;

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#special = options.separator === ',' ? /[",\r\n]/ : /["\t\r\n]/;
  }

  columns(columns: readonly OutColumn[]): string {
    const before = this.#columns;
    this.#columns = columns;
    if (sameLabels(before, columns)) {
      return '';
    }
    const { header, lineEnd } = this.#options;
    const gap = before === undefined ? '' : lineEnd;
    return header ? gap + this.#line(columns.map(({ head }) => head.label)) : gap;
  }

  row(row: number): string {
    return this.#line((this.#columns ?? []).map((column) => column.text(row)));
  }

  end(): string {
    return '';
  }

  #line(cells: readonly string[]): string {
    const line = cells.map((cell) => this.#cell(cell)).join(this.#options.separator);
    // A row of one empty cell would be a blank line.
    return (line === '' ? '""' : line) + this.#options.lineEnd;
  }

  #cell(text: string): string {
    let cell = text;
    if (this.#options.defuse) {
      cell = defuse(text);
      if (cell !== text) {
        this.defused += 1;
      }
    }
    return this.#special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
}
