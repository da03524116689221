import type { Bindings } from '../flux/bindings.ts';
import { memberOf } from '../flux/calls.ts';
import { type BinaryExpression, type Expression, keyName, type Node, type Property } from '../flux/syntax.ts';
import type { Library } from '../library/library.ts';
import type { FluxType } from '../library/types.ts';
import type { ParamType, ScriptParameter } from '../protocol.ts';
import { conversions } from './conversions.ts';

/** What the place of one use says of a parameter. */
export interface Usage {
  readonly expects: ParamType;
  /** The compiler takes nothing else here. */
  readonly certain?: true;
  readonly conversion?: Exclude<ParamType, 'any'>;
  readonly role?: NonNullable<ScriptParameter['role']>;
  readonly tagKey?: string;
  /** What the place needs and JSON cannot carry; `point` is a time, or a duration from now. */
  readonly needs?: 'duration' | 'time' | 'uint' | 'point';
}

/** What is asked of a script to read a place. */
export interface Surroundings {
  readonly bindings: Bindings;
  readonly library: Library;
  parentOf(node: Node): Node | undefined;
}

/** Arguments that name something on the server, whatever the function. */
const roles: Readonly<Record<string, Usage>> = {
  bucket: { expects: 'string', role: 'bucket' },
  measurement: { expects: 'string', role: 'measurement' },
};

/** A string is no time at run time, whatever it says; a number is read as Unix seconds. */
const point: Usage = { expects: 'int', needs: 'point' };

/** What a column of a row is compared with. */
const byColumn: Readonly<Record<string, Usage>> = {
  _measurement: { expects: 'string', role: 'measurement' },
  _field: { expects: 'string', role: 'field' },
  _value: { expects: 'float' },
  _time: { expects: 'time', needs: 'time' },
  _start: { expects: 'time', needs: 'time' },
  _stop: { expects: 'time', needs: 'time' },
};

const byLiteral: Partial<Record<Expression['type'], ParamType>> = {
  StringLiteral: 'string',
  StringExpression: 'string',
  IntegerLiteral: 'int',
  FloatLiteral: 'float',
  DurationLiteral: 'duration',
  DateTimeLiteral: 'time',
};

const equalities: ReadonlySet<string> = new Set(['==', '!=']);
const comparisons: ReadonlySet<string> = new Set([...equalities, '<', '<=', '>', '>=']);

/** How often a value is followed from a variable or a function's parameter to where that is used. */
const maxSteps = 5;

/**
 * Reads the place of a value: the conversion around it, the argument it feeds, what it is compared or computed with.
 * A value that a variable or a parameter of the script's own functions takes is read where that is used.
 */
export function usagesOf(value: Node, script: Surroundings, steps = maxSteps): Usage[] {
  const parent = script.parentOf(value);
  switch (parent?.type) {
    case 'ParenExpression':
      return usagesOf(parent, script, steps);
    case 'Property':
      return usagesAsProperty(parent, script, steps);
    case 'ArrayExpression':
      return usagesAsElement(parent, script);
    case 'BinaryExpression':
      return [usageInOperation(parent, parent.left === value ? parent.right : parent.left, script)];
    case 'LogicalExpression':
      return [{ expects: 'bool', certain: true }];
    case 'UnaryExpression':
      return parent.operator === 'not' ? [{ expects: 'bool', certain: true }] : [];
    case 'ConditionalExpression':
      if (parent.test === value) return [{ expects: 'bool', certain: true }];
      return [
        ...typed(literalType(parent.consequent === value ? parent.alternate : parent.consequent)),
        ...usagesOf(parent, script, steps),
      ];
    case 'IndexExpression':
      return parent.index === value ? [{ expects: 'int', certain: true }] : [];
    case 'VariableAssignment':
      return usagesOfName(parent.id, script, steps);
    default:
      return [];
  }
}

/** What the uses of a variable say. */
function usagesOfName(definition: Node, script: Surroundings, steps: number): Usage[] {
  if (steps === 0) return [];
  const uses = script.bindings.symbolOf(definition)?.uses ?? [];
  return uses.flatMap(({ node, role }) => {
    if (role === 'argument') return [];
    if (role === 'use') return usagesOf(node, script, steps - 1);
    const property = script.parentOf(node);
    return property?.type === 'Property' ? usagesAsProperty(property, script, steps - 1) : [];
  });
}

