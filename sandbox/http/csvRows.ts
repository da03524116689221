const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;
const hash = 35;

/** Finds where a number of rows of annotated CSV ends; annotations, headers and blank lines are no rows. */
export class CsvRows {
  readonly #wanted: number;
  #rows = 0;
  #quoted = false;
  #first: number | undefined;
  #expectsHeader = true;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  get reached(): boolean {
    return this.#rows >= this.#wanted && !this.#expectsHeader;
  }

  /** How many bytes of the next chunk belong to the rows that are wanted. */
  end(chunk: Uint8Array): number {
    for (const [at, byte] of chunk.entries()) {
      if (byte === quote) this.#quoted = !this.#quoted;
      if (byte !== lineFeed || this.#quoted) {
        if (byte !== carriageReturn) this.#first ??= byte;
        continue;
      }
      this.#line(this.#first);
      this.#first = undefined;
      if (this.reached) return at + 1;
    }
    return chunk.length;
  }

  #line(first: number | undefined): void {
    if (first === undefined) this.#expectsHeader = true;
    else if (first === hash) return;
    else if (this.#expectsHeader) this.#expectsHeader = false;
    else this.#rows++;
  }
}
