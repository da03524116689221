import * as vscode from 'vscode';
import type { ParamsRequestResult } from '../../../server/src/protocol.ts';
import type { Connections } from '../connections/connections.ts';
import type { JsonObject } from '../influx/types.ts';
import type { ScriptParametersSource } from '../languageClient.ts';
import { readForm } from '../params/form.ts';
import { type Inputs, toJson } from '../params/inputs.ts';
import { mergeParameters } from '../params/merge.ts';
import { recipeOf } from '../results/recipe.ts';
import type { RunRecorder } from '../runs/recorder.ts';
import { sameText } from '../sync/differences.ts';
import type { FormRequest } from '../views/parameterForm.ts';
import type { PresetFiles } from '../views/presetFiles.ts';
import { repeating } from '../views/restoredRun.ts';
import type { ResultsPanel } from '../views/resultsPanel.ts';
import type { ScriptRepository } from '../views/scriptRepository.ts';
import { scriptUri } from '../views/scriptUri.ts';
import type { ServerNames } from '../views/serverNames.ts';
import { Cancelled, required, withProgress } from './command.ts';
import { formPresets } from './formPresets.ts';
import type { LastValues } from './lastValues.ts';
import { askParameters, type FormPlace } from './parameterInputs.ts';
import { showRun } from './showRun.ts';
import { type CommandArgument, documentUri, type RemoteTarget, type Targets } from './target.ts';

export interface Collaborators {
  readonly connections: Connections;
  readonly repository: ScriptRepository;
  readonly targets: Targets;
  readonly language: ScriptParametersSource;
  readonly results: ResultsPanel;
  readonly lastValues: LastValues;
  readonly names: ServerNames;
  readonly presets: PresetFiles;
  readonly recorder: RunRecorder;
}

/** Values that somebody chose already: a preset's, or those of an earlier run. */
export interface GivenInputs {
  readonly inputs: Inputs;
  /** Whether to ask although none is missing. */
  readonly ask: boolean;
  /** Name of the connection, for a text that may run on any; the active one otherwise. */
  readonly connection?: string;
  /** URI of the document that the script is edited in, when it is not what is run. */
  readonly document?: string;
  /** Runs just this text with just these values, through the query endpoint: its answers tell their types. */
  readonly typed?: { readonly text: string; readonly params: JsonObject };
}

/** What a command was called with besides the script; the sidebar calls it with the nodes that are selected. */
export function givenInputs(argument: unknown): GivenInputs | undefined {
  return typeof argument === 'object' && argument !== null && 'inputs' in argument
    ? (argument as GivenInputs)
    : undefined;
}

/**
 * Runs a script on the server, and shows what comes back.
 *
 * @param given values to run with; what is missing is asked for, as are all when it is left out
 */
export async function invoke(
  with_: Collaborators,
  argument: CommandArgument,
  given?: GivenInputs,
): Promise<void> {
  const target = await invokeTarget(with_, argument, 'Invoke with Params');
  const { connection, script } = target;
  const uri = given?.document === undefined ? documentUri(argument) : vscode.Uri.parse(given.document, true);
  const client = with_.connections.client(connection);
  const { parameters, open } = await invokeParameters(with_, target);

  const inputs = await askWhatIsMissing(
    {
      scriptName: script.name,
      connection,
      parameters,
      open,
      last: with_.lastValues.of(connection, script.id),
      action: 'Invoke',
      suggest: (parameter, typed, signal) => with_.names.of(connection, parameter, parameters, typed, signal),
      clear: () => with_.lastValues.forget(connection, script.id),
      presets: formPresets(with_.presets, { name: script.name, target, document: uri }, parameters),
    },
    with_.results,
    given,
  );
  await with_.lastValues.remember(connection, script.id, inputs);
  const params = given?.typed?.params ?? toJson(parameters, inputs);
  const text = given?.typed?.text ?? script.script;

  const ended = with_.recorder.begin({
    script: {
      name: script.name,
      source: 'server',
      id: script.id,
      ...(script.updatedAt !== undefined && { updatedAt: script.updatedAt }),
      ...(uri && { document: uri.toString() }),
    },
    connection: connection.name,
    inputs,
    params,
  });
  const note = differs(uri, text)
    ? `This is what the version on ${connection.name} answers. The editor holds changes that are not pushed.`
    : undefined;
  const about = {
    scriptName: script.name,
    connectionName: connection.name,
    production: connection.production === true,
    params,
  };
  const place = scriptUri(connection, script);
  const document = (uri ?? place).toString();
  const recipe = recipeOf(about, 'server', { target: place.toString(), document, inputs });
  const typed: GivenInputs = { inputs, ask: false, document, typed: { text, params } };
  await showRun(with_.results, {
    ...about,
    ...repeating(recipe, inputs),
    source: { kind: 'server' },
    origin: { text, document },
    recipe,
    ...(note !== undefined && { note }),
    ...(!given?.typed && {
      withTypes: () => vscode.commands.executeCommand('fluxScripts.invoke', place, typed),
    }),
    open: async (signal) =>
      given?.typed
        ? (await client.query.run({ query: text, params }, signal)).body
        : (await client.scripts.invoke(script.id, params, signal)).body,
    ended,
  });
}

/** What the server says of a script's parameters and what its text says, as one. @throws Error for another language */
export async function invokeParameters(
  with_: Pick<Collaborators, 'repository' | 'language'>,
  { connection, script }: RemoteTarget,
): Promise<ParamsRequestResult> {
  const language = script.language ?? 'flux';
  if (language !== 'flux') {
    throw new Error(
      `“${script.name}” is written in ${language}; only Flux scripts can be invoked with params here.`,
    );
  }
  const [types, analyzed] = await withProgress(
    `Reading the parameters of ${script.name}…`,
    () =>
      Promise.all([with_.repository.parameters(connection, script), with_.language.analyze(script.script)]),
    vscode.ProgressLocation.Window,
  );
  return { parameters: mergeParameters(types, analyzed.parameters), open: analyzed.open };
}

export async function askWhatIsMissing(
  request: FormRequest,
  place: FormPlace,
  given: GivenInputs | undefined,
): Promise<Inputs> {
  if (!given) return await askParameters(request, place);
  const { parameters, open, last } = request;
  // A script refuses no key, but one that it does not have is a slip.
  const inputs = open
    ? given.inputs
    : Object.fromEntries(
        parameters.flatMap(({ name }) =>
          Object.hasOwn(given.inputs, name) ? [[name, given.inputs[name] as string]] : [],
        ),
      );
  if (!given.ask && readForm(parameters, inputs).open.length === 0) return inputs;
  return await askParameters({ ...request, last: { ...last, ...inputs } }, place);
}

/** The script that the argument or the editor speaks of, after a push if there is none yet; or else one that is picked. */
export async function invokeTarget(
  with_: Pick<Collaborators, 'targets'>,
  argument: CommandArgument,
  title: string,
): Promise<RemoteTarget> {
  const target = await with_.targets.remote(argument);
  if (target) return target;
  const uri = documentUri(argument);
  if (!uri) return await required(with_.targets.pick(title));
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
function differs(uri: vscode.Uri | undefined, ran: string): boolean {
  const document =
    uri && vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document !== undefined && !sameText(document.getText(), ran);
}
