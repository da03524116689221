import * as vscode from 'vscode';
import { mergeParameters } from '../params/merge.ts';
import { exampleParams } from '../snippets/examples.ts';
import { invokeUrl } from '../snippets/invocation.ts';
import { snippets } from '../snippets/snippets.ts';
import { confirm, required, withProgress } from './command.ts';
import { type Manage, theScript } from './manage.ts';
import type { CommandArgument } from './target.ts';

export async function copyScriptId(with_: Manage, argument: CommandArgument): Promise<void> {
  const { script } = await theScript(with_, argument, 'Copy Script ID');
  await vscode.env.clipboard.writeText(script.id);
  confirm(`Copied ${script.id}`);
}

export async function copyInvokeUrl(with_: Manage, argument: CommandArgument): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Copy Invoke URL');
  const { path } = with_.connections.client(connection).scripts;
  await vscode.env.clipboard.writeText(invokeUrl({ url: connection.url, path, id: script.id }));
  confirm(`Copied the address that invokes ${script.name}`);
}

/** Copies code that invokes a script, with its own parameters and a value for each. The token stays out of it. */
export async function copyAs(with_: Manage, argument: CommandArgument): Promise<void> {
  const { connection, script } = await theScript(with_, argument, 'Copy as Code');
  const language = script.language ?? 'flux';
  if (language !== 'flux') {
    throw new Error(
      `“${script.name}” is written in ${language}; only Flux scripts can be invoked with params.`,
    );
  }
  const { write, label } = await required(
    vscode.window.showQuickPick(snippets, {
      title: `Copy ${script.name} as Code`,
      placeHolder: 'Code that invokes the script; it reads the token from INFLUX_TOKEN',
      matchOnDetail: true,
    }),
  );
  const [types, analyzed] = await withProgress(
    `Reading the parameters of ${script.name}…`,
    () =>
      Promise.all([
        with_.repository.parameters(connection, script),
        with_.language.parametersOf(script.script),
      ]),
    vscode.ProgressLocation.Window,
  );
  const params = exampleParams(mergeParameters(types, analyzed));
  const { path } = with_.connections.client(connection).scripts;
  await vscode.env.clipboard.writeText(
    write({ url: connection.url, path, id: script.id, name: script.name, params }),
  );
  confirm(`Copied ${script.name} as ${label}`);
}
