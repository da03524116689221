import type { Context } from './context.ts';
import { type Args, parseSignature, type Signature } from './signature.ts';
import type { Value } from './values.ts';

/** One function of the standard library: how it is called and what it does. */
export interface Builtin {
  readonly signature: Signature;
  readonly run: (args: Args, context: Context) => Value;
}

/** A function that is written in Flux, from others. Its errors are told as the call's own. */
export interface Composed extends Definition {
  readonly signature: Signature;
}

/** A package and what it holds: functions and constants. */
export interface Package {
  /** The import path; `universe` needs no import. */
  readonly path: string;
  readonly functions: readonly (Builtin | Composed)[];
  readonly constants?: Readonly<Record<string, Value>>;
  readonly options?: Readonly<Record<string, PackageOption>>;
  /** What it does not have on purpose, and why, to follow the name: `, which …,`. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** What a script may set: `option package.name = …`. */
export interface PackageOption {
  /** What holds until then: a value, a definition in Flux, or what a query makes it. Without it, the package's function of that name. */
  readonly initial?: Value | Definition | ((context: Context) => Value);
  /** @throws FluxError for what the sandbox cannot do. */
  readonly accept?: (value: Value) => void;
}

/** An expression in Flux that sees the universe and the packages it imports. */
export interface Definition {
  readonly flux: string;
  readonly imports: readonly string[];
}

/** Declares a function by its signature, e.g. `limit(<-tables: stream, n: int, ?offset: int)`. */
export function builtin(signature: string, run: (args: Args, context: Context) => Value): Builtin {
  return { signature: parseSignature(signature), run };
}

/** Declares a function by its signature and its definition in Flux. */
export function composed(signature: string, flux: string, imports: readonly string[] = []): Composed {
  return { signature: parseSignature(signature), flux, imports };
}
