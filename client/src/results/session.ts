import type {
  HostMessage,
  Method,
  PageMessage,
  PlaceInText,
  Progress,
  Question,
  Questions,
  RunHeader,
  RunState,
} from '../../webview/protocol.ts';
import { errorPlaces } from './errorPlaces.ts';
import type { SessionPorts } from './questions/question.ts';
import { type Answerer, answerer } from './questions/questions.ts';
import { Reading, type ReadingOptions } from './reading.ts';
import { shownParams } from './recipe.ts';
import type { ResultsRun, RunOutcome } from './run.ts';
import type { ResultStore } from './store.ts';

export type SessionOptions = ReadingOptions;

const PROGRESS_MS = 100;
const MEGABYTE = 1024 * 1024;

/** One run of a script: reads its answer into a store and answers the page's questions about it. */
export class ResultsSession {
  readonly #reading: Reading;
  readonly #header: RunHeader;
  readonly #ports: SessionPorts;
  readonly #run: ResultsRun;
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
    this.#run = run;
    this.#answer = answerer({
      run,
      store: this.store,
      received: this.#reading.received,
      decide: (choice) => this.#reading.decide(choice),
      ports,
    });
    this.#header = {
      id,
      source: run.source,
      scriptName: run.scriptName,
      connectionName: run.connectionName,
      production: run.production === true,
      note: run.note ?? '',
      editable: run.edit !== undefined,
      actions: (['again', 'withTypes'] as const).filter((action) => run[action] !== undefined),
      recipe: run.recipe,
      params: shownParams(run),
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
    this.#run.ended?.({ outcome, ms: this.#reading.milliseconds, store: this.store });
    return outcome;
  }

  /** Shows a run of a window before this one, instead of running it. */
  showGone(): void {
    this.#state = 'gone';
    this.tell();
  }

  /** Ends the run; what arrived stays. */
  cancel(): void {
    this.#reading.cancel();
  }

  /** Ends the run and lets go of what it received. */
  async dispose(): Promise<void> {
    this.cancel();
    clearTimeout(this.#telling);
    await this.#reading.received.dispose();
  }

  /** Tells the page everything it cannot ask for: after it was loaded, or shown again. */
  tell(): void {
    const times = this.#ports.timeStyle?.get() ?? { zone: 'UTC', format: 'rfc3339' };
    this.#ports.post({ type: 'run', run: this.#header, times });
    this.#tellProgress();
  }

  /** Asks in the page's place, for a command. Rejects with what the page would be told. */
  async ask<M extends Method>(method: M, question: Questions[M]['ask']): Promise<Questions[M]['answer']> {
    // The answer's type follows from the method.
    const asked = { method, ...question } as unknown as Question;
    return (await this.#answer(asked)) as Questions[M]['answer'];
  }

  /** Takes a message that `isPageMessage` has let through. */
  async receive(message: PageMessage): Promise<void> {
    if (message.type === 'ready') {
      this.tell();
    } else if (message.type === 'pin') {
      await this.#ports.pin?.(message.pinned);
    } else if (message.run !== this.#header.id) {
      if (message.type === 'ask') {
        this.#ports.post({ type: 'refusal', id: message.id, message: 'This run is not shown any more.' });
      }
    } else if (message.type === 'cancel') {
      this.cancel();
    } else if (message.type === 'action') {
      await this.#run[message.action]?.();
    } else if (message.type === 'reveal') {
      await this.#ports.reveal?.(message.place);
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
      firstByteMs: this.#reading.received.firstByteMs,
      message: this.#message,
      places: this.#placesIn(this.#message),
      guessed: store.blocks[0]?.columns.some(({ inferred }) => inferred) === true,
      errors: store.errors
        .slice(0, 100)
        .map((error) => ({ ...error, places: this.#placesIn(error.message) })),
      limit:
        this.#reading.paused || store.capped
          ? {
              paused: this.#reading.paused,
              megabytes: Math.round(store.maxBytes / MEGABYTE),
              rowsLeftOut: store.rowsLeftOut,
            }
          : undefined,
      problem: this.#reading.received.problem,
    };
    this.#ports.post({ type: 'progress', run: this.#header.id, progress });
  }

  /** The places that a text names, where there is an editor to show them in. */
  #placesIn(text: string): PlaceInText[] {
    if (this.#run.origin === undefined || this.#ports.reveal === undefined) {
      return [];
    }
    return errorPlaces(text).map(({ start, end, from, to }) => ({ start, end, from, to }));
  }
}
