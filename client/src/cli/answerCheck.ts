import { CsvScanner } from '../results/csvScanner.ts';

const decoder = new TextDecoder();

/**
 * Watches an answer go by. The server has said success before it can fail: then it writes the error into the CSV, or just
 * stops.
 */
export class AnswerCheck {
  readonly #scanner = new CsvScanner();
  /** What the next row is. */
  #next: 'header' | 'record' | 'error' | 'nothing' = 'header';
  #width = 0;
  #error: string | undefined;
  #bytes = 0;
  #rows = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Records, of all tables. */
  get rows(): number {
    return this.#rows;
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#scanner.push(chunk);
    while (this.#scanner.next()) this.#row();
  }

  /** @returns what is wrong with the answer, in a sentence; undefined for a whole one */
  end(): string | undefined {
    this.#scanner.hurry();
    while (this.#scanner.next()) this.#row();
    const scanned = this.#scanner.finish();
    if (this.#error === undefined && scanned === 'openQuote') return cut;
    if (scanned === 'unterminated') {
      if (this.#next === 'record' && this.#scanner.cells !== this.#width) return cut;
      this.#row();
    }
    if (this.#next === 'error') return 'The script failed on the server, which does not say why.';
    return this.#error === undefined ? undefined : `The script failed on the server: ${this.#error}`;
  }

  #row(): void {
    const { blank, cells } = this.#scanner;
    if (blank) {
      if (this.#next === 'record') this.#next = 'header';
    } else if (this.#next === 'error') {
      this.#error = this.#text(1) || this.#text(0);
      this.#next = 'nothing';
    } else if (this.#text(0).startsWith('#')) {
      this.#next = 'header';
    } else if (this.#next === 'header') {
      this.#width = cells;
      this.#next = this.#text(1) === 'error' ? 'error' : 'record';
    } else if (this.#next === 'record') {
      this.#rows += 1;
    }
  }

  #text(cell: number): string {
    const { bytes, ends, cells } = this.#scanner;
    if (cell >= cells) return '';
    const text = decoder.decode(bytes.subarray(this.#scanner.startOf(cell), ends[cell]));
    return this.#scanner.quoted(cell) ? text.replace(/^"|"$/g, '').replaceAll('""', '"') : text;
  }
}

const cut = 'The answer ends in the middle of a row: the server stopped. What has arrived is incomplete.';
