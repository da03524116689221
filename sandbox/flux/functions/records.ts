import { type Builtin, builtin, type Composed, composed } from '../registry.ts';
import { MapRecord, type Value } from '../values.ts';

/** Package experimental/record. */
export const records: readonly Builtin[] = [
  builtin('get(r: record, key: string, default: any)', (args) => {
    const record = args.record('r');
    const has = [...record.labels()].includes(args.string('key'));
    return has ? record.get(args.string('key')) : args.value('default');
  }),
];
export const recordConstants: Readonly<Record<string, Value>> = { any: new MapRecord(new Map()) };

const conversions = ['Bool', 'Duration', 'Float', 'Int', 'String', 'Time', 'UInt'];

/** Package experimental/array: package array and conversions of whole arrays. */
export const arrayConversions: readonly Composed[] = conversions.map((name) =>
  composed(
    `to${name}(<-arr: array)`,
    `(arr=<-) => array.map(arr: arr, fn: (x) => ${name.toLowerCase()}(v: x))`,
    ['array'],
  ),
);
