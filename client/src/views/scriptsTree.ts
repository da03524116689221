import * as vscode from 'vscode';
import { shortKindName } from '../connections/kinds.ts';
import type { Connection } from '../connections/profile.ts';
import { type CommandId, viewId } from '../contributions.ts';
import { InfluxError } from '../influx/errors.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { ParamType } from '../influx/types.ts';
import type { SyncStatus } from '../sync/status.ts';
import { setContext } from './context.ts';
import type { RemoteDocuments } from './remoteDocuments.ts';
import type { ScriptRepository, ScriptsState } from './scriptRepository.ts';
import type { ScriptsDrag } from './scriptsDrag.ts';
import { scriptUri } from './scriptUri.ts';
import type { ServerKinds } from './serverKinds.ts';
import { statusOrder } from './statusLook.ts';
import type { FolderState, SyncStatuses } from './syncStatus.ts';
import { actionItem, groupItem, localItem, messageItem, parameterItem, scriptItem } from './treeItems.ts';
import type { TreeOptions } from './treeOptions.ts';

/** What the sidebar shows. */
export type TreeNode = GroupNode | ScriptNode | LocalScriptNode | ParameterNode | MessageNode | ActionNode;

/** The scripts that share a status. */
export interface GroupNode {
  readonly kind: 'group';
  readonly connection: Connection;
  readonly status: SyncStatus;
  readonly children: readonly (ScriptNode | LocalScriptNode)[];
}

/** A script that the server has. */
export interface ScriptNode {
  readonly kind: 'script';
  readonly connection: Connection;
  readonly script: StoredScript;
  /** Undefined when it could not be worked out. */
  readonly state?: FolderState;
}

/** A script that only a file here holds: the server does not have it yet, or not any more. */
export interface LocalScriptNode {
  readonly kind: 'local';
  readonly connection: Connection;
  readonly state: FolderState & { readonly uri: vscode.Uri };
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
  /** The name of the connection that it works on. */
  readonly connection?: string;
}

const remedies: readonly ActionNode[] = [
  { kind: 'action', title: 'Try Again', icon: 'refresh', command: 'fluxScripts.refresh' },
  { kind: 'action', title: 'Edit Connection…', icon: 'edit', command: 'fluxScripts.editConnection' },
  { kind: 'action', title: 'Enter Token…', icon: 'key', command: 'fluxScripts.enterToken' },
  { kind: 'action', title: 'Show Log', icon: 'output', command: 'fluxScripts.showLog' },
];

const withLockedKey: readonly ActionNode[] = [
  {
    kind: 'action',
    title: 'Enter Key Passphrase…',
    icon: 'key',
    command: 'fluxScripts.enterPassphrase',
  },
  ...remedies.filter(({ command }) => command !== 'fluxScripts.enterToken'),
];

/** A server that is as it should be, but has no scripts: what is written here runs there all the same. */
const withoutScripts: readonly ActionNode[] = [
  { kind: 'action', title: 'Run Draft with Params…', icon: 'run-above', command: 'fluxScripts.runDraft' },
  { kind: 'action', title: 'Switch Connection…', icon: 'plug', command: 'fluxScripts.switchConnection' },
  { kind: 'action', title: 'Edit Connection…', icon: 'edit', command: 'fluxScripts.editConnection' },
];

const forThisConnection: ReadonlySet<CommandId> = new Set([
  'fluxScripts.editConnection',
  'fluxScripts.enterToken',
  'fluxScripts.enterPassphrase',
]);

/** What helps where there is no list. */
function helpFor({ connection, error }: Extract<ScriptsState, { kind: 'error' }>): ActionNode[] {
  const locked = error instanceof InfluxError && error.action === 'enterPassphrase';
  const help = hasNoScripts(error) ? withoutScripts : locked ? withLockedKey : remedies;
  return help.map((action) =>
    forThisConnection.has(action.command) ? { ...action, connection: connection.name } : action,
  );
}

const sandboxWelcome =
  'This is the sandbox, with sample data. Open a script and press “Invoke with Params” above its first line.';

