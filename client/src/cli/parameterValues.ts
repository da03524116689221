import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import {
  type ExactJson,
  type Given,
  givenValue,
  isObject,
  parseExactly,
  parseGiven,
} from '../params/given.ts';
import { missingParameters } from '../params/merge.ts';
import { describeExpectation } from '../params/values.ts';
import { UsageError } from './exit.ts';

/** `key=value`, one for each `-p`. @throws UsageError */
export function readAssignments(assignments: readonly string[]): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const [index, assignment] of assignments.entries()) {
    const [, key, text = ''] = /^([^=]+)=([\s\S]*)$/.exec(assignment) ?? [];
    if (key === undefined) throw new UsageError(`-p number ${index + 1} is not of the form key=value.`);
    if (given.has(key)) throw new UsageError(`-p gives “${key}” twice.`);
    given.set(key, { text });
  }
  return given;
}

/**
 * The members of a JSON object. Strings, numbers and booleans are read by the parameter's type, as with `-p`.
 * @throws UsageError
 */
export function readParamsFile(text: string, file: string): Map<string, Given> {
  let value: ExactJson;
  try {
    value = parseExactly(text);
  } catch (error) {
    throw new UsageError(`${file} is not valid JSON (${(error as Error).message}).`);
  }
  if (!isObject(value)) throw new UsageError(`${file} must hold a JSON object such as {"start": "-7d"}.`);
  return new Map(
    Object.entries(value).map(([key, member]): [string, Given] => {
      try {
        return [key, givenValue(member)];
      } catch (error) {
        throw new UsageError(`${file}: “${key}”: ${(error as Error).message}`);
      }
    }),
  );
}

/**
 * The JSON that is sent.
 *
 * @param open whether the script may have keys that nobody can know
 * @throws UsageError naming every parameter that is missing, unknown or wrong
 */
export function valuesFor(
  parameters: readonly ScriptParameter[],
  given: ReadonlyMap<string, Given>,
  open: boolean,
  now = new Date(),
): Record<string, JsonValue> {
  const problems: string[] = [];
  const values: [string, JsonValue][] = [];
  for (const [name, value] of given) {
    const parameter = parameters.find((each) => each.name === name) ?? (open ? unknownKind : undefined);
    if (!parameter) {
      const names = parameters.map((each) => each.name).join(', ') || 'none';
      problems.push(`${name}: the script has no such parameter; it has: ${names}.`);
      continue;
    }
    const parsed = parseGiven(value, parameter, now);
    if (parsed.ok) values.push([name, parsed.value]);
    else problems.push(`${name}: ${parsed.message}`);
  }
  const missing = missingParameters(
    parameters,
    Object.fromEntries([...given.keys()].map((key) => [key, true])),
  );
  for (const parameter of missing)
    problems.push(`${parameter.name} is missing (${about(parameter)}): give -p ${parameter.name}=…`);
  if (problems.length > 0) throw new UsageError(`Nothing was sent.\n  ${problems.join('\n  ')}`);
  return Object.fromEntries(values);
}

const unknownKind = { expects: 'any' } as const;

function about(parameter: ScriptParameter): string {
  const usual = parameter.default === undefined ? '' : `; usually ${parameter.default}`;
  return `${describeExpectation(parameter)}${usual}`;
}
