import type { PageMessage, Question, Questions, View } from '../../webview/protocol.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const flag: Check = (value) => typeof value === 'boolean';
const format: Check = (value) => value === 'csv' || value === 'tsv';
const view: Check = (value) =>
  shaped<View>(value, { kind: (kind) => kind === 'table' || kind === 'block', index: count });

const QUESTIONS: { [M in keyof Questions]: Record<keyof Questions[M]['ask'], Check> } = {
  list: { filter: text, from: count, count },
  open: { view },
  rows: { view, from: count, count },
  cell: { view, row: count, column: count },
  copy: { view, fromRow: count, toRow: count, fromColumn: count, toColumn: count, format, header: flag },
};

function shaped<T>(value: unknown, checks: Record<keyof T, Check>): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries<Check>(checks).every(([name, check]) => check((value as Record<string, unknown>)[name]))
  );
}

const question: Check = (value) => {
  const method = (value as Partial<Question> | null)?.method;
  return typeof method === 'string' && Object.hasOwn(QUESTIONS, method) && shaped(value, QUESTIONS[method]);
};

/** Whether something that came from the page is a message. Anything else is to be dropped. */
export function isPageMessage(value: unknown): value is PageMessage {
  switch ((value as Partial<PageMessage> | null | undefined)?.type) {
    case 'ready':
      return true;
    case 'cancel':
      return shaped(value, { run: count });
    case 'ask':
      return shaped(value, { id: count, run: count, question });
    default:
      return false;
  }
}
