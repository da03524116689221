import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { ScriptParameter } from '../../../server/src/protocol.ts';
import { inputOf, jsonOf } from '../params/given.ts';
import { type Inputs, isSecret } from '../params/inputs.ts';
import type { Preset } from '../params/presets.ts';
import type { FormPresets } from '../views/parameterForm.ts';
import type { PresetFiles } from '../views/presetFiles.ts';
import { Cancelled, required } from './command.ts';
import type { CommandArgument, RemoteTarget } from './target.ts';

/** Whose presets are meant: a script of the server, a text in an editor, or both. */
export interface PresetsOwner {
  readonly name: string;
  readonly target?: RemoteTarget;
  /** What the script is looked at in. */
  readonly document: vscode.Uri | undefined;
}

/** A script's presets as the form offers them. */
export function formPresets(
  files: PresetFiles,
  owner: PresetsOwner,
  parameters: readonly ScriptParameter[],
): FormPresets {
  const read = async () => {
    const file = await files.of(owner);
    return file ? await files.read(file) : new Map<string, Preset>();
  };
  return {
    names: async () => [...(await read()).keys()],
    load: async (name) => {
      const preset = (await read()).get(name);
      if (!preset) throw new Error(`The preset “${name}” is not there any more.`);
      return inputsOfPreset(preset, parameters);
    },
    save: async (inputs) => {
      try {
        return await askAndSave(files, owner, parameters, inputs);
      } catch (error) {
        if (error instanceof Cancelled) return undefined;
        throw error;
      }
    },
  };
}

/** Asks for a name, and saves. @returns the name */
export async function askAndSave(
  files: PresetFiles,
  owner: PresetsOwner,
  parameters: readonly ScriptParameter[],
  inputs: Inputs,
): Promise<string> {
  const file = await presetsFile(files, owner);
  const presets = await files.read(file);
  const shown = posix.basename(file.path);
  const name = await required(
    vscode.window.showInputBox({
      title: `Save values of ${owner.name} as a preset`,
      prompt: `The preset’s name. It is kept in ${shown}, with the values as they were typed.`,
      placeHolder: 'Last week',
      ignoreFocusOut: true,
      validateInput: (value) => {
        if (value.trim() === '') return 'Type a name, such as Last week.';
        return presets.has(value.trim())
          ? {
              message: `“${value.trim()}” is there already: its values are replaced.`,
              severity: vscode.InputBoxValidationSeverity.Warning,
            }
          : undefined;
      },
    }),
  );
  const { values, left } = valuesOf(inputs, parameters);
  await files.save(file, name.trim(), values);
  const without =
    left.length > 0 ? ` It is without ${left.join(' and ')}: what is secret does not belong in a file.` : '';
  const open = 'Open';
  // Not waited for: the person goes on meanwhile.
  void vscode.window
    .showInformationMessage(`Saved “${name.trim()}” in ${shown}.${without}`, open)
    .then(async (chosen) => {
      if (chosen === open) await files.open(file);
    });
  return name.trim();
}

/** The JSON texts to save, and the parameters that are left out. */
function valuesOf(
  inputs: Inputs,
  parameters: readonly ScriptParameter[],
): { readonly values: Map<string, string>; readonly left: string[] } {
  const kinds = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const names = Object.keys(inputs);
  return {
    values: new Map(
      names
        .filter((name) => !isSecret(name))
        .map((name) => [name, jsonOf(inputs[name] ?? '', kinds.get(name) ?? { expects: 'any' })]),
    ),
    left: [...new Set([...kinds.keys(), ...names])].filter(isSecret),
  };
}

export function inputsOfPreset(preset: Preset, parameters: readonly ScriptParameter[]): Inputs {
  const kinds = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return Object.fromEntries(
    [...preset].map(([name, given]) => [name, inputOf(given, kinds.get(name) ?? { expects: 'any' })]),
  );
}

/** The presets' file; offers to pull the script while no file holds it. @throws Cancelled */
export async function presetsFile(files: PresetFiles, owner: PresetsOwner): Promise<vscode.Uri> {
  const file = await files.of(owner);
  if (file) return file;
  const { name, target } = owner;
  if (!target) {
    throw new Error(
      `Presets lie beside the script’s file, and “${name}” has none yet. Save it as a file first, or pull it.`,
    );
  }
  const pull = 'Pull Script';
  const chosen = await vscode.window.showInformationMessage(
    `Presets lie beside the script’s file, and no file here holds “${name}” yet. Pull it, and then save them.`,
    { modal: true },
    pull,
  );
  if (chosen !== pull) throw new Cancelled();
  await vscode.commands.executeCommand('fluxScripts.pull', nodeOf(target));
  // It asks, and may be left there.
  return await required(files.of(owner));
}

/** A script as commands are called with it. */
export function nodeOf({ connection, script }: RemoteTarget): CommandArgument {
  return { kind: 'script', connection, script };
}
