import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { Dynamic, isNull, MapRecord, typeName, type Value } from '../values.ts';
import { encode } from './json.ts';

/** What `isType` calls the types, where that is not their name. */
const names: Readonly<Record<string, string>> = { record: 'object', dict: 'dictionary' };
const known: ReadonlySet<string> = new Set([
  'string',
  'bytes',
  'int',
  'uint',
  'float',
  'bool',
  'time',
  'duration',
  'regexp',
  'array',
  'object',
  'function',
  'dictionary',
  'vector',
]);

/** Package experimental/dynamic. */
export const dynamic: readonly Builtin[] = [
  builtin('dynamic(v: any)', (args) => Dynamic.of(args.value('v'))),
  builtin('asArray(<-v: any)', (args) => {
    const value = args.value('v');
    const inner = value instanceof Dynamic ? value.inner : value;
    if (Array.isArray(inner)) return inner;
    throw new FluxError(`unable to convert ${inner === null ? '<null>' : typeName(inner)} to array`);
  }),
  builtin('isType(v: any, type: string)', (args) => {
    const [value, type] = [args.value('v'), args.string('type')];
    if (isNull(value)) return false;
    if (!known.has(type))
      throw new FluxError(`the sandbox does not know the type ${JSON.stringify(type)}`, 'unsupported');
    const name = typeName(value instanceof Dynamic ? value.inner : value);
    return (names[name] ?? name) === type;
  }),
  builtin('jsonParse(data: bytes)', (args) => Dynamic.of(parse(args.value('data')))),
  builtin('jsonEncode(v: any)', (args) => new TextEncoder().encode(encode(args.value('v')))),
];

function parse(data: Value): Value {
  if (!(data instanceof Uint8Array)) throw new FluxError('the data to parse is null');
  try {
    return fromJson(JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(data)));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FluxError(`the data is not JSON: ${error.message}`);
    throw error;
  }
}

/** A number is a float. */
function fromJson(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null)
    return new MapRecord(new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)])));
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new FluxError('the data is not JSON: a number is too large for a float');
  return value as string | number | boolean | null;
}
