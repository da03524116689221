import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { type CommandId, type ContextKeys, viewId } from '../contributions.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { ParamType } from '../influx/types.ts';
import type { RemoteDocuments } from './remoteDocuments.ts';
import type { ScriptRepository, ScriptsState } from './scriptRepository.ts';
import { scriptUri } from './scriptUri.ts';

/** What the sidebar shows. */
export type TreeNode = ScriptNode | ParameterNode | MessageNode | ActionNode;
export interface ScriptNode {
  readonly kind: 'script';
  readonly connection: Connection;
  readonly script: StoredScript;
}
export interface ParameterNode {
  readonly kind: 'parameter';
  readonly parent: ScriptNode;
  readonly name: string;
  readonly type: ParamType;
}
export interface MessageNode {
  readonly kind: 'message';
  readonly parent: ScriptNode;
  readonly text: string;
  readonly failed: boolean;
}

/** What helps where the list could not be had. */
export interface ActionNode {
  readonly kind: 'action';
  readonly title: string;
  readonly icon: string;
  readonly command: CommandId;
}

const remedies: readonly ActionNode[] = [
  { kind: 'action', title: 'Try Again', icon: 'refresh', command: 'fluxScripts.refresh' },
  { kind: 'action', title: 'Edit Connection…', icon: 'edit', command: 'fluxScripts.editConnection' },
  { kind: 'action', title: 'Enter Token…', icon: 'key', command: 'fluxScripts.enterToken' },
  { kind: 'action', title: 'Show Log', icon: 'output', command: 'fluxScripts.showLog' },
];

export function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** The sidebar: presents what the repository holds. */
export class ScriptsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #repository: ScriptRepository;
  readonly #documents: RemoteDocuments;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(repository: ScriptRepository, documents: RemoteDocuments) {
    this.#repository = repository;
    this.#documents = documents;
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      repository.onDidChange((state) => this.#show(state)),
      documents.onDidChangeDrafts(() => this.#changed.fire()),
    ];
    this.#show(repository.state);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'script':
        return this.#scriptItem(node);
      case 'parameter':
        return parameterItem(node);
      case 'message':
        return messageItem(node);
      case 'action':
        return actionItem(node);
      default:
        return node satisfies never;
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return 'parent' in node ? node.parent : undefined;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) {
      // While this promise is pending the view shows its progress bar.
      await this.#repository.loaded;
      const { state } = this.#repository;
      if (state.kind === 'error') return [...remedies];
      if (state.kind !== 'ready') return [];
      const { connection, scripts } = state;
      return scripts.map((script) => ({ kind: 'script', connection, script }));
    }
    return node.kind === 'script' ? await this.#parameters(node) : [];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async #parameters(parent: ScriptNode): Promise<TreeNode[]> {
    if ((parent.script.language ?? 'flux') !== 'flux') {
      return [{ kind: 'message', parent, text: 'Only Flux scripts have params', failed: false }];
    }
    try {
      const types = await this.#repository.parameters(parent.connection, parent.script);
      const nodes = Object.entries(types).map(
        ([name, type]): TreeNode => ({ kind: 'parameter', parent, name, type }),
      );
      return nodes.length > 0 ? nodes : [{ kind: 'message', parent, text: 'No parameters', failed: false }];
    } catch (error) {
      return [{ kind: 'message', parent, text: (error as Error).message, failed: true }];
    }
  }

  #scriptItem(node: ScriptNode): vscode.TreeItem {
    const { connection, script } = node;
    const uri = scriptUri(connection, script);
    const draft = this.#documents.hasDraft(uri);
    const item = new vscode.TreeItem(script.name, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `${connection.name}/${script.id}`;
    item.iconPath = new vscode.ThemeIcon('file-code');
    item.contextValue = draft ? 'script draft' : 'script';
    item.description = draft ? 'draft · not pushed' : (script.description?.trim() ?? '');
    item.tooltip = scriptTooltip(node, draft);
    item.command = { command: 'fluxScripts.openScript', title: 'Open', arguments: [node] };
    return item;
  }

  #show(state: ScriptsState): void {
    const empty = state.kind === 'ready' && state.scripts.length === 0;
    setContext('fluxScripts.state', empty ? 'empty' : state.kind);
    this.#view.description = state.kind === 'none' ? '' : state.connection.name;
    this.#view.message = state.kind === 'error' ? (state.error as Error).message : '';
    this.#changed.fire();
  }
}

function parameterItem({ parent, name, type }: ParameterNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = `${parent.connection.name}/${parent.script.id}/${name}`;
  item.iconPath = new vscode.ThemeIcon('symbol-parameter');
  item.description = type;
  item.contextValue = 'parameter';
  return item;
}

function messageItem({ text, failed }: MessageNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.tooltip = text;
  if (failed) item.iconPath = new vscode.ThemeIcon('warning');
  return item;
}

function actionItem({ title, icon, command }: ActionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title };
  return item;
}

/** What the server says of a script; text from the server is shown as text. */
function scriptTooltip({ connection, script }: ScriptNode, draft: boolean): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString('', true);
  tooltip.appendMarkdown('**').appendText(script.name).appendMarkdown('**\n\n');
  const description = script.description?.trim();
  if (description) tooltip.appendText(description).appendMarkdown('\n\n');
  if (draft) tooltip.appendMarkdown('$(edit) A draft here is not on the server yet.\n\n');
  const rows: [string, string][] = [
    ['Language', script.language ?? 'flux'],
    ['Updated', script.updatedAt ? new Date(script.updatedAt).toLocaleString() : 'unknown'],
    ['ID', script.id],
    ['Connection', connection.name],
  ];
  for (const [label, value] of rows)
    tooltip.appendMarkdown(`${label}: `).appendText(value).appendMarkdown('  \n');
  return tooltip;
}
