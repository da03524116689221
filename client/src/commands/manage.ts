import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { ScriptParametersSource } from '../languageClient.ts';
import { follow } from '../sync/follow.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { required } from './command.ts';
import type { DeletedScripts } from './deletedScripts.ts';
import { type CommandArgument, type RemoteTarget, selectedScripts, type Targets } from './target.ts';

/** What the commands work with that manage scripts on a server. */
export interface Manage {
  readonly connections: Connections;
  readonly repository: ScriptRepository;
  readonly targets: Targets;
  readonly local: LocalScripts;
  readonly documents: RemoteDocuments;
  readonly versions: ServerVersions;
  readonly language: ScriptParametersSource;
  /** Memory of this session only. */
  readonly deleted: DeletedScripts;
}

/**
 * The script that a command is meant for, fresh from the server; without an argument or an editor's, it asks.
 * @throws InfluxError; Error when the server has none for what it is meant for; Cancelled on Esc
 */
export async function theScript(
  { targets }: Manage,
  argument: CommandArgument,
  title: string,
): Promise<RemoteTarget> {
  const target = await targets.remote(argument);
  if (target) return target;
  // Another one than the one that was pointed at must not be taken for it.
  if (argument !== undefined) {
    throw new Error('This is not a script on the server yet: it is only here. Push it first.');
  }
  return await required(targets.pick(title));
}

/** As `theScript`, for commands that take several of the sidebar's. */
export async function theScripts(
  with_: Manage,
  argument: CommandArgument,
  selected: readonly TreeNode[] | undefined,
  title: string,
): Promise<RemoteTarget[]> {
  const nodes = selectedScripts(argument, selected);
  if (nodes.length === 0) return [await theScript(with_, argument, title)];
  const found: RemoteTarget[] = [];
  for (const node of nodes) found.push(await theScript(with_, node, title));
  return found;
}

/** Lets the workspace's files follow what was done to a script on the server. @returns those that hold it */
export async function filesFollow(
  { local }: Manage,
  connection: Connection,
  before: StoredScript,
  after: StoredScript,
): Promise<vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  for (const { uri, scripts } of local.folders(connection)) {
    const file = await follow(scripts, before, after);
    if (file !== undefined) files.push(vscode.Uri.joinPath(uri, file));
  }
  return files;
}
