import { type Host, Superseded } from '../host.ts';
import { ROWS_AT_ONCE as PIECE, type View } from '../protocol.ts';
import type { Row } from './frame.ts';

/** Pieces kept. */
const KEPT = 64;
/** Questions under way at once: what is scrolled past meanwhile is never asked for. */
const AT_ONCE = 2;

/** The rows of one view that were looked at lately. What is not there is asked for, and announced when it is. */
export class RowCache {
  readonly #host: Host;
  readonly #view: View;
  readonly #arrived: () => void;
  readonly #refused: () => void;
  /** By place; the order of use, oldest first. */
  readonly #pieces = new Map<number, readonly Row[]>();
  readonly #asked = new Set<number>();
  #closed = false;

  /** Calls `refused` when the host does not have these rows any more. */
  constructor(host: Host, view: View, arrived: () => void, refused: () => void) {
    this.#host = host;
    this.#view = view;
    this.#arrived = arrived;
    this.#refused = refused;
  }

  /** A row if it is here. */
  peek(row: number): Row | undefined {
    return this.#pieces.get(Math.floor(row / PIECE))?.[row % PIECE];
  }

  /** The rows from the first one on that are here, at most `count`. */
  rows(from: number, count: number): Row[] {
    const rows: Row[] = [];
    for (let row = from, found = this.peek(from); found !== undefined && row < from + count; row++) {
      rows.push(found);
      found = this.peek(row + 1);
    }
    return rows;
  }

  /**
   * Waits for the rows around one, so that a view can take another's place without showing nothing in between; throws what the
   * host says when it refuses.
   */
  async load(row: number): Promise<void> {
    await this.#fetch(Math.floor(row / PIECE));
  }

  /** Nobody looks at these rows any more. */
  close(): void {
    this.#closed = true;
  }

  /** Makes rows `from` to `to` (exclusive) come, if they exist among `total`. */
  want(from: number, to: number, total: number): void {
    for (let piece = Math.floor(from / PIECE); piece * PIECE < Math.min(to, total); piece++) {
      const rows = this.#pieces.get(piece);
      const complete = Math.min(PIECE, total - piece * PIECE);
      if (rows !== undefined) {
        this.#pieces.delete(piece);
        this.#pieces.set(piece, rows);
      }
      // The last piece grows while the run goes on.
      if (
        (rows === undefined || rows.length < complete) &&
        !this.#asked.has(piece) &&
        this.#asked.size < AT_ONCE
      ) {
        void this.#ask(piece);
      }
    }
  }

  async #ask(piece: number): Promise<void> {
    try {
      await this.#fetch(piece);
    } catch (error) {
      if (!(error instanceof Superseded) && !this.#closed) {
        this.#closed = true;
        this.#refused();
      }
      return;
    }
    if (!this.#closed) {
      this.#arrived();
    }
  }

  async #fetch(piece: number): Promise<void> {
    this.#asked.add(piece);
    try {
      const { rows } = await this.#host.ask('rows', { view: this.#view, from: piece * PIECE, count: PIECE });
      this.#pieces.set(piece, rows);
      const [oldest] = this.#pieces.keys();
      if (this.#pieces.size > KEPT && oldest !== undefined) {
        this.#pieces.delete(oldest);
      }
    } finally {
      this.#asked.delete(piece);
    }
  }
}
