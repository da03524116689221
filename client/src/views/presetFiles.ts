import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { presetsSchemaScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import {
  type Presets,
  parsePresets,
  presetsFileOf,
  presetsStem,
  presetsSuffix,
  withPreset,
} from '../params/presets.ts';
import type { LocalScripts } from './localScripts.ts';

/** What presets are for: a script of the server, what it is looked at in, or both. */
export interface PresetsPlace {
  readonly target?: { readonly connection: Connection; readonly script: StoredScript };
  readonly document: vscode.Uri | undefined;
}

/** The files that hold presets, beside the scripts' own. What is open in an editor is read and written there. */
export class PresetFiles {
  readonly #local: LocalScripts;

  constructor(local: LocalScripts) {
    this.#local = local;
  }

  /** The presets' file of a script, whether it is there yet or not; undefined while no file holds the script. */
  async of({ target, document }: PresetsPlace): Promise<vscode.Uri | undefined> {
    const file =
      document && this.#local.locate(document)
        ? document
        : target && (await this.#local.holderOf(target.connection, target.script));
    return file?.with({ path: presetsFileOf(file.path) });
  }

  /** @throws Error saying what is wrong in which line */
  async read(file: vscode.Uri): Promise<Presets> {
    return parsePresets((await textOf(file)) ?? '', nameOf(file));
  }

  /**
   * Adds or replaces one preset.
   * @throws Error when the file is not valid, or cannot be written
   */
  async save(file: vscode.Uri, name: string, values: ReadonlyMap<string, string>): Promise<void> {
    const place = { file: nameOf(file), schema: presetsSchemaUri(file).toString() };
    await write(file, withPreset(await textOf(file), place, name, values));
  }

  /** Opens the file; an empty one is made when there is none. */
  async open(file: vscode.Uri): Promise<void> {
    if ((await textOf(file)) === undefined) {
      const schema = presetsSchemaUri(file).toString();
      await write(file, `${JSON.stringify({ $schema: schema, presets: {} }, undefined, 2)}\n`);
    }
    await vscode.window.showTextDocument(file);
  }
}

/** Whether a document holds presets. */
export function isPresetsFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith(presetsSuffix) && uri.scheme !== presetsSchemaScheme;
}

/** The script's file that a presets' file lies beside. */
export function scriptFileOf(presets: vscode.Uri): vscode.Uri {
  return presets.with({ path: `${presetsStem(presets.path)}.flux` });
}

/** What a presets' file names as its schema: the same for everybody who has the folder, wherever it lies. */
export function presetsSchemaUri(presets: vscode.Uri): vscode.Uri {
  const folder = vscode.workspace.getWorkspaceFolder(presets)?.uri ?? vscode.Uri.joinPath(presets, '..');
  const path = posix.relative(folder.path, `${presetsStem(presets.path)}.schema.json`);
  return vscode.Uri.from({ scheme: presetsSchemaScheme, path: `/${path}` });
}

/** A file's text as an editor shows it, or else as it lies there; undefined when there is no such file. */
export async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = openDocument(uri);
  if (open) return open.getText();
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  const open = openDocument(uri);
  if (!open) {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(open.positionAt(0), open.positionAt(open.getText().length)), text);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await open.save())) {
    throw new Error(`${nameOf(uri)} could not be written. Is it read-only?`);
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === key && !document.isClosed,
  );
}

function nameOf(uri: vscode.Uri): string {
  return posix.basename(uri.path);
}
