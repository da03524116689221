import { type Block, type Expression, keyName, type Node } from '../../server/src/flux/syntax.ts';
import { childrenOf } from '../../server/src/flux/walk.ts';

/** A column of the left record that must equal one of the right record. */
export type Equality = readonly [left: string, right: string];

/** The equalities that a predicate of two records is made of; undefined when it asks for anything else. */
export function equalitiesOf(
  body: Block | Expression,
  left: string,
  right: string,
): readonly Equality[] | undefined {
  switch (body.type) {
    case 'ParenExpression':
      return equalitiesOf(body.expression, left, right);
    case 'LogicalExpression': {
      if (body.operator !== 'and') return undefined;
      const [first, second] = [equalitiesOf(body.left, left, right), equalitiesOf(body.right, left, right)];
      return first && second && [...first, ...second];
    }
    case 'BinaryExpression': {
      if (body.operator !== '==') return undefined;
      const sides = [memberOf(body.left), memberOf(body.right)];
      const of = (name: string) => sides.find((side) => side?.object === name)?.label;
      const [l, r] = [of(left), of(right)];
      return l === undefined || r === undefined ? undefined : [[l, r]];
    }
    default:
      return undefined;
  }
}

function memberOf(node: Expression): { readonly object: string; readonly label: string } | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  return { object: node.object.name, label: keyName(node.property) };
}

/**
 * The parts of a predicate that it is never true without, as far as they read labels of the parameter and none of those
 * given; empty when that is all that the predicate asks, or nothing.
 */
export function requirementsOf(
  body: Block | Expression,
  parameter: string,
  without: readonly string[],
): readonly Expression[] {
  const all = conjunctsOf(body);
  const found = all.filter((part) => {
    const labels = labelsRead(part, parameter);
    return labels !== undefined && labels.size > 0 && !without.some((label) => labels.has(label));
  });
  return found.length === all.length ? [] : found;
}

function conjunctsOf(body: Block | Expression): readonly Expression[] {
  if (body.type === 'Block') {
    const [only, ...others] = body.body;
    return only?.type === 'ReturnStatement' && others.length === 0 ? conjunctsOf(only.argument) : [];
  }
  if (body.type === 'ParenExpression') return conjunctsOf(body.expression);
  if (body.type !== 'LogicalExpression' || body.operator !== 'and') return [body];
  return [...conjunctsOf(body.left), ...conjunctsOf(body.right)];
}

/** The labels that a function's body reads of its one parameter; undefined when the record is used whole. */
export function labelsRead(body: Block | Expression, parameter: string): ReadonlySet<string> | undefined {
  const labels = new Set<string>();
  /** Labels and declared names are not uses of a variable. */
  const visit = (node: Node): boolean => {
    switch (node.type) {
      case 'Identifier':
        return node.name !== parameter;
      case 'Property':
        return node.value ? visit(node.value) : keyName(node.key) !== parameter;
      case 'MemberExpression':
        if (node.object.type !== 'Identifier' || node.object.name !== parameter) return visit(node.object);
        labels.add(keyName(node.property));
        return true;
      case 'VariableAssignment':
        return visit(node.init);
      default:
        return childrenOf(node).every(visit);
    }
  };
  return visit(body) ? labels : undefined;
}
