import type { Host } from '../host.ts';
import type { View } from '../protocol.ts';
import type { FindBar } from './findBar.ts';
import type { GridBox } from './gridBox.ts';

/** Finds what the find bar says among the rows, from the active cell on. */
export class Finding {
  readonly #host: Host;
  readonly #bar: FindBar;
  readonly #grid: GridBox;
  readonly #view: () => View | undefined;
  /** Counts what was asked for, so that only the newest is shown. */
  #asked = 0;

  constructor(host: Host, bar: FindBar, grid: GridBox, view: () => View | undefined) {
    this.#host = host;
    this.#bar = bar;
    this.#grid = grid;
    this.#view = view;
  }

  /** Goes to the nearest match; the active cell itself only counts with `inclusive`. */
  async search(backwards: boolean, inclusive: boolean): Promise<void> {
    const view = this.#view();
    const { text } = this.#bar;
    this.#asked += 1;
    const asked = this.#asked;
    this.#grid.mark(text);
    if (view === undefined || text === '') {
      this.#bar.say(undefined);
      return;
    }
    const { selection, firstRow } = this.#grid;
    const at = selection?.active ?? { row: firstRow, column: 0 };
    try {
      const first = inclusive || selection === undefined;
      const { found } = await this.#host.ask('find', { view, text, at, backwards, inclusive: first });
      if (asked !== this.#asked) {
        return;
      }
      if (found === undefined) {
        this.#bar.say({ total: 0, index: 0 });
        return;
      }
      this.#grid.select({ active: found, anchor: found });
      const count = await this.#host.ask('countFound', { view, text, at: found });
      if (asked === this.#asked) {
        this.#bar.say(count);
      }
    } catch {
      // Something newer was asked for, or other rows are shown.
      if (asked === this.#asked) {
        this.#bar.say(undefined);
      }
    }
  }

  /** The rows are others now. */
  again(): void {
    if (this.#bar.text !== '') {
      void this.search(false, true);
    }
  }

  end(): void {
    this.#asked += 1;
    this.#grid.mark('');
  }
}
