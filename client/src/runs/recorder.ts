import { hideSecrets } from '../params/inputs.ts';
import type { RunEnd } from '../results/run.ts';
import type { KeptAnswers } from './answers.ts';
import { answerText } from './answerText.ts';
import { type RunHistory, type RunIdentity, valuesOf } from './history.ts';

/** Notes runs when they are over, and keeps their rows to be compared. */
export class RunRecorder {
  readonly #history: RunHistory;
  readonly #answers: KeptAnswers;
  #settled: Promise<void> = Promise.resolve();

  constructor(history: RunHistory, answers: KeptAnswers) {
    this.#history = history;
    this.#answers = answers;
  }

  /** Resolves when all runs that are over are noted. Never rejects. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** For a run that begins now: what is to be told of its end. */
  begin(run: RunIdentity): (end: RunEnd) => void {
    const started = Date.now();
    return (end) => {
      const noting = this.#note(run, started, end);
      // A history that cannot be written is no reason not to show the rows.
      this.#settled = Promise.allSettled([this.#settled, noting]).then(() => undefined);
    };
  }

  async #note(run: RunIdentity, started: number, { outcome, ms, store }: RunEnd): Promise<void> {
    const rows = outcome.kind === 'done' ? outcome.rows : store.rowCount;
    const { script, connection } = run;
    const facts = { script, connection, values: valuesOf(run), started, ms, rows };
    const message = hideSecrets(hideSecrets(messageOf(outcome), run.params), run.inputs);
    const record = await this.#history.add({ ...facts, outcome: outcome.kind, message });
    this.#answers.keep(record.id, await answerText(store));
  }
}

function messageOf(outcome: RunEnd['outcome']): string {
  if (outcome.kind === 'failed') return outcome.error.message;
  return outcome.kind === 'incomplete' ? outcome.reason : '';
}
