import type { Context } from './context.ts';
import { type Args, parseSignature, type Signature } from './signature.ts';
import type { Value } from './values.ts';

/** One function of the standard library: how it is called and what it does. */
export interface Builtin {
  readonly signature: Signature;
  readonly run: (args: Args, context: Context) => Value;
}

/** A package and what it holds: functions and constants. */
export interface Package {
  /** The import path; `universe` needs no import. */
  readonly path: string;
  readonly functions: readonly Builtin[];
  readonly constants?: Readonly<Record<string, Value>>;
}

/** Declares a function by its signature, e.g. `limit(<-tables: stream, n: int, ?offset: int)`. */
export function builtin(signature: string, run: (args: Args, context: Context) => Value): Builtin {
  return { signature: parseSignature(signature), run };
}
