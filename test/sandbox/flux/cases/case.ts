/** A script and the tables that come of it, or an expression and its value; `! text` is a refusal that says so. */
export type Example = readonly [flux: string, wanted: string];

/**
 * What a function of streams makes of the four inputs (`inputs.ts`) that every such function must have an answer to. A text is
 * what is wanted of `<input> |> <call>`, in the notation of `notation.ts`; a pair is a script of its own. Answers are worked out
 * from the documentation (https://docs.influxdata.com/flux/v0/stdlib/) and the language's own testcases, never read off the sandbox.
 */
export interface StreamCase {
  /** What the inputs are piped into, with the name of the package where it has one: `experimental.sum()`. */
  readonly call: string;
  /** `value` when the call gives no stream. */
  readonly gives?: 'value';
  /** The type of the inputs' column `_value`; int when left out. */
  readonly of?: ValueType;
  readonly nulls: string | Example | typeof untold;
  readonly empty: string | Example | typeof untold;
  readonly tables: string | Example;
  readonly groups: string | Example;
  /** Arguments, borders, refusals: named by what they show. */
  readonly more?: Readonly<Record<string, Example>>;
}

/** What a function of values answers. */
export interface ValueCase {
  /** Expressions and their values, refusals among them. */
  readonly values: readonly Example[];
  /** Expressions with null in them; `refused` when the first expression is refused with null for any of its arguments. */
  readonly nulls: readonly Example[] | 'refused';
}

/** A function that takes no null. */
export function strict(...values: readonly Example[]): ValueCase {
  return { values, nulls: 'refused' };
}

/** No public source says what Flux does; `exceptions.ts` names each of these. */
export const untold = Symbol('untold');

export type ValueType = 'int' | 'float' | 'string';
export const situations = ['nulls', 'empty', 'tables', 'groups'] as const;

/** Functions of one package that belong together. */
export interface Family {
  /** The import path; `universe` needs no import. */
  readonly path: string;
  /** Other packages whose functions the examples use. */
  readonly imports?: readonly string[];
  readonly streams?: Readonly<Record<string, StreamCase>>;
  readonly values?: Readonly<Record<string, ValueCase>>;
  /** Functions that nothing is piped into, such as those that read a bucket: the inputs mean nothing to them. */
  readonly sources?: Readonly<Record<string, readonly Example[]>>;
}
