import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonValue, ParamType } from '../influx/types.ts';

/**
 * One list of what the server says of a script's parameters and of what the text says: the server decides which keys there
 * are, the text adds their order, what each expects, and their documentation.
 */
export function mergeParameters(
  server: Readonly<Record<string, ParamType>>,
  text: readonly ScriptParameter[],
): ScriptParameter[] {
  const shared = text.filter(({ name }) => Object.hasOwn(server, name));
  const fromText = shared.map((parameter): ScriptParameter => {
    const type = known(server[parameter.name]);
    return { ...parameter, type, expects: parameter.expects === 'any' ? type : parameter.expects };
  });
  const others = Object.entries(server)
    .filter(([name]) => !shared.some((parameter) => parameter.name === name))
    .map(([name, type]): ScriptParameter => ({ name, type: known(type), expects: known(type), places: [] }));
  return [...fromText, ...others];
}

const types: ReadonlySet<unknown> = new Set<ParamType>([
  'any',
  'bool',
  'duration',
  'float',
  'int',
  'string',
  'time',
  'uint',
]);

/** A type that a later server may have, and this program does not know, is no reason not to ask for the value. */
function known(type: unknown): ParamType {
  return types.has(type) ? (type as ParamType) : 'any';
}

/** What the text alone says, as a server would: for one that analyses nothing. */
export function typesOf(text: readonly ScriptParameter[]): Readonly<Record<string, ParamType>> {
  return Object.fromEntries(text.map(({ name, type }) => [name, type]));
}

/** The parameters without a value. The server refuses to run without them, and does not say which they are. */
export function missingParameters(
  parameters: readonly ScriptParameter[],
  values: Readonly<Record<string, JsonValue | undefined>>,
): ScriptParameter[] {
  return parameters.filter(({ name }) => !Object.hasOwn(values, name) || values[name] === undefined);
}
