import type {
  CopyResult,
  HostMessage,
  PageMessage,
  Progress,
  Question,
  RunHeader,
  RunState,
} from '../../webview/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import { delimited } from './delimited.ts';
import { ResultReader } from './reader.ts';
import { ResultStore } from './store.ts';
import { TableIndex } from './tableList.ts';
import { resultView, rowWindow, viewHead } from './views.ts';

/** A run to show: what it is called, and how its answer is opened. */
export interface ResultsRun {
  readonly scriptName: string;
  readonly connectionName: string;
  /** What the person should know about this run; shown above the rows. */
  readonly note?: string;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Starts the run. The signal aborts it; an error's message is shown as it is. */
  open(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: 'done'; readonly rows: number; readonly tables: number; readonly ms: number }
  | { readonly kind: 'cancelled' }
  /** It could not start, or the server wrote an error into the answer. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** The answer broke off, or was larger than the panel keeps. */
  | { readonly kind: 'incomplete'; readonly reason: string };

/** What a session needs of its surroundings. */
export interface SessionPorts {
  /** Sends to the page. */
  post(message: HostMessage): void;
  writeClipboard(text: string): Thenable<void> | Promise<void>;
}

export interface SessionOptions {
  /** The memory that rows may take, in bytes. */
  readonly maxBytes?: number;
}

/** A frame: how long the host's thread may be held. */
const SLICE_MS = 8;
/** Bytes read between two looks at the clock. */
const SLICE_BYTES = 1 << 17;
const PROGRESS_MS = 100;
/** No page needs more at a time. */
const MAX_WINDOW = 2000;

/** One run of a script: reads its answer into a store and answers the page's questions about it. */
export class ResultsSession {
  readonly store: ResultStore;
  readonly #run: ResultsRun;
  readonly #header: RunHeader;
  readonly #ports: SessionPorts;
  readonly #abort = new AbortController();
  readonly #index: TableIndex;
  readonly #started = performance.now();
  #state: RunState = 'running';
  #message = '';
  #ended: number | undefined;
  /** When the page was last told, and when other work was last let through. */
  #told = 0;
  #toldRows = false;
  #telling: NodeJS.Timeout | undefined;
  #breathed = 0;

  /** `id` tells this run's messages from those of others in the same page. */
  constructor(id: number, run: ResultsRun, ports: SessionPorts, options: SessionOptions = {}) {
    this.store = new ResultStore(options);
    this.#run = run;
    this.#ports = ports;
    this.#index = new TableIndex(this.store);
    this.#header = {
      id,
      scriptName: run.scriptName,
      connectionName: run.connectionName,
      note: run.note ?? '',
      params: Object.entries(run.params).map(([name, value]) => ({ name, value: shown(value) })),
    };
  }

  /** Runs to the end. Never rejects: whatever happens is an outcome, and on the page. */
  async start(): Promise<RunOutcome> {
    this.tell();
    const outcome = await this.#read();
    this.#ended = performance.now();
    this.#state = outcome.kind;
    this.#message =
      outcome.kind === 'failed' ? outcome.error.message : outcome.kind === 'incomplete' ? outcome.reason : '';
    this.#tellProgress();
    return outcome.kind === 'done' ? { ...outcome, ms: this.#milliseconds } : outcome;
  }

  /** Ends the run; what arrived stays. */
  cancel(): void {
    this.#abort.abort();
  }

  /** Tells the page everything it cannot ask for: after it was loaded, or shown again. */
  tell(): void {
    this.#ports.post({ type: 'run', run: this.#header });
    this.#tellProgress();
  }

  /** Takes a message that `isPageMessage` has let through. */
  async receive(message: PageMessage): Promise<void> {
    if (message.type === 'ready') {
      this.tell();
    } else if (message.run !== this.#header.id) {
      if (message.type === 'ask') {
        this.#ports.post({ type: 'refusal', id: message.id, message: 'This run is not shown any more.' });
      }
    } else if (message.type === 'cancel') {
      this.cancel();
    } else {
      try {
        const answer = await this.#answer(message.question);
        this.#ports.post({ type: 'answer', id: message.id, answer });
      } catch (error) {
        this.#ports.post({ type: 'refusal', id: message.id, message: toError(error).message });
      }
    }
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
      const failure = toError(error);
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

  /** Reads a chunk without holding the thread for longer than a frame, counted over all chunks. */
  async #push(reader: ResultReader, chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length && !this.#abort.signal.aborted; at += SLICE_BYTES) {
      reader.push(chunk.subarray(at, at + SLICE_BYTES));
      this.#tellSoon();
      if (performance.now() - this.#breathed > SLICE_MS) {
        await breathe();
        this.#breathed = performance.now();
      }
    }
  }

  async #answer(question: Question): Promise<unknown> {
    switch (question.method) {
      case 'list':
        return this.#index.list(question.filter, question.from, Math.min(question.count, MAX_WINDOW));
      case 'open':
        return viewHead(resultView(this.store, question.view));
      case 'rows':
        return rowWindow(
          resultView(this.store, question.view),
          question.from,
          Math.min(question.count, MAX_WINDOW),
        );
      case 'cell': {
        const view = resultView(this.store, question.view);
        const column = view.columns[question.column];
        if (column === undefined || question.row < 0 || question.row >= view.rows) {
          throw new RangeError('This cell is not there.');
        }
        return { text: column.text(question.row) };
      }
      case 'copy': {
        const copied = await delimited(resultView(this.store, question.view), question, breathe);
        await this.#ports.writeClipboard(copied.text);
        return { rows: copied.rows, truncated: copied.truncated } satisfies CopyResult;
      }
    }
  }

  get #milliseconds(): number {
    return (this.#ended ?? performance.now()) - this.#started;
  }

  /** Tells the page of what was read: the first rows at once, others a few times a second. */
  #tellSoon(): void {
    const first = this.store.rowCount > 0 && !this.#toldRows;
    const left = first ? 0 : this.#told + PROGRESS_MS - performance.now();
    if (left <= 0) {
      this.#tellProgress();
    } else {
      this.#telling ??= setTimeout(() => this.#tellProgress(), left);
    }
  }

  #tellProgress(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#told = performance.now();
    this.#toldRows = this.store.rowCount > 0;
    const { store } = this;
    const progress: Progress = {
      state: this.#state,
      rows: store.rowCount,
      tables: store.tables.length,
      bytes: store.bytes,
      ms: this.#milliseconds,
      message: this.#message,
      errors: store.errors.slice(0, 100),
    };
    this.#ports.post({ type: 'progress', run: this.#header.id, progress });
  }
}

/** A turn of the event loop. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function shown(value: JsonValue): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
