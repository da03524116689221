/**
 * One request of a kind at a time: who asks while it is under way gets the same answer. It ends early when all who asked have
 * cancelled, and each one's own signal ends only that one's wait.
 */
export class Shared<T> {
  readonly #running = new Map<
    string,
    { readonly answer: Promise<T>; readonly abort: AbortController; waiting: number }
  >();

  async get(
    key: string,
    signal: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const running = this.#running.get(key) ?? this.#start(key, ask);
    running.waiting++;
    try {
      return await ended(running.answer, signal);
    } finally {
      running.waiting--;
      if (running.waiting === 0) {
        if (this.#running.get(key) === running) this.#running.delete(key);
        running.abort.abort();
      }
    }
  }

  /** What is under way is answered, but asked again by whoever comes now: it may be older than a change. */
  forget(): void {
    this.#running.clear();
  }

  #start(key: string, ask: (signal: AbortSignal) => Promise<T>) {
    const abort = new AbortController();
    const running = { answer: ask(abort.signal), abort, waiting: 0 };
    // Nobody may be waiting any more when it fails.
    running.answer.catch(() => {});
    this.#running.set(key, running);
    return running;
  }
}

/** The answer, or the signal's reason. */
async function ended<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await answer;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
