import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import type { CommandId } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import { type Base, type KeyValueStore, mergedBase } from '../sync/base.ts';
import { commonLines } from '../sync/commonLines.ts';
import { setContext } from './context.ts';
import type { ServerVersions } from './serverVersions.ts';

/** The server's version that is being merged into a document, and what both began as. */
interface Merge {
  readonly connection: string;
  readonly remote: StoredScript;
  readonly yours: string;
  /** Undefined when nobody knows. */
  readonly base?: Base;
  /** The document was saved while the merge editor was open. */
  readonly saved: boolean;
}

/** A document has come to be based on another version of its script. */
export interface Rebased {
  readonly document: vscode.Uri;
  readonly connection: Connection;
  readonly base: Base;
}

const key = 'merges';
const reset = 'mergeEditor.resetResultToBaseAndAutoMerge';
/** So often the result is looked at before it is reset once more: a reset that comes late would undo a person's choice. */
const resetTicks = 15;

/**
 * Merges that are under way in VS Code's merge editor. The document's base becomes the server's version that was merged
 * when the editor is closed and its result was saved; not before, so that half a merge is never taken for a whole one.
 * They outlive a reload of the window, as the editor does.
 */
export class Merges implements vscode.Disposable {
  readonly #connections: Connections;
  readonly #versions: ServerVersions;
  readonly #store: KeyValueStore;
  readonly #rebased = new vscode.EventEmitter<Rebased>();
  readonly #disposables: vscode.Disposable[];
  /** Documents whose merge editor is about to be there. */
  readonly #opening = new Set<string>();

  /** A merge is complete. */
  readonly onDidRebase = this.#rebased.event;

  constructor(connections: Connections, versions: ServerVersions, store: KeyValueStore) {
    this.#connections = connections;
    this.#versions = versions;
    this.#store = store;
    this.#disposables = [
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const merge = this.#all[uri.toString()];
        if (merge && this.isOpen(uri)) void this.#set(uri, { ...merge, saved: true });
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const tab of closed) {
          const result = resultOf(tab);
          if (result && !this.isOpen(result)) void this.#end(result);
        }
      }),
      this.#rebased,
    ];
    for (const merge of Object.values(this.#all)) this.#sides(merge);
    this.#tell();
  }

  /** Ends the merges of an earlier session whose editors are gone. */
  resume(): void {
    for (const document of Object.keys(this.#all)) {
      const uri = vscode.Uri.parse(document, true);
      if (!this.isOpen(uri)) void this.#end(uri);
    }
  }

  /** Whether a merge editor shows the document as its result, or is about to. */
  isOpen(document: vscode.Uri): boolean {
    const wanted = document.toString();
    if (this.#opening.has(wanted)) return true;
    return vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some((tab) => resultOf(tab)?.toString() === wanted),
    );
  }

  /**
   * Opens the merge editor: the server's version, ours, and as the result a merge of what only one of them has changed.
   * The document must be saved. Without a base, what only one side has counts as added by it.
   */
  async open(
    connection: Connection,
    remote: StoredScript,
    document: vscode.TextDocument,
    base: Base | undefined,
  ): Promise<void> {
    const { uri } = document;
    const merge: Merge = {
      connection: connection.name,
      remote,
      yours: document.getText(),
      saved: false,
      ...(base && { base }),
    };
    this.#opening.add(uri.toString());
    try {
      await this.#set(uri, merge);
      const sides = this.#sides(merge);
      await vscode.commands.executeCommand('_open.mergeEditor', {
        base: sides.base,
        input1: { uri: sides.theirs, title: connection.name, description: dateOf(remote) },
        input2: { uri: sides.yours, title: 'Yours' },
        output: uri,
      });
    } catch (error) {
      this.#opening.delete(uri.toString());
      await this.#set(uri, undefined);
      throw new Error('The merge editor did not open. Compare the two instead.', { cause: error });
    }
    await this.#autoMerge(document, merge.yours);
    this.#opening.delete(uri.toString());
    this.#tell();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** The editor shows a result as it finds it. Only the person's own merging may be in it when it is reset. */
  async #autoMerge(document: vscode.TextDocument, yours: string): Promise<void> {
    // The command does nothing while the editor is still loading, and nobody tells when it has.
    for (let tick = 0, next = 0; tick < 60 && document.getText() === yours; tick++) {
      const shown = isMergeOf(vscode.window.tabGroups.activeTabGroup.activeTab, document.uri);
      if (shown && tick >= next) {
        next = tick + resetTicks;
        await vscode.commands.executeCommand(reset);
      }
      await setTimeout(50);
    }
  }

  async #end(document: vscode.Uri): Promise<void> {
    const merge = this.#all[document.toString()];
    const connection = merge && this.#connections.byName(merge.connection);
    await this.#set(document, undefined);
    if (!merge?.saved || !connection) return;
    this.#rebased.fire({ document, connection, base: mergedBase(merge.base, merge.remote) });
    const push = 'Push';
    const chosen = await vscode.window.showInformationMessage(
      `“${merge.remote.name}” is merged here; ${connection.name} does not have it yet.`,
      push,
    );
    const command: CommandId = 'fluxScripts.push';
    if (chosen === push) await vscode.commands.executeCommand(command, document);
  }

  #sides({ base, remote, yours }: Merge): { base: vscode.Uri; theirs: vscode.Uri; yours: vscode.Uri } {
    const { name, language, script } = remote;
    const keep = (text: string) => this.#versions.keep(name, text, language);
    return { base: keep(base?.text ?? commonLines(script, yours)), theirs: keep(script), yours: keep(yours) };
  }

  /** By document. */
  get #all(): Readonly<Record<string, Merge>> {
    return this.#store.get<Record<string, Merge>>(key) ?? {};
  }

  async #set(document: vscode.Uri, merge: Merge | undefined): Promise<void> {
    const { [document.toString()]: old, ...others } = this.#all;
    if (!old && !merge) return;
    await this.#store.update(key, merge ? { ...others, [document.toString()]: merge } : others);
    this.#tell();
  }

  /** Tells which merges can be completed: before the editor has merged, its result is ours alone. */
  #tell(): void {
    const ready = Object.keys(this.#all).filter((document) => !this.#opening.has(document));
    setContext(
      'fluxScripts.merging',
      ready.map((document) => vscode.Uri.parse(document, true)),
    );
  }
}

function dateOf({ updatedAt }: StoredScript): string {
  return updatedAt === undefined ? '' : new Date(updatedAt).toLocaleString();
}

/** What a merge editor's tab writes; VS Code has the input, and no name for its type. */
function resultOf({ input }: vscode.Tab): vscode.Uri | undefined {
  const { input1, result } = (input ?? {}) as { input1?: unknown; result?: unknown };
  return input1 instanceof vscode.Uri && result instanceof vscode.Uri ? result : undefined;
}

function isMergeOf(tab: vscode.Tab | undefined, document: vscode.Uri): boolean {
  return tab !== undefined && resultOf(tab)?.toString() === document.toString();
}
