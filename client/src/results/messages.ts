import type { PageMessage, Question } from '../../webview/protocol.ts';
import { type Check, count, flag, oneOf, optional, type Shape, shaped } from './questions/question.ts';
import { shapes } from './questions/questions.ts';

const question: Check = (value) => {
  const method = (value as Partial<Question> | null)?.method;
  if (typeof method !== 'string' || !Object.hasOwn(shapes, method)) {
    return false;
  }
  return shaped(shapes[method] as Shape<object>)(value);
};

const point = shaped({ line: count, column: count });

/** Whether something that came from the page is a message. Anything else is to be dropped. */
export function isPageMessage(value: unknown): value is PageMessage {
  switch ((value as Partial<PageMessage> | null | undefined)?.type) {
    case 'ready':
      return true;
    case 'cancel':
    case 'painted':
      return shaped({ run: count })(value);
    case 'action':
      return shaped({ run: count, action: oneOf('again', 'withTypes') })(value);
    case 'pin':
      return shaped({ pinned: flag })(value);
    case 'reveal':
      return shaped({ run: count, place: shaped({ start: point, end: optional(point) }) })(value);
    case 'ask':
      return shaped({ id: count, run: count, question })(value);
    default:
      return false;
  }
}
