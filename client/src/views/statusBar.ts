import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { sandboxName } from '../connections/profile.ts';
import type { ScriptRepository } from './scriptRepository.ts';

/** The active connection, in the status bar; a click switches. */
export class ConnectionStatus implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #disposables: vscode.Disposable[];

  constructor(connections: Connections, repository: ScriptRepository) {
    this.#item = vscode.window.createStatusBarItem(
      'fluxScripts.connection',
      vscode.StatusBarAlignment.Left,
      10,
    );
    this.#item.name = 'Flux Scripts Connection';
    this.#item.command = 'fluxScripts.switchConnection';
    const update = () => this.#update(connections, repository);
    this.#disposables = [this.#item, connections.onDidChange(update), repository.onDidChange(update)];
    update();
  }

  #update(connections: Connections, repository: ScriptRepository): void {
    const { active } = connections;
    if (!active) {
      this.#item.hide();
      return;
    }
    const failed = repository.state.kind === 'error';
    const icon = failed ? 'warning' : active.name === sandboxName ? 'beaker' : 'plug';
    this.#item.text = `$(${icon}) ${active.name}`;
    const tooltip = new vscode.MarkdownString();
    tooltip.appendMarkdown('**Flux Scripts connection**\n\n').appendText(`${active.name}, ${active.url}`);
    if (active.org) tooltip.appendText(`, organization ${active.org}`);
    tooltip.appendMarkdown('\n\nClick to switch.');
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor = failed
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.show();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
