import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { entryForFile } from '../sync/manifest.ts';
import type { Manage } from './manage.ts';

/** Offers to call the file as its script is called now; without an answer the file keeps its name. */
export async function offerFileRename(
  { local }: Manage,
  connection: Connection,
  file: vscode.Uri,
  script: StoredScript,
): Promise<void> {
  const place = local.locate(file);
  if (!place) return;
  const folder = local.folder(connection, place.folder);
  const base = place.file.slice(0, place.file.lastIndexOf('/') + 1);
  const target = `${base}${await folder.freeFileFor(script)}`;
  if (target === place.file) return;
  const rename = 'Rename File';
  const chosen = await vscode.window.showInformationMessage(
    `“${script.name}” is held by ${place.file}. Rename the file to ${target}, too?`,
    rename,
  );
  if (chosen !== rename) return;
  const entry = entryForFile(await folder.manifest(), place.file);
  if (!entry) return;
  const began = folder.base(place.file);
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(file, vscode.Uri.joinPath(place.folder, target), { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(
      `${place.file} could not be renamed to ${target}. Is there such a file? Rename it in the explorer, and its entry in flux-scripts.json.`,
    );
    return;
  }
  // The entry of the same name makes way for this one.
  await folder.note({ ...entry, file: target });
  await folder.setBase(target, began);
  await folder.setBase(place.file, undefined);
}
