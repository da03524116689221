import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../connections/profile.ts';
import { languageId } from '../contributions.ts';
import type { CompileChecker } from '../languageClient.ts';
import { toJson } from '../params/inputs.ts';
import { recipeOf } from '../results/recipe.ts';
import { mayRunErrors } from '../views/beforeRun.ts';
import { repeating } from '../views/restoredRun.ts';
import { parseScriptUri, scriptUri } from '../views/scriptUri.ts';
import { Cancelled } from './command.ts';
import { formPresets } from './formPresets.ts';
import { askWhatIsMissing, type GivenInputs, type Collaborators as Invoking } from './invoke.ts';
import { requireActive } from './pickConnection.ts';
import { showRun } from './showRun.ts';
import { type CommandArgument, documentUri, isScriptNode } from './target.ts';

interface Collaborators extends Invoking {
  readonly checker: CompileChecker;
}

/**
 * Runs the text in an editor as it stands there, and shows what comes back. Nothing is saved or pushed: it goes to the
 * server as a query, with its values.
 *
 * @param given values to run with; what is missing is asked for, as are all when it is left out
 */
export async function runDraft(
  with_: Collaborators,
  argument: CommandArgument,
  given?: GivenInputs,
): Promise<void> {
  const document = await draftOf(argument);
  const connection = connectionOf(with_, document.uri, given);
  const text = document.getText();
  const scriptName = nameOf(document);
  if (text.trim() === '') throw new Error(`There is nothing in “${scriptName}” to run yet.`);
  if (!(await mayRunErrors(with_.checker, scriptName, text))) throw new Cancelled();

  const { parameters, open } = await with_.language.analyze(text);
  const key = with_.targets.idOf(connection, document.uri) ?? document.uri.toString();
  const inputs = await askWhatIsMissing(
    {
      scriptName,
      connection,
      parameters,
      open,
      last: with_.lastValues.of(connection, key),
      action: 'Run Draft',
      suggest: (parameter, typed, signal) => with_.names.of(connection, parameter, parameters, typed, signal),
      clear: () => with_.lastValues.forget(connection, key),
      presets: formPresets(with_.presets, { name: scriptName, document: document.uri }, parameters),
    },
    with_.results,
    given,
  );
  await with_.lastValues.remember(connection, key, inputs);
  const params = toJson(parameters, inputs);
  // JSON does not tell 1 from 1.0: on InfluxDB OSS it is told by what the script does with it.
  const floats = new Set(parameters.filter(({ type }) => type === 'float').map(({ name }) => name));

  const holder = document.uri.toString();
  const about = {
    scriptName,
    connectionName: connection.name,
    production: connection.production === true,
    params,
  };
  const recipe = recipeOf(about, 'draft', { target: holder, document: holder, inputs });
  const client = with_.connections.client(connection);
  await showRun(with_.results, {
    ...about,
    ...repeating(recipe, inputs),
    source: { kind: 'draft' },
    origin: { text, document: holder },
    recipe,
    open: async (signal) => {
      const edition = await client.edition(signal);
      return (await client.query.runWithParams(edition, text, params, { floats, signal })).body;
    },
    ended: with_.recorder.begin({
      script: { name: scriptName, source: 'draft', document: holder },
      connection: connection.name,
      inputs,
      params,
    }),
  });
}

async function draftOf(argument: CommandArgument): Promise<vscode.TextDocument> {
  const uri = isScriptNode(argument)
    ? scriptUri(argument.connection, argument.script)
    : documentUri(argument);
  if (!uri) throw new Error('Open the text to run first: a .flux file, or a script from the sidebar.');
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.languageId === languageId) return document;
  throw new Error(`“${nameOf(document)}” is not written in Flux; only Flux can be run as a draft.`);
}

function connectionOf(
  { connections }: Collaborators,
  uri: vscode.Uri,
  given: GivenInputs | undefined,
): Connection {
  const name = parseScriptUri(uri)?.connection ?? given?.connection;
  if (name === undefined) return requireActive(connections);
  const connection = connections.byName(name);
  if (connection) return connection;
  throw new Error(`There is no connection called “${name}”. Add it, or start the sandbox.`);
}

function nameOf({ uri, isUntitled }: vscode.TextDocument): string {
  return isUntitled ? uri.path : posix.basename(uri.path).replace(/\.flux$/, '');
}
