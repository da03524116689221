import type { Expression, Node } from '../flux/ast.ts';
import type { ParamType, ScriptParameter } from '../protocol.ts';
import type { Reference } from './references.ts';

/** What the place of one use says of a parameter. */
export interface Usage {
  readonly expects: ParamType;
  readonly conversion?: Exclude<ParamType, 'any'>;
  readonly role?: NonNullable<ScriptParameter['role']>;
  readonly tagKey?: string;
}

const unknown: Usage = { expects: 'any' };

const conversions: ReadonlySet<string> = new Set([
  'bool',
  'duration',
  'float',
  'int',
  'string',
  'time',
  'uint',
]);

/** What a parameter that feeds an argument is, whatever the function, where the compiler leaves it open. */
const byArgument: Readonly<Record<string, Usage>> = {
  bucket: { expects: 'string', role: 'bucket' },
  measurement: { expects: 'string', role: 'measurement' },
  // A string is no time at run time, whatever it says; a number is read as Unix seconds.
  'range start': { expects: 'int' },
  'range stop': { expects: 'int' },
};

/** What a column of a row is compared with. */
const byColumn: Readonly<Record<string, Usage>> = {
  _measurement: { expects: 'string', role: 'measurement' },
  _field: { expects: 'string', role: 'field' },
  _value: { expects: 'float' },
  _time: { expects: 'time' },
  _start: { expects: 'time' },
  _stop: { expects: 'time' },
};

const byLiteral: Partial<Record<Expression['type'], Usage>> = {
  StringLiteral: { expects: 'string' },
  StringExpression: { expects: 'string' },
  IntegerLiteral: { expects: 'int' },
  FloatLiteral: { expects: 'float' },
  BooleanLiteral: { expects: 'bool' },
  DurationLiteral: { expects: 'duration' },
  DateTimeLiteral: { expects: 'time' },
};

const equalities: ReadonlySet<string> = new Set(['==', '!=']);
const comparisons: ReadonlySet<string> = new Set([...equalities, '<', '<=', '>', '>=']);

/** Reads the place of a use: the conversion around it, the argument it feeds, or what it is compared with. */
export function usageOf({ parents, location }: Reference): Usage {
  const outer = parents.filter((node) => node.type !== 'ParenExpression');
  const [parent, record, call] = outer;
  if (!parent) return unknown;
  if (parent.type === 'Property' && record?.type === 'ObjectExpression' && call && 'callee' in call) {
    const argument = 'name' in parent.key ? parent.key.name : parent.key.value;
    return usageAsArgument(functionName(call.callee), argument);
  }
  if (parent.type === 'BinaryExpression' && comparisons.has(parent.operator)) {
    const { left, operator, right } = parent;
    return usageInComparison(holds(left, location) ? right : left, operator, outer);
  }
  return unknown;
}

function usageAsArgument(called: string, argument: string): Usage {
  if (argument === 'v' && conversions.has(called)) {
    const type = called as Exclude<ParamType, 'any'>;
    return { expects: type, conversion: type };
  }
  return byArgument[`${called} ${argument}`] ?? byArgument[argument] ?? unknown;
}

function usageInComparison(other: Expression, operator: string, parents: readonly Node[]): Usage {
  if (other.type === 'ParenExpression') return usageInComparison(other.expression, operator, parents);
  if (other.type === 'MemberExpression') {
    if (!isRow(other.object, parents)) return unknown;
    const column = 'name' in other.property ? other.property.name : other.property.value;
    const known = byColumn[column];
    if (known) return known;
    // Tags are strings and have no order worth asking for: what is ordered is a field, pivoted, of any type.
    return equalities.has(operator) ? { expects: 'string', role: 'tag', tagKey: column } : unknown;
  }
  if (other.type === 'CallExpression') {
    const called = functionName(other.callee);
    return conversions.has(called) ? { expects: called as ParamType } : unknown;
  }
  // To the parser, `true` and `false` are names.
  if (other.type === 'Identifier' && /^(true|false)$/.test(other.name)) return { expects: 'bool' };
  return byLiteral[other.type] ?? unknown;
}

/** Rows come as a function's parameter. */
function isRow(node: Expression, parents: readonly Node[]): boolean {
  return (
    node.type === 'Identifier' &&
    parents.some(
      (parent) =>
        parent.type === 'FunctionExpression' &&
        parent.params.some(({ key }) => 'name' in key && key.name === node.name),
    )
  );
}

function functionName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression') return '';
  return 'name' in callee.property ? callee.property.name : callee.property.value;
}

function holds(node: Node, location: Reference['location']): boolean {
  const { start, end } = node.location;
  const at = location.start;
  const afterStart = at.line > start.line || (at.line === start.line && at.column >= start.column);
  const beforeEnd = at.line < end.line || (at.line === end.line && at.column < end.column);
  return afterStart && beforeEnd;
}
