import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { ScriptParametersSource } from '../languageClient.ts';
import { mergeParameters } from '../params/merge.ts';
import type { KeyValueStore } from '../sync/base.ts';
import { sameText } from '../sync/differences.ts';
import type { ResultsPanel } from '../views/resultsPanel.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import { Cancelled, required, withProgress } from './command.ts';
import { askParameters, type Inputs, toJson } from './parameterInputs.ts';
import { type CommandArgument, documentUri, type RemoteTarget, type Targets } from './target.ts';

interface Collaborators {
  readonly connections: Connections;
  readonly repository: ScriptRepository;
  readonly targets: Targets;
  readonly language: ScriptParametersSource;
  readonly results: ResultsPanel;
  /** Where the last inputs are kept. */
  readonly memory: KeyValueStore;
}

/** Runs a script on the server with values that it asks for, and shows what comes back. */
export async function invoke(with_: Collaborators, argument: CommandArgument): Promise<void> {
  const target = await resolve(with_, argument);
  const { connection, script } = target;
  const language = script.language ?? 'flux';
  if (language !== 'flux') {
    throw new Error(
      `“${script.name}” is written in ${language}; only Flux scripts can be invoked with params here.`,
    );
  }
  const client = with_.connections.client(connection);
  const [types, analyzed] = await withProgress(
    `Reading the parameters of ${script.name}…`,
    () =>
      Promise.all([
        with_.repository.parameters(connection, script),
        with_.language.parametersOf(script.script),
      ]),
    vscode.ProgressLocation.Window,
  );
  const parameters = mergeParameters(types, analyzed);

  const key = `inputs ${connection.url} ${script.id}`;
  const last = with_.memory.get<Inputs>(key) ?? {};
  const inputs = await askParameters(`Invoke ${script.name} on ${connection.name}`, parameters, last);
  await with_.memory.update(key, inputs);
  const params = toJson(parameters, inputs);

  const note = differs(argument, script.script)
    ? `This is what the version on ${connection.name} answers. The editor holds changes that are not pushed.`
    : undefined;
  // The panel shows that it runs, and cancels it; a notification would only lie over the rows.
  const outcome = await withProgress(
    `Invoking ${script.name} on ${connection.name}…`,
    (signal) =>
      with_.results.show(
        {
          scriptName: script.name,
          connectionName: connection.name,
          params,
          ...(note !== undefined && { note }),
          open: async (cancelled) => (await client.scripts.invoke(script.id, params, cancelled)).body,
        },
        signal,
      ),
    vscode.ProgressLocation.Window,
  );
  if (outcome.kind === 'failed') throw outcome.error;
}

async function resolve(with_: Collaborators, argument: CommandArgument): Promise<RemoteTarget> {
  const target = await with_.targets.remote(argument);
  if (target) return target;
  const uri = documentUri(argument);
  if (!uri) return await required(with_.targets.pick('Invoke with Params'));
  const push = 'Push';
  const chosen = await vscode.window.showInformationMessage(
    'This text is not a script on the server yet. Push it, and then invoke it.',
    { modal: true },
    push,
  );
  if (chosen !== push) throw new Cancelled();
  await vscode.commands.executeCommand('fluxScripts.push', uri);
  return await required(with_.targets.remote(uri));
}

/** Whether the editor that the invocation came from shows another text than the one that ran. */
function differs(argument: CommandArgument, ran: string): boolean {
  const uri = documentUri(argument);
  const document =
    uri && vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document !== undefined && !sameText(document.getText(), ran);
}
