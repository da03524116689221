import * as vscode from 'vscode';
import { scriptScheme } from '../contributions.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import { scriptUri } from '../views/scriptUri.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { Cancelled, required } from './command.ts';
import { type CommandArgument, documentUri, isScriptNode, type Targets } from './target.ts';

/** Opens a script of the server as an editable document. */
export async function openScript(
  targets: Targets,
  documents: RemoteDocuments,
  argument: CommandArgument,
): Promise<void> {
  const target = isScriptNode(argument) ? argument : await required(targets.pick('Open Script'));
  await documents.open(target.connection, target.script);
}

/** Shows the server's version of a document beside it. */
export async function compareWithServer(
  targets: Targets,
  versions: ServerVersions,
  argument: CommandArgument,
): Promise<void> {
  const target = await targets.remote(argument);
  if (!target) {
    throw new Error('This text is not a script on the server yet, so there is nothing to compare it with.');
  }
  const { connection, script } = target;
  await versions.compare(connection, script, documentUri(argument) ?? scriptUri(connection, script));
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
