/**
 * What to do with the rest of an answer when the memory for its rows is used up:
 * - `continue`: take it in, but keep only its bytes, for exports
 * - `stop`: leave it
 */
export type LimitChoice = 'continue' | 'stop';

export interface LimitQuestions {
  /** Decides for a run that has paused. */
  limit: { ask: { readonly choice: LimitChoice }; answer: boolean };
}

/** How a run stands to the memory limit, once its rows have used it up. */
export interface LimitProgress {
  /** Whether it waits for a choice. */
  readonly paused: boolean;
  /** The limit, in megabytes. */
  readonly megabytes: number;
  /** Rows that came after those that are shown; their bytes alone are kept. */
  readonly rowsLeftOut: number;
}
