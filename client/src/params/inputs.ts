import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import { parseValue, type ValueKind } from './values.ts';

/**
 * What was typed, by the parameter's name, as it was typed: `-7d` and `now` stay relative. A name that is missing has no
 * value yet; the empty text is one.
 */
export type Inputs = Readonly<Record<string, string>>;

/** A parameter's name and how its value is read. */
export type NamedKind = ValueKind & Pick<ScriptParameter, 'name'>;

/** What a form begins with: what was typed the last time, or else what the documentation says. */
export function initialInputs(
  parameters: readonly Pick<ScriptParameter, 'name' | 'default'>[],
  last: Inputs,
  open = false,
): Inputs {
  const known = parameters.flatMap(({ name, default: standard }): [string, string][] => {
    const value = Object.hasOwn(last, name) ? last[name] : standard;
    return value === undefined ? [] : [[name, value]];
  });
  const names = new Set(parameters.map(({ name }) => name));
  const added = open ? Object.entries(last).filter(([name]) => !names.has(name)) : [];
  return Object.fromEntries([...known, ...added]);
}

/** The parameters, and behind them the keys that somebody added, of which nothing is known. */
export function withAdded<T extends NamedKind>(
  parameters: readonly T[],
  inputs: Inputs,
): (T | { readonly name: string; readonly expects: 'any'; readonly conversion?: never })[] {
  const names = new Set(parameters.map(({ name }) => name));
  const added = Object.keys(inputs).filter((name) => !names.has(name));
  return [...parameters, ...added.map((name) => ({ name, expects: 'any' as const }))];
}

/**
 * The JSON for what was typed. Relative times of one run count from one moment.
 * @throws Error that names the first parameter whose value is missing or wrong
 */
export function toJson(
  parameters: readonly NamedKind[],
  inputs: Inputs,
  now = new Date(),
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    withAdded(parameters, inputs).map((parameter) => {
      const { name } = parameter;
      if (!Object.hasOwn(inputs, name)) throw new Error(`${name}: this parameter has no value.`);
      const parsed = parseValue(inputs[name] as string, parameter, now);
      if (!parsed.ok) throw new Error(`${name}: ${hideSecrets(parsed.message, inputs)}`);
      return [name, parsed.value];
    }),
  );
}

/** Whether a parameter's name says that its value is to be kept nowhere. */
export function isSecret(name: string): boolean {
  return /token|passw(or)?d|passphrase|secret|credential|bearer|(api|access|private|auth)[-_ ]?key|^auth(orization)?$/i.test(
    name,
  );
}

/** A shorter value would be found in the words around it. */
const shortestHidden = 3;

/** A message that may be kept or logged: without the values of secret parameters, which servers repeat in theirs. */
export function hideSecrets(message: string, values: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(values)
    .filter(([name]) => isSecret(name))
    .map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .filter((value) => value.length >= shortestHidden)
    .reduce((text, value) => text.replaceAll(value, '•••'), message);
}

/** The inputs that may be kept. */
export function withoutSecrets(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !isSecret(name)));
}
