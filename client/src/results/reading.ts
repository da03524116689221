import { Pace } from './breathe.ts';
import { ResultReader } from './reader.ts';
import type { ResultsRun, RunOutcome } from './run.ts';
import { ResultStore, type StoreOptions } from './store.ts';

export type ReadingOptions = StoreOptions;

/** Bytes read between two looks at the clock. */
const SLICE_BYTES = 1 << 17;

/** Reads a run's answer into a store, without holding the thread for longer than a frame. */
export class Reading {
  readonly store: ResultStore;
  readonly #run: ResultsRun;
  readonly #progressed: () => void;
  readonly #abort = new AbortController();
  readonly #pace = new Pace();
  readonly #started = performance.now();
  #ended: number | undefined;

  /** Calls `progressed` after each piece that was read. */
  constructor(run: ResultsRun, options: ReadingOptions, progressed: () => void) {
    this.store = new ResultStore(options);
    this.#run = run;
    this.#progressed = progressed;
  }

  /** How long the run has taken so far, or took, in milliseconds. */
  get milliseconds(): number {
    return (this.#ended ?? performance.now()) - this.#started;
  }

  /** Ends the run; what arrived stays. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Runs to the end. Never rejects: whatever happens is an outcome. */
  async read(): Promise<RunOutcome> {
    const outcome = await this.#read();
    this.#ended = performance.now();
    return outcome.kind === 'done' ? { ...outcome, ms: this.milliseconds } : outcome;
  }

  async #read(): Promise<RunOutcome> {
    const { signal } = this.#abort;
    const reader = new ResultReader(this.store);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });
    // It is only raced against.
    aborted.catch(() => undefined);
    let iterator: AsyncIterator<Uint8Array> | undefined;
    try {
      signal.throwIfAborted();
      const answer = await Promise.race([this.#run.open(signal), aborted]);
      iterator = answer[Symbol.asyncIterator]();
      for (;;) {
        const next = await Promise.race([iterator.next(), aborted]);
        if (next.done === true) {
          break;
        }
        await this.#push(reader, next.value);
        signal.throwIfAborted();
        if (reader.ended) {
          break;
        }
      }
      reader.end();
      // For a store that is full, this lets go of the connection.
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    } catch (error) {
      // Not awaited: a source that ignores its signal would hold the panel.
      void Promise.resolve(iterator?.return?.()).catch(() => undefined);
      if (signal.aborted) {
        reader.abort('The run was cancelled.');
        return { kind: 'cancelled' };
      }
      const failure = error instanceof Error ? error : new Error(String(error));
      reader.abort(`The connection broke off: ${failure.message}`);
      if (this.store.bytes === 0) {
        return { kind: 'failed', error: failure };
      }
    }
    return this.#outcome();
  }

  /** What the answer itself says of how it ended. */
  #outcome(): RunOutcome {
    const { store } = this;
    const [error] = store.errors;
    if (error !== undefined) {
      const reference = error.reference === '' ? '' : ` (${error.reference})`;
      return { kind: 'failed', error: new Error(`${error.message}${reference}`) };
    }
    if (store.state === 'capped') {
      const megabytes = Math.round(store.maxBytes / 1024 / 1024);
      return {
        kind: 'incomplete',
        reason: `${store.reason} (${megabytes} MB) The rows before that are shown. Narrow the range, or aggregate in the script.`,
      };
    }
    if (store.state === 'incomplete') {
      return { kind: 'incomplete', reason: store.reason };
    }
    return { kind: 'done', rows: store.rowCount, tables: store.tables.length, ms: 0 };
  }

  async #push(reader: ResultReader, chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length && !this.#abort.signal.aborted; at += SLICE_BYTES) {
      reader.push(chunk.subarray(at, at + SLICE_BYTES));
      this.#progressed();
      if (this.#pace.due) {
        await this.#pace.rest();
      }
    }
  }
}
