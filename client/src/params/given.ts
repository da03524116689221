import type { JsonValue } from '../influx/types.ts';
import { formatValue } from './format.ts';
import { describeExpectation, type ParsedValue, parseValue, type ValueKind } from './values.ts';

/** A value as it was given: text, which is read by the parameter's type, or JSON that stands as it is. */
export type Given = { readonly text: string; readonly quoted?: true } | { readonly json: JsonValue };

/** A number in JSON, as it is written: as a number it may lose digits. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What `parseExactly` gives: JSON whose numbers keep their digits. Read on with `isObject` and `givenValue`. */
export type ExactJson = unknown;

/** @throws SyntaxError */
export function parseExactly(text: string): ExactJson {
  return JSON.parse(
    text.replace(/^\ufeff/, ''),
    (_, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value,
  );
}

export function isObject(value: ExactJson): value is Readonly<Record<string, ExactJson>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Digits);
}

/**
 * A member of a JSON object as a value: strings, numbers and booleans are read by the parameter's type, as if typed.
 * @throws Error for a number deep inside that would change on the way
 */
export function givenValue(value: ExactJson): Given {
  if (value instanceof Digits) return { text: value.text };
  if (typeof value === 'boolean') return { text: String(value) };
  if (typeof value === 'string') return { text: value, quoted: true };
  return { json: plain(value) };
}

function plain(value: ExactJson): JsonValue {
  if (value instanceof Digits) {
    const number = Number(value.text);
    if (Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))) return number;
    throw new Error(`${value.text} would change on the way. Put it in quotes, and convert it in the script.`);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

/** The JSON that the script needs for a value that was given. */
export function parseGiven(given: Given, parameter: ValueKind, now: Date): ParsedValue {
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

/** What a person would type for a value that was given. */
export function inputOf(given: Given, parameter: ValueKind): string {
  if ('json' in given) return JSON.stringify(given.json);
  return given.quoted && parameter.expects === 'any' ? formatValue(given.text, parameter) : given.text;
}

/** What was typed as the text of a JSON value, such that `givenValue` and `inputOf` give it back. */
export function jsonOf(input: string, parameter: ValueKind): string {
  const text = input.trim();
  switch (parameter.expects) {
    case 'int':
    case 'uint':
    case 'float':
      // Digit by digit as it was typed; what JSON does not write as a number goes in quotes.
      return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : JSON.stringify(text);
    case 'bool':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() : JSON.stringify(text);
    case 'any': {
      const parsed = parseValue(input, parameter);
      if (!parsed.ok) return JSON.stringify(input);
      return typeof parsed.value === 'string' ? JSON.stringify(parsed.value) : text;
    }
    case 'duration':
    case 'string':
    case 'time':
      return JSON.stringify(input);
    default:
      return parameter.expects satisfies never;
  }
}
