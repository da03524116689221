import * as vscode from 'vscode';
import { scriptScheme } from '../contributions.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import { scriptUri } from '../views/scriptUri.ts';
import { columnFor } from '../views/tabs.ts';
import { Cancelled, required } from './command.ts';
import { type CommandArgument, documentUri, isLocalNode, isScriptNode, type Targets } from './target.ts';

/** Opens a script of the server as an editable document. */
export async function openScript(
  targets: Targets,
  documents: RemoteDocuments,
  argument: CommandArgument,
): Promise<void> {
  // The sidebar keeps the keys, as the explorer does: Delete there must not delete a letter here.
  if (isScriptNode(argument)) {
    await documents.open(argument.connection, argument.script, { preserveFocus: true });
    return;
  }
  const target = await required(targets.pick('Open Script'));
  await documents.open(target.connection, target.script);
}

/** Opens the file that holds a script. */
export async function openFile(argument: CommandArgument): Promise<void> {
  const state = isScriptNode(argument) || isLocalNode(argument) ? argument.state : undefined;
  if (!state?.local || !state.uri) {
    throw new Error('No file in the workspace holds this script. Pull it, and there is one.');
  }
  await vscode.window.showTextDocument(state.uri, {
    preview: true,
    preserveFocus: true,
    viewColumn: columnFor(state.uri),
  });
}

/** Throws away what auto save kept of a remote script, after asking. */
export async function discardDraft(documents: RemoteDocuments, argument: CommandArgument): Promise<void> {
  const uri = isScriptNode(argument)
    ? scriptUri(argument.connection, argument.script)
    : documentUri(argument);
  if (uri?.scheme !== scriptScheme || !documents.hasDraft(uri)) {
    throw new Error(
      'There is no draft here: what the editor shows is what the server has, or is not saved yet.',
    );
  }
  const discard = 'Discard';
  const chosen = await vscode.window.showWarningMessage(
    'Discard the draft and show the server’s version?',
    { modal: true },
    discard,
  );
  if (chosen !== discard) throw new Cancelled();
  await documents.discardDraft(uri);
}
