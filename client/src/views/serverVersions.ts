import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { serverVersionScheme } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { parseScriptUri, serverVersionUri } from './scriptUri.ts';

/** Shows what the server holds beside what is held here. */
export class ServerVersions implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #connections: Connections;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(serverVersionScheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { connection, id } = parseScriptUri(uri) ?? {};
    const profile = connection === undefined ? undefined : this.#connections.byName(connection);
    if (!profile || id === undefined)
      throw new Error(`There is no connection called “${connection}” any more.`);
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return (await this.#connections.client(profile).scripts.find(id, abort.signal)).script;
  }

  /** Opens VS Code's diff editor: the server's version on the left, the document on the right. */
  async compare(connection: Connection, script: StoredScript, document: vscode.Uri): Promise<void> {
    const left = serverVersionUri(connection, script);
    // An earlier comparison may still show an older version.
    this.#changed.fire(left);
    const title = `${script.name} (${connection.name} ↔ here)`;
    await vscode.commands.executeCommand('vscode.diff', left, document, title, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
