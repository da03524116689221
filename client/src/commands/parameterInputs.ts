import * as vscode from 'vscode';
import type { ScriptParameter } from '../../../server/src/protocol.ts';
import { type Inputs, initialInputs } from '../params/inputs.ts';
import { valueNote } from '../params/notes.ts';
import { suggests } from '../params/suggestions.ts';
import { describeExpectation, parseValue } from '../params/values.ts';
import type { FormRequest } from '../views/parameterForm.ts';
import { required } from './command.ts';
import { answered } from './quickInput.ts';
import { pickSuggested } from './suggestedInput.ts';

export { type Inputs, toJson } from '../params/inputs.ts';

/** Where a form can be shown. */
export interface FormPlace {
  /** Undefined when the person leaves it. */
  ask(request: FormRequest): Promise<Inputs | undefined>;
}

/**
 * Asks for a script's values: nothing for a script without parameters, in one quick input for one, in a form for several,
 * or where there may be keys that nobody knows. What is returned has been checked, and holds a value for every parameter.
 *
 * @throws Cancelled when the person leaves
 */
export async function askParameters(request: FormRequest, place: FormPlace): Promise<Inputs> {
  const { parameters, open = false } = request;
  const [only] = parameters;
  if (!open && only === undefined) return {};
  if (!open && parameters.length === 1 && only) return { [only.name]: await askOne(request, only) };
  return await required(place.ask(request));
}

async function askOne(request: FormRequest, parameter: ScriptParameter): Promise<string> {
  const { scriptName, connection, action = 'Run', last, suggest } = request;
  const on = connection.production ? `${connection.name} (production)` : connection.name;
  const title = `${action} ${scriptName} on ${on}`;
  const value = initialInputs([parameter], last)[parameter.name];
  const prompt = promptFor(parameter);
  if (parameter.expects === 'bool') return await askBoolean(title, prompt, value);
  if (suggest && suggests(parameter)) {
    return await pickSuggested({
      // What was typed covers the prompt.
      title: `${title}: ${parameter.name}`,
      prompt,
      value: value ?? '',
      names: (signal) => suggest(parameter, {}, signal),
    });
  }
  return await askText(title, prompt, parameter, value ?? '');
}

async function askText(
  title: string,
  prompt: string,
  parameter: ScriptParameter,
  value: string,
): Promise<string> {
  const input = vscode.window.createInputBox();
  input.value = value;
  input.prompt = prompt;
  const check = () => {
    const parsed = parseValue(input.value, parameter);
    const note = parsed.ok ? valueNote(input.value, parsed.value, parameter) : undefined;
    input.validationMessage = parsed.ok
      ? note && { message: note, severity: vscode.InputBoxValidationSeverity.Info }
      : parsed.message;
    return parsed.ok;
  };
  return await answered(input, title, () => (check() ? input.value : undefined), [
    input.onDidChangeValue(check),
  ]);
}

async function askBoolean(title: string, prompt: string, last: string | undefined): Promise<string> {
  const pick = vscode.window.createQuickPick();
  pick.items = [{ label: 'true' }, { label: 'false' }];
  pick.activeItems = pick.items.filter(({ label }) => label === last);
  pick.placeholder = prompt;
  return await answered(pick, title, () => pick.activeItems[0]?.label, []);
}

function promptFor(parameter: ScriptParameter): string {
  const { name, description } = parameter;
  const about = `${name} (${describeExpectation(parameter)})`;
  // A prompt is plain text.
  return description ? `${about}: ${description.replaceAll('`', '')}` : about;
}
