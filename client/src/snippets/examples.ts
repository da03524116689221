import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonObject, JsonValue, ParamType } from '../influx/types.ts';
import { parseValue } from '../params/values.ts';

/**
 * A value for each parameter, of the JSON type that the script needs: the documented default where there is one, or else
 * one that its type suggests.
 *
 * @param now what relative times are counted from
 */
export function exampleParams(parameters: readonly ScriptParameter[], now = new Date()): JsonObject {
  return Object.fromEntries(
    parameters.map((parameter): [string, JsonValue] => [parameter.name, example(parameter, now)]),
  );
}

function example(parameter: ScriptParameter, now: Date): JsonValue {
  const { expects, role } = parameter;
  const suggested = expects === 'string' && role ? `my-${role}` : typed[expects];
  for (const input of [parameter.default, suggested]) {
    const parsed = input === undefined ? undefined : parseValue(input, parameter, now);
    if (parsed?.ok) return parsed.value;
  }
  return suggested;
}

/** As a person would type them. */
const typed: Readonly<Record<ParamType, string>> = {
  any: 'value',
  bool: 'true',
  duration: '-1h',
  float: '1.5',
  int: '10',
  string: 'text',
  time: '-1d',
  uint: '10',
};
