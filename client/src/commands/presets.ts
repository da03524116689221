import * as vscode from 'vscode';
import type { ScriptParameter } from '../../../server/src/protocol.ts';
import { type Inputs, isSecret } from '../params/inputs.ts';
import type { Preset } from '../params/presets.ts';
import { hidden } from '../runs/describe.ts';
import { inputsOf, type RunHistory } from '../runs/history.ts';
import type { RunNode } from '../views/historyTree.ts';
import { isPresetsFile, scriptFileOf } from '../views/presetFiles.ts';
import { Cancelled, required } from './command.ts';
import { askAndSave, inputsOfPreset, nodeOf, type PresetsOwner, presetsFile } from './formPresets.ts';
import { argumentOf } from './history.ts';
import { type Collaborators as Invoking, invoke, invokeParameters, invokeTarget } from './invoke.ts';
import { type CommandArgument, documentUri, type RemoteTarget } from './target.ts';

interface Collaborators extends Invoking {
  readonly history: RunHistory;
}

/** The commands that work on presets. From the history they are called with a run. */
export function presetCommands(with_: Collaborators) {
  return {
    'fluxScripts.invokeWithPreset': (argument: CommandArgument, name?: unknown) =>
      invokeWithPreset(with_, argument, typeof name === 'string' ? name : undefined),
    'fluxScripts.savePreset': (argument: CommandArgument | RunNode) =>
      argument && 'run' in argument
        ? savePreset(with_, argumentOf(with_.connections, argument.run), inputsOf(argument.run))
        : savePreset(with_, argument),
    'fluxScripts.openPresets': (argument: CommandArgument) => openPresets(with_, argument),
  };
}

/** Runs a script with the values of a preset, which is picked unless its name is given. */
async function invokeWithPreset(with_: Collaborators, from: CommandArgument, name?: string): Promise<void> {
  const argument = scriptArgument(from);
  const target = await invokeTarget(with_, argument, 'Invoke with Preset');
  const { parameters } = await invokeParameters(with_, target);
  const file = await with_.presets.of({ target, document: documentUri(argument) });
  const presets = file ? await with_.presets.read(file) : new Map<string, Preset>();
  const given = name === undefined ? undefined : presets.get(name);
  const inputs = given
    ? inputsOfPreset(given, parameters)
    : await pick(with_, target, file, presets, parameters);
  await invoke(with_, nodeOf(target), { inputs, ask: false });
}

async function pick(
  with_: Collaborators,
  target: RemoteTarget,
  file: vscode.Uri | undefined,
  presets: ReadonlyMap<string, Preset>,
  parameters: readonly ScriptParameter[],
): Promise<Inputs> {
  const { name } = target.script;
  const last = with_.lastValues.of(target.connection, target.script.id);
  const choice = (label: string, inputs: Inputs) => ({ label, description: describe(inputs), inputs });
  const items = [
    ...[...presets].map(([label, preset]) => choice(label, inputsOfPreset(preset, parameters))),
    ...(Object.keys(last).length > 0 ? [separator(''), choice('$(history) Last values', last)] : []),
  ];
  if (items.length === 0) {
    throw new Error(
      `“${name}” has no presets yet. Invoke it, and then run “Flux Scripts: Save Values as Preset…”.`,
    );
  }
  const open = { label: '$(go-to-file) Open Presets File', description: '', inputs: undefined };
  const chosen = await required(
    vscode.window.showQuickPick([...items, ...(file ? [separator(''), open] : [])], {
      title: `Invoke ${name} on ${target.connection.name} with a preset`,
      placeHolder: 'Values to invoke it with',
      matchOnDescription: true,
    }),
  );
  if ('inputs' in chosen && chosen.inputs) return chosen.inputs;
  if (file) await with_.presets.open(file);
  throw new Cancelled();
}

/** Saves the values of a script's last run, or of the run that was chosen in the history. */
async function savePreset(with_: Collaborators, from: CommandArgument, run?: Inputs): Promise<void> {
  const argument = scriptArgument(from);
  const target = await invokeTarget(with_, argument, 'Save Values as Preset');
  const { connection, script } = target;
  const { parameters } = await invokeParameters(with_, target);
  const record = with_.history.runs.find(
    (each) => each.script.id === script.id && each.connection === connection.name,
  );
  const last = record ? inputsOf(record) : with_.lastValues.of(target.connection, target.script.id);
  const inputs = run ?? last;
  if (Object.keys(inputs).length === 0) {
    throw new Error(`There are no values of “${script.name}” to save. Invoke it first.`);
  }
  await askAndSave(with_.presets, ownerOf(target, argument), parameters, inputs);
}

/** Opens the file that holds a script's presets; makes it when there is none. */
async function openPresets(with_: Collaborators, from: CommandArgument): Promise<void> {
  const argument = scriptArgument(from);
  const target = await invokeTarget(with_, argument, 'Open Presets');
  await with_.presets.open(await presetsFile(with_.presets, ownerOf(target, argument)));
}

/** From the presets' own file the script beside it is meant. */
function scriptArgument(argument: CommandArgument): CommandArgument {
  const uri = argument ?? vscode.window.activeTextEditor?.document.uri;
  return uri instanceof vscode.Uri && isPresetsFile(uri) ? scriptFileOf(uri) : argument;
}

function ownerOf(target: RemoteTarget, argument: CommandArgument): PresetsOwner {
  return { name: target.script.name, target, document: documentUri(argument) };
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function describe(inputs: Inputs): string {
  return Object.entries(inputs)
    .map(([name, input]) => `${name} = ${isSecret(name) ? hidden : input === '' ? '""' : input}`)
    .join(' · ');
}
