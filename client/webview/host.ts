import type { HostMessage, Method, PageMessage, Question, Questions } from './protocol.ts';

/** VS Code's side of a page, as `acquireVsCodeApi` gives it. */
interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** An answer that nobody waits for any more, because another run is shown. */
export class Superseded extends Error {}

/** The host, from the page: questions with answers, for the run that is shown. */
export class Host {
  readonly #api = acquireVsCodeApi();
  readonly #pending = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #run = 0;
  #asked = 0;

  /** Hands the host's messages on, and says that the page is ready for them. */
  listen(handle: (message: Extract<HostMessage, { type: 'run' | 'progress' }>) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
      switch (data.type) {
        case 'run':
          this.#begin(data.run.id);
          handle(data);
          break;
        case 'progress':
          if (data.run === this.#run) {
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

  /** Asks; rejects with the host's refusal, or with `Superseded`. */
  ask<M extends Method>(method: M, question: Questions[M]['ask']): Promise<Questions[M]['answer']> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      // The answer's type follows from the method; the host's side is checked against the same table.
      this.#pending.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#api.postMessage({
        type: 'ask',
        id,
        run: this.#run,
        question: { method, ...question } as unknown as Question,
      });
    });
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
    this.#api.setState({ run: this.#run, kept });
  }

  #begin(run: number): void {
    if (run !== this.#run) {
      this.#run = run;
      for (const { reject } of this.#pending.values()) {
        reject(new Superseded());
      }
      this.#pending.clear();
    }
  }
}
