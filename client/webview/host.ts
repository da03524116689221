import { onHostMessage } from './hostMessages.ts';
import type {
  FormPageMessage,
  HostMessage,
  Method,
  NamedPlace,
  PageMessage,
  Question,
  Questions,
  RunAction,
  RunHeader,
  TimeStyle,
} from './protocol.ts';

/** VS Code's side of a page, as `acquireVsCodeApi` gives it. */
interface VsCodeApi {
  postMessage(message: PageMessage | FormPageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** An answer that nobody waits for any more, because another run is shown. */
export class Superseded extends Error {}

/** The host, from the page: questions with answers, for the run that is shown. */
export class Host {
  readonly #api = acquireVsCodeApi();
  /** Answers that were sent with the last progress, by question; each is as good as asked for, once. */
  #ahead = new Map<string, unknown>();
  readonly #pending = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #run = 0;
  #recipe: unknown;
  #times: TimeStyle = { zone: 'UTC', format: 'rfc3339' };
  #asked = 0;

  /** Hands the host's messages on, and says that the page is ready for them. */
  listen(handle: (message: Extract<HostMessage, { type: 'run' | 'progress' | 'pinned' }>) => void): void {
    onHostMessage<HostMessage>((data) => {
      switch (data.type) {
        case 'run':
          this.#begin(data.run);
          this.#times = data.times;
          handle(data);
          break;
        case 'pinned':
          handle(data);
          break;
        case 'progress':
          if (data.run === this.#run) {
            this.#takeAhead(data);
            handle(data);
          }
          break;
        case 'answer':
          this.#pending.get(data.id)?.resolve(data.answer);
          this.#pending.delete(data.id);
          break;
        case 'refusal':
          this.#pending.get(data.id)?.reject(new Error(data.message));
          this.#pending.delete(data.id);
          break;
      }
    });
    this.#api.postMessage({ type: 'ready' });
  }

  /** How times are to read, as a person chose it before. */
  get times(): TimeStyle {
    return this.#times;
  }

  /** Asks; rejects with the host's refusal, or with `Superseded`. */
  ask<M extends Method>(method: M, question: Questions[M]['ask']): Promise<Questions[M]['answer']> {
    // The answer's type follows from the method.
    const asked = { method, ...question } as unknown as Question;
    const key = JSON.stringify(asked);
    if (this.#ahead.has(key)) {
      const answer = this.#ahead.get(key) as Questions[M]['answer'];
      this.#ahead.delete(key);
      return Promise.resolve(answer);
    }
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      // The host's side is checked against the same table.
      this.#pending.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#api.postMessage({ type: 'ask', id, run: this.#run, question: asked });
    });
  }

  /** Tells something that has no answer. */
  send(message: FormPageMessage): void {
    this.#api.postMessage(message);
  }

  /** Asks for the values of the run that is shown, to edit them and run again. */
  editValues(): void {
    this.send({ type: 'editValues', run: this.#run });
  }

  /** Does something about the run that is shown. */
  act(action: RunAction): void {
    this.#api.postMessage({ type: 'action', run: this.#run, action });
  }

  /** Keeps the panel, or lets the next run have it. */
  pin(pinned: boolean): void {
    this.#api.postMessage({ type: 'pin', pinned });
  }

  /** Shows a place in the run's text in an editor. */
  reveal(place: NamedPlace): void {
    this.#api.postMessage({ type: 'reveal', run: this.#run, place });
  }

  cancel(): void {
    this.#api.postMessage({ type: 'cancel', run: this.#run });
  }

  /** What was remembered for this run before the page was hidden. */
  recall<T>(): T | undefined {
    const state = this.#api.getState() as { run?: number; kept?: T } | undefined;
    return state?.run === this.#run ? state.kept : undefined;
  }

  /** Remembers something for as long as the panel shows this run. */
  remember(kept: unknown): void {
    // Before the host has said what is shown, what was remembered last is still to be recalled.
    if (this.#run > 0) {
      this.#api.setState({ run: this.#run, kept, recipe: this.#recipe });
    }
  }

  #takeAhead({ run, ahead }: Extract<HostMessage, { type: 'progress' }>): void {
    this.#ahead = new Map(ahead?.map(({ question, answer }) => [JSON.stringify(question), answer]));
    if (ahead !== undefined) {
      // The frame that has them is painted when the next one begins.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => this.#api.postMessage({ type: 'painted', run })),
      );
    }
  }

  #begin({ id, recipe }: RunHeader): void {
    if (id !== this.#run) {
      this.#run = id;
      this.#recipe = recipe;
      this.#ahead.clear();
      // For a window after this one, which is given the state.
      this.remember(this.recall());
      for (const { reject } of this.#pending.values()) {
        reject(new Superseded());
      }
      this.#pending.clear();
    }
  }
}
