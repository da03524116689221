import * as vscode from 'vscode';
import { looks } from './statusLook.ts';
import type { SyncStatuses } from './syncStatus.ts';

/** Marks the files that hold scripts, in the explorer and on tabs, with how they stand. */
export class StatusDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #statuses: SyncStatuses;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposables: vscode.Disposable[];

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(statuses: SyncStatuses) {
    this.#statuses = statuses;
    this.#disposables = [
      statuses.onDidChange(() => this.#changed.fire(undefined)),
      vscode.window.registerFileDecorationProvider(this),
      this.#changed,
    ];
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const state = this.#statuses.ofFile(uri);
    const { connection } = this.#statuses;
    if (!state || !connection) return undefined;
    const { words, badge, color } = looks[state.status];
    const tooltip = `${words} (${connection.name}${connection.production ? ', production' : ''})`;
    // Colour is for what wants attention: a file in sync looks like any other.
    return { tooltip, propagate: false, ...(badge && { badge, ...(color && { color }) }) };
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
