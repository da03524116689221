import * as vscode from 'vscode';
import { type CommandId, scriptScheme } from '../contributions.ts';
import type { SyncStatus } from '../sync/status.ts';
import { looks } from '../views/statusLook.ts';
import { required } from './command.ts';
import { type CommandArgument, documentUri } from './target.ts';

interface Action {
  readonly label: string;
  readonly detail: string;
  readonly command: CommandId;
}

const push: Action = {
  label: '$(cloud-upload) Push',
  detail: 'Send this text to the server. Nothing that changed there is overwritten without asking.',
  command: 'fluxScripts.push',
};
const pull: Action = {
  label: '$(cloud-download) Pull',
  detail: 'Bring the server’s version into the workspace. What is not pushed is replaced only after asking.',
  command: 'fluxScripts.pull',
};
const compare: Action = {
  label: '$(diff) Compare with Server',
  detail: 'See the server’s version beside this one.',
  command: 'fluxScripts.compareWithServer',
};
const invoke: Action = {
  label: '$(play) Invoke with Params…',
  detail: 'Run it.',
  command: 'fluxScripts.invoke',
};
const refresh: Action = {
  label: '$(refresh) Refresh',
  detail: 'Ask the server how things stand.',
  command: 'fluxScripts.refresh',
};

/** What makes sense, the most likely first. */
const actions: Readonly<Record<SyncStatus, readonly Action[]>> = {
  inSync: [invoke, refresh],
  modifiedHere: [push, compare, pull, invoke, refresh],
  modifiedThere: [pull, compare, invoke, refresh],
  conflict: [compare, push, pull, refresh],
  onlyHere: [push, refresh],
  onlyThere: [pull, invoke, refresh],
  deletedThere: [push, refresh],
  deletedHere: [pull, refresh],
};

/** Offers what can be done with the document that the status bar speaks of. */
export async function scriptActions(
  statusOf: (document: vscode.Uri) => SyncStatus | undefined,
  argument: CommandArgument,
): Promise<void> {
  const uri = documentUri(argument);
  const status = uri && statusOf(uri);
  if (!status) {
    throw new Error(
      'This document is no script of the active connection yet. Push it, or open one that the sidebar shows.',
    );
  }
  // The document of a script shows the server's own version unless it was changed: pulling makes a file of it.
  const offered =
    uri.scheme === scriptScheme && status === 'inSync' ? [invoke, pull, refresh] : actions[status];
  const { words, sentence } = looks[status];
  const chosen = await required(
    vscode.window.showQuickPick(offered, {
      title: `${uri.path.slice(uri.path.lastIndexOf('/') + 1)}: ${words}`,
      placeHolder: sentence,
    }),
  );
  await vscode.commands.executeCommand(chosen.command, ...(chosen === refresh ? [] : [uri]));
}
