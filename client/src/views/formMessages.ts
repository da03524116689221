import type { FormEvent, FormPageMessage } from '../../webview/protocol/form.ts';
import { type Check, count, oneOf, type Shape, shaped, text } from '../results/questions/question.ts';

/** There are never more values than this. */
const maxInputs = 1000;
const inputs: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length <= maxInputs &&
  Object.values(value).every(text);

const events: { readonly [K in FormEvent['kind']]: Shape<Extract<FormEvent, { kind: K }>> } = {
  typed: { kind: text, inputs },
  submit: { kind: text, inputs },
  cancel: { kind: text },
  clear: { kind: text },
  suggest: { kind: text, ask: count, name: text, inputs },
  usePreset: { kind: text, name: text },
  savePreset: { kind: text, inputs },
};

const event: Check = (value) => {
  const kind = (value as Partial<FormEvent> | null)?.kind;
  return (
    typeof kind === 'string' && Object.hasOwn(events, kind) && shaped(events[kind] as Shape<FormEvent>)(value)
  );
};

/** Whether something that came from the page is about the form. */
export function isFormMessage(value: unknown): value is FormPageMessage {
  return (
    shaped({ type: oneOf('formEvent'), form: count, event })(value) ||
    shaped({ type: oneOf('editValues'), run: count })(value)
  );
}
