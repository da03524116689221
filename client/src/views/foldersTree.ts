import * as vscode from 'vscode';
import { type CommandId, foldersViewId } from '../contributions.ts';
import { type ScriptsDrag, scriptsMime } from './scriptsDrag.ts';

/** Folders that tools keep for themselves. */
const hidden = /^(\.|node_modules$)/;

/**
 * The workspace's folders, which the sidebar shows below the scripts while some are dragged: one that they are dropped on
 * is where they are pulled into. The explorer itself is no place for it: it keeps an extension's views closed.
 */
export class FoldersTree
  implements
    vscode.TreeDataProvider<vscode.Uri>,
    vscode.TreeDragAndDropController<vscode.Uri>,
    vscode.Disposable
{
  readonly dragMimeTypes = [];
  readonly dropMimeTypes = [scriptsMime];
  readonly #drag: ScriptsDrag;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: readonly vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(drag: ScriptsDrag) {
    this.#drag = drag;
    const options = { treeDataProvider: this, dragAndDropController: this };
    const view = vscode.window.createTreeView(foldersViewId, options);
    this.#disposables = [
      view,
      view.onDidChangeVisibility(() => this.#changed.fire()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
      this.#changed,
    ];
  }

  getTreeItem(folder: vscode.Uri): vscode.TreeItem {
    const root = vscode.workspace.getWorkspaceFolder(folder)?.uri.toString() === folder.toString();
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(folder, root ? Expanded : Collapsed);
    item.iconPath = vscode.ThemeIcon.Folder;
    return item;
  }

  async getChildren(folder?: vscode.Uri): Promise<vscode.Uri[]> {
    if (!folder) return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    return (await vscode.workspace.fs.readDirectory(folder))
      .filter(([name, type]) => type === vscode.FileType.Directory && !hidden.test(name))
      .map(([name]) => vscode.Uri.joinPath(folder, name));
  }

  async handleDrop(folder: vscode.Uri | undefined, transfer: vscode.DataTransfer): Promise<void> {
    if (!transfer.get(scriptsMime)) return;
    const nodes = this.#drag.take();
    if (nodes.length === 0) return;
    const pull: CommandId = 'fluxScripts.pull';
    await vscode.commands.executeCommand(pull, nodes[0], nodes, folder);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
