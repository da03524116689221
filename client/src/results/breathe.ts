/** A frame: how long the host's thread may be held, in milliseconds. */
const SLICE_MS = 8;

/** A turn of the event loop. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets other work through whenever a frame's time is over. For long loops: `if (pace.due) await pace.rest()`. */
export class Pace {
  #since = performance.now();

  /** Whether the thread was held for long enough. */
  get due(): boolean {
    return performance.now() - this.#since > SLICE_MS;
  }

  async rest(): Promise<void> {
    await breathe();
    this.#since = performance.now();
  }
}
