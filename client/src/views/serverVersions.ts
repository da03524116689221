import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { serverVersionScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { fileNameFor } from '../sync/fileName.ts';
import { parseScriptUri, serverVersionUri } from './scriptUri.ts';

/** Marks the URI of a text that was kept, as opposed to what the server has at the time. */
const kept = 'kept';

/**
 * The read-only sides of comparisons and merges: what the server holds now, and texts that were kept, such as the version
 * that a file began as.
 */
export class ServerVersions implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #connections: Connections;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  /** By the hash that stands in their URIs. */
  readonly #texts = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(serverVersionScheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    if (uri.authority === kept) {
      const text = this.#texts.get(uri.path.split('/')[1] ?? '');
      if (text === undefined) throw new Error('This comparison is from an earlier session. Open it again.');
      return text;
    }
    const { connection, id } = parseScriptUri(uri) ?? {};
    const profile = connection === undefined ? undefined : this.#connections.byName(connection);
    if (!profile || id === undefined)
      throw new Error(`There is no connection called “${connection}” any more.`);
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return (await this.#connections.client(profile).scripts.find(id, abort.signal)).script;
  }

  /** A version of a script as a document. */
  keep(scriptName: string, text: string, language?: string): vscode.Uri {
    return this.keepFile(fileNameFor(scriptName, language), text);
  }

  /** A text as a document, for as long as this window lives; the same text has the same URI. */
  keepFile(name: string, text: string): vscode.Uri {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    this.#texts.set(hash, text);
    return vscode.Uri.from({ scheme: serverVersionScheme, authority: kept, path: `/${hash}/${name}` });
  }

  /** What the server has now; read anew by whoever shows it. */
  now(connection: Connection, script: StoredScript): vscode.Uri {
    const uri = serverVersionUri(connection, script);
    // An earlier comparison may still show an older version.
    this.#changed.fire(uri);
    return uri;
  }

  /** Opens VS Code's diff editor: the server's version on the left, the document on the right. */
  async compare(connection: Connection, script: StoredScript, document: vscode.Uri): Promise<void> {
    await this.diff(this.now(connection, script), document, `${script.name} (${connection.name} ↔ here)`);
  }

  async diff(left: vscode.Uri, right: vscode.Uri, title: string, preserveFocus = false): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true, preserveFocus });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
