import type { CommandId } from '../contributions.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import { copyAs, copyInvokeUrl, copyScriptId } from './copyAs.ts';
import { copyToConnection } from './copyToConnection.ts';
import { DeletedScripts } from './deletedScripts.ts';
import { deleteScripts } from './deleteScript.ts';
import { editDescription } from './description.ts';
import { duplicateScript } from './duplicate.ts';
import type { Manage } from './manage.ts';
import { newScript } from './newScript.ts';
import { renameScript } from './rename.ts';
import { restoreDeleted } from './restoreDeleted.ts';
import type { CommandArgument } from './target.ts';

/** The commands that make, change, copy and delete scripts as a whole. */
export function manageCommands(collaborators: Omit<Manage, 'deleted'>) {
  const with_: Manage = { ...collaborators, deleted: new DeletedScripts() };
  const one =
    (command: (with_: Manage, argument: CommandArgument) => Promise<void>) => (argument: CommandArgument) =>
      command(with_, argument);
  const several =
    (command: (with_: Manage, argument: CommandArgument, selected?: readonly TreeNode[]) => Promise<void>) =>
    (argument: CommandArgument, selected?: readonly TreeNode[]) =>
      command(with_, argument, selected);
  return {
    'fluxScripts.newScript': () => newScript(with_),
    'fluxScripts.renameScript': one(renameScript),
    'fluxScripts.editDescription': one(editDescription),
    'fluxScripts.duplicateScript': one(duplicateScript),
    'fluxScripts.copyToConnection': several(copyToConnection),
    'fluxScripts.deleteScript': several(deleteScripts),
    'fluxScripts.restoreDeleted': (ids?: readonly string[]) => restoreDeleted(with_, ids),
    'fluxScripts.copyScriptId': one(copyScriptId),
    'fluxScripts.copyInvokeUrl': one(copyInvokeUrl),
    'fluxScripts.copyAs': one(copyAs),
  } satisfies Partial<Record<CommandId, unknown>>;
}
