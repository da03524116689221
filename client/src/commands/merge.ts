import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { scriptScheme } from '../contributions.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { Merges } from '../views/merges.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import { type CommandArgument, documentUri, isScriptNode, type Targets } from './target.ts';

export interface MergeCollaborators {
  readonly connections: Connections;
  readonly targets: Targets;
  readonly local: LocalScripts;
  readonly documents: RemoteDocuments;
  readonly merges: Merges;
}

/** Brings the server's version of a script and ours together in VS Code's merge editor. */
export async function mergeWithServer(with_: MergeCollaborators, argument: CommandArgument): Promise<void> {
  const target = await with_.targets.remote(argument);
  if (!target) {
    throw new Error(
      'There is no script on the server to merge with. Open a file or a script that the server has, too.',
    );
  }
  const { connection, script } = target;
  const uri = isScriptNode(argument) ? await with_.local.holderOf(connection, script) : documentUri(argument);
  if (!uri) {
    throw new Error(
      `No file in the workspace holds “${script.name}”, so there is nothing to merge. Pull it.`,
    );
  }
  if (uri.scheme === scriptScheme) return await with_.documents.merge(uri, script);
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) {
    throw new Error(`${vscode.workspace.asRelativePath(uri)} could not be saved, so it was not merged.`);
  }
  await with_.merges.open(connection, script, document, with_.local.base(connection, uri));
}

/** Saves the merge editor's result and closes it; VS Code asks when conflicts are left. */
export async function completeMerge(): Promise<void> {
  await vscode.commands.executeCommand('mergeEditor.acceptMerge');
}
