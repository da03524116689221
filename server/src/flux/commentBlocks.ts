import type { Script } from '../script.ts';
import type { Span } from './positions.ts';
import type { Token } from './tokens.ts';

/** Comments that stand on lines of their own, one right below the other. */
export interface CommentBlock extends Span {
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * The blocks of comments, in the text's order.
 * @param isApart tells a comment that belongs to no block
 */
export function commentBlocks(
  { tokens, positions }: Pick<Script, 'tokens' | 'positions'>,
  isApart: (comment: Token) => boolean = () => false,
): CommentBlock[] {
  const blocks: CommentBlock[] = [];
  for (const token of tokens) {
    if (token.kind !== 'comment' || isApart(token)) continue;
    const { start, end } = token;
    const { line, character } = positions.position(start);
    if (positions.line(line).slice(0, character).trim() !== '') continue;
    const last = blocks.at(-1);
    if (last?.endLine === line - 1) blocks[blocks.length - 1] = { ...last, end, endLine: line };
    else blocks.push({ start, end, startLine: line, endLine: line });
  }
  return blocks;
}
