import { posix } from 'node:path';
import * as vscode from 'vscode';
import { languageId, presetsSchemaScheme } from '../contributions.ts';
import type { ScriptParametersSource } from '../languageClient.ts';
import { type PresetsSubject, presetsSchema } from '../params/jsonSchema.ts';
import { isPresetsFile, scriptFileOf, textOf } from './presetFiles.ts';

/** For files that name none; package.json gives it to the JSON language service. */
const general = vscode.Uri.from({ scheme: presetsSchemaScheme, path: '/presets.schema.json' });

/** Milliseconds of rest after a keystroke in a script before its schema is worked out again. */
const rest = 300;

/**
 * The JSON schemas of presets' files, from the parameters of the scripts beside them. VS Code's JSON language service asks for a
 * schema of a foreign scheme by opening it as a document (https://github.com/microsoft/vscode/issues/67189).
 *
 * A file names its schema with `$schema`. Those that name none share one, which lets a file be for any script of those that
 * are open.
 */
export class PresetSchemas implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #language: ScriptParametersSource;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: readonly vscode.Disposable[];
  /** The schema that each open file named when it was last looked at. */
  readonly #named = new Map<string, string>();
  #resting: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(language: ScriptParametersSource) {
    this.#language = language;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.flux');
    const later = () => this.#refreshLater();
    this.#disposables = [
      vscode.workspace.registerTextDocumentContentProvider(presetsSchemaScheme, this),
      watcher,
      watcher.onDidChange(later),
      watcher.onDidCreate(later),
      watcher.onDidDelete(later),
      vscode.workspace.onDidOpenTextDocument((document) => this.#look(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === languageId) later();
        else this.#look(document);
      }),
      this.#changed,
    ];
    for (const document of vscode.workspace.textDocuments) this.#look(document);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const files = vscode.workspace.textDocuments.filter(
      (document) => isPresetsFile(document.uri) && schemaOf(document) === uri.toString(),
    );
    const subjects = await Promise.all(files.map((document) => this.#subject(document.uri)));
    return JSON.stringify(presetsSchema(subjects), undefined, 2);
  }

  dispose(): void {
    clearTimeout(this.#resting);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #subject(presets: vscode.Uri): Promise<PresetsSubject> {
    const file = scriptFileOf(presets);
    const text = await textOf(file);
    const known = text === undefined ? { parameters: [], open: true } : await this.#language.analyze(text);
    return { script: posix.basename(file.path), ...known };
  }

  /** A file that was opened, or that names another schema now. */
  #look(document: vscode.TextDocument): void {
    if (!isPresetsFile(document.uri)) return;
    const key = document.uri.toString();
    const [before, now] = [this.#named.get(key), schemaOf(document)];
    if (before === now) return;
    this.#named.set(key, now);
    this.#fire(before, now);
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    const before = this.#named.get(key);
    this.#named.delete(key);
    this.#fire(before);
  }

  #refreshLater(): void {
    clearTimeout(this.#resting);
    if (this.#named.size > 0) {
      this.#resting = setTimeout(() => this.#fire(...new Set(this.#named.values())), rest);
    }
  }

  #fire(...schemas: readonly (string | undefined)[]): void {
    for (const schema of schemas) {
      if (schema?.startsWith(`${presetsSchemaScheme}:`)) this.#changed.fire(vscode.Uri.parse(schema));
    }
  }
}

/** What a file names as its schema, at its begin or anywhere; while it cannot be read as JSON, too. */
function schemaOf(document: vscode.TextDocument): string {
  const named = /"\$schema"\s*:\s*"([^"\\]*)"/.exec(document.getText())?.[1];
  if (named === undefined) return general.toString();
  try {
    return vscode.Uri.parse(named, true).toString();
  } catch {
    return named;
  }
}
