import type { Node, Position } from './ast.ts';

/** Fields that hold no nodes of the program. */
const aside: ReadonlySet<string> = new Set(['location', 'errors', 'comments', 'eof']);

/** The nodes directly below a node, whichever fields they stand in. Names come without `type`. */
export function* childrenOf(node: object): Generator<Node> {
  for (const [field, value] of Object.entries(node)) {
    if (aside.has(field)) continue;
    for (const child of [value].flat()) {
      if (child === null || typeof child !== 'object') continue;
      if ('location' in child) yield child as Node;
      // A dictionary's pair has no place of its own.
      else yield* childrenOf(child);
    }
  }
}

export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
