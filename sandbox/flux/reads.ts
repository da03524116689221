import type * as ast from '../../server/src/engine/ast.ts';
import { labelOf } from './literals.ts';

/** Labels and places are not uses of a variable. */
const skipped: ReadonlySet<string> = new Set(['key', 'property', 'location', 'id']);

/** The labels that a function's body reads of its one parameter; undefined when the record is used whole. */
export function labelsRead(
  body: ast.Block | ast.Expression,
  parameter: string,
): ReadonlySet<string> | undefined {
  const labels = new Set<string>();
  const visit = (node: unknown): boolean => {
    if (typeof node !== 'object' || node === null) return true;
    if (Array.isArray(node)) return node.every(visit);
    const part = node as Partial<ast.Identifier>;
    // A record's `with` names its source without a type.
    if (part.name === parameter && (part.type === undefined || part.type === 'Identifier')) return false;
    const property = node as ast.Property;
    if (property.type === 'Property' && property.value === null && labelOf(property.key) === parameter)
      return false;
    const member = node as ast.MemberExpression;
    if (
      member.type === 'MemberExpression' &&
      member.object.type === 'Identifier' &&
      member.object.name === parameter
    ) {
      labels.add(labelOf(member.property));
      return true;
    }
    return Object.entries(node).every(([key, value]) => skipped.has(key) || visit(value));
  };
  return visit(body) ? labels : undefined;
}
