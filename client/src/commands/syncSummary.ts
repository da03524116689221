import * as vscode from 'vscode';
import type { Applied, Outcome } from '../sync/apply.ts';
import type { ServerVersions } from '../views/serverVersions.ts';

const order = ['created', 'updated', 'deleted', 'unchanged', 'in conflict', 'failed', 'not begun'] as const;
type Word = (typeof order)[number];

/** So many failures are named in the message itself. */
const named = 2;

/** Says what has become of each script of a push or a pull of many; details are a click away. */
export async function sayWhatWasDone(
  versions: ServerVersions,
  title: string,
  applied: readonly Applied[],
): Promise<void> {
  const words = applied.map(({ outcome }) => wordFor(outcome));
  const counts = order
    .map((word) => [words.filter((each) => each === word).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  const wrong = applied.filter(({ outcome }) => outcome.kind !== 'done');
  const notes = applied.some(({ outcome }) => outcome.kind === 'done' && outcome.note !== undefined);
  const text = `${title}: ${counts.join(', ') || 'nothing to do'}.`;
  if (wrong.length === 0 && !notes) {
    void vscode.window.showInformationMessage(text);
    return;
  }
  const failures = wrong.filter(({ outcome }) => outcome.kind !== 'notBegun');
  const lines = failures
    .slice(0, named)
    .map((each) => `“${each.item.state.name}” ${messageOf(each.outcome)}`);
  const more = failures.length > named ? [`And ${failures.length - named} more.`] : [];
  const rest = wrong.length > 0 ? ['Run it again: it does the rest.'] : [];
  const details = 'Show Details';
  const show = failures.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show([text, ...lines, ...more, ...rest].join(' '), details);
  if (chosen === details) await showDetails(versions, title, applied);
}

async function showDetails(
  versions: ServerVersions,
  title: string,
  applied: readonly Applied[],
): Promise<void> {
  const lines = applied.map(({ item: { state }, outcome }) => {
    const message = messageOf(outcome);
    const file = state.file === undefined ? '' : ` (${state.file})`;
    return `- **${wordFor(outcome)}**: ${state.name}${file}${message === '' ? '' : ` – ${message}`}`;
  });
  const content = `# ${title}\n\n${lines.join('\n')}\n`;
  await vscode.window.showTextDocument(versions.keepFile('summary.md', content));
}

function wordFor(outcome: Outcome): Word {
  switch (outcome.kind) {
    case 'done':
      return outcome.did === 'nothing' ? 'unchanged' : outcome.did;
    case 'conflict':
      return 'in conflict';
    case 'failed':
      return 'failed';
    case 'notBegun':
      return 'not begun';
    default:
      return outcome satisfies never;
  }
}

function messageOf(outcome: Outcome): string {
  if (outcome.kind === 'done') return outcome.note ?? '';
  if (outcome.kind === 'conflict') return `${outcome.why}.`;
  if (outcome.kind === 'notBegun') return '';
  const { error } = outcome;
  return `failed: ${error instanceof Error ? error.message : String(error)}`;
}
