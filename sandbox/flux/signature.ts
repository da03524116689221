import type { Context } from './context.ts';
import { FluxError } from './errors.ts';
import { Stream } from './stream.ts';
import {
  type Arguments,
  Dict,
  Duration,
  FluxFunction,
  FluxRecord,
  type Parameter,
  Regexp,
  Time,
  typeName,
  UInt,
  type Value,
} from './values.ts';
import { type Zone, zoneOf } from './zone.ts';

/** `name(<-tables: stream, n: int, ?offset: int)`: the signature in which a function is declared, parsed. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly (Parameter & { readonly type: string })[];
}

const checks: Readonly<Record<string, (value: Value) => boolean>> = {
  any: () => true,
  stream: (value) => value instanceof Stream,
  int: (value) => typeof value === 'bigint',
  uint: (value) => value instanceof UInt,
  float: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  bytes: (value) => value instanceof Uint8Array,
  time: (value) => value instanceof Time,
  duration: (value) => value instanceof Duration,
  regexp: (value) => value instanceof Regexp,
  dict: (value) => value instanceof Dict,
  record: (value) => value instanceof FluxRecord,
  function: (value) => value instanceof FluxFunction,
  array: (value) => Array.isArray(value),
};

/** Parses the one line that declares a function. */
export function parseSignature(text: string): Signature {
  const match = /^(\w+)\((.*)\)$/.exec(text);
  if (!match) throw new TypeError(`not a signature: ${text}`);
  const [, name = '', list = ''] = match;
  const parameters = list
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const found = /^\s*(<-|\?)?(\w+): (\w+)\s*$/.exec(part);
      const [, mark, parameter = '', type = ''] = found ?? [];
      if (!(type in checks)) throw new TypeError(`not a signature: ${text}`);
      return { name: parameter, type, optional: mark === '?', pipe: mark === '<-' };
    });
  return { name, parameters };
}

/** The arguments of one call, read by type. The compiler has checked them; what slips through is caught here. */
export class Args {
  readonly #values: Arguments;

  constructor(signature: Signature, values: Arguments) {
    for (const { name, type, optional } of signature.parameters) {
      const value = Object.hasOwn(values, name) ? (values[name] ?? null) : undefined;
      if (value === undefined) {
        if (!optional) throw new FluxError(`missing required keyword argument ${JSON.stringify(name)}`);
        continue;
      }
      if (value !== null && !checks[type]?.(value)) {
        throw new FluxError(`expected ${type} but found ${typeName(value)} (argument ${name})`);
      }
    }
    this.#values = values;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name) && this.#values[name] !== undefined;
  }
  value(name: string): Value {
    return this.has(name) ? (this.#values[name] ?? null) : null;
  }
  #get<T>(name: string, fallback: T | undefined): T {
    const value = this.value(name);
    if (value !== null) return value as T;
    if (fallback !== undefined) return fallback;
    throw new FluxError(`argument ${JSON.stringify(name)} is null`);
  }

  stream(name = 'tables'): Stream {
    return this.#get<Stream>(name, undefined);
  }
  string(name: string, fallback?: string): string {
    return this.#get(name, fallback);
  }
  int(name: string, fallback?: bigint): bigint {
    return this.#get(name, fallback);
  }
  float(name: string, fallback?: number): number {
    return this.#get(name, fallback);
  }
  bool(name: string, fallback?: boolean): boolean {
    return this.#get(name, fallback);
  }
  time(name: string): Time {
    return this.#get<Time>(name, undefined);
  }
  duration(name: string, fallback?: Duration): Duration {
    return this.#get(name, fallback);
  }
  /** The argument `location`, or the script's own. */
  zone(context: Context): Zone {
    return this.has('location') ? zoneOf(this.record('location')) : context.zone();
  }
  record(name: string): FluxRecord {
    return this.#get<FluxRecord>(name, undefined);
  }
  function(name: string): FluxFunction {
    return this.#get<FluxFunction>(name, undefined);
  }
  array(name: string, fallback?: readonly Value[]): readonly Value[] {
    return this.#get(name, fallback);
  }
  strings(name: string, fallback?: readonly string[]): readonly string[] {
    const array = this.array(name, fallback);
    for (const item of array) {
      if (typeof item !== 'string')
        throw new FluxError(`expected string but found ${typeName(item)} (argument ${name})`);
    }
    return array as readonly string[];
  }
}
