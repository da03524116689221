import * as vscode from 'vscode';

/** The sandbox of this window while it runs, in the status bar; a click offers what to do with it. */
export class SandboxStatus implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = vscode.window.createStatusBarItem(
      'fluxScripts.sandbox',
      vscode.StatusBarAlignment.Left,
      9.5,
    );
    this.#item.name = 'Flux Sandbox';
    this.#item.command = 'fluxScripts.sandboxActions';
  }

  show(url: string): void {
    const { host } = new URL(url);
    this.#item.text = `$(vm-running) ${host}`;
    this.#item.tooltip = new vscode.MarkdownString(
      `**The sandbox runs** at ${url}\n\nOnly this computer reaches it, and it stops with this window.\n\nClick to stop it, to copy its address, or for a terminal.`,
    );
    this.#item.accessibilityInformation = { label: `The sandbox runs at ${url}`, role: 'button' };
    this.#item.show();
  }

  hide(): void {
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
