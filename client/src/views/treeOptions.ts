import * as vscode from 'vscode';
import { setContext } from './context.ts';

export type SortOrder = 'name' | 'updated';

interface Choices {
  readonly sort: SortOrder;
  readonly grouped: boolean;
  readonly filter: string;
}

const key = 'treeOptions';
const defaults: Choices = { sort: 'name', grouped: false, filter: '' };

/** How the sidebar lists scripts: what a person chose in this workspace. */
export class TreeOptions implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  #choices: Choices;

  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#choices = { ...defaults, ...memento.get<Partial<Choices>>(key) };
    this.#tellContext();
  }

  get sort(): SortOrder {
    return this.#choices.sort;
  }

  /** Whether scripts stand below the status that they share. */
  get grouped(): boolean {
    return this.#choices.grouped;
  }

  /** What a name or a description has to hold; empty when all are shown. */
  get filter(): string {
    return this.#choices.filter;
  }

  async set(choices: Partial<Choices>): Promise<void> {
    this.#choices = { ...this.#choices, ...choices };
    this.#tellContext();
    this.#changed.fire();
    await this.#memento.update(key, this.#choices);
  }

  /** Asks what to filter by; Esc leaves it as it is. */
  async askFilter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: 'Filter Scripts',
      prompt: 'Part of a name or a description. Leave it empty to show all scripts.',
      value: this.filter,
    });
    if (filter !== undefined) await this.set({ filter: filter.trim() });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #tellContext(): void {
    setContext('fluxScripts.sort', this.sort);
    setContext('fluxScripts.grouped', this.grouped);
    setContext('fluxScripts.filtered', this.filter !== '');
  }
}
