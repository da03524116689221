import { Pace } from './breathe.ts';

/** Long work that lets other work through, and ends early when nobody waits for it any more. */
export class Task {
  readonly #pace = new Pace();
  readonly #signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether it is time for `rest`; for loops that ask every few hundred steps. */
  get due(): boolean {
    return this.#pace.due;
  }

  /** Throws the signal's reason when the work was given up. */
  async rest(): Promise<void> {
    await this.#pace.rest();
    this.#signal?.throwIfAborted();
  }
}

/** Of work of one sort, the newest: an older one is given up. */
export class Newest {
  #current: AbortController | undefined;

  async run<T>(work: (task: Task) => Promise<T>): Promise<T> {
    this.#current?.abort(new Error('Something newer was asked for.'));
    const current = new AbortController();
    this.#current = current;
    return await work(new Task(current.signal));
  }
}
