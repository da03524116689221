/** Flux values at run time. int is a bigint, float a number; what JavaScript has no type for has a class here. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | UInt
  | Time
  | Duration
  | Regexp
  | Uint8Array
  | readonly Value[]
  | Dict
  | FluxRecord
  | FluxFunction
  | Stream
  | Dynamic;

import type { Equality } from './reads.ts';
import type { Stream } from './stream.ts';

export class UInt {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = BigInt.asUintN(64, value);
  }
}

/** A point in time, nanoseconds since 1970 UTC. */
export class Time {
  readonly ns: bigint;
  constructor(ns: bigint) {
    this.ns = BigInt.asIntN(64, ns);
  }
}

/** Months and nanoseconds, both with the duration's sign: a month has no fixed length. */
export class Duration {
  readonly months: number;
  readonly ns: bigint;
  constructor(months: number, ns: bigint) {
    this.months = months;
    this.ns = ns;
  }
  negate(): Duration {
    return new Duration(-this.months, -this.ns);
  }
  get isZero(): boolean {
    return this.months === 0 && this.ns === 0n;
  }
}

export class Regexp {
  readonly source: string;
  readonly regexp: RegExp;
  constructor(source: string, regexp: RegExp) {
    this.source = source;
    this.regexp = regexp;
  }
}

/** A dictionary; keys are compared by type and value. */
export class Dict {
  readonly entries = new Map<string, readonly [Value, Value]>();

  static of(pairs: Iterable<readonly [Value, Value]>): Dict {
    const dict = new Dict();
    for (const pair of pairs) dict.entries.set(Dict.id(pair[0]), pair);
    return dict;
  }
  get(key: Value): Value | undefined {
    return this.entries.get(Dict.id(key))?.[1];
  }
  static id(key: Value): string {
    if (key instanceof UInt) return `uint ${key.value}`;
    if (key instanceof Time) return `time ${key.ns}`;
    return `${typeof key} ${String(key)}`;
  }
}

/** A record. A label that is not there reads as null, which is what Flux does with a row's missing column. */
export abstract class FluxRecord {
  abstract get(label: string): Value;
  abstract labels(): Iterable<string>;
}

export class MapRecord extends FluxRecord {
  readonly fields: ReadonlyMap<string, Value>;
  constructor(fields: ReadonlyMap<string, Value>) {
    super();
    this.fields = fields;
  }
  get(label: string): Value {
    return this.fields.get(label) ?? null;
  }
  labels(): Iterable<string> {
    return this.fields.keys();
  }
}

/** A value of which only the run knows the type. What it holds of arrays and records is dynamic again. */
export class Dynamic {
  readonly inner: Exclude<Value, Dynamic>;

  private constructor(inner: Exclude<Value, Dynamic>) {
    this.inner = inner;
  }

  static of(value: Value): Dynamic {
    if (value instanceof Dynamic) return value;
    if (Array.isArray(value)) return new Dynamic(value.map((item: Value) => Dynamic.of(item)));
    if (!(value instanceof FluxRecord)) return new Dynamic(value);
    const fields = [...value.labels()].map((label) => [label, Dynamic.of(value.get(label))] as const);
    return new Dynamic(new MapRecord(new Map(fields)));
  }

  /** A field of a record; dynamic null for one that is not there, and of everything else. */
  get(label: string): Dynamic {
    const { inner } = this;
    return Dynamic.of(inner instanceof FluxRecord ? inner.get(label) : null);
  }
}

/** What `exists` denies. */
export function isNull(value: Value): boolean {
  return value === null || (value instanceof Dynamic && value.inner === null);
}

export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  readonly pipe: boolean;
}

/** Named arguments. */
export type Arguments = Readonly<Record<string, Value>>;

export class FluxFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly call: (args: Arguments) => Value;
  /** The labels of a row that the function reads; undefined when it cannot be known. */
  readonly reads: ReadonlySet<string> | undefined;
  /** What a predicate asks of `_measurement`, `_field` and tags besides others: no row is kept for which it is not true. */
  readonly requires: FluxFunction | undefined;
  /** What a predicate of two records compares, when it compares nothing else. */
  readonly equalities: readonly Equality[] | undefined;

  constructor(
    name: string,
    parameters: readonly Parameter[],
    call: (args: Arguments) => Value,
    { reads, equalities, requires }: Pick<Partial<FluxFunction>, 'reads' | 'equalities' | 'requires'> = {},
  ) {
    this.name = name;
    this.parameters = parameters;
    this.call = call;
    this.reads = reads;
    this.equalities = equalities;
    this.requires = requires;
  }
  get pipe(): string | undefined {
    return this.parameters.find((parameter) => parameter.pipe)?.name;
  }
}

/** The type of a value in Flux's words. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: Exclude<Value, boolean | bigint | number | string>): string {
  if (value === null) return 'null';
  if (value instanceof UInt) return 'uint';
  if (value instanceof Time) return 'time';
  if (value instanceof Duration) return 'duration';
  if (value instanceof Regexp) return 'regexp';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Dict) return 'dict';
  if (value instanceof FluxRecord) return 'record';
  if (value instanceof FluxFunction) return 'function';
  if (value instanceof Dynamic) return 'dynamic';
  return Array.isArray(value) ? 'array' : 'stream';
}
