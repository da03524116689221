import type { Span } from '../../server/src/flux/positions.ts';
import type * as ast from '../../server/src/flux/syntax.ts';
import { keyName } from '../../server/src/flux/syntax.ts';
import type { Budget, Context } from './context.ts';
import { toText } from './convert.ts';
import { FinalFluxError, FluxError } from './errors.ts';
import { literalValue } from './literals.ts';
import { binaryOperators, negate } from './operators.ts';
import type { Places } from './places.ts';
import { equalitiesOf, labelsRead, requirementsOf } from './reads.ts';
import { type Code, Frame, Names } from './scope.ts';
import { Stream } from './stream.ts';
import {
  type Arguments,
  Dict,
  Dynamic,
  FluxFunction,
  FluxRecord,
  isNull,
  MapRecord,
  typeName,
  type Value,
} from './values.ts';

/** Turns expressions into closures, once; unknown names and what cannot run are found here, before anything runs. */
export class Compiler {
  readonly #budget: Budget;
  readonly #places: Places;
  readonly #locates: boolean;

  /** `locates` is false for the library's own Flux: who calls it is told where it was called, not what failed inside. */
  constructor({ budget, places }: Pick<Context, 'budget' | 'places'>, locates = true) {
    this.#budget = budget;
    this.#places = places;
    this.#locates = locates;
  }

  expression(node: ast.Expression, names: Names): Code {
    switch (node.type) {
      case 'Identifier':
        return this.#read(node.name, node, names);
      case 'ParenExpression':
        return this.expression(node.expression, names);
      case 'IntegerLiteral':
      case 'FloatLiteral':
      case 'StringLiteral':
      case 'DurationLiteral':
      case 'DateTimeLiteral':
      case 'RegexpLiteral':
        return constant(literalValue(node, this.#places));
      case 'StringExpression':
        return this.#interpolation(node, names);
      case 'ArrayExpression': {
        const items = node.elements.map((element) => this.expression(element, names));
        return (frame) => items.map((item) => item(frame));
      }
      case 'DictExpression': {
        const pairs = node.elements.map(
          ({ key, val }) => [this.expression(key, names), this.expression(val, names)] as const,
        );
        return (frame) => Dict.of(pairs.map(([key, value]) => [key(frame), value(frame)] as const));
      }
      case 'ObjectExpression':
        return this.#record(node, names);
      case 'MemberExpression':
        return this.#member(node, names);
      case 'IndexExpression':
        return this.#index(node, names);
      case 'BinaryExpression':
        return this.#binary(node, names);
      case 'LogicalExpression':
        return this.#logical(node, names);
      case 'UnaryExpression':
        return this.#unary(node, names);
      case 'ConditionalExpression': {
        const [test, consequent, alternate] = [node.test, node.consequent, node.alternate].map((part) =>
          this.expression(part, names),
        ) as [Code, Code, Code];
        return (frame) => (test(frame) === true ? consequent(frame) : alternate(frame));
      }
      case 'FunctionExpression':
        return this.#function(node, names, '<anonymous function>');
      case 'CallExpression':
        return this.#call(node, names);
      case 'PipeExpression':
        if (node.call.type === 'CallExpression') return this.#call(node.call, names, node.argument);
        throw this.#places.unsupported(`a pipe into a ${node.call.type}`, node.call);
      default:
        throw this.#places.unsupported(`a ${node.type}`, node);
    }
  }

  /** A named function knows its name. */
  initializer(name: string, node: ast.Expression, names: Names): Code {
    return node.type === 'FunctionExpression'
      ? this.#function(node, names, name)
      : this.expression(node, names);
  }

  #read(name: string, place: Span, names: Names): Code {
    const code = names.read(name);
    if (!code) throw this.#places.unsupported(`function ${name}`, place);
    return code;
  }

  #interpolation(node: ast.StringExpression, names: Names): Code {
    const parts = node.parts.map((part) =>
      part.type === 'TextPart' ? constant(part.value) : this.expression(part.expression, names),
    );
    return (frame) => {
      let text = '';
      for (const part of parts) {
        const value = part(frame);
        if (value === null)
          throw new FluxError('a string cannot interpolate null; test it with exists first');
        text += toText(value);
      }
      return text;
    };
  }

