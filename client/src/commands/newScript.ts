import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import type { ScriptFolder } from '../sync/folder.ts';
import { createScript } from '../sync/update.ts';
import { confirm, required } from './command.ts';
import type { Manage } from './manage.ts';
import { requireActive } from './pickConnection.ts';
import { confirmProduction } from './production.ts';
import { askScriptName, namesOf } from './scriptName.ts';
import { type ScriptTemplate, scriptTemplates } from './scriptTemplates.ts';

/** Makes a script from a template: as a file that is pushed later, or on the server at once. */
export async function newScript(with_: Manage): Promise<void> {
  const connection = requireActive(with_.connections);
  const { template } = await required(
    vscode.window.showQuickPick(
      scriptTemplates.map((template) => ({ label: template.label, detail: template.detail, template })),
      { title: 'New Script (1/3)', placeHolder: 'What to begin with', matchOnDetail: true },
    ),
  );
  const where = await askWhere(connection.name);
  const { scripts } = with_.connections.client(connection);
  const taken = namesOf(await scripts.list(), `on ${connection.name}`);
  if (where !== 'server') {
    const { scripts: entries } = await with_.local.folder(connection, where).manifest();
    for (const { name, file } of entries) if (!taken.has(name)) taken.set(name, `here, in ${file}`);
  }
  const name = await askScriptName('New Script (3/3)', taken);
  if (where === 'server') await onServer(with_, connection, template, name);
  else await inWorkspace(with_.local.folder(connection, where), where, template, name);
}

type Where = 'server' | vscode.Uri;

async function askWhere(connectionName: string): Promise<Where> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const items: (vscode.QuickPickItem & { readonly where: Where })[] = [
    ...folders.map((folder) => ({
      label: `$(file-add) In the workspace${folders.length > 1 ? `: ${folder.name}` : ''}`,
      detail: `A file and its entry in flux-scripts.json. ${connectionName} gets it when it is pushed`,
      where: folder.uri,
    })),
    {
      label: `$(cloud-upload) On ${connectionName}`,
      detail: 'On the server at once, without a file',
      where: 'server',
    },
  ];
  const { where } = await required(
    vscode.window.showQuickPick(items, { title: 'New Script (2/3)', placeHolder: 'Where to make it' }),
  );
  return where;
}

async function onServer(
  with_: Manage,
  connection: Connection,
  template: ScriptTemplate,
  name: string,
): Promise<void> {
  await confirmProduction(connection, `Create “${name}” on ${connection.name}?`, 'Create');
  const { scripts } = with_.connections.client(connection);
  const { description, text } = template;
  const outcome = await createScript(scripts, { name, description, text });
  if (outcome.kind === 'nameTaken') {
    throw new Error(
      `Somebody has just made a script called “${name}” on ${connection.name}. Nothing was created; choose another name.`,
    );
  }
  await with_.repository.refresh();
  await with_.documents.open(connection, outcome.script);
  confirm(`${name} is on ${connection.name} now`);
}

async function inWorkspace(
  folder: ScriptFolder,
  folderUri: vscode.Uri,
  { description, text }: ScriptTemplate,
  name: string,
): Promise<void> {
  const file = await folder.freeFileFor({ id: '', orgID: '', name, script: text });
  await folder.files.write(file, text);
  await folder.note({ file, name, description });
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folderUri, file));
}
