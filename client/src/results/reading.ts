import type { LimitChoice } from '../../webview/protocol.ts';
import { InfluxError } from '../influx/errors.ts';
import { Pace } from './breathe.ts';
import { ResultReader } from './reader.ts';
import { ReceivedBytes, type ReceivedOptions } from './received.ts';
import type { ResultsRun, RunOutcome } from './run.ts';
import { Source } from './source.ts';
import { ResultStore, type StoreOptions } from './store.ts';

export type ReadingOptions = StoreOptions & ReceivedOptions;

/** Bytes read between two looks at the clock. */
const SLICE_BYTES = 1 << 17;

/**
 * Reads a run's answer into a store, without holding the thread for longer than a frame, and keeps its bytes. When the
 * store is full it pauses, and the server with it, until somebody decides.
 */
export class Reading {
  readonly store: ResultStore;
  readonly received: ReceivedBytes;
  readonly #run: ResultsRun;
  readonly #progressed: () => unknown;
  readonly #abort = new AbortController();
  readonly #pace = new Pace();
  readonly #started = performance.now();
  #ended: number | undefined;
  /** What is waited for before more is read. */
  #held: unknown;
  #decide: ((choice: LimitChoice) => void) | undefined;

  /**
   * Calls `progressed` after each piece that was read, and when it pauses. A promise that it returns for a piece is waited for before
   * the next one is read.
   */
  constructor(run: ResultsRun, options: ReadingOptions, progressed: () => unknown) {
    this.store = new ResultStore(options);
    this.received = new ReceivedBytes(options);
    this.#run = run;
    this.#progressed = progressed;
  }

  /** How long the run has taken so far, or took, in milliseconds. */
  get milliseconds(): number {
    return (this.#ended ?? performance.now()) - this.#started;
  }

  /** Whether it waits for `decide`. */
  get paused(): boolean {
    return this.#decide !== undefined;
  }

  /** Says how a paused run goes on; otherwise nothing happens. */
  decide(choice: LimitChoice): void {
    this.#decide?.(choice);
  }

  /** Ends the run; what arrived stays. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Runs to the end. Never rejects: whatever happens is an outcome. */
  async read(): Promise<RunOutcome> {
    const outcome = await this.#read();
    this.#ended = performance.now();
    this.received.end(this.store.complete);
    return outcome.kind === 'done' ? { ...outcome, ms: this.milliseconds } : outcome;
  }

  async #read(): Promise<RunOutcome> {
    const { signal } = this.#abort;
    const reader = new ResultReader(this.store);
    let source: Source | undefined;
    try {
      source = await Source.open((aborted) => this.#run.open(aborted), signal);
      while (this.store.state === 'reading') {
        const chunk = await source.next();
        if (chunk === undefined) {
          break;
        }
        this.received.firstByteMs ??= this.milliseconds;
        await this.received.add(chunk);
        await this.#push(reader, chunk, source);
        signal.throwIfAborted();
      }
      reader.end();
    } catch (error) {
      if (signal.aborted) {
        reader.abort('The run was cancelled.');
        return { kind: 'cancelled' };
      }
      const failure = error instanceof Error ? error : new Error(String(error));
      reader.abort(`The answer broke off: ${failure.message}`);
      if (this.store.bytes === 0) {
        // What a refusal came with was sent, too.
        if (failure instanceof InfluxError) {
          await this.received.add(Buffer.from(failure.body));
        }
        return { kind: 'failed', error: failure };
      }
    } finally {
      source?.close();
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
    if (!store.complete) {
      return { kind: 'incomplete', reason: store.reason };
    }
    const { rowCount, rowsLeftOut, tables, capped } = store;
    return { kind: 'done', rows: rowCount + rowsLeftOut, tables: tables.length, ms: 0, capped };
  }

  async #push(reader: ResultReader, chunk: Uint8Array, source: Source): Promise<void> {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      await this.#held;
      if (this.#abort.signal.aborted) {
        return;
      }
      reader.push(chunk.subarray(at, at + SLICE_BYTES));
      if (reader.full) {
        const choice = await this.#ask(source);
        if (choice === 'stop') {
          reader.abort(
            'It was stopped where the memory limit was reached. Narrow the range, aggregate in the script, or raise the setting “fluxScripts.results.memoryLimit”.',
          );
          return;
        }
        reader.skim();
      }
      this.#held = this.#progressed();
      if (this.#pace.due) {
        await this.#pace.rest();
      }
    }
  }

  /** Pauses until somebody decides, or there turns out to be nothing more to decide about. */
  async #ask(source: Source): Promise<LimitChoice> {
    const decision = new Promise<LimitChoice>((resolve) => {
      this.#decide = resolve;
    });
    this.#progressed();
    try {
      return (await source.hold(decision)) ?? 'continue';
    } finally {
      this.#decide = undefined;
    }
  }
}
