import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import { type NameRole, nameRoles } from '../flux/nameRoles.ts';
import type { Positions, Span } from '../flux/positions.ts';
import type { Token, TokenKind } from '../flux/tokens.ts';
import type { Script } from '../script.ts';

const types = [
  'namespace',
  'function',
  'variable',
  'parameter',
  'property',
  'keyword',
  'string',
  'number',
  'operator',
  'regexp',
  'comment',
  // Not one of LSP's: where a theme does not know it, the grammar's colour stays.
  'boolean',
] as const;
const modifiers = ['declaration', 'defaultLibrary'] as const;

/** What the numbers of the answer stand for. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...types],
  tokenModifiers: [...modifiers],
};

/** A part of a token that has one meaning. */
interface Piece extends Span {
  readonly type: (typeof types)[number];
  readonly modifier?: (typeof modifiers)[number];
}

/** By the kind of token, where it alone tells. What is not listed keeps the grammar's colour. */
const typeOf: Partial<Record<TokenKind, Piece['type']>> = {
  keyword: 'keyword',
  integer: 'number',
  float: 'number',
  duration: 'number',
  time: 'number',
  regexp: 'regexp',
  stringStart: 'string',
  stringEnd: 'string',
  operator: 'operator',
};

/** Words that work like signs do. */
const logical = /^(and|or|not|exists)$/;

/** What everything in a script means, or what lies in a part of it. */
export function semanticTokens(script: Script, range?: Range): SemanticTokens {
  const { positions, tokens, file } = script;
  const within = range ? positions.span(range) : file;
  const roles = nameRoles(script, within);
  const pieces = tokens
    .flatMap((token) => piecesOf(token, roles))
    .filter(({ start, end }) => start < within.end && end > within.start);
  return { data: encode(pieces, positions) };
}

function piecesOf(token: Token, roles: ReadonlyMap<number, NameRole>): Piece[] {
  const { kind, text, start, end } = token;
  const role = roles.get(start);
  switch (kind) {
    case 'comment':
      return comment(token);
    case 'identifier':
      if (role) return [{ start, end, ...role }];
      // All other names have a role: this is the word in `{r with a: 1}`.
      return text === 'with' ? [{ start, end, type: 'keyword' }] : [];
    case 'string':
      return role ? key(token, role) : string(token);
    case 'stringText':
      return string(token);
  }
  // The grammar tells the arrow of a function from other operators.
  const type = text === '=>' ? undefined : logical.test(text) ? 'operator' : typeOf[kind];
  return type ? [{ start, end, type }] : [];
}

/** Headings, and what a list in a doc comment describes, look as the grammar has them. */
function comment({ text, start, end }: Token): Piece[] {
  const whole: Piece = { start, end, type: 'comment' };
  if (/^\/\/\s*#{1,6}\s/.test(text)) return [{ ...whole, end: start + 2 }];
  const [, before, name] = /^(\/\/\s*[-*]\s+`?)([^:\s`][^:`]*?)`?\s*:/.exec(text) ?? [];
  if (before === undefined || name === undefined) return [whole];
  const from = start + before.length;
  const to = from + name.length;
  return [
    { ...whole, end: from },
    { start: from, end: to, type: 'parameter' },
    { ...whole, start: to },
  ];
}

/** The key in `params["key"]`. */
function key(token: Token, role: NameRole): Piece[] {
  const start = token.start + 1;
  const end = Math.max(start, token.text.endsWith('"') ? token.end - 1 : token.end);
  return [
    { start: token.start, end: start, type: 'string' },
    { start, end, ...role },
    { start: end, end: token.end, type: 'string' },
  ];
}

/** Escapes are left out: the grammar makes them stand out. */
function string({ text, start, end }: Token): Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  for (const { index, 0: escaped } of text.matchAll(/\\(?:x[0-9a-fA-F]{2}|\$\{|[\s\S])/g)) {
    pieces.push({ start: from, end: start + index, type: 'string' });
    from = start + index + escaped.length;
  }
  return [...pieces, { start: from, end, type: 'string' }];
}

/** Five numbers for each token, as LSP has them: its place relative to the one before, its length and its meaning. */
function encode(pieces: readonly Piece[], positions: Positions): number[] {
  const data: number[] = [];
  let last = { line: 0, character: 0 };
  for (const piece of pieces) {
    const type = types.indexOf(piece.type);
    const modifier = piece.modifier ? 1 << modifiers.indexOf(piece.modifier) : 0;
    for (const { line, character, length } of byLine(piece, positions)) {
      const sameLine = line === last.line;
      data.push(line - last.line, sameLine ? character - last.character : character, length, type, modifier);
      last = { line, character };
    }
  }
  return data;
}

/** No token may go on in the next line. */
function byLine({ start, end }: Span, positions: Positions) {
  const parts: { line: number; character: number; length: number }[] = [];
  let { line } = positions.position(start);
  for (let at = start; at < end; at = positions.lineStart(line)) {
    const length = Math.min(end, positions.lineEnd(line)) - at;
    if (length > 0) parts.push({ line, character: at - positions.lineStart(line), length });
    line += 1;
  }
  return parts;
}
