import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { abilities, kindName } from '../connections/kinds.ts';
import { insecureWarning, sandboxName } from '../connections/profile.ts';
import type { SyncStatus } from '../sync/status.ts';
import type { RemoteDocuments } from './remoteDocuments.ts';
import type { ScriptRepository } from './scriptRepository.ts';
import type { ServerKinds } from './serverKinds.ts';
import { looks } from './statusLook.ts';
import type { SyncStatuses } from './syncStatus.ts';

/** The active connection, in the status bar; a click switches. */
export class ConnectionStatus implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #disposables: vscode.Disposable[];

  constructor(connections: Connections, repository: ScriptRepository, kinds: ServerKinds) {
    this.#item = vscode.window.createStatusBarItem(
      'fluxScripts.connection',
      vscode.StatusBarAlignment.Left,
      10,
    );
    this.#item.name = 'Flux Scripts Connection';
    this.#item.command = 'fluxScripts.switchConnection';
    const update = () => this.#update(connections, repository, kinds);
    this.#disposables = [
      this.#item,
      connections.onDidChange(update),
      repository.onDidChange(update),
      kinds.onDidChange(update),
    ];
    update();
  }

  #update(connections: Connections, repository: ScriptRepository, kinds: ServerKinds): void {
    const { active } = connections;
    if (!active) {
      this.#item.hide();
      return;
    }
    const { name, url, org, production } = active;
    const failed = repository.state.kind === 'error';
    const insecure = insecureWarning(active);
    const icon = failed
      ? 'warning'
      : insecure
        ? 'unlock'
        : production
          ? 'flame'
          : name === sandboxName
            ? 'beaker'
            : 'plug';
    this.#item.text = `$(${icon}) ${name}${production ? ' · production' : ''}`;
    const tooltip = new vscode.MarkdownString();
    tooltip.appendMarkdown('**Flux Scripts connection**\n\n').appendText(`${name}, ${url}`);
    if (org) tooltip.appendText(`, organization ${org}`);
    const identity = kinds.of(active);
    if (identity) {
      tooltip.appendMarkdown('\n\n').appendText([`${kindName(identity)}.`, ...abilities(identity)].join(' '));
    }
    if (production) tooltip.appendMarkdown('\n\nMarked as production: a push to it asks.');
    if (insecure) tooltip.appendMarkdown('\n\n').appendText(insecure);
    tooltip.appendMarkdown('\n\nClick to switch.');
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor =
      failed || insecure || production ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** How the script in the active editor stands; a click offers what to do. Hidden for everything else. */
export class ScriptStatus implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #statuses: SyncStatuses;
  readonly #statusOf: (document: vscode.Uri) => SyncStatus | undefined;
  readonly #disposables: vscode.Disposable[];

  /** @param statusOf of a file, or of a remote document */
  constructor(
    statuses: SyncStatuses,
    documents: RemoteDocuments,
    statusOf: (document: vscode.Uri) => SyncStatus | undefined,
  ) {
    this.#statuses = statuses;
    this.#statusOf = statusOf;
    this.#item = vscode.window.createStatusBarItem('fluxScripts.script', vscode.StatusBarAlignment.Left, 9);
    this.#item.name = 'Flux Script Status';
    this.#item.command = 'fluxScripts.scriptActions';
    const update = () => this.#update();
    this.#disposables = [
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) update();
      }),
      statuses.onDidChange(update),
      documents.onDidChangeDrafts(update),
    ];
    update();
  }

  #update(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const status = uri && this.#statusOf(uri);
    const { connection } = this.#statuses;
    if (!status || !connection) {
      this.#item.hide();
      return;
    }
    const { icon, words, sentence } = looks[status];
    this.#item.text = `$(${icon}) ${words}`;
    const on = connection.production ? `${connection.name} (production)` : connection.name;
    const tooltip = new vscode.MarkdownString();
    tooltip.appendMarkdown(`**${words}**, against `).appendText(on).appendMarkdown(`\n\n${sentence}`);
    this.#item.tooltip = tooltip.appendMarkdown('\n\nClick to choose what to do.');
    this.#item.accessibilityInformation = { label: `Flux script: ${words}, against ${on}`, role: 'button' };
    this.#item.backgroundColor =
      status === 'conflict' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
