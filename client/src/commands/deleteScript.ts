import * as vscode from 'vscode';
import { baseOf } from '../sync/base.ts';
import { isCurrent } from '../sync/differences.ts';
import { entryOf } from '../sync/follow.ts';
import { deleteScript, findScript } from '../sync/update.ts';
import type { TreeNode } from '../views/scriptsTree.ts';
import { scriptUri } from '../views/scriptUri.ts';
import { closeUnchanged, isDirty } from '../views/tabs.ts';
import { Cancelled, withProgress } from './command.ts';
import type { DeletedFile } from './deletedScripts.ts';
import { type Manage, theScripts } from './manage.ts';
import type { CommandArgument, RemoteTarget } from './target.ts';
import { tasksUsing } from './tasksUsing.ts';

/** A script that is to be deleted, with the files that hold it. */
interface Doomed extends RemoteTarget {
  readonly files: readonly DeletedFile[];
}

/** Deletes scripts from the server, after asking; what was deleted can be brought back in this session. */
export async function deleteScripts(
  with_: Manage,
  argument: CommandArgument,
  selected?: readonly TreeNode[],
): Promise<void> {
  const targets = await theScripts(with_, argument, selected, 'Delete Script');
  const doomed: Doomed[] = [];
  for (const target of targets) doomed.push({ ...target, files: await filesOf(with_, target) });
  const withFiles = await confirmDelete(with_, doomed);

  const deleted: Doomed[] = [];
  const failures: string[] = [];
  await withProgress(`Deleting ${called(doomed)}…`, async (signal) => {
    for (const one of doomed) {
      if (signal.aborted) break;
      try {
        await deleteOne(with_, one);
        deleted.push(one);
        if (withFiles) await removeFiles(with_, one);
      } catch (error) {
        failures.push(`“${one.script.name}”: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  });
  await with_.repository.refresh();
  if (deleted.length > 0) void offerUndo(deleted);
  if (failures.length > 0) throw new Error(`Not everything was deleted. ${failures.join(' ')}`);
}

/** @returns whether their files are to be removed, too */
async function confirmDelete(with_: Manage, doomed: readonly Doomed[]): Promise<boolean> {
  const [{ connection } = doomed[0] as Doomed] = doomed;
  const uses = await withProgress(
    'Looking for tasks…',
    async (signal) => {
      const found: string[] = [];
      for (const { script, ...one } of doomed) {
        found.push(await tasksUsing(with_.connections.client(one.connection), script, signal));
      }
      return found;
    },
    vscode.ProgressLocation.Window,
  );
  const edited = doomed.filter((one) => isEdited(with_, one)).map(({ script }) => `“${script.name}”`);
  const files = doomed.flatMap((one) => one.files.map(({ entry }) => entry.file));
  const detail = [
    ...(doomed.length > 1 ? [doomed.map(({ script }) => `“${script.name}”`).join(', ')] : []),
    ...uses,
    ...(edited.length > 0 ? [`What is edited of ${edited.join(', ')} and not pushed stays open.`] : []),
    ...(files.length > 0
      ? [`Held here by ${files.join(', ')}, which stays unless you choose otherwise.`]
      : []),
    ...(connection.production ? [`${connection.name} is marked as production.`] : []),
    'It can be undone as long as this window is open; what is made again has another ID.',
  ];
  const alone = 'Delete';
  const both = files.length > 1 ? 'Delete with Files' : 'Delete with File';
  const buttons = files.length > 0 ? [alone, both] : [alone];
  const chosen = await vscode.window.showWarningMessage(
    `Delete ${called(doomed)} from ${connection.name}?`,
    { modal: true, detail: detail.join('\n') },
    ...buttons,
  );
  if (chosen === undefined) throw new Cancelled();
  return chosen === both;
}

async function deleteOne(with_: Manage, { connection, script }: Doomed): Promise<void> {
  const { scripts } = with_.connections.client(connection);
  const now = await findScript(scripts, script.id);
  if (!now) throw new Error('somebody else has deleted it already.');
  if (!isCurrent(baseOf(script), now)) {
    throw new Error('somebody has changed it meanwhile; look at it, and delete it again.');
  }
  // Noted first: should the answer be lost, it can be brought back all the same.
  with_.deleted.add({ connection, script: now });
  let gone = false;
  try {
    ({ gone } = await deleteScript(scripts, script.id));
  } finally {
    // What is noted and not gone is found out when it is brought back; what surely still is there is not offered.
    if (!gone && (await findScript(scripts, script.id).catch(() => undefined)))
      with_.deleted.remove(script.id);
  }
  if (!gone) throw new Error(`${connection.name} says that it is deleted, and still has it. Try again.`);
  const uri = scriptUri(connection, script);
  if (with_.documents.hasDraft(uri)) await vscode.window.showTextDocument(uri, { preview: false });
  else await closeUnchanged(uri);
}

async function filesOf({ local }: Manage, { connection, script }: RemoteTarget): Promise<DeletedFile[]> {
  const found: DeletedFile[] = [];
  for (const { uri: folder, scripts } of local.folders(connection)) {
    const entry = await entryOf(scripts, script);
    const text = entry && (await scripts.files.read(entry.file));
    if (!entry || text === undefined) continue;
    const base = scripts.base(entry.file);
    found.push({ folder, entry, text, ...(base && { base }) });
  }
  return found;
}

/** Into the trash, where there is one. One with changes that are not saved stays. */
async function removeFiles(with_: Manage, { connection, script, files }: Doomed): Promise<void> {
  const removed: DeletedFile[] = [];
  for (const file of files) {
    const uri = vscode.Uri.joinPath(file.folder, file.entry.file);
    if (isDirty(uri)) throw new Error(`${file.entry.file} has changes that are not saved, so it stays.`);
    const folder = with_.local.folder(connection, file.folder);
    const text = (await folder.files.read(file.entry.file)) ?? file.text;
    await folder.files.remove(file.entry.file);
    removed.push({ ...file, text });
    with_.deleted.add({ connection, script, files: removed });
    await folder.forget(file.entry.file);
  }
}

function isEdited({ documents }: Manage, { connection, script }: RemoteTarget): boolean {
  const uri = scriptUri(connection, script);
  return isDirty(uri) || documents.hasDraft(uri);
}

function called(doomed: readonly Doomed[]): string {
  return doomed.length === 1 ? `“${doomed[0]?.script.name}”` : `${doomed.length} scripts`;
}

async function offerUndo(deleted: readonly Doomed[]): Promise<void> {
  const undo = 'Undo';
  const [{ connection } = deleted[0] as Doomed] = deleted;
  const chosen = await vscode.window.showInformationMessage(
    `Deleted ${called(deleted)} from ${connection.name}.`,
    undo,
  );
  if (chosen !== undo) return;
  await vscode.commands.executeCommand(
    'fluxScripts.restoreDeleted',
    deleted.map(({ script }) => script.id),
  );
}
