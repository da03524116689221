const COMMA = 0x2c;
const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

/** A row that is longer than this and not all there yet is looked at again only when it has doubled. */
const PATIENT_BYTES = 1 << 16;

/** More cells than this in a row are no answer of a server, and each costs more memory than its byte. */
const MAX_CELLS = 1 << 17;

/** How the bytes ended: after a whole row, inside one, or inside an open quote. */
export type ScanEnd = 'clean' | 'unterminated' | 'openQuote';

/**
 * Splits CSV bytes, cut anywhere, into rows of cells without decoding them.
 *
 * `push` takes bytes, `next` steps to the next whole row; then `start` and `ends` describe its cells inside `bytes` until
 * the next call. Answers repeat themselves, so each row is compared with the one above it first: `changed` lists the cells that
 * differ, and only inside those are commas looked for.
 *
 * Rows end with LF or CRLF. A quote inside a plain cell, or text after a closing quote, is taken as it stands.
 */
export class CsvScanner {
  bytes = new Uint8Array(4096);
  /** Where the current row starts. */
  start = 0;
  /** Where each of its cells ends, exclusive; the next one starts behind the comma. */
  ends = new Int32Array(32);
  /** The number of its cells. */
  cells = 0;
  /** Its cells that may differ from those above, in order, and how many those are. */
  changed = new Int32Array(32);
  changes = 0;
  /** For each of `changed`: how many of its first bytes equal those of the cell above. */
  common = new Int32Array(32);
  /** The next row has more cells than any answer: nothing can be read any more. */
  tooWide = false;

  #words = new DataView(this.bytes.buffer);
  #spare = new Int32Array(32);
  #length = 0;
  /** Where the current row ends, with its line end: the next one starts there. */
  #next = 0;
  /** How many bytes must be there before it is worth to look for the next row again. */
  #patience = 0;
  #openQuote = false;

  /** The bytes of the row that has not ended yet. */
  get pending(): number {
    return this.#length - this.#next;
  }

  /** Whether the current row is an empty line. */
  get blank(): boolean {
    return this.cells === 1 && this.start === this.ends[0];
  }

  /** Where a cell of the current row starts. */
  startOf(cell: number): number {
    return cell === 0 ? this.start : (this.ends[cell - 1] as number) + 1;
  }

  /** Whether a cell of the current row is in quotes. */
  quoted(cell: number): boolean {
    const at = this.startOf(cell);
    return this.bytes[at] === QUOTE && at < (this.ends[cell] as number);
  }

  /** Adds bytes; they are copied. */
  push(chunk: Uint8Array): void {
    // The current row stays, to be compared with the next one.
    this.#discard(this.start);
    const needed = this.#length + chunk.length;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.#length));
      this.bytes = grown;
      this.#words = new DataView(grown.buffer);
    }
    this.bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  /** Steps to the next row; false when the bytes end before it does. */
  next(): boolean {
    if (this.#length <= this.#next || this.#length < this.#patience || this.tooWide) {
      return false;
    }
    if (this.#scan(false)) {
      return true;
    }
    const { pending } = this;
    this.#patience = pending > PATIENT_BYTES ? this.#next + 2 * pending : 0;
    return false;
  }

  /** No more bytes may come: lets `next` look at those that it would have waited with. */
  hurry(): void {
    this.#patience = 0;
  }

  /** Ends the bytes, of which `next` has nothing more to give. Unless they ended cleanly, what there is of the last row becomes the current one. */
  finish(): ScanEnd {
    if (this.#length <= this.#next) {
      return 'clean';
    }
    this.#scan(true);
    return this.#openQuote ? 'openQuote' : 'unterminated';
  }

  /** Leaves out the first bytes of the current row. */
  skip(count: number): void {
    this.start += count;
  }

  /** Reads a row from `#next` on; false, and nothing is changed, when it does not end and `last` is not set. */
  #scan(last: boolean): boolean {
    const { bytes, ends: above, cells: aboveCells } = this;
    const length = this.#length;
    const aboveNext = this.#next;
    const from = this.#next;
    const words = this.#words;
    const ends = this.#spare;
    const room = ends.length;
    let cell = 0;
    let changes = 0;
    /** Where the cell starts, and how far it lies behind the one above. */
    let start = from;
    let shift = from - this.start;
    let i = from;
    let rowEnd = -1;
    while (rowEnd < 0) {
      if (cell >= room) {
        if (room >= MAX_CELLS) {
          this.tooWide = true;
          return false;
        }
        this.#grow();
        return this.#scan(last);
      }
      let common = 0;
      if (cell < aboveCells) {
        const limit = Math.min(length, aboveNext + shift);
        // Four at a time, as long as that goes.
        while (i + 4 <= limit && words.getInt32(i) === words.getInt32(i - shift)) {
          i += 4;
        }
        while (i < limit && bytes[i] === bytes[i - shift]) {
          i += 1;
        }
        if (i === aboveNext + shift) {
          // The rest of the row is that of the row above.
          for (; cell < aboveCells; cell++) {
            ends[cell] = (above[cell] as number) + shift;
          }
          rowEnd = i;
          break;
        }
        // Cells that are equal up to their comma.
        while (cell < aboveCells - 1 && (above[cell] as number) + shift < i) {
          const end = (above[cell] as number) + shift;
          ends[cell] = end;
          start = end + 1;
          cell += 1;
        }
        common = i - start;
      }
      if (start < length && bytes[start] === QUOTE) {
        i = this.#closed(start + 1, length);
        // The byte after a quote says whether it closes the cell.
        if (i >= length && !last) {
          return false;
        }
      }
      while (i < length && bytes[i] !== COMMA && bytes[i] !== LF) {
        i += 1;
      }
      if (i >= length && !last) {
        return false;
      }
      let end = i;
      if (i >= length || bytes[i] === LF) {
        rowEnd = i >= length ? length : i + 1;
        // The connection may also have been cut between CR and LF.
        if (end > start && bytes[end - 1] === CR) {
          end -= 1;
        }
      }
      ends[cell] = end;
      this.changed[changes] = cell;
      this.common[changes] = Math.min(common, end - start);
      changes += 1;
      i += 1;
      if (cell < aboveCells) {
        shift = i - (above[cell] as number) - 1;
      }
      start = i;
      cell += 1;
    }
    this.#spare = above;
    this.ends = ends;
    this.start = from;
    this.cells = cell;
    this.changes = changes;
    this.#next = rowEnd;
    return true;
  }

  /** Where a quoted cell goes on behind its closing quote; the end of the bytes when it has none. */
  #closed(from: number, length: number): number {
    const { bytes } = this;
    let i = from;
    for (;;) {
      while (i < length && bytes[i] !== QUOTE) {
        i += 1;
      }
      this.#openQuote = i >= length;
      i += 1;
      if (i >= length || bytes[i] !== QUOTE) {
        return Math.min(i, length);
      }
      i += 1;
    }
  }

  /** Drops the first `count` bytes of the buffer. */
  #discard(count: number): void {
    if (count === 0) {
      return;
    }
    this.bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#next -= count;
    this.#patience -= count;
    this.start -= count;
    for (let i = 0; i < this.cells; i++) {
      this.ends[i] = (this.ends[i] as number) - count;
    }
  }

  #grow(): void {
    const size = this.changed.length * 2;
    const wider = (old: Int32Array) => {
      const grown = new Int32Array(size);
      grown.set(old);
      return grown;
    };
    this.ends = wider(this.ends);
    this.#spare = wider(this.#spare);
    this.changed = wider(this.changed);
    this.common = wider(this.common);
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
