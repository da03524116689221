import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { bracketPairs } from '../flux/brackets.ts';
import { commentBlocks } from '../flux/commentBlocks.ts';
import type { Span } from '../flux/positions.ts';
import type { Node } from '../flux/syntax.ts';
import type { Token } from '../flux/tokens.ts';
import { childrenOf } from '../flux/walk.ts';
import type { Script } from '../script.ts';

/** The same as in the language configuration, which other editors do not read. */
const region = /^\/\/\s*#?region\b/;
const endRegion = /^\/\/\s*#?endregion\b/;

/** Nodes that fold as a whole, where they take several lines; what stands in brackets folds besides. */
const folded: ReadonlySet<Node['type']> = new Set([
  'VariableAssignment',
  'OptionStatement',
  'TestCaseStatement',
  'FunctionExpression',
  'PipeExpression',
  'ConditionalExpression',
  'StringLiteral',
  'StringExpression',
]);

/** What can be folded: on each line, the longest that begins there. */
export function foldingRange(script: Script): FoldingRange[] {
  const byLine = new Map<number, FoldingRange>();
  const add = ({ startLine, endLine, kind }: FoldingRange) => {
    const known = byLine.get(startLine);
    if (endLine <= startLine || (known && known.endLine >= endLine)) return;
    byLine.set(startLine, { startLine, endLine, ...(kind && { kind }) });
  };
  for (const block of commentBlocks(script, isMark)) add({ ...block, kind: FoldingRangeKind.Comment });
  for (const range of regions(script)) add({ ...range, kind: FoldingRangeKind.Region });
  for (const range of code(script)) add(range);
  const { imports } = script.file;
  const [first, last] = [imports[0], imports.at(-1)];
  if (first && last) add({ ...lines(script, { ...first, end: last.end }), kind: FoldingRangeKind.Imports });
  return [...byLine.values()].sort((a, b) => a.startLine - b.startLine);
}

function isMark({ text }: Token): boolean {
  return region.test(text) || endRegion.test(text);
}

function regions({ tokens, positions }: Script): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: number[] = [];
  for (const { kind, text, start } of tokens) {
    if (kind !== 'comment') continue;
    const { line } = positions.position(start);
    if (region.test(text)) open.push(line);
    else if (endRegion.test(text)) {
      const startLine = open.pop();
      if (startLine !== undefined) ranges.push({ startLine, endLine: line });
    }
  }
  return ranges;
}

function code(script: Script): FoldingRange[] {
  const { tokens, positions, text } = script;
  /** Of lines that begin with a closing bracket, the line where it was opened. */
  const opened = new Map<number, number>();
  const spans: Span[] = [];
  for (const pair of bracketPairs(tokens)) {
    const { startLine, endLine } = lines(script, pair);
    if (startLine === endLine) continue;
    const before = text.slice(positions.lineStart(endLine), pair.end - 1);
    if (before.trim() === '') opened.set(endLine, startLine);
    spans.push(pair);
  }
  const visit = (node: Node) => {
    if (folded.has(node.type)) spans.push(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(script.file);
  // A last line that begins with the bracket that the first line opens stays in sight.
  return spans.map((span) => {
    const { startLine, endLine } = lines(script, span);
    return { startLine, endLine: opened.get(endLine) === startLine ? endLine - 1 : endLine };
  });
}

function lines({ positions }: Script, { start, end }: Span): { startLine: number; endLine: number } {
  return { startLine: positions.position(start).line, endLine: positions.position(end).line };
}
