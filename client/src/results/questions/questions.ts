import type { Question, Questions } from '../../../webview/protocol.ts';
import { chartAnswers, chartShapes } from './chart.ts';
import { exportAnswers, exportShapes } from './export.ts';
import { limitAnswers, limitShapes } from './limit.ts';
import type { Answers, Asked, Shapes } from './question.ts';
import { rawAnswers, rawShapes } from './raw.ts';
import { tableAnswers, tableShapes } from './table.ts';

/** What every question must look like. */
export const shapes: Shapes<Questions> = {
  ...chartShapes,
  ...exportShapes,
  ...limitShapes,
  ...rawShapes,
  ...tableShapes,
};

/** Answers a question whose shape was checked. */
export type Answerer = (question: Question) => unknown;

/** Puts together who answers what about a run. */
export function answerer(asked: Asked): Answerer {
  const answers: Answers<Questions> = {
    ...chartAnswers(asked),
    ...exportAnswers(asked),
    ...limitAnswers(asked),
    ...rawAnswers(asked),
    ...tableAnswers(asked),
  };
  // The method picks the answer whose question this is; TypeScript does not follow the pair.
  return (question) => (answers[question.method] as Answerer)(question);
}
