import { FluxError } from '../flux/errors.ts';
import { MapRecord, type Value } from '../flux/values.ts';

/** A parameter's value: JSON, but with whole numbers as bigints, so that 64 bits arrive. */
export type ParamValue = string | number | bigint | boolean | null | readonly ParamValue[] | ParamObject;
export interface ParamObject {
  readonly [key: string]: ParamValue;
}

const numberMark = '\0number:';

/**
 * Reads JSON and keeps whole numbers whole: `1` becomes a bigint, `1.0` and `1e3` stay floats.
 *
 * @throws SyntaxError as JSON.parse does.
 */
export function parseExactJson(text: string): unknown {
  JSON.parse(text);
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d+$/.test(token) ? JSON.stringify(numberMark + token) : token,
  );
  return JSON.parse(marked, (_, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(numberMark)) return value;
    const whole = BigInt(value.slice(numberMark.length));
    return BigInt.asIntN(64, whole) === whole ? whole : Number(whole);
  });
}

/** The params of a request's body; none when it has none. */
export function paramsOf(body: unknown): ParamObject {
  const params = typeof body === 'object' && body !== null && 'params' in body ? body.params : undefined;
  if (params === undefined || params === null) return {};
  if (typeof params !== 'object' || Array.isArray(params)) throw new FluxError('params must be an object');
  return params as ParamObject;
}

/** The record `params`. */
export function toFlux(value: ParamValue): Value {
  if (Array.isArray(value)) return value.map(toFlux);
  if (typeof value === 'object' && value !== null) {
    return new MapRecord(
      new Map(Object.entries(value as ParamObject).map(([key, item]) => [key, toFlux(item)])),
    );
  }
  return value as Value;
}

/** A Flux literal that has a value's type; the value itself does not matter. */
export function typeLiteral(value: ParamValue): string {
  switch (typeof value) {
    case 'string':
      return '""';
    case 'bigint':
      return '0';
    case 'number':
      return '0.0';
    case 'boolean':
      return 'true';
    default:
      if (Array.isArray(value)) return `[${value.map(typeLiteral).join(', ')}]`;
      return recordLiteral((value ?? {}) as ParamObject);
  }
}

function recordLiteral(value: ParamObject): string {
  const properties = Object.entries(value).map(([key, item]) => `${fluxString(key)}: ${typeLiteral(item)}`);
  return `{${properties.join(', ')}}`;
}

function fluxString(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
