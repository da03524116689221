import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import { missingParameters } from '../params/merge.ts';
import { describeExpectation, parseValue } from '../params/values.ts';
import { UsageError } from './exit.ts';

/** A value as it was given: text, which is read by the parameter's type, or JSON that stands as it is. */
export type Given = { readonly text: string; readonly quoted?: true } | { readonly json: JsonValue };

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

/** A number in JSON, as it is written: as a number it may lose digits. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The members of a JSON object. Strings, numbers and booleans are read by the parameter's type, as with `-p`.
 * @throws UsageError
 */
export function readParamsFile(text: string, file: string): Map<string, Given> {
  const exact = (_: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''), exact);
  } catch (error) {
    throw new UsageError(`${file} is not valid JSON (${(error as Error).message}).`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Digits) {
    throw new UsageError(`${file} must hold a JSON object such as {"start": "-7d"}.`);
  }
  return new Map(
    Object.entries(value).map(([key, member]): [string, Given] => {
      if (member instanceof Digits) return [key, { text: member.text }];
      if (typeof member === 'boolean') return [key, { text: String(member) }];
      if (typeof member === 'string') return [key, { text: member, quoted: true }];
      return [key, { json: plain(member, key, file) }];
    }),
  );
}

function plain(value: unknown, key: string, file: string): JsonValue {
  if (value instanceof Digits) {
    const number = Number(value.text);
    if (Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))) return number;
    throw new UsageError(
      `${file}: ${value.text} in “${key}” would change on the way. Put it in quotes, and convert it in the script.`,
    );
  }
  if (Array.isArray(value)) return value.map((item) => plain(item, key, file));
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item, key, file)]));
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
    const parsed = read(value, parameter, now);
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

function read(
  given: Given,
  parameter: Pick<ScriptParameter, 'expects' | 'conversion'>,
  now: Date,
): ReturnType<typeof parseValue> {
  if ('text' in given) {
    if (given.quoted && parameter.expects === 'any') return { ok: true, value: given.text };
    return parseValue(given.text, parameter, now);
  }
  if (parameter.expects === 'any') return { ok: true, value: given.json };
  return {
    ok: false,
    message: `this takes one value (${describeExpectation(parameter)}), not ${JSON.stringify(given.json)}.`,
  };
}

function about(parameter: ScriptParameter): string {
  const usual = parameter.default === undefined ? '' : `; usually ${parameter.default}`;
  return `${describeExpectation(parameter)}${usual}`;
}
