import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { CompileChecker } from '../languageClient.ts';
import * as engine from '../sync/apply.ts';
import { baseOf } from '../sync/base.ts';
import { isUntouched, type LocalVersion } from '../sync/differences.ts';
import { languageOf } from '../sync/fileName.ts';
import type { ScriptFolder } from '../sync/folder.ts';
import { entryForFile, type ManifestEntry } from '../sync/manifest.ts';
import { createScript } from '../sync/update.ts';
import { mayPush } from '../views/beforePush.ts';
import { askConflict } from '../views/conflict.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { Merges } from '../views/merges.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import { scriptUri } from '../views/scriptUri.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { Cancelled, confirm } from './command.ts';
import { describeNewScript } from './newScriptInputs.ts';
import { requireActive } from './pickConnection.ts';
import { type CommandArgument, documentUri, isScriptNode, type RemoteTarget } from './target.ts';

export interface PushCollaborators {
  readonly connections: Connections;
  readonly repository: ScriptRepository;
  readonly documents: RemoteDocuments;
  readonly versions: ServerVersions;
  readonly merges: Merges;
  readonly local: LocalScripts;
  readonly checker: CompileChecker;
}

/** A file on its way to the server. */
interface FilePush {
  readonly connection: Connection;
  readonly document: vscode.TextDocument;
  readonly folder: ScriptFolder;
  readonly entry: ManifestEntry;
  readonly local: LocalVersion;
}