/** The sidebar: presents what the repository holds, and how it stands against the files here. */
export class ScriptsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #repository: ScriptRepository;
  readonly #statuses: SyncStatuses;
  readonly #documents: RemoteDocuments;
  readonly #options: TreeOptions;
  readonly #kinds: ServerKinds;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    repository: ScriptRepository,
    statuses: SyncStatuses,
    documents: RemoteDocuments,
    options: TreeOptions,
    kinds: ServerKinds,
    drag: ScriptsDrag,
  ) {
    this.#repository = repository;
    this.#statuses = statuses;
    this.#documents = documents;
    this.#options = options;
    this.#kinds = kinds;
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: drag,
    });
    this.#subscriptions = [
      repository.onDidChange((state) => this.#show(state)),
      statuses.onDidChange(() => this.#show(repository.state)),
      options.onDidChange(() => this.#show(repository.state)),
      kinds.onDidChange(() => this.#describe(repository.state)),
      documents.onDidChangeDrafts(() => this.#changed.fire()),
    ];
    this.#show(repository.state);
  }

  /**
   * What a command works on that a key has called: VS Code tells it of no node, so keybindings pass `selection`.
   * @throws Error when no script of the server is selected
   */
  withSelection(args: readonly unknown[]): readonly unknown[] {
    if (args[0] !== 'selection') return args;
    const scripts = this.#view.selection.filter(({ kind }) => kind === 'script');
    if (scripts.length > 0) return [scripts[0], scripts];
    throw new Error('Select a script in the sidebar first, one that the server has.');
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return groupItem(node);
      case 'script':
        return scriptItem(node, {
          draft: this.#documents.hasDraft(scriptUri(node.connection, node.script)),
          grouped: this.#options.grouped,
        });
      case 'local':
        return localItem(node, this.#options.grouped);
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
    if (node?.kind === 'group') return [...node.children];
    if (node) return node.kind === 'script' ? await this.#parameters(node) : [];
    // While this promise is pending the view shows its progress bar.
    await this.#repository.loaded;
    await this.#statuses.settled;
    const { state } = this.#repository;
    if (state.kind === 'error') return helpFor(state);
    if (state.kind !== 'ready') return [];
    const nodes = this.#scripts(state);
    return this.#options.grouped && this.#statuses.problem === undefined
      ? groups(state.connection, nodes)
      : nodes;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  /** Those that the filter lets through, in the order that was chosen. */
  #scripts({ connection, scripts }: ScriptsState & { kind: 'ready' }): AnyScriptNode[] {
    const { states } = this.#statuses;
    // Without states, such as when the manifest cannot be read, there is still the list.
    const all =
      this.#statuses.connection?.name === connection.name && states.length > 0
        ? states.flatMap((state) => nodeOf(connection, state) ?? [])
        : scripts.map((script): ScriptNode => ({ kind: 'script', connection, script }));
    const filter = this.#options.filter.toLowerCase();
    const shown = filter === '' ? all : all.filter((node) => searched(node).includes(filter));
    // Both lists come sorted by name; the newest first, and what the server has no date of last.
    return this.#options.sort === 'name' ? shown : shown.toSorted((a, b) => updated(b) - updated(a));
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

  #show(state: ScriptsState): void {
    const empty = state.kind === 'ready' && state.scripts.length === 0;
    setContext('fluxScripts.state', empty ? 'empty' : state.kind);
    this.#describe(state);
    this.#view.message = this.#message(state);
    this.#changed.fire();
  }

  #describe(state: ScriptsState): void {
    if (state.kind === 'none') {
      this.#view.description = '';
      return;
    }
    const { name, production } = state.connection;
    const identity = this.#kinds.of(state.connection);
    const words = [name, production && 'production', identity && shortKindName(identity)];
    this.#view.description = words.filter(Boolean).join(' · ');
  }

  #message(state: ScriptsState): string {
    if (state.kind === 'error') return (state.error as Error).message;
    if (state.kind !== 'ready') return '';
    const { filter } = this.#options;
    const { problem, states } = this.#statuses;
    const all = states.length || state.scripts.length;
    const shown =
      filter && all > 0 && `Filter: “${filter}” · ${this.#scripts(state).length} of ${all} scripts`;
    // The view's title has no room for what must not be overlooked.
    const production = state.connection.production && `${state.connection.name} is a production connection.`;
    const welcome = state.connection.source === 'sandbox' && sandboxWelcome;
    return [production, welcome, problem, shown].filter(Boolean).join('\n');
  }
}

function hasNoScripts(error: unknown): boolean {
  return error instanceof InfluxError && error.code === 'noScriptsApi';
}

type AnyScriptNode = ScriptNode | LocalScriptNode;

function nodeOf(connection: Connection, state: FolderState): AnyScriptNode | undefined {
  const { remote, uri } = state;
  if (remote) return { kind: 'script', connection, script: remote, state };
  return uri && { kind: 'local', connection, state: { ...state, uri } };
}

function groups(connection: Connection, nodes: readonly AnyScriptNode[]): GroupNode[] {
  return statusOrder.flatMap((status) => {
    const children = nodes.filter((node) => (node.state?.status ?? 'onlyThere') === status);
    return children.length > 0 ? [{ kind: 'group' as const, connection, status, children }] : [];
  });
}

function searched(node: AnyScriptNode): string {
  const { name, description } = node.kind === 'script' ? node.script : { name: '', ...node.state.local };
  return [node.state?.name, name, description].join('\n').toLowerCase();
}

function updated(node: AnyScriptNode): number {
  return (node.kind === 'script' && Date.parse(node.script.updatedAt ?? '')) || 0;
}
