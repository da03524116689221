import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { StoredScript } from '../influx/scripts.ts';
import * as engine from '../sync/apply.ts';
import { fileNameFor } from '../sync/fileName.ts';
import type { ScriptFolder } from '../sync/folder.ts';
import { entryForFile } from '../sync/manifest.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import type { SyncStatuses } from '../views/syncStatus.ts';
import { Cancelled, confirm, required, withProgress } from './command.ts';
import {
  type CommandArgument,
  documentUri,
  isScriptNode,
  type RemoteTarget,
  selectedScripts,
  type Targets,
} from './target.ts';

export interface PullCollaborators {
  readonly connections: Connections;
  readonly repository: ScriptRepository;
  readonly targets: Targets;
  readonly local: LocalScripts;
  readonly versions: ServerVersions;
  readonly statuses: SyncStatuses;
}

/** What is to become of changes here that a pull would replace. */
type Answer = 'overwrite' | 'keep';

/** Where a script goes. */
interface Place {
  readonly folderUri: vscode.Uri;
  readonly folder: ScriptFolder;
  /** The folder of a new file, relative to `folder`. */
  readonly into: string;
  /** Undefined for a new one. */
  readonly file?: string;
}

/**
 * Writes scripts from the server into the workspace, and remembers which files they are.
 *
 * @param into where scripts go that no file holds yet; undefined for a folder of the workspace
 */
export async function pull(
  with_: PullCollaborators,
  argument: CommandArgument,
  selected?: readonly TreeNode[],
  into?: vscode.Uri,
): Promise<void> {
  const nodes = selectedScripts(argument, selected);
  if (nodes.length > 1) return await pullSeveral(with_, nodes.filter(isScriptNode), into);
  const document = documentUri(argument);
  const target = (await with_.targets.remote(argument)) ?? (await missing(with_, document));
  const asker = new Asker(with_, 1);
  const folder = await folderFor(with_, target, document, into);
  const file = await pullOne(with_, target, folder, asker, document);
  if (!file) throw new Cancelled();
  await vscode.window.showTextDocument(file);
  confirm(`Pulled ${target.script.name}`, 'cloud-download');
}

async function pullSeveral(
  with_: PullCollaborators,
  targets: readonly RemoteTarget[],
  into: vscode.Uri | undefined,
): Promise<void> {
  if (targets.length === 0) {
    throw new Error('The server has none of these scripts, so there is nothing to pull. Push them instead.');
  }
  const asker = new Asker(with_, targets.length);
  let pulled = 0;
  let newFiles = into;
  await withProgress(`Pulling ${targets.length} scripts…`, async (signal) => {
    for (const target of targets) {
      signal.throwIfAborted();
      const holder = await with_.local.holderOf(target.connection, target.script);
      if (!holder) newFiles ??= await workspaceFolder();
      const folder = holder ? with_.local.locate(holder)?.folder : newFiles;
      if (folder && (await pullOne(with_, target, folder, asker, holder))) pulled += 1;
    }
  });
  confirm(`Pulled ${pulled} of ${targets.length} scripts`, 'cloud-download');
}

/**
 * @param newFiles the folder for a script that has no file yet
 * @returns the file; undefined when what is here was kept
 */
async function pullOne(
  with_: PullCollaborators,
  target: RemoteTarget,
  newFiles: vscode.Uri,
  asker: Asker,
  document?: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  const { connection, script } = target;
  const { folder: folderUri, path: into } = with_.local.locateFolder(newFiles);
  const folder = with_.local.folder(connection, folderUri);
  const place = { folderUri, folder, into, ...(await fileFor(with_.local, folder, script, into, document)) };
  const { scripts } = with_.connections.client(connection);
  const state = {
    name: script.name,
    status: 'modifiedThere' as const,
    remote: script,
    ...(place.file !== undefined && { file: place.file }),
  };
  let outcome = await engine.pull(folder, scripts, state, { into });
  while (outcome.kind === 'conflict') {
    if (outcome.holder !== undefined) {
      throw new Error(
        `“${script.name}” was not pulled: it ${outcome.why}. Give one of the two another name in flux-scripts.json.`,
      );
    }
    const seen = place.file === undefined ? undefined : await folder.files.read(place.file);
    if (seen === undefined || (await asker.ask(target, place)) === 'keep') return undefined;
    outcome = await engine.pull(folder, scripts, state, { overwrite: seen });
  }
  if (outcome.kind === 'failed') throw outcome.error;
  if (outcome.kind === 'done' && outcome.note !== undefined) throw new Error(outcome.note);
  const file = place.file ?? (await folder.fileOf(script));
  if (file === undefined) return undefined;
  // A file that was the same as the script already.
  if (!entryForFile(await folder.manifest(), file)) await folder.note({ file, name: script.name });
  await with_.statuses.update();
  return vscode.Uri.joinPath(folderUri, file);
}

