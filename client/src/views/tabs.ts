import * as vscode from 'vscode';

/** Closes the editors of a document, unless it has changes that are not saved. @returns whether any was open and closed */
export async function closeUnchanged(uri: vscode.Uri): Promise<boolean> {
  if (isDirty(uri)) return false;
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  return tabs.length > 0 && (await vscode.window.tabGroups.close(tabs));
}

/** Whether an editor holds changes of a document that are not saved. */
export function isDirty(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return vscode.workspace.textDocuments.some((open) => open.isDirty && open.uri.toString() === key);
}

/**
 * Where a text is to be shown: where it is shown already, or else where other editors are; not over a panel that somebody
 * looks at.
 */
export function columnFor(uri: vscode.Uri): vscode.ViewColumn {
  const key = uri.toString();
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const groups = [activeTabGroup, ...all];
  const shows = ({ tabs }: vscode.TabGroup) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key);
  const free = ({ activeTab }: vscode.TabGroup) => !(activeTab?.input instanceof vscode.TabInputWebview);
  return (groups.find(shows) ?? groups.find(free))?.viewColumn ?? vscode.ViewColumn.One;
}
