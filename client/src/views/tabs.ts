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
