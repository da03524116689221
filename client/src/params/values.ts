import type { ParamType, ScriptParameter } from '../../../server/src/protocol.ts';
import type { JsonValue } from '../influx/types.ts';
import { isDuration } from './duration.ts';
import { parseTime, timeExamples } from './time.ts';

/** What of a parameter decides how its value is read. */
export type ValueKind = Pick<ScriptParameter, 'expects' | 'conversion'>;

export type ParsedValue =
  | { readonly ok: true; readonly value: JsonValue }
  /** `message` says what to type instead. */
  | { readonly ok: false; readonly message: string };

/**
 * Reads what a person typed for a parameter, and gives the JSON that the script needs. JSON carries strings, numbers and
 * booleans; durations and times travel as strings, which the script converts
 * (https://docs.influxdata.com/influxdb/cloud/query-data/parameterized-queries/).
 *
 * @param now what relative times are counted from
 */
export function parseValue(input: string, parameter: ValueKind, now = new Date()): ParsedValue {
  const text = input.trim();
  switch (parameter.expects) {
    case 'string':
      // Exactly as typed: blanks count in a tag's value.
      return { ok: true, value: input };
    case 'int':
      return integer(text, parameter, -(2n ** 63n), 2n ** 63n - 1n);
    case 'uint':
      return integer(text, parameter, 0n, 2n ** 64n - 1n);
    case 'float':
      return float(text, parameter);
    case 'bool':
      return boolean(text, parameter);
    case 'duration':
      return isDuration(text)
        ? { ok: true, value: text }
        : refuse(text, 'a duration', '-7d, 10m or 1h30m (units y, mo, w, d, h, m, s, ms, us, ns)');
    case 'time':
      return parseTime(text, now) ?? refuse(text, 'a time', timeExamples);
    case 'any':
      return anything(input);
    default:
      return parameter.expects satisfies never;
  }
}

/** What is expected, in a few words with an example. */
export function describeExpectation({ expects }: Pick<ScriptParameter, 'expects'>): string {
  return expectations[expects];
}

const expectations: Readonly<Record<ParamType, string>> = {
  any: 'text, a number, true or false, or JSON',
  bool: 'true or false',
  duration: 'duration, e.g. -7d or 1h30m',
  float: 'number, e.g. 21.5',
  int: 'whole number',
  string: 'text',
  time: 'time, e.g. 2026-01-31T12:00:00Z, now or -7d',
  uint: 'whole number, not negative',
};

function integer(text: string, { conversion }: ValueKind, min: bigint, max: bigint): ParsedValue {
  if (!/^[+-]?\d+$/.test(text)) {
    return refuse(text, 'a whole number', min === 0n ? '42' : '42 or -7');
  }
  const value = BigInt(text.replace(/^\+/, ''));
  if (value < min || value > max) {
    return { ok: false, message: `${text} does not fit: type a number from ${min} to ${max}.` };
  }
  if (safe(value)) return { ok: true, value: Number(value) };
  if (conversion === 'int' || conversion === 'uint' || conversion === 'string') {
    return { ok: true, value: value.toString() };
  }
  return {
    ok: false,
    message: `${text} would lose digits on the way: JSON numbers are exact up to 9007199254740991. Wrap the parameter in the script, ${min === 0n ? 'uint' : 'int'}(v: params.…), and it travels as text.`,
  };
}

function safe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

function float(text: string, { conversion }: ValueKind): ParsedValue {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return { ok: true, value };
    return { ok: false, message: `${text} is too large for a number.` };
  }
  // `float(v:)` reads these from text; JSON has no such numbers.
  if (conversion === 'float' && /^([+-]?inf|nan)$/i.test(text)) return { ok: true, value: text };
  return refuse(text, 'a number', '21.5 or -3');
}

function boolean(text: string, { conversion }: ValueKind): ParsedValue {
  const value = /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
  if (value === undefined) return refuse(text, 'a boolean', 'true or false');
  // Whether JSON's own booleans are taken is not documented; `bool(v:)` surely reads text.
  return { ok: true, value: conversion === 'bool' ? String(value) : value };
}

/** The JSON that is meant, where it is obvious; text otherwise. Quotes force text. */
function anything(input: string): ParsedValue {
  const text = input.trim();
  if (!/^(-?\d|["[{]|true$|false$|null$)/.test(text)) return { ok: true, value: input };
  let lost: string | undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(text, (_, part: unknown, context?: { readonly source?: string }) => {
      if (typeof part === 'number' && !keeps(part)) lost = context?.source ?? String(part);
      return part;
    }) as JsonValue;
  } catch {
    return { ok: true, value: input };
  }
  if (lost === undefined) return { ok: true, value };
  // Alone it can be kept as the text that it is.
  if (typeof value === 'number') return { ok: true, value: input };
  return {
    ok: false,
    message: `${lost} would change on the way: JSON numbers are exact up to 9007199254740991. Put it in quotes, and convert it in the script.`,
  };
}

/** Whether a number arrives as it was typed, as far as whole numbers go. */
function keeps(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function refuse(text: string, what: string, examples: string): ParsedValue {
  const begin = text === '' ? `Type ${what}` : `“${text}” is not ${what}: type one`;
  return { ok: false, message: `${begin} such as ${examples}.` };
}
