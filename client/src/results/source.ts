/**
 * An answer, pulled chunk by chunk: the connection holds back what nobody pulls. A signal ends each wait, even
 * if the answer itself does not listen to it.
 */
export class Source {
  readonly #aborted: Promise<never>;
  readonly #iterator: AsyncIterator<Uint8Array>;
  /** The next chunk, when it was asked for already. */
  #ahead: Promise<IteratorResult<Uint8Array>> | undefined;

  private constructor(answer: AsyncIterable<Uint8Array>, aborted: Promise<never>) {
    this.#iterator = answer[Symbol.asyncIterator]();
    this.#aborted = aborted;
  }

  /** Opens an answer; rejects with what `open` rejects with, or when the signal is aborted. */
  static async open(
    open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>,
    signal: AbortSignal,
  ): Promise<Source> {
    signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });
    // It is only raced against.
    aborted.catch(() => undefined);
    return new Source(await Promise.race([open(signal), aborted]), aborted);
  }

  /** The next chunk; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const next = this.#ahead ?? this.#iterator.next();
    this.#ahead = undefined;
    const { done, value } = await this.#or(next);
    return done === true ? undefined : value;
  }

  /**
   * Waits without pulling more than one chunk ahead, which tells if the connection breaks meanwhile: then this rejects. Resolves
   * with what `wait` does, or with undefined when there is nothing more to come.
   */
  async hold<T>(wait: Promise<T>): Promise<T | undefined> {
    this.#ahead ??= this.#iterator.next();
    const ended = this.#ahead.then(({ done }) => (done === true ? undefined : wait));
    return await this.#or(Promise.race([wait, ended]));
  }

  /** Lets go of the connection. Not to be waited for: an answer that ignores its signal would hold up everything. */
  close(): void {
    this.#ahead?.catch(() => undefined);
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  #or<T>(wait: Promise<T>): Promise<T> {
    return Promise.race([wait, this.#aborted]);
  }
}
