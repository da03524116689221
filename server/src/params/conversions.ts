import type { ParamType } from '../protocol.ts';

/** A type that Flux has a function of its name for, which makes it of another: `duration(v: …)`. */
export type Conversion = Exclude<ParamType, 'any'>;

export const conversions: ReadonlySet<string> = new Set<Conversion>([
  'bool',
  'duration',
  'float',
  'int',
  'string',
  'time',
  'uint',
]);