/** The file that holds the script, or is most likely meant for it; the engine asks before it is replaced. */
async function fileFor(
  local: LocalScripts,
  folder: ScriptFolder,
  script: StoredScript,
  into: string,
  document: vscode.Uri | undefined,
): Promise<{ file?: string }> {
  const place = document && local.locate(document);
  if (place && entryForFile(await folder.manifest(), place.file)) return { file: place.file };
  const known = await folder.fileOf(script);
  if (known !== undefined) return { file: known };
  const name = fileNameFor(script.name, script.language);
  const file = posix.join(into, name);
  const there = (await folder.files.names(into)).includes(name);
  return there && !entryForFile(await folder.manifest(), file) ? { file } : {};
}

/** A document without a script on the server: it was deleted there, or never was. */
async function missing(with_: PullCollaborators, document: vscode.Uri | undefined): Promise<RemoteTarget> {
  const { active } = with_.connections;
  const base = document && active && with_.local.base(active, document);
  if (base && active) {
    throw new Error(
      `“${base.name}” was deleted on ${active.name}, so there is nothing to pull. “Pull All…” deletes its file here too; a push makes it again.`,
    );
  }
  return await required(with_.targets.pick('Pull Script'));
}

async function folderFor(
  { local }: PullCollaborators,
  { connection, script }: RemoteTarget,
  document: vscode.Uri | undefined,
  into: vscode.Uri | undefined,
): Promise<vscode.Uri> {
  const own = document && (await local.scriptName(document)) !== undefined ? document : undefined;
  const holder = own ?? (await local.holderOf(connection, script));
  return (holder && local.locate(holder)?.folder) ?? into ?? (await workspaceFolder());
}

/** The folder of the workspace that scripts are pulled into; asks when there are several. */
export async function workspaceFolder(): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    return (await required(vscode.window.showWorkspaceFolderPick({ placeHolder: 'Pull into which folder?' })))
      .uri;
  }
  const [folder] = folders;
  if (folder) return folder.uri;
  const open = 'Open Folder…';
  const chosen = await vscode.window.showErrorMessage(
    'Pull writes the script into a folder, and none is open.',
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
  throw new Cancelled();
}

/** Asks about changes here, once for each script or once for all. */
class Asker {
  readonly #versions: ServerVersions;
  readonly #count: number;
  #forAll: Answer | undefined;

  constructor({ versions }: PullCollaborators, count: number) {
    this.#versions = versions;
    this.#count = count;
  }

  /** @throws Cancelled on Esc, and when the person wants to look first */
  async ask({ connection, script }: RemoteTarget, { folderUri, file = '' }: Place): Promise<Answer> {
    if (this.#forAll) return this.#forAll;
    const uri = vscode.Uri.joinPath(folderUri, file);
    const several = this.#count > 1;
    const compare = { title: 'Compare' };
    const overwrite = { title: 'Overwrite' };
    const keep = { title: 'Keep' };
    const overwriteAll = { title: 'Overwrite All' };
    const keepAll = { title: 'Keep All' };
    const chosen = await vscode.window.showWarningMessage<vscode.MessageItem>(
      `${vscode.workspace.asRelativePath(uri)} has changes that ${connection.name} does not have.`,
      { modal: true, detail: `Pulling “${script.name}” replaces them with the server's version.` },
      ...(several ? [overwrite, overwriteAll, keep, keepAll, compare] : [compare, overwrite]),
    );
    if (chosen === compare) await this.#versions.compare(connection, script, uri);
    if (chosen === overwriteAll) this.#forAll = 'overwrite';
    if (chosen === keepAll) this.#forAll = 'keep';
    if (chosen === overwrite || chosen === overwriteAll) return 'overwrite';
    if (chosen === keep || chosen === keepAll) return 'keep';
    throw new Cancelled();
  }
}