/** Sends a text to the server: what changed of its script (PATCH), or a new script (POST). */
export async function push(with_: PushCollaborators, argument: CommandArgument): Promise<void> {
  const uri = isScriptNode(argument) ? await textOf(with_, argument) : documentUri(argument);
  if (!uri) throw new Error('There is nothing to push: open a .flux file first.');
  if (with_.merges.isOpen(uri)) {
    throw new Error(
      'The merge is not complete. Press “Complete Merge” in the merge editor, or close it, and push again.',
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (uri.scheme === scriptScheme) return await pushDocument(with_, document);
  if (document.isDirty && !document.isUntitled && !(await document.save())) {
    throw new Error(`${vscode.workspace.asRelativePath(uri)} could not be saved, so it was not pushed.`);
  }
  const connection = requireActive(with_.connections);
  const place = with_.local.locate(uri);
  if (!place) return await pushUntitled(with_, connection, document);
  const folder = with_.local.folder(connection, place.folder);
  const known = entryForFile(await folder.manifest(), place.file);
  const { scripts } = with_.connections.client(connection);
  const entry = known ?? {
    file: place.file,
    ...(await describeNewScript(scripts, connection, document)),
  };
  const local = await folder.local(entry);
  if (!local) throw new Error(`${place.file} could not be read, so it was not pushed.`);
  await pushFile(with_, { connection, document, folder, entry, local }, !known);
}

/** What the sidebar's script can be pushed from: its draft, an open document, or its file. */
async function textOf(with_: PushCollaborators, { connection, script }: RemoteTarget): Promise<vscode.Uri> {
  const uri = scriptUri(connection, script);
  const open = vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  if (open || with_.documents.hasDraft(uri)) return uri;
  const file = await with_.local.holderOf(connection, script);
  if (file) return file;
  throw new Error(
    `There is nothing to push for “${script.name}”: no file in the workspace holds it, and it is not being edited. Pull it, or open it and change it.`,
  );
}

async function pushDocument(with_: PushCollaborators, document: vscode.TextDocument): Promise<void> {
  const { uri } = document;
  // A dirty document is saved by hand, which pushes, and leaves it clean.
  if (document.isDirty) {
    await document.save();
    return;
  }
  const result = await with_.documents.push(uri, document.getText());
  if (result.kind === 'reload') with_.documents.reload(uri);
  if (result.kind === 'merge') await with_.documents.merge(uri, result.remote);
  if (result.kind === 'saved') confirmPush(result.script.name, result.changed);
}

async function pushFile(with_: PushCollaborators, file: FilePush, isNew: boolean): Promise<void> {
  const { connection, folder, entry, local } = file;
  const { name } = entry;
  const base = folder.base(entry.file);
  if (!base || !isUntouched(local, base)) {
    const outgoing = { name, text: local.text, language: languageOf(entry.file) };
    if (!(await mayPush(with_.checker, connection, [outgoing]))) throw new Cancelled();
  }
  const { scripts } = with_.connections.client(connection);
  const state = {
    name,
    status: 'modifiedHere' as const,
    file: entry.file,
    local,
    ...(base && { base }),
  };
  let outcome = await engine.push(folder, scripts, state);
  for (let seen = base; outcome.kind === 'conflict'; ) {
    const { remote, holder } = outcome;
    if (holder !== undefined) {
      throw new Error(
        `${entry.file} and ${holder} stand for the same script on ${connection.name}, so ${entry.file} was not pushed. Give one of them another name in flux-scripts.json.`,
      );
    }
    if (remote) {
      const again = await resolve(with_, file, remote, seen, isNew);
      if (!again) throw new Cancelled();
      seen = baseOf(remote);
      outcome = await engine.push(folder, scripts, state, { overwrite: remote });
    } else {
      await confirmCreation(connection, name);
      seen = undefined;
      outcome = await engine.create(folder, scripts, entry, local.text);
    }
  }
  if (outcome.kind === 'failed') throw outcome.error;
  if (outcome.kind !== 'done') return;
  const { did, note } = outcome;
  if (did !== 'nothing') await with_.repository.refresh();
  if (note !== undefined) void vscode.window.showInformationMessage(`“${name}”: ${note}`);
  else if (isNew && did === 'created') announce(connection, name);
  else confirmPush(name, did !== 'nothing');
}

/** @returns whether the server's version is to be overwritten */
async function resolve(
  with_: PushCollaborators,
  { connection, document, folder, entry, local }: FilePush,
  remote: StoredScript,
  base: ReturnType<ScriptFolder['base']>,
  isNew: boolean,
): Promise<boolean> {
  const nameTaken = isNew && base === undefined;
  const choice = await askConflict({ connection, name: entry.name, local, base, remote, nameTaken }, [
    'merge',
    'compare',
    'overwrite',
  ]);
  if (choice === 'compare') await with_.versions.compare(connection, remote, document.uri);
  if (choice === 'merge') {
    // With the merge, the file is to become the next version of this script.
    await folder.note(entry);
    await with_.merges.open(connection, remote, document, base);
  }
  return choice === 'overwrite';
}

async function confirmCreation(connection: Connection, name: string): Promise<void> {
  const recreate = 'Create It Again';
  const choice = await vscode.window.showWarningMessage(
    `“${name}” was deleted on ${connection.name}.`,
    { modal: true, detail: 'Your file is still here. It can become a new script of the same name.' },
    recreate,
  );
  if (choice !== recreate) throw new Cancelled();
}

/** Makes a new script of a text that is no file yet; it goes on as a remote document. */
async function pushUntitled(
  with_: PushCollaborators,
  connection: Connection,
  document: vscode.TextDocument,
): Promise<void> {
  const { scripts } = with_.connections.client(connection);
  const { name, description = '' } = await describeNewScript(scripts, connection, document);
  const text = document.getText();
  const language = 'flux';
  if (!(await mayPush(with_.checker, connection, [{ name, text, language }]))) throw new Cancelled();
  const outcome = await createScript(scripts, { name, description, text, language });
  if (outcome.kind === 'nameTaken') {
    throw new Error(
      `${connection.name} has a script called “${name}” by now, so nothing was written. Push again, and choose another name.`,
    );
  }
  await with_.documents.open(connection, outcome.script);
  await with_.repository.refresh();
  announce(connection, name);
}

function announce(connection: Connection, name: string): void {
  void vscode.window.showInformationMessage(`“${name}” is on ${connection.name} now.`);
}

function confirmPush(name: string, changed: boolean): void {
  if (changed) confirm(`Pushed ${name}`, 'cloud-upload');
  else confirm(`${name} is on the server as it is here`);
}
