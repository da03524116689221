const COMMA = 0x2c;
const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

/** Where the scanner stands inside the current cell. */
const CELL_START = 0;
const PLAIN = 1;
const QUOTED = 2;

/** How the bytes ended: after a whole row, inside one, or inside an open quote. */
export type ScanEnd = 'clean' | 'unterminated' | 'openQuote';

/**
 * Splits CSV bytes, cut anywhere, into rows of cells without decoding them.
 *
 * `push` takes bytes, `next` steps to the next whole row; then `start`, `end` and `quoted` describe its cells
 * inside `bytes` until the next call. Every cell is compared with the one above it on the way, since answers repeat
 * themselves: `same` says that its bytes are equal, `common` how many of the first are.
 *
 * Rows end with LF or CRLF. A quote inside a plain cell, or text after a closing quote, is taken as it stands.
 */
export class CsvScanner {
  bytes = new Uint8Array(4096);
  start = new Int32Array(32);
  end = new Int32Array(32);
  quoted = new Uint8Array(32);
  same = new Uint8Array(32);
  common = new Int32Array(32);
  /** The number of cells in the current row. */
  cells = 0;

  #aboveStart = new Int32Array(32);
  #aboveEnd = new Int32Array(32);
  #aboveCells = 0;
  #length = 0;
  #rowStart = 0;
  #at = 0;
  #state = CELL_START;
  #rowDone = false;

  /** The bytes of the row that has not ended yet. */
  get pending(): number {
    return this.#length - this.#rowStart;
  }

  /** Whether the current row is an empty line. */
  get blank(): boolean {
    return this.cells === 1 && this.start[0] === this.end[0];
  }

