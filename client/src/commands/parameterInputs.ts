import * as vscode from 'vscode';
import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import { valueNote } from '../params/notes.ts';
import { describeExpectation, parseValue } from '../params/values.ts';
import { Cancelled } from './command.ts';

/** What was typed for each parameter, by name. */
export type Inputs = Readonly<Record<string, string>>;

/** The person went back to the step before. */
const back = Symbol('back');

/**
 * Asks for each parameter in turn, with its type and documentation, and checks each value before the next is asked for.
 * The back button returns to the one before, with what was typed there.
 *
 * @param last what was typed the last time
 * @throws Cancelled on Esc
 */
export async function askParameters(
  title: string,
  parameters: readonly ScriptParameter[],
  last: Inputs,
): Promise<Inputs> {
  const inputs: Record<string, string> = { ...last };
  for (let step = 0; step < parameters.length; ) {
    const parameter = parameters[step] as ScriptParameter;
    const answer = await askOne(title, parameter, step + 1, parameters.length, inputs[parameter.name]);
    if (answer === back) {
      step--;
    } else {
      inputs[parameter.name] = answer;
      step++;
    }
  }
  return Object.fromEntries(parameters.map(({ name }) => [name, inputs[name] ?? '']));
}

/** The JSON for what was typed. The inputs have been checked by `askParameters`; an error here names the parameter. */
export function toJson(
  parameters: readonly ScriptParameter[],
  inputs: Inputs,
): Readonly<Record<string, JsonValue>> {
  // Relative times of one run count from one moment.
  const now = new Date();
  return Object.fromEntries(
    parameters.map((parameter) => {
      const parsed = parseValue(inputs[parameter.name] ?? '', parameter, now);
      if (!parsed.ok) throw new Error(`${parameter.name}: ${parsed.message}`);
      return [parameter.name, parsed.value];
    }),
  );
}

function askOne(
  title: string,
  parameter: ScriptParameter,
  step: number,
  total: number,
  last: string | undefined,
): Promise<string | typeof back> {
  const frame = { title, step, total };
  return parameter.expects === 'bool'
    ? askBoolean(frame, parameter, last ?? parameter.default)
    : askText(frame, parameter, last ?? parameter.default ?? '');
}

interface Frame {
  readonly title: string;
  readonly step: number;
  readonly total: number;
}

async function askText(
  frame: Frame,
  parameter: ScriptParameter,
  value: string,
): Promise<string | typeof back> {
  const input = vscode.window.createInputBox();
  input.value = value;
  input.prompt = prompt(parameter);
  const check = () => {
    const parsed = parseValue(input.value, parameter);
    const note = parsed.ok ? valueNote(input.value, parsed.value, parameter) : undefined;
    input.validationMessage = parsed.ok
      ? note && { message: note, severity: vscode.InputBoxValidationSeverity.Info }
      : parsed.message;
    return parsed.ok;
  };
  return await answered(input, frame, () => (check() ? input.value : undefined), [
    input.onDidChangeValue(check),
  ]);
}

async function askBoolean(
  frame: Frame,
  parameter: ScriptParameter,
  last: string | undefined,
): Promise<string | typeof back> {
  const pick = vscode.window.createQuickPick();
  pick.items = [{ label: 'true' }, { label: 'false' }];
  pick.activeItems = pick.items.filter(({ label }) => label === last);
  pick.placeholder = prompt(parameter);
  return await answered(pick, frame, () => pick.activeItems[0]?.label, []);
}

/** Shows one step and waits for its answer. */
function answered(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, step, total }: Frame,
  accept: () => string | undefined,
  subscriptions: vscode.Disposable[],
): Promise<string | typeof back> {
  input.title = title;
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<string | typeof back>((resolve, reject) => {
    subscriptions.push(
      input.onDidAccept(() => {
        const value = accept();
        if (value !== undefined) resolve(value);
      }),
      input.onDidTriggerButton(() => resolve(back)),
      input.onDidHide(() => reject(new Cancelled())),
    );
    input.show();
  }).finally(() => {
    for (const subscription of subscriptions) subscription.dispose();
    input.dispose();
  });
}

function prompt(parameter: ScriptParameter): string {
  const { name, description } = parameter;
  const about = `${name} (${describeExpectation(parameter)})`;
  // A prompt is plain text.
  return description ? `${about}: ${description.replaceAll('`', '')}` : about;
}
