import {
  type Answered,
  firstQuestions,
  type HostMessage,
  type Method,
  type PageMessage,
  type PlaceInText,
  type Progress,
  type Question,
  type Questions,
  type RunHeader,
  type RunState,
  type TimeStyle,
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
/** How long reading waits at most for the page to paint the first rows. */
const PAINT_MS = 100;
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
  /** Whether the page, as it was loaded last, was told of rows. */
  #toldRows = false;
  /** Ends the wait for the first rows to be painted, of which a run has one at most. */
  #painted: (() => void) | undefined;
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
    this.#painted?.();
  }

  /** Ends the run and lets go of what it received. */
  async dispose(): Promise<void> {
    this.cancel();
    clearTimeout(this.#telling);
    await this.#reading.received.dispose();
  }

  /** Tells the page everything it cannot ask for: after it was loaded, or shown again. */
  tell(): void {
    this.#toldRows = false;
    this.#ports.post({ type: 'run', run: this.#header, times: this.#times });
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
    } else if (message.type === 'painted') {
      this.#painted?.();
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

  /** Tells the page of what was read: the first rows at once, others a few times a second. The first rows are waited for. */
  #tellSoon(): Promise<void> | undefined {
    const first = this.store.rowCount > 0 && !this.#toldRows;
    const left = first ? 0 : this.#told + PROGRESS_MS - performance.now();
    if (left <= 0) {
      this.#tellProgress();
    } else {
      this.#telling ??= setTimeout(() => this.#tellProgress(), left);
    }
    return first ? this.#letPaint() : undefined;
  }

  /** A while for the page to paint the first rows in: while more are read on the same cores, it takes much longer. */
  #letPaint(): Promise<void> | undefined {
    if (this.#painted !== undefined || this.#ports.inSight?.() !== true) {
      return undefined;
    }
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, PAINT_MS);
      this.#painted = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  get #times(): TimeStyle {
    return this.#ports.timeStyle?.get() ?? { zone: 'UTC', format: 'rfc3339' };
  }

  /** What the page is going to ask about the first rows; nothing where it is to hear why there is no answer. */
  #ahead(): Answered[] {
    try {
      return firstQuestions(this.#times).map((question) => ({ question, answer: this.#answer(question) }));
    } catch {
      return [];
    }
  }

  #tellProgress(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#told = performance.now();
    const { store } = this;
    const first = store.rowCount > 0 && !this.#toldRows;
    this.#toldRows ||= first;
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
    this.#ports.post({
      type: 'progress',
      run: this.#header.id,
      progress,
      ...(first && { ahead: this.#ahead() }),
    });
  }

  /** The places that a text names, where there is an editor to show them in. */
  #placesIn(text: string): PlaceInText[] {
    if (this.#run.origin === undefined || this.#ports.reveal === undefined) {
      return [];
    }
    return errorPlaces(text).map(({ start, end, from, to }) => ({ start, end, from, to }));
  }
}
