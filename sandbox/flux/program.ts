import { parse } from '../../server/src/flux/parser.ts';
import type * as ast from '../../server/src/flux/syntax.ts';
import { keyName } from '../../server/src/flux/syntax.ts';
import { Compiler } from './compile.ts';
import {
  Budget,
  type Context,
  type DataSource,
  defaultLimits,
  type Limits,
  type Outside,
} from './context.ts';
import { FinalFluxError, FluxError } from './errors.ts';
import { findPackage, leavesMachine, universe } from './library.ts';
import { Places } from './places.ts';
import type { Builtin, Composed, Definition, Package, PackageOption } from './registry.ts';
import { type Code, Frame, Names } from './scope.ts';
import { Args } from './signature.ts';
import { Stream } from './stream.ts';
import { FluxFunction, FluxRecord, Time, type Value } from './values.ts';
import { utc, type Zone, zoneOf } from './zone.ts';

/** One result of a query: what a `yield` names, `_result` without one. */
export interface Result {
  readonly name: string;
  readonly stream: Stream;
}

export interface ProgramOptions {
  readonly source: DataSource;
  /** What `now()` answers, unless the script sets `option now`. */
  readonly now: Time;
  /** The record `params`. */
  readonly params?: Value;
  readonly limits?: Limits;
  /** Without it there are no secrets and there is no API. */
  readonly outside?: Outside;
  readonly cancelled?: () => boolean;
}

const nothingOutside: Outside = {
  secret: () => undefined,
  call: () => {
    throw new FluxError('there is no API to call here');
  },
  lastSuccess: undefined,
};

/**
 * Runs a script that the compiler has accepted and gives its results; their tables are computed when they are walked over.
 *
 * @throws FluxError for everything that can be known before the first table.
 */
export function runProgram(
  text: string,
  options: ProgramOptions,
): { readonly results: readonly Result[]; readonly budget: Budget } {
  const { file, errors } = parse(text);
  const places = new Places(text);
  if (errors[0]) throw places.unsupported('what stands here', errors[0]);
  const results: Result[] = [];
  const budget = new Budget(options.limits ?? defaultLimits, options.cancelled);
  let now: FluxFunction | undefined;
  let zone: Zone = utc;
  const context: Context = {
    places,
    source: options.source,
    budget,
    outside: options.outside ?? nothingOutside,
    now: () => {
      const time = now?.call({}) ?? options.now;
      if (!(time instanceof Time)) throw new FinalFluxError('option now must return a time');
      return time;
    },
    zone: () => zone,
    option: (path, name) => library.optionOf(path, name),
    emit: (name, stream) => {
      if (results.some((result) => result.name === name)) {
        throw new FinalFluxError(
          `tried to produce more than one result with the name ${JSON.stringify(name)}`,
        );
      }
      results.push({ name, stream });
    },
  };

  const library = new Library(context);
  const global = new Names(undefined, (name) =>
    name === 'params' && options.params !== undefined ? options.params : library.member(universe, name),
  );
  importPackages(file, global, library, places);
  const compiler = new Compiler(context);
  const frame = new Frame(new Frame());
  const local = new Names(global);

  // Everything is compiled before anything runs, so that what is not supported is told first.
  const steps = file.body.map((statement) => compileStatement(statement, compiler, local, places));
  for (const step of steps) {
    const outcome = step(frame);
    if (outcome.now) now = outcome.now;
    if (outcome.location) zone = zoneOf(outcome.location);
    if (outcome.value instanceof Stream) {
      const stream = outcome.value;
      if (!results.some((result) => result.stream === stream)) context.emit('_result', stream);
    }
  }
  if (results.length === 0) {
    throw new FinalFluxError(
      'this Flux script returns no streaming data. Consider adding a "yield" or invoking streaming functions directly, without performing an assignment',
    );
  }
  for (const { stream } of results) {
    if (stream.rangeOf) {
      throw new FinalFluxError(
        "error in building plan while starting program: cannot submit unbounded read to a bucket; try bounding 'from' with a call to 'range'",
      );
    }
  }
  return { results, budget };
}

interface Outcome {
  /** The value of an expression that stands alone. */
  readonly value?: Value;
  readonly now?: FluxFunction;
  readonly location?: FluxRecord;
}
type Step = (frame: Frame) => Outcome;

function compileStatement(statement: ast.Statement, compiler: Compiler, names: Names, places: Places): Step {
  switch (statement.type) {
    case 'ExpressionStatement': {
      const code = compiler.expression(statement.expression, names);
      return (frame) => ({ value: code(frame) });
    }
    case 'VariableAssignment':
      return assignment(statement, compiler, names);
    case 'OptionStatement': {
      const { assignment: set } = statement;
      if (set.type === 'MemberAssignment') return packageOption(set, compiler, names, places);
      if (set.id.name === 'location') {
        const code = compiler.expression(set.init, names);
        return (frame) => {
          const value = code(frame);
          return value instanceof FluxRecord ? { location: value } : {};
        };
      }
      if (set.id.name !== 'now') return assignment(set, compiler, names);
      const code = compiler.expression(set.init, names);
      return (frame) => {
        const value = code(frame);
        return value instanceof FluxFunction ? { now: value } : {};
      };
    }
    default:
      throw places.unsupported(`a ${statement.type} here`, statement);
  }
}

