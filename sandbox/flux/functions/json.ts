import { toText } from '../convert.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { formatTime } from '../time.ts';
import {
  Dict,
  Duration,
  Dynamic,
  FluxRecord,
  MapRecord,
  Regexp,
  Time,
  typeName,
  UInt,
  type Value,
} from '../values.ts';

/** Package json. */
export const json: readonly Builtin[] = [
  builtin('encode(v: any)', (args) => new TextEncoder().encode(encode(args.value('v')))),
];

/** Package experimental/json. */
export const experimentalJson: readonly Builtin[] = [
  builtin('parse(data: bytes)', (args) => {
    const data = args.value('data');
    try {
      return fromJson(JSON.parse(new TextDecoder().decode(data as Uint8Array)));
    } catch (error) {
      if (error instanceof SyntaxError) throw new FluxError(`the data is not JSON: ${error.message}`);
      throw error;
    }
  }),
];

/** As Go's encoder writes it: keys in order, and what HTML could take for its own escaped. */
export function encode(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof Dynamic) return encode(value.inner);
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  if (value instanceof Dict) {
    const pairs = [...value.entries.values()].map(([key, item]) => [toText(key), item] as const);
    return object(pairs);
  }
  if (value instanceof FluxRecord) {
    return object([...value.labels()].map((label) => [label, value.get(label)] as const));
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new FluxError(`json: unsupported value: ${toText(value)}`);
    return JSON.stringify(value);
  }
  if (typeof value === 'bigint' || typeof value === 'boolean' || value instanceof UInt) return toText(value);
  if (value instanceof Uint8Array) return text(Buffer.from(value).toString('base64'));
  if (value instanceof Time) return text(formatTime(value.ns));
  if (typeof value === 'string' || value instanceof Duration || value instanceof Regexp)
    return text(toText(value));
  throw new FluxError(`cannot encode a value of type ${typeName(value)}`);
}

function object(pairs: readonly (readonly [string, Value])[]): string {
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([key, value]) => `${text(key)}:${encode(value)}`).join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function text(value: string): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character);
}

/** JSON's numbers are floats in Flux. */
function fromJson(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null) {
    return new MapRecord(new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)])));
  }
  return value as string | number | boolean | null;
}
