import * as vscode from 'vscode';
import type { ScriptNode } from '../views/scriptsTree.ts';
import { required } from './command.ts';
import { requireActive } from './pickConnection.ts';
import { type PullCollaborators, pull, workspaceFolder } from './pull.ts';
import { currentStates } from './syncAll.ts';

/** Pulls scripts that have no file yet into a folder of the explorer: those that are picked. */
export async function pullHere(with_: PullCollaborators, folder: vscode.Uri | undefined): Promise<void> {
  const connection = requireActive(with_.connections);
  const nodes = (await currentStates(with_)).flatMap(({ remote, file }): ScriptNode[] =>
    remote && file === undefined ? [{ kind: 'script', connection, script: remote }] : [],
  );
  if (nodes.length === 0) {
    void vscode.window.showInformationMessage(
      `Every script of ${connection.name} has its file in the workspace already: “Pull All…” brings them up to date.`,
    );
    return;
  }
  const into = folder ?? (await workspaceFolder());
  const picked = await required(
    vscode.window.showQuickPick(
      nodes.map((node) => ({
        label: node.script.name,
        description: node.script.description?.trim() ?? '',
        node,
      })),
      {
        title: `Pull into ${vscode.workspace.asRelativePath(into)}`,
        placeHolder: `Scripts on ${connection.name} that have no file here yet`,
        canPickMany: true,
        matchOnDescription: true,
      },
    ),
  );
  const chosen = picked.map(({ node }) => node);
  if (chosen.length > 0) await pull(with_, chosen[0], chosen, into);
}
