import * as vscode from 'vscode';
import { viewId } from '../contributions.ts';
import { setContext } from './context.ts';
import type { ScriptNode, TreeNode } from './scriptsTree.ts';
import { scriptUri } from './scriptUri.ts';

const uriList = 'text/uri-list';
/** Milliseconds that a drag may last; nobody tells when one ends beside all targets. */
const longestDrag = 20_000;

/** What marks a drag out of the sidebar: the name that VS Code gives to what comes out of that tree. */
export const scriptsMime = `application/vnd.code.tree.${viewId.toLowerCase()}`;

/**
 * Dragging scripts: an editor area opens them, and a folder of those that are shown meanwhile pulls them. The explorer
 * takes nothing that comes out of another tree: VS Code looks no further, and asks nobody.
 */
export class ScriptsDrag implements vscode.TreeDragAndDropController<TreeNode>, vscode.Disposable {
  readonly dragMimeTypes = [uriList];
  readonly dropMimeTypes = [];
  /** Whoever looks at another editor drags nothing any more. */
  readonly #editors = vscode.window.onDidChangeActiveTextEditor(() => this.take());
  #nodes: readonly ScriptNode[] = [];
  #timer: NodeJS.Timeout | undefined;

  handleDrag(dragged: readonly TreeNode[], transfer: vscode.DataTransfer): void {
    const nodes = dragged.flatMap((node): readonly TreeNode[] =>
      node.kind === 'group' ? node.children : [node],
    );
    const uris = nodes.flatMap((node) => {
      // A file can be edited and committed: it goes before the document of what the server has.
      if (node.kind !== 'script' && node.kind !== 'local') return [];
      const file = node.state?.local && node.state.uri;
      return file ?? (node.kind === 'script' ? scriptUri(node.connection, node.script) : []);
    });
    // The separator that the format's standard (RFC 2483) asks for; with anything else VS Code sees one address.
    if (uris.length > 0) transfer.set(uriList, new vscode.DataTransferItem(uris.join('\r\n')));
    this.#nodes = nodes.filter((node) => node.kind === 'script');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.take(), longestDrag);
    setContext('fluxScripts.dragging', this.#nodes.length > 0);
  }

  /** Ends the drag, and gives what was dragged: what goes from one tree to another arrives there as text only. */
  take(): readonly ScriptNode[] {
    const nodes = this.#nodes;
    if (nodes.length === 0) return [];
    clearTimeout(this.#timer);
    this.#nodes = [];
    setContext('fluxScripts.dragging', false);
    return nodes;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#editors.dispose();
  }
}