/** `option package.name = …` */
function packageOption(
  { member, init }: ast.MemberAssignment,
  compiler: Compiler,
  names: Names,
  places: Places,
): Step {
  const label = keyName(member.property);
  const from = member.object.type === 'Identifier' ? names.package(member.object.name) : undefined;
  const set = from?.setOption(label);
  if (!from || !set) throw places.unsupported(`option ${from ? `${from.name}.` : ''}${label}`, member);
  const code = compiler.initializer(label, init, names);
  return (frame) => {
    try {
      set(code(frame));
    } catch (error) {
      if (!(error instanceof FluxError) || error instanceof FinalFluxError) throw error;
      throw new FinalFluxError(
        `error ${places.at(member)}: option ${from.name}.${label}: ${error.message}`,
        error.code,
      );
    }
    return {};
  };
}

function assignment(node: ast.VariableAssignment, compiler: Compiler, names: Names): Step {
  const code = compiler.initializer(node.id.name, node.init, names);
  const slot = names.declare(node.id.name);
  return (frame) => {
    frame.values[slot] = code(frame);
    return {};
  };
}

/** A package that the sandbox does not have is told by the first of its functions that is used. */
function importPackages(file: ast.File, names: Names, library: Library, places: Places): void {
  for (const node of file.imports) {
    const path = node.path.value;
    const leaves = leavesMachine(path);
    const found: Package | undefined = findPackage(path) ?? (leaves ? undefined : { path, functions: [] });
    if (!found) throw places.unsupported(`package ${JSON.stringify(path)}, which leaves this machine,`, node);
    const name = path.slice(path.lastIndexOf('/') + 1);
    names.import(node.as?.name ?? name, {
      name,
      reason: (member) => found.refused?.[member] ?? (leaves ? ', which leaves this machine,' : ''),
      get: (member) => library.member(found, member),
      option: (member) => library.option(found, member),
      setOption: (member) => library.setOption(found, member),
    });
  }
}

/** The standard library as values of one query. */
class Library {
  readonly #context: Context;
  readonly #made = new Map<Builtin | Composed, Value>();
  readonly #options = new Map<PackageOption, Value>();

  constructor(context: Context) {
    this.#context = context;
  }
  member(from: Package, name: string): Value | undefined {
    const found = from.functions.find((candidate) => candidate.signature.name === name);
    if (!found)
      return from.constants && Object.hasOwn(from.constants, name) ? from.constants[name] : undefined;
    let value = this.#made.get(found);
    if (value === undefined) {
      value = 'flux' in found ? this.#define(name, found) : this.#native(found);
      this.#made.set(found, value);
    }
    return value;
  }

  /** Reads an option as it is when it is read. */
  option(from: Package, name: string): Code | undefined {
    const option = optionOf(from, name);
    return option && (() => this.#current(from, name, option));
  }
  optionOf(path: string, name: string): Value {
    const from = findPackage(path);
    const option = from && optionOf(from, name);
    if (!option)
      throw new FluxError(
        `option ${name} of package ${JSON.stringify(path)} is not supported`,
        'unsupported',
      );
    return this.#current(from, name, option);
  }
  setOption(from: Package, name: string): ((value: Value) => void) | undefined {
    const option = optionOf(from, name);
    return (
      option &&
      ((value) => {
        option.accept?.(value);
        this.#options.set(option, value);
      })
    );
  }

  #current(from: Package, name: string, option: PackageOption): Value {
    const set = this.#options.get(option);
    if (set !== undefined) return set;
    const { initial } = option;
    if (initial === undefined) return this.member(from, name) ?? null;
    if (typeof initial === 'function') return initial(this.#context);
    if (!isDefinition(initial)) return initial;
    const made = this.#define(name, initial);
    this.#options.set(option, made);
    return made;
  }

  #native({ signature, run }: Builtin): FluxFunction {
    return new FluxFunction(signature.name, signature.parameters, (args) => {
      this.#context.budget.spend();
      return run(new Args(signature, args), this.#context);
    });
  }

  #define(name: string, { flux, imports }: Definition): Value {
    const text = `${imports.map((path) => `import ${JSON.stringify(path)}\n`).join('')}${name} = ${flux}`;
    const { file } = parse(text);
    const places = new Places(text);
    const names = new Names(undefined, (name) => this.member(universe, name));
    importPackages(file, names, this, places);
    const [statement] = file.body;
    if (statement?.type !== 'VariableAssignment') throw new TypeError(`not a definition: ${name}`);
    const compiler = new Compiler({ budget: this.#context.budget, places }, false);
    return compiler.initializer(name, statement.init, names)(new Frame());
  }
}

function optionOf({ options }: Package, name: string): PackageOption | undefined {
  return options && Object.hasOwn(options, name) ? options[name] : undefined;
}

function isDefinition(initial: Value | Definition): initial is Definition {
  return typeof initial === 'object' && initial !== null && 'flux' in initial;
}
