import { type Builtin, builtin } from '../registry.ts';
import { typeName } from '../values.ts';

const numeric = new Set(['int', 'uint', 'float']);

/** Package types. */
export const types: readonly Builtin[] = [
  builtin('isType(v: any, type: string)', (args) => typeName(args.value('v')) === args.string('type')),
  builtin('isNumeric(v: any)', (args) => numeric.has(typeName(args.value('v')))),
];