function usagesAsProperty(property: Property, script: Surroundings, steps: number): Usage[] {
  const record = script.parentOf(property);
  // The default of a function's parameter.
  if (record?.type === 'FunctionExpression') return usagesOfName(property.key, script, steps);
  const call = record && script.parentOf(record);
  if (call?.type !== 'CallExpression' || call.arguments !== record) return [];
  const argument = keyName(property.key);
  const parameter = script.bindings.parameterOf(property.key);
  if (parameter && steps > 0) {
    const standard = parameter.value && literalType(parameter.value);
    const own = usagesOfName(parameter.definition, script, steps);
    if (own.length > 0 || standard) return [...typed(standard), ...own];
  }
  const called = memberOf(call.callee, script);
  const name = functionName(call.callee);
  if (argument === 'v' && conversions.has(name) && called?.path === 'universe') {
    const type = name as Exclude<ParamType, 'any'>;
    return [{ expects: type, conversion: type }];
  }
  if (name === 'range' && /^(start|stop)$/.test(argument)) return [point];
  const taken = called?.signature?.parameters.find((candidate) => candidate.name === argument);
  const type = taken && basicType(taken.type);
  const role = roles[argument];
  if (role && (type ?? 'string') === 'string') return [{ ...role, ...(type && { certain: true }) }];
  return typed(type, true);
}

/** In an array that is an argument: `columns: [params.c]`. */
function usagesAsElement(array: Node, script: Surroundings): Usage[] {
  const property = script.parentOf(array);
  const record = property && script.parentOf(property);
  const call = record && script.parentOf(record);
  if (property?.type !== 'Property' || call?.type !== 'CallExpression') return [];
  const argument = keyName(property.key);
  const taken = memberOf(call.callee, script)?.signature?.parameters.find(({ name }) => name === argument);
  return taken?.type.kind === 'array' ? typed(basicType(taken.type.element), true) : [];
}

function basicType(type: FluxType): Exclude<ParamType, 'any'> | undefined {
  return type.kind === 'basic' && conversions.has(type.name)
    ? (type.name as Exclude<ParamType, 'any'>)
    : undefined;
}

function typed(type: ParamType | undefined, certain = false): Usage[] {
  if (!type || type === 'any') return [];
  const unsendable = type === 'duration' || type === 'time' || type === 'uint';
  return [{ expects: type, ...(certain && { certain }), ...(unsendable && { needs: type }) }];
}

function usageInOperation({ operator }: BinaryExpression, other: Expression, script: Surroundings): Usage {
  const none: Usage = { expects: 'any' };
  if (other.type === 'ParenExpression') {
    return usageInOperation({ operator } as BinaryExpression, other.expression, script);
  }
  if (operator === '=~' || operator === '!~')
    return typed(other.type === 'RegexpLiteral' ? 'string' : undefined, true)[0] ?? none;
  const literal = literalType(other);
  if (!comparisons.has(operator)) {
    // A duration is added to a time, and to another duration.
    const certain = literal !== 'duration' && literal !== 'time';
    return typed(literal, certain)[0] ?? none;
  }
  if (other.type === 'MemberExpression') {
    if (!isRow(other.object, script)) return none;
    const column = keyName(other.property);
    const known = byColumn[column];
    if (known) return known;
    // Tags are strings and have no order worth asking for: what is ordered is a field, pivoted, of any type.
    return equalities.has(operator) ? { expects: 'string', role: 'tag', tagKey: column } : none;
  }
  if (other.type === 'CallExpression') {
    const called = functionName(other.callee);
    return conversions.has(called) ? (typed(called as ParamType)[0] ?? none) : none;
  }
  return typed(literal)[0] ?? none;
}

function literalType(node: Expression): ParamType | undefined {
  if (node.type === 'ParenExpression') return literalType(node.expression);
  if (node.type === 'UnaryExpression')
    return /^[-+]$/.test(node.operator) ? literalType(node.argument) : 'bool';
  // To the parser, `true` and `false` are names.
  if (node.type === 'Identifier') return /^(true|false)$/.test(node.name) ? 'bool' : undefined;
  return byLiteral[node.type];
}

/** Rows come as a function's parameter. */
function isRow(node: Expression, { bindings }: Surroundings): boolean {
  return bindings.symbolOf(node)?.kind === 'parameter';
}

function functionName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? keyName(callee.property) : '';
}
