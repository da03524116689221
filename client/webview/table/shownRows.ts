import type { Host } from '../host.ts';
import { type Arrangement, type TimeStyle, timedView, type View, type ViewHead } from '../protocol.ts';
import { AS_THEY_CAME } from './arranger.ts';
import type { RowCache } from './rowCache.ts';
import { type Loaded, loadRows } from './rowLoader.ts';

const NO_HEAD: ViewHead = { title: '', columns: [], rows: 0, tables: 0, all: 0, arranged: 0 };

/**
 * Which rows a grid shows: of which view, how sorted and filtered, with times in which style. What is shown stays until what
 * was asked for last is there; what was asked for before that is dropped.
 */
export class ShownRows {
  readonly #host: Host;
  readonly #arrived: () => void;
  readonly #forgotten: () => void;
  #base: View | undefined;
  #view: View | undefined;
  #head = NO_HEAD;
  #cache: RowCache | undefined;
  #arrangement = AS_THEY_CAME;
  #style: TimeStyle | undefined;
  #asked = 0;

  /** Calls `arrived` when more of the rows are here, and `forgotten` when the host does not keep their order any more. */
  constructor(host: Host, arrived: () => void, forgotten: () => void) {
    this.#host = host;
    this.#arrived = arrived;
    this.#forgotten = forgotten;
  }

  /** The view as it was asked for: which rows, not how. Those that are shown may still be others. */
  get base(): View | undefined {
    return this.#base;
  }

  /** What the rows that are shown are asked for by; undefined before the first. */
  get view(): View | undefined {
    return this.#view;
  }

  get head(): ViewHead {
    return this.#head;
  }

  get cache(): RowCache | undefined {
    return this.#cache;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** How times read. */
  get style(): TimeStyle {
    return this.#style ?? this.#host.times;
  }

  reset(): void {
    this.#asked += 1;
    this.#base = undefined;
    this.#view = undefined;
    this.#cache?.close();
    this.#cache = undefined;
    this.#head = NO_HEAD;
    this.#style = undefined;
  }

  /**
   * Shows a view, with the rows at `top` (pixels) first; gives the head that was shown until then, undefined when something
   * else was asked for meanwhile.
   */
  async open({ kind, index }: View, arrangement: Arrangement, top: number): Promise<ViewHead | undefined> {
    const base: View = { kind, index };
    this.#base = base;
    this.#style ??= this.#host.times;
    this.#asked += 1;
    const asked = this.#asked;
    let wanted = arrangement;
    const found = await this.#load(base, wanted, top).catch(() => {
      // What was remembered does not fit any more.
      wanted = AS_THEY_CAME;
      return this.#load(base, wanted, 0);
    });
    const before = this.#head;
    return asked === this.#asked && this.#take(found, wanted) ? before : undefined;
  }

  /** Sorts and filters in another way; false when something else was asked for meanwhile. Throws when the host refuses. */
  async arrange(arrangement: Arrangement): Promise<boolean> {
    if (this.#base === undefined) {
      return false;
    }
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const found = await this.#load(this.#base, arrangement, 0);
      return asked === this.#asked && this.#take(found, arrangement);
    } catch (error) {
      // What is newer has the word.
      if (asked === this.#asked) {
        throw error;
      }
      return false;
    }
  }

  /** Shows times in another style; false when another was asked for meanwhile. Throws when the host refuses. */
  async restyle(style: TimeStyle, top: number): Promise<boolean> {
    if (this.#base === undefined) {
      return false;
    }
    const before = this.#style;
    this.#style = style;
    try {
      const found = await this.#load(this.#base, this.#arrangement, top);
      return this.#style === style && this.#take(found, this.#arrangement);
    } catch (error) {
      this.#style = before;
      throw error;
    }
  }

  /** Asks how many rows and which columns there are by now; false when other rows are shown by then. */
  async refresh(): Promise<boolean> {
    const view = this.#view;
    if (view === undefined) {
      return false;
    }
    try {
      const head = await this.#host.ask('open', { view });
      if (this.#view !== view) {
        return false;
      }
      this.#head = head;
      return true;
    } catch {
      // Another run is shown by now, or the rows are asked for again.
      return false;
    }
  }

  #load(base: View, arrangement: Arrangement, top: number): Promise<Loaded | undefined> {
    const arrived = (cache: RowCache) => {
      if (cache === this.#cache) {
        this.#arrived();
      }
    };
    return loadRows(this.#host, timedView(base, this.style), arrangement, top, arrived, this.#forgotten);
  }

  #take(found: Loaded | undefined, arrangement: Arrangement): boolean {
    if (found === undefined) {
      return false;
    }
    this.#cache?.close();
    this.#cache = found.cache;
    this.#view = found.rows;
    this.#head = found.head;
    this.#arrangement = arrangement;
    return true;
  }
}
