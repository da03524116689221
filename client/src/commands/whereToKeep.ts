import * as vscode from 'vscode';
import { required } from './command.ts';

/** Whose settings hold a connection. */
export type Place = 'user' | 'workspace';

/** Asks where a new connection is to be kept; without a workspace there is one place only. @throws Cancelled */
export async function whereToKeep(title: string): Promise<Place> {
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  if (workspaceFile === undefined && workspaceFolders.length === 0) return 'user';
  const places: (vscode.QuickPickItem & { readonly place: Place })[] = [
    {
      label: '$(account) Everywhere',
      description: 'in your settings',
      place: 'user',
    },
    {
      label: '$(root-folder) In This Workspace',
      description: 'in the workspace’s settings, for everybody who works in it',
      place: 'workspace',
    },
  ];
  const { place } = await required(
    vscode.window.showQuickPick(places, {
      title,
      placeHolder: 'Where to keep it? The token goes to neither: VS Code’s secret storage has it',
      ignoreFocusOut: true,
    }),
  );
  return place;
}
