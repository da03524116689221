import { contains, type Span } from '../flux/positions.ts';
import type { MemberExpression } from '../flux/syntax.ts';
import { keywords, type Token } from '../flux/tokens.ts';
import { pathAt } from '../flux/walk.ts';
import type { Script } from '../script.ts';

/** What completion has to know of the cursor's surroundings. */
export interface Place {
  readonly offset: number;
  /** The token that the cursor stands in, or behind whose last letter it stands. */
  readonly token: Token | undefined;
  /** What an accepted name replaces: the word around the cursor. */
  readonly word: Span;
  /** The token before the word. */
  readonly before: Token | undefined;
  /** The token behind the word. */
  readonly after: Token | undefined;
  /** The access whose key is being typed, behind a dot. */
  readonly member: MemberExpression | undefined;
  readonly call: CallPlace | undefined;
}

/** Between the parentheses of a call. */
export interface CallPlace {
  /** The last token of what is called. */
  readonly callee: Token;
  /** Arguments that are given already, the one at the cursor aside. */
  readonly given: ReadonlySet<string>;
  /** The argument whose value is being typed; undefined where its name belongs. */
  readonly argument: string | undefined;
}

const wordKinds = /^(identifier|keyword)$/;

export function placeOf({ tokens, file }: Pick<Script, 'tokens' | 'file'>, offset: number): Place {
  const index = tokens.findLastIndex(({ start }) => start < offset);
  const found = tokens[index];
  const token = found && offset <= found.end ? found : undefined;
  const isWord = token !== undefined && wordKinds.test(token.kind);
  // A word that begins at the cursor is not replaced: it is the next one's.
  const word = isWord ? { start: token.start, end: token.end } : { start: offset, end: offset };
  const beforeIndex = isWord ? index - 1 : index;
  const code = tokens.slice(0, beforeIndex + 1).filter(({ kind }) => kind !== 'comment');
  const before = code.at(-1);
  return {
    offset,
    token,
    word,
    before,
    after: tokens.slice(index + 1).find(({ kind }) => kind !== 'comment'),
    member: before?.text === '.' ? memberBehind(before, file) : undefined,
    call: callAround(code, tokens, index),
  };
}

function memberBehind(dot: Token, file: Script['file']): MemberExpression | undefined {
  return pathAt(file, dot.end).find(
    (node): node is MemberExpression =>
      node.type === 'MemberExpression' && node.object.end <= dot.start && contains(node, dot.end),
  );
}

/** Looks back for the bracket that is open at the cursor: where a text is broken, its tokens are still good. */
function callAround(code: readonly Token[], tokens: readonly Token[], index: number): CallPlace | undefined {
  let depth = 0;
  let colon: number | undefined;
  let comma = false;
  for (let at = code.length - 1; at >= 0; at--) {
    const { text, kind } = code[at] as Token;
    if (kind === 'interpolationStart' && depth === 0) return undefined;
    if (kind === 'interpolationEnd') depth += 1;
    else if (kind === 'interpolationStart') depth -= 1;
    if (kind !== 'punctuation') {
      // A statement never stands in a call's parentheses.
      if (depth === 0 && (text === '=' || text === '=>')) return undefined;
      continue;
    }
    if (/^[)\]}]$/.test(text)) depth += 1;
    else if (/^[([{]$/.test(text)) {
      if (depth > 0) {
        depth -= 1;
        continue;
      }
      const callee = code[at - 1];
      if (text !== '(' || !callee || !isCallable(callee)) return undefined;
      const named = colon === undefined ? undefined : code[colon - 1]?.text;
      return { callee, given: givenArguments(code, at, tokens, index, named), argument: named };
    } else if (depth === 0 && text === ',') comma = true;
    else if (depth === 0 && text === ':' && !comma) colon ??= at;
  }
  return undefined;
}

function isCallable({ kind, text }: Token): boolean {
  return (kind === 'identifier' && !keywords.has(text)) || text === ')' || text === ']';
}

/** The names before a colon, on the level of the call, before and behind the cursor. */
function givenArguments(
  code: readonly Token[],
  open: number,
  tokens: readonly Token[],
  index: number,
  own: string | undefined,
): Set<string> {
  const given = new Set<string>();
  const behind = tokens.slice(index + 1).filter(({ kind }) => kind !== 'comment');
  const all = [...code.slice(open + 1), ...behind];
  let depth = 0;
  for (const [at, { text, kind }] of all.entries()) {
    if (/^[([{]$/.test(text) && kind === 'punctuation') depth += 1;
    else if (/^[)\]}]$/.test(text) && kind === 'punctuation') {
      depth -= 1;
      if (depth < 0) break;
    } else if (depth === 0 && text === ':' && kind === 'punctuation') {
      const name = all[at - 1]?.text;
      if (name !== undefined && name !== own) given.add(name);
    }
  }
  return given;
}
