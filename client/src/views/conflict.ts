import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { Script } from '../influx/types.ts';
import type { Base } from '../sync/base.ts';
import { differences, fieldOf, type LocalVersion } from '../sync/differences.ts';

/** What a person can do where both sides have changed. Esc is none of them. */
export type ConflictChoice = 'compare' | 'merge' | 'overwrite' | 'reload';

const buttons: Readonly<Record<ConflictChoice, string>> = {
  compare: 'Compare',
  merge: 'Merge',
  overwrite: 'Overwrite',
  reload: 'Reload',
};

export interface Conflict {
  readonly connection: Connection;
  readonly name: string;
  readonly local: LocalVersion;
  readonly base: Base | undefined;
  readonly remote: Script;
  /** There is no script of ours yet: another one has the name. */
  readonly nameTaken?: boolean;
}

/**
 * Asks what to do about a conflict. What a name or a description stand against is said in the question; texts are shown
 * by those who are asked to compare or to merge.
 *
 * @returns undefined when the person leaves things as they are
 */
export async function askConflict(
  { connection, name, local, base, remote, nameTaken = false }: Conflict,
  choices: readonly ConflictChoice[],
): Promise<ConflictChoice | undefined> {
  const { both } = differences(local, base, remote);
  // Of a name or a description there is nothing to see in an editor.
  const offered = both.includes('text')
    ? choices
    : choices.filter((choice) => choice !== 'merge' && choice !== 'compare');
  const details = both
    .filter((field) => field !== 'text')
    .map(
      (field) => `Its ${field} there is “${fieldOf(remote, field).trim()}”, here “${local[field] ?? ''}”.`,
    );
  if (remote.updatedAt)
    details.push(`The version there is from ${new Date(remote.updatedAt).toLocaleString()}.`);
  if (offered.includes('merge')) details.push('Merge brings both together here; Overwrite replaces theirs.');
  else details.push('Overwrite replaces theirs with yours.');
  const message = nameTaken
    ? `${connection.name} has another script called “${name}”.`
    : base
      ? `“${name}” was changed on ${connection.name} by somebody else.`
      : `“${name}” differs on ${connection.name}, and it is not known here what the two began as.`;
  const items = offered.map((choice) => ({ title: buttons[choice], choice }));
  const options = { modal: true, detail: details.join('\n') };
  return (await vscode.window.showWarningMessage(message, options, ...items))?.choice;
}
