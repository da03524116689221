import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme } from '../contributions.ts';
import type { Base, BaseStore } from '../sync/base.ts';
import { type Files, ScriptFolder } from '../sync/folder.ts';
import { entryForFile, manifestFile } from '../sync/manifest.ts';
import type { Rebased } from './merges.ts';

/** A file of the workspace that may hold a script, and the folder whose manifest speaks of it. */
export interface LocalFile {
  readonly folder: vscode.Uri;
  /** Relative to the folder, with forward slashes. */
  readonly file: string;
}

/** The workspace's folders as the sync engine knows them. */
export class LocalScripts {
  readonly #bases: BaseStore;

  constructor(bases: BaseStore) {
    this.#bases = bases;
  }

  /** A folder's scripts, against one connection. */
  folder(connection: Connection, folder: vscode.Uri): ScriptFolder {
    // Two organizations of one server have scripts of their own.
    const key = `${connection.url} ${connection.name}`;
    return new ScriptFolder(new WorkspaceFiles(folder), this.#bases, key);
  }

  /** All folders of the workspace, against one connection. */
  folders(connection: Connection): { readonly uri: vscode.Uri; readonly scripts: ScriptFolder }[] {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => ({
      uri,
      scripts: this.folder(connection, uri),
    }));
  }

  /** Where a file lies; undefined for what is no file. */
  locate(file: vscode.Uri): LocalFile | undefined {
    if (file.scheme === 'untitled' || file.scheme === scriptScheme) return undefined;
    const { folder, path } = this.locateFolder(vscode.Uri.joinPath(file, '..'));
    return { folder, file: posix.join(path, posix.basename(file.path)) };
  }

  /** Whose manifest speaks of a folder's files: its workspace folder's, or else its own. The path is relative to that. */
  locateFolder(uri: vscode.Uri): { readonly folder: vscode.Uri; readonly path: string } {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? uri;
    return { folder, path: posix.relative(folder.path, uri.path) };
  }

  /**
   * The name of the script that a file holds; undefined when nobody has said so yet.
   * @throws Error when the manifest cannot be read
   */
  async scriptName(uri: vscode.Uri): Promise<string | undefined> {
    const place = this.locate(uri);
    return place && entryForFile(await this.#manifest(place.folder), place.file)?.name;
  }

  /** The file that holds a script of this connection; undefined when none does. */
  async holderOf(
    connection: Connection,
    script: { readonly id: string; readonly name: string },
  ): Promise<vscode.Uri | undefined> {
    for (const { uri, scripts: folder } of this.folders(connection)) {
      const file = await folder.fileOf(script);
      if (file !== undefined && (await folder.files.read(file)) !== undefined) {
        return vscode.Uri.joinPath(uri, file);
      }
    }
    return undefined;
  }

  base(connection: Connection, uri: vscode.Uri): Base | undefined {
    const place = this.locate(uri);
    return place && this.folder(connection, place.folder).base(place.file);
  }

  /** Notes that the file is based on this version now; does nothing for what is no file. */
  async rebase({ connection, document, base }: Rebased): Promise<void> {
    const place = this.locate(document);
    if (place) await this.folder(connection, place.folder).setBase(place.file, base);
  }

  async #manifest(folder: vscode.Uri) {
    return await new ScriptFolder(new WorkspaceFiles(folder), this.#bases, '').manifest();
  }
}

/**
 * Files through VS Code, wherever the workspace lies. What is open in an editor is read and written there: a text that is
 * not saved yet counts, and undo brings back what was replaced.
 */
class WorkspaceFiles implements Files {
  readonly id: string;
  readonly #folder: vscode.Uri;

  constructor(folder: vscode.Uri) {
    this.#folder = folder;
    this.id = folder.toString();
  }

  async read(path: string): Promise<string | undefined> {
    const uri = this.#uri(path);
    const open = openDocument(uri);
    if (open?.isDirty) return open.getText();
    try {
      return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
      throw error;
    }
  }

  async write(path: string, text: string): Promise<void> {
    const uri = this.#uri(path);
    const open = openDocument(uri);
    if (!open || path === manifestFile) {
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      return;
    }
    const all = new vscode.Range(open.positionAt(0), open.positionAt(open.getText().length));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, all, text);
    if (!(await vscode.workspace.applyEdit(edit)) || !(await open.save())) {
      throw new Error(
        `${vscode.workspace.asRelativePath(uri)} could not be written. Is it read-only? Nothing was pulled.`,
      );
    }
  }

  /** Into the trash, where there is one. */
  async remove(path: string): Promise<void> {
    const uri = this.#uri(path);
    try {
      await vscode.workspace.fs.delete(uri, { useTrash: true });
    } catch {
      await vscode.workspace.fs.delete(uri);
    }
  }

  async names(path = ''): Promise<string[]> {
    return (await vscode.workspace.fs.readDirectory(this.#uri(path))).map(([name]) => name);
  }

  #uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, path);
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === key && !document.isClosed,
  );
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