  #record(node: ast.ObjectExpression, names: Names): Code {
    const base = node.with && this.expression(node.with, names);
    const properties = node.properties.map((property) => {
      const label = keyName(property.key);
      const code = property.value
        ? this.initializer(label, property.value, names)
        : this.#read(label, property, names);
      return [label, code] as const;
    });
    return (frame) => {
      const fields = new Map<string, Value>();
      if (base) {
        const record = base(frame);
        if (!(record instanceof FluxRecord))
          throw new FluxError(`expected a record after with, got ${typeName(record)}`);
        for (const label of record.labels()) fields.set(label, record.get(label));
      }
      for (const [label, code] of properties) fields.set(label, code(frame));
      return new MapRecord(fields);
    };
  }

  #member(node: ast.MemberExpression, names: Names): Code {
    const label = keyName(node.property);
    if (node.object.type === 'Identifier') {
      const imported = names.package(node.object.name);
      if (imported) {
        const option = imported.option(label);
        if (option) return option;
        const member = imported.get(label);
        if (member === undefined) {
          const reason = imported.reason(label);
          throw this.#places.unsupported(`function ${imported.name}.${label}${reason}`, node);
        }
        return constant(member);
      }
    }
    const object = this.expression(node.object, names);
    return (frame) => {
      const record = object(frame);
      if (record instanceof FluxRecord || record instanceof Dynamic) return record.get(label);
      if (record === null) return null;
      throw new FluxError(
        `cannot access property ${JSON.stringify(label)} on a value of type ${typeName(record)}`,
      );
    };
  }

  #index(node: ast.IndexExpression, names: Names): Code {
    const array = this.expression(node.array, names);
    const index = this.expression(node.index, names);
    return (frame) => {
      const [items, position] = [array(frame), index(frame)];
      if (items instanceof FluxRecord && typeof position === 'string') return items.get(position);
      if (!Array.isArray(items) || typeof position !== 'bigint') {
        throw new FluxError(`cannot index ${typeName(items)} with ${typeName(position)}`);
      }
      if (position < 0n || position >= items.length) {
        throw new FluxError(
          `error ${this.#places.at(node)}: cannot access element ${position} in array of length ${items.length}`,
        );
      }
      return items[Number(position)] ?? null;
    };
  }

  #binary(node: ast.BinaryExpression, names: Names): Code {
    const operator = binaryOperators.get(node.operator);
    if (!operator) throw this.#places.unsupported(`operator ${node.operator}`, node);
    const left = this.expression(node.left, names);
    const right = this.expression(node.right, names);
    return (frame) => operator(left(frame), right(frame));
  }

  /** Null counts as false. */
  #logical(node: ast.LogicalExpression, names: Names): Code {
    const left = this.expression(node.left, names);
    const right = this.expression(node.right, names);
    return node.operator === 'and'
      ? (frame) => left(frame) === true && right(frame)
      : (frame) => left(frame) === true || right(frame);
  }

  #unary(node: ast.UnaryExpression, names: Names): Code {
    const argument = this.expression(node.argument, names);
    switch (node.operator) {
      case 'exists':
        return (frame) => !isNull(argument(frame));
      case 'not':
        return (frame) => {
          const value = argument(frame);
          return value === null ? null : !value;
        };
      case '-':
        return (frame) => negate(argument(frame));
      case '+':
        return argument;
    }
  }

  #function(node: ast.FunctionExpression, names: Names, name: string): Code {
    const inner = new Names(names);
    const parameters = node.params.map((property) => ({
      name: keyName(property.key),
      pipe: property.value?.type === 'PipeLiteral',
      optional: property.value !== null && property.value.type !== 'PipeLiteral',
      // Defaults are read where the function stands, not where it is called.
      fallback:
        property.value && property.value.type !== 'PipeLiteral'
          ? this.expression(property.value, names)
          : undefined,
    }));
    for (const parameter of parameters) inner.declare(parameter.name);
    const body =
      node.body.type === 'Block' ? this.#block(node.body, inner) : this.expression(node.body, inner);
    const [first = '', second = ''] = parameters.map((parameter) => parameter.name);
    const known = {
      reads: parameters.length === 1 ? labelsRead(node.body, first) : undefined,
      equalities: parameters.length === 2 ? equalitiesOf(node.body, first, second) : undefined,
    };
    const required =
      parameters.length === 1
        ? requirementsOf(node.body, first, ['_time', '_value']).map((part) => this.expression(part, inner))
        : [];
    const budget = this.#budget;
    return (frame) => {
      const defaults = parameters.map((parameter) => parameter.fallback?.(frame));
      const callable = (run: Code, more: Partial<FluxFunction>) =>
        new FluxFunction(
          name,
          parameters,
          (args) => {
            budget.spend();
            const local = new Frame(frame);
            for (const [slot, parameter] of parameters.entries()) {
              const given = Object.hasOwn(args, parameter.name) ? args[parameter.name] : defaults[slot];
              if (given === undefined) {
                throw new FluxError(`missing required keyword argument ${JSON.stringify(parameter.name)}`);
              }
              local.values[slot] = given;
            }
            return run(local);
          },
          more,
        );
      if (required.length === 0) return callable(body, known);
      const requires = callable((local) => required.every((part) => part(local) === true), {});
      return callable(body, { ...known, requires });
    };
  }

  #block(block: ast.Block, names: Names): Code {
    const steps: ((frame: Frame) => Value | undefined)[] = [];
    for (const statement of block.body) {
      switch (statement.type) {
        case 'VariableAssignment': {
          const code = this.initializer(statement.id.name, statement.init, names);
          const slot = names.declare(statement.id.name);
          steps.push((frame) => {
            frame.values[slot] = code(frame);
            return undefined;
          });
          break;
        }
        case 'ReturnStatement':
          steps.push(this.expression(statement.argument, names));
          break;
        case 'ExpressionStatement': {
          const code = this.expression(statement.expression, names);
          steps.push((frame) => {
            code(frame);
            return undefined;
          });
          break;
        }
        default:
          throw this.#places.unsupported(`a ${statement.type} within a function`, statement);
      }
    }
    return (frame) => {
      for (const step of steps) {
        const value = step(frame);
        if (value !== undefined) return value;
      }
      return null;
    };
  }

  #call(node: ast.CallExpression, names: Names, piped?: ast.Expression): Code {
    const callee = this.expression(node.callee, names);
    const name = calleeName(node.callee);
    const pipe = piped && this.expression(piped, names);
    const place = () => this.#places.at(node);
    const codes = node.arguments.properties.map((property) => {
      const label = keyName(property.key);
      return [
        label,
        property.value ? this.expression(property.value, names) : this.#read(label, property, names),
      ] as const;
    });
    return (frame) => {
      const target = callee(frame);
      if (!(target instanceof FluxFunction))
        throw new FluxError(`cannot call a value of type ${typeName(target)}`);
      const args: Record<string, Value> = Object.create(null);
      if (pipe) args[target.pipe ?? 'tables'] = pipe(frame);
      for (const [label, code] of codes) args[label] = code(frame);
      return this.#locates ? located(target, args, name, place) : target.call(args);
    };
  }
}

/** Calls a function and puts its name and place before its errors, at once or when its stream runs. */
function located(target: FluxFunction, args: Arguments, name: string, place: () => string): Value {
  let result: Value;
  try {
    result = target.call(args);
  } catch (error) {
    if (!(error instanceof FluxError) || error instanceof FinalFluxError) throw error;
    throw new FluxError(
      `error calling function ${JSON.stringify(name)} ${place()}: ${error.message}`,
      error.code,
    );
  }
  if (result instanceof Stream) result.origin ??= { name, place };
  return result;
}

function constant(value: Value): Code {
  return () => value;
}

function calleeName(callee: ast.Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? keyName(callee.property) : '<anonymous function>';
}
