import type { Context } from './context.ts';
import { type Args, parseSignature, type Signature } from './signature.ts';
import type { Value } from './values.ts';

/** One function of the standard library: how it is called and what it does. */
export interface Builtin {
  readonly signature: Signature;
  readonly run: (args: Args, context: Context) => Value;
}

/** A function that is written in Flux, from others. Its errors are told as the call's own. */
export interface Composed {
  readonly signature: Signature;
  /** A function expression that sees the universe and the packages it imports. */
  readonly flux: string;
  readonly imports: readonly string[];
}

/** A package and what it holds: functions and constants. */
export interface Package {
  /** The import path; `universe` needs no import. */
  readonly path: string;
  readonly functions: readonly (Builtin | Composed)[];
  readonly constants?: Readonly<Record<string, Value>>;
}

/** Declares a function by its signature, e.g. `limit(<-tables: stream, n: int, ?offset: int)`. */
export function builtin(signature: string, run: (args: Args, context: Context) => Value): Builtin {
  return { signature: parseSignature(signature), run };
}

/** Declares a function by its signature and its definition in Flux. */
export function composed(signature: string, flux: string, imports: readonly string[] = []): Composed {
  return { signature: parseSignature(signature), flux, imports };
}
