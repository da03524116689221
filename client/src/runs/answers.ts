import type { AnswerText } from './answerText.ts';

const most = 20;

/** The answers of the newest runs, to compare them with: for as long as the window lives. */
export class KeptAnswers {
  /** By the run's ID, the oldest first. */
  readonly #texts = new Map<string, AnswerText>();

  keep(run: string, answer: AnswerText): void {
    this.#texts.set(run, answer);
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= most) return;
      this.#texts.delete(oldest);
    }
  }

  /** Undefined when it is not there any more, or was of another session. */
  get(run: string): AnswerText | undefined {
    return this.#texts.get(run);
  }

  forget(runs: Iterable<string>): void {
    for (const run of runs) this.#texts.delete(run);
  }
}
