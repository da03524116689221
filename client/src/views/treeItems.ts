import * as vscode from 'vscode';
import { languageOf } from '../sync/fileName.ts';
import type {
  ActionNode,
  GroupNode,
  LocalScriptNode,
  MessageNode,
  ParameterNode,
  ScriptNode,
} from './scriptsTree.ts';
import { looks } from './statusLook.ts';

/** What tells scripts apart in a tree; the same script can be held by two folders of a workspace. */
export function idOf({ connection, state, ...node }: ScriptNode | LocalScriptNode): string {
  const script = node.kind === 'script' ? node.script.id : 'here';
  return `${connection.name}/${script}/${state?.uri ?? ''}`;
}

/** @param options.grouped whether it stands below its status, which then need not be said again */
export function scriptItem(
  node: ScriptNode,
  { draft, grouped }: { readonly draft: boolean; readonly grouped: boolean },
): vscode.TreeItem {
  const { script, state } = node;
  const look = state && looks[state.status];
  const item = new vscode.TreeItem(state?.name ?? script.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = idOf(node);
  item.iconPath = new vscode.ThemeIcon(look?.icon ?? 'file-code', look?.color);
  // A menu asks for single words of it.
  item.contextValue = [
    'script',
    script.language ?? 'flux',
    state?.status,
    state?.local && 'file',
    draft && 'draft',
  ]
    .filter(Boolean)
    .join(' ');
  const said = draft ? 'draft · not pushed' : script.description?.trim();
  // Without a folder there is no “here” to stand against.
  const words = !grouped && vscode.workspace.workspaceFolders?.length ? look?.words : undefined;
  item.description = [words, said].filter(Boolean).join(' · ');
  item.tooltip = tooltip(node, draft);
  item.command = { command: 'fluxScripts.openScript', title: 'Open', arguments: [node] };
  return item;
}

export function localItem(node: LocalScriptNode, grouped: boolean): vscode.TreeItem {
  const { state } = node;
  const look = looks[state.status];
  const item = new vscode.TreeItem(state.name);
  item.id = idOf(node);
  item.iconPath = new vscode.ThemeIcon(look.icon, look.color);
  item.contextValue = `script ${languageOf(state.uri.path)} ${state.status} file`;
  item.description = [!grouped && look.words, state.local?.description?.trim()].filter(Boolean).join(' · ');
  item.tooltip = tooltip(node, false);
  item.command = { command: 'fluxScripts.openFile', title: 'Open File', arguments: [node] };
  return item;
}

export function groupItem({ connection, status, children }: GroupNode): vscode.TreeItem {
  const { words, icon, color } = looks[status];
  const label = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${connection.name}/status/${status}`;
  item.iconPath = new vscode.ThemeIcon(icon, color);
  item.description = String(children.length);
  item.contextValue = 'group';
  return item;
}

export function parameterItem({ parent, name, type }: ParameterNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = `${idOf(parent)}/${name}`;
  item.iconPath = new vscode.ThemeIcon('symbol-parameter');
  item.description = type;
  item.contextValue = 'parameter';
  return item;
}

export function messageItem({ text, failed }: MessageNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.tooltip = text;
  if (failed) item.iconPath = new vscode.ThemeIcon('warning');
  return item;
}

export function actionItem({ title, icon, command, connection }: ActionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title, ...(connection !== undefined && { arguments: [connection] }) };
  return item;
}

/** What is known of a script; text from the server is shown as text. */
function tooltip(node: ScriptNode | LocalScriptNode, draft: boolean): vscode.MarkdownString {
  const { connection, state } = node;
  const script = node.kind === 'script' ? node.script : undefined;
  const shown = new vscode.MarkdownString('', true);
  shown
    .appendMarkdown('**')
    .appendText(state?.name ?? script?.name ?? '')
    .appendMarkdown('**\n\n');
  const description = (script?.description ?? state?.local?.description)?.trim();
  if (description) shown.appendText(description).appendMarkdown('\n\n');
  if (state) {
    const { words, sentence, icon } = looks[state.status];
    shown.appendMarkdown(`$(${icon}) **${words}**: ${sentence}\n\n`);
  }
  if (draft) shown.appendMarkdown('$(edit) A draft here is not on the server yet.\n\n');
  const rows: [string, string][] = [];
  if (script) {
    rows.push(['Language', script.language ?? 'flux']);
    rows.push(['Updated', script.updatedAt ? new Date(script.updatedAt).toLocaleString() : 'unknown']);
    rows.push(['ID', script.id]);
  }
  if (state?.uri) rows.push(['File', vscode.workspace.asRelativePath(state.uri)]);
  rows.push(['Connection', connection.production ? `${connection.name} (production)` : connection.name]);
  for (const [label, value] of rows)
    shown.appendMarkdown(`${label}: `).appendText(value).appendMarkdown('  \n');
  return shown;
}
