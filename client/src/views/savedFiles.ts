import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import * as vscode from 'vscode';
import type { FileToSave } from '../results/export/fileToSave.ts';
import { writeWholeFile } from '../results/export/wholeFile.ts';

/** Files that people save: asks where, shows how far it is, and offers what one does next. */
export class SavedFiles {
  /** Where the last one went; the next one is offered the same place. */
  #folder: vscode.Uri | undefined;

  /** Saves a file; false when the person gives up. Throws what kept it from being written; nothing is left of it then. */
  async save(file: FileToSave): Promise<boolean> {
    const folder = this.#folder ?? vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
    const target = await vscode.window.showSaveDialog({
      title: `Save ${file.kind}`,
      defaultUri: vscode.Uri.joinPath(folder, file.name),
      filters: { [file.kind]: [file.extension], 'All Files': ['*'] },
    });
    if (target === undefined) return false;
    this.#folder = vscode.Uri.joinPath(target, '..');
    const name = posix.basename(target.path);
    const saved = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Saving ${name}`, cancellable: true },
      (progress, token) => write(file, target, progress, token),
    );
    // Not awaited: the message may stay for as long as the person likes.
    if (saved) void offer(target, `${name}: ${file.saved()}`);
    return saved;
  }
}

async function write(
  file: FileToSave,
  target: vscode.Uri,
  progress: vscode.Progress<{ increment?: number; message?: string }>,
  token: vscode.CancellationToken,
): Promise<boolean> {
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort());
  let percent = 0;
  const content = file.content({
    signal: abort.signal,
    report: (share) => {
      const now = Math.floor(Math.min(1, share) * 100);
      if (now > percent) {
        progress.report({ increment: now - percent, message: `${now} %` });
        percent = now;
      }
    },
  });
  try {
    if (target.scheme === 'file') await writeWholeFile(target.fsPath, content);
    else await writeElsewhere(target, content);
    return true;
  } catch (error) {
    if (abort.signal.aborted) return false;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${posix.basename(target.path)} could not be saved, and nothing was left of it: ${reason}`,
    );
  } finally {
    subscription.dispose();
  }
}

/** Other file systems take a file only as a whole: it is written here first, so that it never has to be in memory. */
async function writeElsewhere(target: vscode.Uri, content: AsyncIterable<Uint8Array>): Promise<void> {
  const path = join(tmpdir(), `flux-export-${randomUUID()}`);
  try {
    await writeWholeFile(path, content);
    await vscode.workspace.fs.copy(vscode.Uri.file(path), target, { overwrite: true });
  } finally {
    await rm(path, { force: true });
  }
}

/** Says what was saved, with what one does next. */
async function offer(target: vscode.Uri, said: string): Promise<void> {
  const open = 'Open';
  const reveal = 'Reveal';
  const command = revealCommand(target);
  const chosen = await vscode.window.showInformationMessage(
    `Saved ${said}`,
    open,
    ...(command === undefined ? [] : [reveal]),
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
  if (chosen === reveal && command !== undefined) await vscode.commands.executeCommand(command, target);
}

/** The command that shows where a file is; undefined where there is none. */
function revealCommand(target: vscode.Uri): string | undefined {
  if (vscode.workspace.getWorkspaceFolder(target) !== undefined) return 'revealInExplorer';
  const here = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  return here && target.scheme === 'file' ? 'revealFileInOS' : undefined;
}
