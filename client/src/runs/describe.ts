import type { AnswerText } from './answerText.ts';
import type { RunRecord, RunValue } from './history.ts';

/** What stands in the place of a value that was not kept. */
export const hidden = '•••';

/** `-7d`, or for a time that stands for another one `now → 2026-01-31T12:00:00Z`. */
export function describeValue({ typed, sent }: RunValue): string {
  if (sent === undefined) return hidden;
  const travelled = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return typed === undefined || typed.trim() === travelled ? travelled : `${typed} → ${travelled}`;
}

/** All values in a line, as they were typed. */
export function describeValues(values: readonly RunValue[]): string {
  return values.map((value) => `${value.name} = ${typedOf(value)}`).join(' · ');
}

function typedOf({ typed, sent }: RunValue): string {
  if (sent === undefined) return hidden;
  const text = typed ?? (typeof sent === 'string' ? sent : JSON.stringify(sent));
  return text === '' ? '""' : text;
}

const outcomes: Readonly<Record<RunRecord['outcome'], string>> = {
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
  incomplete: 'incomplete',
};

export function describeOutcome({ outcome, message }: RunRecord): string {
  return message === '' ? outcomes[outcome] : `${outcomes[outcome]}: ${message}`;
}

/** `co-peaks on Sandbox`, or for a text from an editor `co-peaks (draft) on Sandbox`. */
export function describeScript({ script, connection }: RunRecord): string {
  return `${script.name}${script.source === 'draft' ? ' (draft)' : ''} on ${connection}`;
}

const integers = new Intl.NumberFormat('en-US');

/** `1 row`, `1,234 rows`. */
export function describeRows(rows: number): string {
  return `${integers.format(rows)} row${rows === 1 ? '' : 's'}`;
}

/** A run as a text to be compared with another's: what it was, its values, its rows. */
export function runText(run: RunRecord, answer: AnswerText): string {
  const { script } = run;
  const version = script.updatedAt === undefined ? '' : `, version of ${script.updatedAt}`;
  const facts: [string, string][] = [
    ['script', script.name],
    ['source', script.source === 'draft' ? 'text in the editor' : `on the server${version}`],
    ['connection', run.connection],
    ['started', new Date(run.started).toISOString()],
    ['duration', `${Math.round(run.ms)} ms`],
    ['rows', integers.format(run.rows)],
    ['outcome', describeOutcome(run)],
  ];
  const values = run.values.map((value): [string, string] => [value.name, describeValue(value)]);
  const left = answer.cut ? [`(${describeRows(run.rows - answer.rows)} more, left out for their size)`] : [];
  return [
    ...table(facts),
    '',
    ...table(values),
    ...(values.length > 0 ? [''] : []),
    answer.csv + left.join('\n'),
  ].join('\n');
}

/** Two columns, aligned. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value.replaceAll(/\r\n|\r|\n/g, '⏎')}`);
}
