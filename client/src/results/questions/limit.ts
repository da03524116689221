import type { LimitQuestions } from '../../../webview/protocol.ts';
import { type Answers, type Asked, oneOf, type Shapes } from './question.ts';

export const limitShapes: Shapes<LimitQuestions> = { limit: { choice: oneOf('continue', 'stop') } };

/** Takes the choice of a person whose run has paused at the memory limit. */
export function limitAnswers({ decide }: Asked): Answers<LimitQuestions> {
  return {
    limit: ({ choice }) => {
      decide(choice);
      return true;
    },
  };
}
