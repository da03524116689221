import { display } from '../display.ts';
import { FluxError } from '../errors.ts';
import { compareScalars } from '../operators.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Dict, Dynamic, MapRecord, Time, typeName, type Value } from '../values.ts';

/** The universe's functions on values, and those that lead from tables to values. */
export const values: readonly Builtin[] = [
  builtin('yield(<-tables: stream, ?name: string)', (args, context) => {
    const stream = args.stream();
    context.emit(args.string('name', '_result'), stream);
    return stream;
  }),
  builtin('now()', (_, context) => context.now()),
  builtin('today()', (_, context) => {
    const day = 86_400_000_000_000n;
    const { ns } = context.now();
    return new Time(ns - (((ns % day) + day) % day));
  }),
  builtin('length(arr: array)', (args) => BigInt(args.array('arr').length)),
  builtin('contains(value: any, set: array)', (args) => {
    const value = args.value('value');
    return args.array('set').some((item) => compareScalars(value, item) === 0);
  }),
  builtin('die(msg: string)', (args) => {
    throw new FluxError(args.string('msg'));
  }),
  builtin('display(v: any)', (args) => display(args.value('v'))),
  builtin('bytes(v: any)', (args) => bytes(args.value('v'))),
];

function bytes(given: Value): Value {
  const value = given instanceof Dynamic ? given.inner : given;
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw new FluxError(`cannot convert ${typeName(value)} to bytes`);
  return new TextEncoder().encode(value);
}

/** Package dict. */
export const dictionaries: readonly Builtin[] = [
  builtin('fromList(pairs: array)', (args) =>
    Dict.of(
      args.array('pairs').map((pair) => {
        if (!(pair instanceof MapRecord))
          throw new FluxError(`a pair must be a record, got ${typeName(pair)}`);
        return [pair.get('key'), pair.get('value')] as const;
      }),
    ),
  ),
  builtin(
    'get(dict: dict, key: any, default: any)',
    (args) => dictOf(args).get(args.value('key')) ?? args.value('default'),
  ),
  builtin('insert(dict: dict, key: any, value: any)', (args) =>
    Dict.of([...dictOf(args).entries.values(), [args.value('key'), args.value('value')]]),
  ),
  builtin('remove(dict: dict, key: any)', (args) => {
    const gone = Dict.id(args.value('key'));
    return Dict.of([...dictOf(args).entries].flatMap(([id, pair]) => (id === gone ? [] : [pair])));
  }),
];

function dictOf(args: Args): Dict {
  const dict: Value = args.value('dict');
  if (!(dict instanceof Dict))
    throw new FluxError(`expected dict but found ${typeName(dict)} (argument dict)`);
  return dict;
}
