import { LINE_BYTES, type RawHead, type RawLine, type RawPiece } from '../../../webview/protocol.ts';
import { Pace } from '../breathe.ts';
import type { Received } from '../received.ts';
import { LineIndex } from './lineIndex.ts';
import { utf8Length } from './utf8.ts';

/** How long the lines are counted before there is an answer. */
const COUNT_MS = 50;
const CHUNK_BYTES = 1 << 18;
const PIECE_BYTES = 1 << 16;
const LF = 0x0a;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What was received, as text by lines. Bytes that are no UTF-8 read as U+FFFD. */
export class RawText {
  readonly #received: Received;
  readonly #index: LineIndex;

  constructor(received: Received) {
    this.#received = received;
    this.#index = new LineIndex(received);
  }

  async head(): Promise<RawHead> {
    await this.#index.advance(COUNT_MS);
    const { bytes, problem } = this.#received;
    return { bytes, lines: this.#index.lines, counted: this.#index.caughtUp, problem };
  }

  /** Lines `from` to `from + count` (exclusive), as far as they were found. */
  async lines(from: number, count: number): Promise<RawLine[]> {
    const last = Math.min(this.#index.lines, from + count);
    const lines: RawLine[] = [];
    const bytes = new Window(this.#received);
    let start = from < last ? await this.#start(from, bytes) : 0;
    for (let line = from; line < last; line++) {
      // A long line need not be looked through: it is known where the next one begins.
      const next = this.#index.before(line + 1);
      const end = next.line === line + 1 ? next.start - 1 : await bytes.lineEnd(start);
      const head = await bytes.part(start, Math.min(end - start, LINE_BYTES));
      const cut = end - start > LINE_BYTES;
      const text = decoder.decode(cut ? head.subarray(0, utf8Length(head)) : head);
      lines.push({ text, bytes: end - start, cut, ended: end < this.#received.bytes });
      start = end + 1;
    }
    return lines;
  }

  /** A piece of a line from a place in its bytes on. */
  async piece(line: number, from: number): Promise<RawPiece> {
    if (line >= this.#index.lines) {
      throw new RangeError('This line is not there.');
    }
    const start = (await this.#start(line, new Window(this.#received))) + from;
    const bytes = await this.#received.read(start, PIECE_BYTES);
    const end = bytes.indexOf(LF);
    if (end >= 0 || bytes.length < PIECE_BYTES) {
      return { text: decoder.decode(end < 0 ? bytes : bytes.subarray(0, end)), next: undefined };
    }
    const length = utf8Length(bytes);
    return { text: decoder.decode(bytes.subarray(0, length)), next: from + length };
  }

  /** Everything, up to a number of bytes. */
  async all(most: number): Promise<{ text: string; bytes: number; truncated: boolean }> {
    const bytes = await this.#received.read(0, most);
    const truncated = bytes.length < this.#received.bytes;
    const length = truncated ? utf8Length(bytes) : bytes.length;
    return { text: decoder.decode(bytes.subarray(0, length)), bytes: length, truncated };
  }

  /** Where a line begins. */
  async #start(line: number, bytes: Window): Promise<number> {
    const pace = new Pace();
    let { line: at, start } = this.#index.before(line);
    for (; at < line; at++) {
      start = (await bytes.lineEnd(start)) + 1;
      if (pace.due) {
        await pace.rest();
      }
    }
    return start;
  }
}

/** The received bytes, read in chunks of which the last one is at hand. */
class Window {
  readonly #received: Received;
  #from = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(received: Received) {
    this.#received = received;
  }

  /** Where the line that holds this place ends: at its line feed, or at the end of all bytes. */
  async lineEnd(place: number): Promise<number> {
    for (let at = place; at < this.#received.bytes; at = this.#from + this.#bytes.length) {
      await this.#reach(at, 1);
      const found = this.#bytes.indexOf(LF, at - this.#from);
      if (found >= 0) {
        return this.#from + found;
      }
    }
    return this.#received.bytes;
  }

  /** Some bytes; there must be as many. */
  async part(from: number, count: number): Promise<Uint8Array> {
    await this.#reach(from, count);
    return this.#bytes.subarray(from - this.#from, from - this.#from + count);
  }

  async #reach(from: number, count: number): Promise<void> {
    if (from < this.#from || from + count > this.#from + this.#bytes.length) {
      this.#bytes = await this.#received.read(from, Math.max(count, CHUNK_BYTES));
      this.#from = from;
    }
  }
}
