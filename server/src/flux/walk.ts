import type { Node } from './syntax.ts';

/** The nodes directly below a node, in the text's order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) children.push(...(value as Node[]));
    else if (value !== null && typeof value === 'object') children.push(value as Node);
  }
  // `{r with a: 1}` and its like keep their fields in another order.
  return children.sort((a, b) => a.start - b.start);
}

/** A node and all below it, outer ones first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* walk(child);
}

/** The nodes that an offset lies in or touches, the innermost first. Where two touch, the one that begins there. */
export function pathAt(root: Node, offset: number): Node[] {
  const path: Node[] = [root];
  for (;;) {
    const inner = childrenOf(path[0] as Node).findLast(({ start, end }) => start <= offset && offset <= end);
    if (!inner) return path;
    path.unshift(inner);
  }
}
