import type { Span } from '../flux/positions.ts';
import { type CallExpression, type Expression, type Identifier, keyName, type Node } from '../flux/syntax.ts';
import { childrenOf, pathAt } from '../flux/walk.ts';
import { type Conversion, conversions } from '../params/conversions.ts';
import type { ParamType } from '../protocol.ts';
import type { Script } from '../script.ts';

/** A literal that a parameter can take the place of. */
export interface Literal {
  /** With its minus. */
  readonly node: Expression;
  readonly type: Exclude<ParamType, 'any' | 'uint'>;
  /** What it stands for: a string without quotes and escapes, anything else as it is written. */
  readonly value: string;
}

/** The literal that a selection, or a cursor, lies in or touches. */
export function literalAt(script: Script, span: Span): Literal | undefined {
  const [inner, outer] = pathAt(script.file, span.start);
  const found = [outer, inner]
    .map((node) => node && literalOf(node))
    .find((literal) => literal !== undefined);
  if (!found || span.end > found.node.end || !isExpression(found.node, script)) return undefined;
  return found;
}

/** Every literal like one, itself among them, in the text's order. */
export function equalLiterals(script: Script, { type, value }: Literal): Literal[] {
  const found: Literal[] = [];
  const visit = (node: Node) => {
    const literal = literalOf(node);
    if (!literal) childrenOf(node).forEach(visit);
    else if (literal.type === type && literal.value === value && isExpression(node, script))
      found.push(literal);
  };
  visit(script.file);
  return found;
}

function literalOf(node: Node): Literal | undefined {
  switch (node.type) {
    case 'StringLiteral':
      return { node, type: 'string', value: node.value };
    case 'IntegerLiteral':
      return { node, type: 'int', value: node.value };
    case 'FloatLiteral':
      return { node, type: 'float', value: node.value };
    case 'DurationLiteral':
      return { node, type: 'duration', value: node.value };
    case 'DateTimeLiteral':
      return { node, type: 'time', value: node.value };
    case 'Identifier':
      return /^(true|false)$/.test(node.name) ? { node, type: 'bool', value: node.name } : undefined;
    case 'UnaryExpression': {
      const literal = node.operator === '-' ? literalOf(node.argument) : undefined;
      const negative = literal && /^\d/.test(literal.value) && /^(int|float|duration)$/.test(literal.type);
      return negative ? { ...literal, node, value: `-${literal.value}` } : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether any other expression could stand in a literal's place. */
function isExpression(node: Node, script: Script): boolean {
  const parent = script.parentOf(node);
  switch (parent?.type) {
    case undefined:
    case 'ImportDeclaration':
    case 'PackageClause':
    case 'TestCaseStatement':
    case 'InterpolatedPart':
    case 'BuiltinStatement':
      return false;
    case 'Property':
      // What has no name yet is half typed.
      if (parent.value !== node || keyName(parent.key) === '') return false;
      break;
    case 'MemberExpression':
      if (parent.object !== node || node.type === 'Identifier') return false;
      break;
    case 'ObjectExpression':
    case 'VariableAssignment':
      if (node.type === 'Identifier' && !('init' in parent && parent.init === node)) return false;
  }
  if (node.type === 'Identifier' && script.bindings.symbolOf(node)) return false;
  return !isInTask(node, script);
}

/** A task's options are read before the script runs. */
function isInTask(node: Node, script: Script): boolean {
  for (let outer = script.parentOf(node); outer; outer = script.parentOf(outer)) {
    if (outer.type !== 'OptionStatement') continue;
    const { assignment } = outer;
    return assignment.type === 'VariableAssignment' && assignment.id.name === 'task';
  }
  return false;
}

/** The conversion that a value is given to, as in `duration(v: …)`. */
export function conversionAround(
  value: Node,
  script: Script,
): { readonly call: CallExpression; readonly type: Conversion } | undefined {
  const property = script.parentOf(value);
  if (property?.type !== 'Property' || property.key.type !== 'Identifier' || property.key.name !== 'v')
    return undefined;
  const record = script.parentOf(property);
  const call = record && script.parentOf(record);
  if (call?.type !== 'CallExpression' || call.arguments !== record) return undefined;
  return isConversion(call.callee, script) ? { call, type: call.callee.name as Conversion } : undefined;
}

function isConversion(callee: Expression, script: Script): callee is Identifier {
  return callee.type === 'Identifier' && conversions.has(callee.name) && !script.bindings.symbolOf(callee);
}
