import * as vscode from 'vscode';
import { baseOf } from '../sync/base.ts';
import { updateScript } from '../sync/update.ts';
import { confirm, required } from './command.ts';
import { filesFollow, type Manage, theScript } from './manage.ts';
import { confirmProduction } from './production.ts';
import type { CommandArgument } from './target.ts';

/** Changes a script's description on the server, and in a manifest that has one for it. */
export async function editDescription(with_: Manage, argument: CommandArgument): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Edit Description');
  const typed = await required(
    vscode.window.showInputBox({
      title: `Description of ${script.name} on ${connection.name}`,
      prompt: 'Empty removes it',
      value: script.description?.trim() ?? '',
      ignoreFocusOut: true,
    }),
  );
  const description = typed.trim();
  if (description === (script.description ?? '').trim()) return;
  await confirmProduction(
    connection,
    `Change the description of “${script.name}” on ${connection.name}?`,
    'Change',
  );
  const { scripts } = with_.connections.client(connection);
  // The text that the server has is no change: only the description is sent.
  const outcome = await updateScript(
    scripts,
    script.id,
    { text: script.script, description },
    baseOf(script),
  );
  switch (outcome.kind) {
    case 'updated':
    case 'unchanged':
      await filesFollow(with_, connection, script, outcome.script);
      confirm(`The description of ${script.name} is changed`);
      break;
    case 'ignored':
      throw new Error(
        `${connection.name} answered that the description of “${script.name}” was changed, but it keeps the old one. Try again, or change it in InfluxDB’s own pages.`,
      );
    case 'conflict':
      throw new Error(
        `Somebody else has changed the description of “${script.name}” on ${connection.name} to “${outcome.remote.description?.trim() ?? ''}”. Nothing was changed; edit it again.`,
      );
    case 'deleted':
      throw new Error(`“${script.name}” is not on ${connection.name} any more: somebody has deleted it.`);
    default:
      outcome satisfies never;
  }
  await with_.repository.refresh();
}
