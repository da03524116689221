import { type Block, type Expression, keyName, type Node } from '../../server/src/flux/syntax.ts';
import { childrenOf } from '../../server/src/flux/walk.ts';

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
