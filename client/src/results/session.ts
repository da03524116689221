import type { HostMessage, PageMessage, Progress, RunHeader, RunState } from '../../webview/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import type { SessionPorts } from './questions/question.ts';
import { type Answerer, answerer } from './questions/questions.ts';
import { Reading, type ReadingOptions } from './reading.ts';
import type { ResultsRun, RunOutcome } from './run.ts';
import type { ResultStore } from './store.ts';

export type SessionOptions = ReadingOptions;

const PROGRESS_MS = 100;

/** One run of a script: reads its answer into a store and answers the page's questions about it. */
export class ResultsSession {
  readonly #reading: Reading;
  readonly #header: RunHeader;
  readonly #ports: SessionPorts;
  readonly #answer: Answerer;
  #state: RunState = 'running';
  #message = '';
  /** When the page was last told. */
  #told = 0;
  #toldRows = false;
  #telling: NodeJS.Timeout | undefined;

  /** `id` tells this run's messages from those of others in the same page. */
  constructor(id: number, run: ResultsRun, ports: SessionPorts, options: SessionOptions = {}) {
    this.#reading = new Reading(run, options, () => this.#tellSoon());
    this.#ports = ports;
    this.#answer = answerer({ run, store: this.store, ports });
    this.#header = {
      id,
      scriptName: run.scriptName,
      connectionName: run.connectionName,
      note: run.note ?? '',
      params: Object.entries(run.params).map(([name, value]) => ({ name, value: shown(value) })),
    };
  }

  get store(): ResultStore {
    return this.#reading.store;
  }

  /** Runs to the end. Never rejects: whatever happens is an outcome, and on the page. */
  async start(): Promise<RunOutcome> {
    this.tell();
    const outcome = await this.#reading.read();
    this.#state = outcome.kind;
    this.#message =
      outcome.kind === 'failed' ? outcome.error.message : outcome.kind === 'incomplete' ? outcome.reason : '';
    this.#tellProgress();
    return outcome;
  }

  /** Ends the run; what arrived stays. */
  cancel(): void {
    this.#reading.cancel();
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
      this.#ports.post(await this.#reply(message.id, message.question));
    }
  }

  async #reply(id: number, question: Parameters<Answerer>[0]): Promise<HostMessage> {
    try {
      return { type: 'answer', id, answer: await this.#answer(question) };
    } catch (error) {
      return { type: 'refusal', id, message: error instanceof Error ? error.message : String(error) };
    }
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
      ms: this.#reading.milliseconds,
      message: this.#message,
      errors: store.errors.slice(0, 100),
    };
    this.#ports.post({ type: 'progress', run: this.#header.id, progress });
  }
}

function shown(value: JsonValue): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
