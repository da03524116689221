import type { Position, SelectionRange } from 'vscode-languageserver';
import { bracketPairs } from '../flux/brackets.ts';
import { commentBlocks } from '../flux/commentBlocks.ts';
import { contains, type Span } from '../flux/positions.ts';
import type { Node } from '../flux/syntax.ts';
import type { TokenKind } from '../flux/tokens.ts';
import { pathAt } from '../flux/walk.ts';
import type { Script } from '../script.ts';

/** Tokens that are selected first, whatever else touches the cursor. */
const words: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'keyword',
  'integer',
  'float',
  'duration',
  'time',
  'comment',
]);

/** For each position, what lies around it, from the word to the file. */
export function selectionRange(script: Script, positions: readonly Position[]): SelectionRange[] {
  const { file, tokens, text } = script;
  const pairs = bracketPairs(tokens);
  const comments = commentBlocks(script);
  const above = new Map(comments.map((block) => [block.endLine + 1, block]));
  return positions.map((position) => {
    const offset = script.positions.offset(position);
    const path = pathAt(file, offset);
    const spans: (Span | undefined)[] = [
      ...path.filter((node, index) => !isPartial(node, path[index + 1])),
      ...path.map((node) => stageOf(node, path, script)),
      ...path.map((node) => insideString(node, text)),
      ...pairs.filter((pair) => contains(pair, offset)).flatMap((pair) => [pair, insideBrackets(pair, text)]),
      ...comments,
      ...path.flatMap((node) => withComments(node, above, script)),
      allImports(script),
    ];
    const around = spans.filter(
      (span) => span !== undefined && contains(span, offset) && span.start < span.end,
    );
    const word = tokens.findLast((token) => contains(token, offset) && words.has(token.kind));
    return nest(word, around as Span[], script);
  });
}

/** Joins what lies around a place, each strictly inside the next. What crosses the one before is left out. */
function nest(word: Span | undefined, around: readonly Span[], { file, positions }: Script): SelectionRange {
  const chain: Span[] = word ? [word] : [];
  for (const span of [...around.toSorted((a, b) => lengthOf(a) - lengthOf(b)), file]) {
    const inner = chain.at(-1);
    const holds = !inner || (span.start <= inner.start && inner.end <= span.end);
    if (holds && (!inner || lengthOf(span) > lengthOf(inner))) chain.push(span);
  }
  let parent: SelectionRange | undefined;
  for (const span of chain.reverse()) {
    parent = { range: positions.range(span), ...(parent && { parent }) };
  }
  return parent as SelectionRange;
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

/** Steps that nobody wants: half a pipeline, and a call's arguments with the blanks around them. */
function isPartial(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'PipeExpression') return node.type === 'PipeExpression' && node === parent.argument;
  return parent?.type === 'CallExpression' && node === parent.arguments;
}

/** Of a pipeline, the call that the path goes through, with its `|>`. */
function stageOf(node: Node, path: readonly Node[], { tokens }: Script): Span | undefined {
  if (node.type !== 'PipeExpression' || !path.includes(node.call)) return undefined;
  const { start, end } = node.call;
  const operator = tokens.findLast((token) => token.text === '|>' && token.end <= start);
  return operator && { start: operator.start, end };
}

function insideString({ type, start, end }: Node, text: string): Span | undefined {
  if (type !== 'StringLiteral' && type !== 'StringExpression') return undefined;
  const closed = end > start + 1 && text[end - 1] === '"';
  return { start: start + 1, end: closed ? end - 1 : end };
}

/** Without the blanks around it, and without a comma at the end. */
function insideBrackets({ start, end }: Span, text: string): Span {
  const inside = text.slice(start + 1, end - 1);
  return {
    start: end - 1 - inside.trimStart().length,
    end: start + 1 + inside.replace(/[\s,]+$/, '').length,
  };
}

/** The statements of a block or file, each with the comment right above it. */
function withComments(node: Node, above: ReadonlyMap<number, Span>, { positions }: Script): Span[] {
  if (node.type !== 'File' && node.type !== 'Block') return [];
  return node.body.flatMap(({ start, end }) => {
    const comment = above.get(positions.position(start).line);
    return comment ? [{ start: comment.start, end }] : [];
  });
}

function allImports({ file: { imports } }: Script): Span | undefined {
  const [first, last] = [imports[0], imports.at(-1)];
  return first && last && { start: first.start, end: last.end };
}