  /** Adds bytes; they are copied. */
  push(chunk: Uint8Array): void {
    // A finished row stays, as the row above the next one.
    this.#discard(this.#aboveCells > 0 && !this.#rowDone ? (this.#aboveStart[0] ?? 0) : this.#rowStart);
    const needed = this.#length + chunk.length;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.#length));
      this.bytes = grown;
    }
    this.bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  /** Steps to the next row; false when the bytes end before it does. */
  next(): boolean {
    if (this.#rowDone) {
      this.#beginRow();
    }
    const { bytes } = this;
    const length = this.#length;
    let i = this.#at;
    let state = this.#state;
    for (;;) {
      const cell = this.cells;
      if (state === CELL_START) {
        if (i >= length) {
          break;
        }
        if (cell === this.start.length) {
          this.#grow();
        }
        this.start[cell] = i;
        this.quoted[cell] = 0;
        let common = 0;
        if (cell < this.#aboveCells) {
          const above = this.#aboveStart[cell] as number;
          const size = Math.min((this.#aboveEnd[cell] as number) - above, length - i);
          while (common < size && bytes[i + common] === bytes[above + common]) {
            common += 1;
          }
        }
        if (bytes[i] === QUOTE) {
          this.quoted[cell] = 1;
          const size =
            cell < this.#aboveCells
              ? (this.#aboveEnd[cell] as number) - (this.#aboveStart[cell] as number)
              : 0;
          // Equal up to the closing quote, unless what follows makes it the first half of an escaped one.
          if (common > 1 && common === size && i + size < length && bytes[i + size] !== QUOTE) {
            i += size;
            state = PLAIN;
          } else {
            common = 0;
            i += 1;
            state = QUOTED;
          }
        } else {
          i += common;
          state = PLAIN;
        }
        this.common[cell] = common;
      }
      if (state === QUOTED) {
        while (i < length && bytes[i] !== QUOTE) {
          i += 1;
        }
        // Whether a quote closes the cell is known only with the byte after it.
        if (i + 1 >= length) {
          break;
        }
        if (bytes[i + 1] === QUOTE) {
          i += 2;
          continue;
        }
        i += 1;
        state = PLAIN;
      }
      let byte = -1;
      while (i < length) {
        byte = bytes[i] as number;
        if (byte === COMMA || byte === LF) {
          break;
        }
        i += 1;
      }
      if (i >= length) {
        break;
      }
      this.#endCell(byte === LF && i > (this.start[cell] as number) && bytes[i - 1] === CR ? i - 1 : i);
      i += 1;
      state = CELL_START;
      if (byte === LF) {
        this.#at = i;
        this.#state = CELL_START;
        this.#rowDone = true;
        return true;
      }
    }
    this.#at = i;
    this.#state = state;
    return false;
  }

  /**
   * Ends the bytes. Unless they ended cleanly, what there is of the last row becomes the current one.
   */
  finish(): ScanEnd {
    if (this.#rowDone || (this.cells === 0 && this.#state === CELL_START)) {
      return 'clean';
    }
    if (this.#state === CELL_START) {
      if (this.cells === this.start.length) {
        this.#grow();
      }
      this.start[this.cells] = this.#length;
      this.quoted[this.cells] = 0;
      this.common[this.cells] = 0;
    }
    const open = this.#state === QUOTED && (this.#at >= this.#length || this.bytes[this.#at] !== QUOTE);
    // The connection may have been cut between CR and LF.
    const last = this.#length - 1;
    const cutBetween = last >= (this.start[this.cells] ?? 0) && this.bytes[last] === CR;
    this.#endCell(cutBetween ? last : this.#length);
    this.#rowDone = true;
    return open ? 'openQuote' : 'unterminated';
  }

  #endCell(end: number): void {
    const cell = this.cells;
    const size = end - (this.start[cell] as number);
    const common = Math.min(this.common[cell] as number, size);
    this.end[cell] = end;
    this.common[cell] = common;
    const sameSize =
      cell < this.#aboveCells &&
      size === (this.#aboveEnd[cell] as number) - (this.#aboveStart[cell] as number);
    this.same[cell] = sameSize && common === size ? 1 : 0;
    this.cells = cell + 1;
  }

  #beginRow(): void {
    const { start, end } = this;
    this.start = this.#aboveStart;
    this.end = this.#aboveEnd;
    this.#aboveStart = start;
    this.#aboveEnd = end;
    this.#aboveCells = this.cells;
    this.cells = 0;
    this.#rowStart = this.#at;
    this.#rowDone = false;
  }

  /** Drops the first `count` bytes of the buffer. */
  #discard(count: number): void {
    if (this.#rowDone) {
      this.#beginRow();
      this.#discard(this.#aboveStart[0] as number);
      return;
    }
    if (count === 0) {
      return;
    }
    this.bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#rowStart -= count;
    this.#at -= count;
    for (let i = 0; i < this.#aboveCells; i++) {
      this.#aboveStart[i] = (this.#aboveStart[i] as number) - count;
      this.#aboveEnd[i] = (this.#aboveEnd[i] as number) - count;
    }
    // One more than the finished cells: the current one has a start already.
    for (let i = 0; i <= this.cells && i < this.start.length; i++) {
      this.start[i] = (this.start[i] as number) - count;
      this.end[i] = (this.end[i] as number) - count;
    }
  }

  #grow(): void {
    const size = this.start.length * 2;
    const wider = (old: Int32Array) => {
      const grown = new Int32Array(size);
      grown.set(old);
      return grown;
    };
    const flags = (old: Uint8Array) => {
      const grown = new Uint8Array(size);
      grown.set(old);
      return grown;
    };
    this.start = wider(this.start);
    this.end = wider(this.end);
    this.common = wider(this.common);
    this.#aboveStart = wider(this.#aboveStart);
    this.#aboveEnd = wider(this.#aboveEnd);
    this.quoted = flags(this.quoted);
    this.same = flags(this.same);
  }
}

/**
 * Writes the content of a quoted cell (`bytes` from `start` to `end`, quotes included) into `target` and returns its
 * length. Inside quotes CRLF becomes LF: Go's CSV writer doubles them on the way out. `target` must have room for
 * `end - start` bytes.
 */
export function unquote(bytes: Uint8Array, start: number, end: number, target: Uint8Array): number {
  let length = 0;
  let i = start + 1;
  let open = true;
  while (i < end) {
    const byte = bytes[i] as number;
    if (open && byte === QUOTE) {
      if (i + 1 < end && bytes[i + 1] === QUOTE) {
        i += 1;
        target[length++] = QUOTE;
      } else {
        open = false;
      }
    } else if (!(open && byte === CR && i + 1 < end && bytes[i + 1] === LF)) {
      target[length++] = byte;
    }
    i += 1;
  }
  return length;
}
