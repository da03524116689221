import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import { scriptScheme } from '../contributions.ts';
import { baseOf } from '../sync/base.ts';
import type { LocalScripts } from '../views/localScripts.ts';
import type { RemoteDocuments } from '../views/remoteDocuments.ts';
import { saveScript } from '../views/saveScript.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import { scriptUri } from '../views/scriptUri.ts';
import type { ServerVersions } from '../views/serverVersions.ts';
import { required } from './command.ts';
import { requireActive } from './connections.ts';
import {
  type CommandArgument,
  documentUri,
  isScriptNode,
  type RemoteTarget,
  type Targets,
} from './target.ts';

interface Collaborators {
  readonly connections: Connections;
  readonly repository: ScriptRepository;
  readonly documents: RemoteDocuments;
  readonly versions: ServerVersions;
  readonly local: LocalScripts;
  readonly targets: Targets;
}

/** Sends a text to the server: as a new version of its script (PATCH), or as a new script (POST). */
export async function push(with_: Collaborators, argument: CommandArgument): Promise<void> {
  const uri = isScriptNode(argument) ? await textOf(with_, argument) : documentUri(argument);
  if (!uri) throw new Error('There is nothing to push: open a .flux file first.');
  const document = await vscode.workspace.openTextDocument(uri);
  if (uri.scheme === scriptScheme) return await pushDocument(with_, document);
  if (document.isDirty && !document.isUntitled && !(await document.save())) {
    throw new Error(`${vscode.workspace.asRelativePath(uri)} could not be saved, so it was not pushed.`);
  }
  const target = await with_.targets.ofFile(uri);
  if (target) await pushFile(with_, document, target);
  else await create(with_, document);
}

/** What the sidebar's script can be pushed from: its draft, an open document, or its file. */
async function textOf(with_: Collaborators, argument: RemoteTarget): Promise<vscode.Uri> {
  const { connection, script } = argument;
  const uri = scriptUri(connection, script);
  const open = vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  if (open || with_.documents.hasDraft(uri)) return uri;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const file = await with_.local.fileFor(folder.uri, script.name);
    if (file) return file;
  }
  throw new Error(
    `There is nothing to push for “${script.name}”: no file in the workspace holds it, and it is not being edited. Pull it, or open it and change it.`,
  );
}

async function pushDocument(with_: Collaborators, document: vscode.TextDocument): Promise<void> {
  const { uri } = document;
  // A dirty document is saved by hand, which pushes, and leaves it clean.
  if (document.isDirty) {
    await document.save();
    return;
  }
  const result = await with_.documents.push(uri, document.getText());
  if (result.kind === 'reload') with_.documents.reload(uri);
  if (result.kind === 'saved') confirm(result.script.name, result.changed);
}

async function pushFile(
  with_: Collaborators,
  document: vscode.TextDocument,
  { connection, script }: RemoteTarget,
): Promise<void> {
  const file = document.uri;
  const result = await saveScript(with_.versions, {
    connection,
    scripts: with_.connections.client(connection).scripts,
    id: script.id,
    name: script.name,
    text: document.getText(),
    base: with_.local.base(connection, file),
    document: file,
  });
  switch (result.kind) {
    case 'saved':
      await with_.local.remember(connection, file, result.base);
      if (result.changed) await with_.repository.refresh();
      confirm(script.name, result.changed);
      return;
    case 'reload':
      await vscode.commands.executeCommand('fluxScripts.pull', file);
      return;
    case 'recreate':
      await create(with_, document, script.name);
      return;
    case 'stopped':
      return;
    default:
      result satisfies never;
  }
}

/** Makes a new script of a document. */
async function create(
  with_: Collaborators,
  document: vscode.TextDocument,
  suggestedName?: string,
): Promise<void> {
  const connection = requireActive(with_.connections);
  const name = suggestedName ?? (await askName(with_, connection, document));
  const description = await required(
    vscode.window.showInputBox({
      title: `New script “${name}” on ${connection.name} (2/2)`,
      prompt: 'Description',
      value: firstSentence(document.getText()),
      ignoreFocusOut: true,
    }),
  );
  const { scripts } = with_.connections.client(connection);
  const script = await scripts.create({
    name,
    description,
    script: document.getText(),
    language: 'flux',
  });
  if (document.isUntitled) await with_.documents.open(connection, script);
  else await with_.local.remember(connection, document.uri, baseOf(script));
  await with_.repository.refresh();
  void vscode.window.showInformationMessage(`“${script.name}” is on ${connection.name} now.`);
}

async function askName(
  with_: Collaborators,
  connection: Connection,
  document: vscode.TextDocument,
): Promise<string> {
  const existing = await with_.connections.client(connection).scripts.list({});
  const names = new Set(existing.map((script) => script.name));
  const file = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const name = await required(
    vscode.window.showInputBox({
      title: `New script on ${connection.name} (1/2)`,
      prompt: 'Name, unique in the organization',
      value: document.isUntitled ? '' : file.replace(/\.flux$/i, ''),
      ignoreFocusOut: true,
      validateInput: (input) => checkName(input.trim(), names, connection),
    }),
  );
  return name.trim();
}

function checkName(name: string, taken: ReadonlySet<string>, connection: Connection): string | undefined {
  if (name === '') return 'Give the script a name.';
  if (taken.has(name)) {
    return `“${name}” exists on ${connection.name}. Choose another name; or press Esc, pull “${name}”, and push your change to it.`;
  }
  return undefined;
}

/** The doc comment's first sentence, as a description. */
function firstSentence(text: string): string {
  const [, first = ''] = /^\s*\/\/[ \t]*(?!#)([^\r\n]+)/.exec(text) ?? [];
  return first.trim();
}

function confirm(name: string, changed: boolean): void {
  const text = changed ? `$(cloud-upload) Pushed ${name}` : `$(check) ${name} is on the server as it is here`;
  vscode.window.setStatusBarMessage(text, 5000);
}
