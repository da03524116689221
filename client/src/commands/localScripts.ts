import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme } from '../contributions.ts';
import type { Base, BaseStore } from '../sync/base.ts';
import {
  emptyManifest,
  entryForFile,
  entryForName,
  formatManifest,
  type Manifest,
  manifestFile,
  parseManifest,
  withEntry,
} from '../sync/manifest.ts';

/** Which file holds which script, and the version that each began as. */
export class LocalScripts {
  readonly #bases: BaseStore;

  constructor(bases: BaseStore) {
    this.#bases = bases;
  }

  /**
   * The name of the script that a file holds; undefined when nobody has said so yet.
   * @throws Error when the manifest cannot be read
   */
  async scriptName(file: vscode.Uri): Promise<string | undefined> {
    if (file.scheme === 'untitled' || file.scheme === scriptScheme) return undefined;
    const folder = folderOf(file);
    return entryForFile(await readManifest(folder), relative(folder, file))?.name;
  }

  /** The file in `folder` that holds the script of this name. */
  async fileFor(folder: vscode.Uri, name: string): Promise<vscode.Uri | undefined> {
    const entry = entryForName(await readManifest(folder), name);
    return entry && vscode.Uri.joinPath(folder, entry.file);
  }

  base(connection: Connection, file: vscode.Uri): Base | undefined {
    return this.#bases.get(connection.url, file.toString());
  }

  /** Notes that the file holds this version of the script. */
  async remember(connection: Connection, file: vscode.Uri, base: Base): Promise<void> {
    const folder = folderOf(file);
    const entry = { file: relative(folder, file), name: base.name };
    const manifest = await readManifest(folder);
    if (entryForFile(manifest, entry.file)?.name !== entry.name) {
      const text = formatManifest(withEntry(manifest, entry));
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, manifestFile), Buffer.from(text));
    }
    await this.#bases.set(connection.url, file.toString(), base);
  }
}

/** The workspace folder of a file, or the folder it lies in: where its manifest is. */
function folderOf(file: vscode.Uri): vscode.Uri {
  return vscode.workspace.getWorkspaceFolder(file)?.uri ?? vscode.Uri.joinPath(file, '..');
}

function relative(folder: vscode.Uri, file: vscode.Uri): string {
  return posix.relative(folder.path, file.path);
}

async function readManifest(folder: vscode.Uri): Promise<Manifest> {
  const uri = vscode.Uri.joinPath(folder, manifestFile);
  if (!(await exists(uri))) return emptyManifest;
  return parseManifest(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8'));
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
