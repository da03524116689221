import * as vscode from 'vscode';
import { baseOf } from '../sync/base.ts';
import { sameText } from '../sync/differences.ts';
import { fileNameFor } from '../sync/fileName.ts';
import { exists, type LocalScripts } from '../views/localScripts.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { Cancelled, required } from './command.ts';
import { type CommandArgument, documentUri, type RemoteTarget, type Targets } from './target.ts';

/** Writes a script from the server into the workspace, and remembers which script the file is. */
export async function pull(
  targets: Targets,
  local: LocalScripts,
  versions: ServerVersions,
  argument: CommandArgument,
): Promise<void> {
  const document = documentUri(argument);
  const target = (await targets.remote(argument)) ?? (await required(targets.pick('Pull Script')));
  const file =
    document && (await local.scriptName(document)) !== undefined ? document : await fileFor(local, target);
  await write(local, versions, target, file);
  await vscode.window.showTextDocument(file);
  void vscode.window.setStatusBarMessage(`$(cloud-download) Pulled ${target.script.name}`, 5000);
}

/** The file that holds the script already, or a new one that nothing else has the name of. */
async function fileFor(local: LocalScripts, { script }: RemoteTarget): Promise<vscode.Uri> {
  const folder = await workspaceFolder();
  const known = await local.fileFor(folder, script.name);
  if (known) return known;
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const own = fileNameFor(script.name, script.language);
  const holders = new Map<string, string | undefined>();
  for (const [name] of entries) {
    // A file of the script's own name that holds no other script is most likely meant for it; the writing asks.
    const free = name === own && !(await local.scriptName(vscode.Uri.joinPath(folder, name)));
    if (!free) holders.set(name.toLowerCase(), name);
  }
  const name = fileNameFor(script.name, script.language, (candidate) => holders.has(candidate.toLowerCase()));
  return vscode.Uri.joinPath(folder, name);
}

async function workspaceFolder(): Promise<vscode.Uri> {
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

/** Writes the file; over anything that the server has not seen, only after asking. */
async function write(
  local: LocalScripts,
  versions: ServerVersions,
  { connection, script }: RemoteTarget,
  file: vscode.Uri,
): Promise<void> {
  const base = baseOf(script);
  if (await exists(file)) {
    const document = await vscode.workspace.openTextDocument(file);
    const here = document.getText();
    if (!sameText(here, script.script)) {
      const known = local.base(connection, file);
      const untouched = !document.isDirty && known !== undefined && sameText(here, known.text);
      if (!untouched) await confirmOverwrite(versions, { connection, script }, file);
      await replaceText(document, script.script);
    } else if (document.isDirty) {
      await document.save();
    }
  } else {
    await vscode.workspace.fs.writeFile(file, Buffer.from(script.script));
  }
  await local.remember(connection, file, base);
}

async function confirmOverwrite(
  versions: ServerVersions,
  { connection, script }: RemoteTarget,
  file: vscode.Uri,
): Promise<void> {
  const compare = 'Compare';
  const overwrite = 'Overwrite';
  const name = vscode.workspace.asRelativePath(file);
  const chosen = await vscode.window.showWarningMessage(
    `${name} has changes that ${connection.name} does not have.`,
    { modal: true, detail: `Pulling “${script.name}” replaces them with the server's version.` },
    compare,
    overwrite,
  );
  if (chosen === overwrite) return;
  if (chosen === compare) await versions.compare(connection, script, file);
  throw new Cancelled();
}

/** Through the editor, so that undo brings back what was there. */
async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, all, text);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    throw new Error(
      `${vscode.workspace.asRelativePath(document.uri)} could not be written. Is it read-only? Nothing was pulled.`,
    );
  }
}
