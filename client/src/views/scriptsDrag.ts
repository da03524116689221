import * as vscode from 'vscode';
import type { TreeNode } from './scriptsTree.ts';
import { scriptUri } from './scriptUri.ts';

const uriList = 'text/uri-list';

/**
 * Dragging scripts out of the sidebar: an editor area opens them. The explorer takes nothing that comes out of another
 * tree (VS Code refuses it before extensions are asked), so a script becomes a file through Pull.
 */
export const scriptsDrag: vscode.TreeDragAndDropController<TreeNode> = {
  dragMimeTypes: [uriList],
  dropMimeTypes: [],
  handleDrag(nodes, transfer) {
    const uris = nodes.flatMap((node) => {
      // A file can be edited and committed: it goes before the document of what the server has.
      if (node.kind !== 'script' && node.kind !== 'local') return [];
      const file = node.state?.local && node.state.uri;
      return file ?? (node.kind === 'script' ? scriptUri(node.connection, node.script) : []);
    });
    // The separator that the format's standard (RFC 2483) asks for; with anything else VS Code sees one address.
    if (uris.length > 0) transfer.set(uriList, new vscode.DataTransferItem(uris.join('\r\n')));
  },
};
