import { type Host, Superseded } from './host.ts';
import type { View } from './protocol.ts';

type Row = readonly string[];

/** Rows in a piece; about three screens. */
const PIECE = 128;
/** Pieces kept. */
const KEPT = 64;
/** Questions under way at once: what is scrolled past meanwhile is never asked for. */
const AT_ONCE = 2;

/** The rows of one view that were looked at lately. What is not there is asked for, and announced when it is. */
export class RowCache {
  readonly #host: Host;
  readonly #view: View;
  readonly #arrived: () => void;
  /** By place; the order of use, oldest first. */
  readonly #pieces = new Map<number, readonly Row[]>();
  readonly #asked = new Set<number>();

  constructor(host: Host, view: View, arrived: () => void) {
    this.#host = host;
    this.#view = view;
    this.#arrived = arrived;
  }

  /** A row if it is here. */
  peek(row: number): Row | undefined {
    return this.#pieces.get(Math.floor(row / PIECE))?.[row % PIECE];
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
    this.#asked.add(piece);
    try {
      const { rows } = await this.#host.ask('rows', { view: this.#view, from: piece * PIECE, count: PIECE });
      this.#pieces.set(piece, rows);
      const [oldest] = this.#pieces.keys();
      if (this.#pieces.size > KEPT && oldest !== undefined) {
        this.#pieces.delete(oldest);
      }
    } catch (error) {
      if (!(error instanceof Superseded)) {
        throw error;
      }
      return;
    } finally {
      this.#asked.delete(piece);
    }
    this.#arrived();
  }
}
