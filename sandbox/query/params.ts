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

const externExpected = 'the sandbox takes as extern a file with option params = {…} and nothing else';

/**
 * The params of a query's `extern`: a file of Flux, as its syntax tree, that sets `option params` to a record of literals.
 *
 * @throws FluxError for any other extern
 */
export function externParams(extern: unknown): ParamObject {
  const { type, imports, body } = node(extern);
  const [statement, ...more] = list(body);
  const { type: kind, assignment } = node(statement);
  const { id, init } = node(assignment);
  const known = type === 'File' && kind === 'OptionStatement' && node(id)['name'] === 'params';
  if (!known || more.length > 0 || list(imports ?? []).length > 0) throw new FluxError(externExpected);
  const params = literal(init);
  if (node(init)['type'] !== 'ObjectExpression') throw new FluxError(externExpected);
  return params as ParamObject;
}

function literal(expression: unknown): ParamValue {
  const { type, value, name, operator, argument, elements, properties } = node(expression);
  switch (type) {
    case 'StringLiteral':
      if (typeof value === 'string') return value;
      break;
    case 'IntegerLiteral':
      if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt.asIntN(64, BigInt(value));
      break;
    case 'FloatLiteral':
      // Whole ones were read as bigints.
      if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
      break;
    case 'BooleanLiteral':
      if (typeof value === 'boolean') return value;
      break;
    case 'Identifier':
      if (name === 'true' || name === 'false') return name === 'true';
      break;
    case 'UnaryExpression': {
      const operand = operator === '-' ? literal(argument) : undefined;
      if (typeof operand === 'number' || typeof operand === 'bigint') return -operand;
      break;
    }
    case 'ArrayExpression':
      return list(elements).map(literal);
    case 'ObjectExpression':
      return Object.fromEntries(list(properties).map(propertyOf));
    default:
  }
  throw new FluxError(`${externExpected}: its values must be literals`);
}

function propertyOf(property: unknown): [string, ParamValue] {
  const { key, value } = node(property);
  const { type, name, value: text } = node(key);
  const label = type === 'Identifier' ? name : text;
  if (typeof label !== 'string') throw new FluxError(externExpected);
  return [label, literal(value)];
}

function node(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new FluxError(externExpected);
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FluxError(externExpected);
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
