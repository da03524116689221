import { Pace } from '../breathe.ts';
import type { Received } from '../received.ts';

/** A place in the bytes is taken down after so many lines, or so many bytes if that is earlier. */
const MARK_LINES = 1000;
const MARK_BYTES = 1 << 20;
const CHUNK_BYTES = 1 << 20;
const LF = 0x0a;

/** Where lines begin in the received bytes: known for one line in many, found out as far as somebody asks. */
export class LineIndex {
  /** Lines that ended so far. */
  ended = 0;
  /** Bytes looked at. */
  #at = 0;
  /** Where the line begins that has not ended. */
  #lineStart = 0;
  /** Lines by number, ascending, and where each begins. */
  readonly #lines: number[] = [0];
  readonly #starts: number[] = [0];
  readonly #received: Received;
  #advancing: Promise<void> | undefined;

  constructor(received: Received) {
    this.#received = received;
  }

  /** Lines found so far; the last one may still grow. */
  get lines(): number {
    return this.ended + Number(this.#lineStart < this.#at);
  }

  /** Whether all bytes that are here were looked at. */
  get caughtUp(): boolean {
    return this.#at >= this.#received.bytes;
  }

  /** Looks at more bytes, for `milliseconds` or until there are no more for now. */
  advance(milliseconds: number): Promise<void> {
    this.#advancing ??= this.#advance(performance.now() + milliseconds).finally(() => {
      this.#advancing = undefined;
    });
    return this.#advancing;
  }

  /** The last line at or before this one of which it is known where it begins. */
  before(line: number): { readonly line: number; readonly start: number } {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lines[middle] as number) <= line) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: this.#lines[low] as number, start: this.#starts[low] as number };
  }

  async #advance(until: number): Promise<void> {
    const pace = new Pace();
    while (!this.caughtUp && performance.now() < until) {
      this.#look(await this.#received.read(this.#at, CHUNK_BYTES));
      if (pace.due) {
        await pace.rest();
      }
    }
  }

  #look(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) {
      this.ended += 1;
      this.#lineStart = this.#at + at + 1;
      const last = this.#lines.length - 1;
      if (
        this.ended - (this.#lines[last] as number) >= MARK_LINES ||
        this.#lineStart - (this.#starts[last] as number) >= MARK_BYTES
      ) {
        this.#lines.push(this.ended);
        this.#starts.push(this.#lineStart);
      }
    }
    this.#at += chunk.length;
  }
}
