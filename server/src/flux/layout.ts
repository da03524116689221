import {
  closes,
  type Gap,
  isMark,
  type LayoutStyle,
  newLine,
  newLines,
  type Piece,
  Writer,
} from './layoutWriter.ts';
import type { SyntaxTree } from './parser.ts';
import type { Token } from './tokens.ts';
import { walk } from './walk.ts';

/**
 * What the compiler's formatter is asked about: the text without its comments, which it would move. In their place, each
 * list that holds one begins with an empty comment, so that the formatter gives every item a line.
 */
export function withoutComments(tree: SyntaxTree): string {
  const pieces = piecesOf(tree);
  const spread = spreadLists(tree, pieces);
  const parts = pieces.map(({ token, comments }, index) => {
    const previous = pieces[index - 1]?.token;
    if (!token) return previous ? '\n' : '';
    const blank = previous ? tree.text.slice(previous.end, token.start) : '';
    const gap = comments.length > 0 || newLine.test(blank) ? '\n' : blank && ' ';
    return `${previous && spread.has(previous) ? '//\n' : gap}${token.text.replace(newLines, '\n')}`;
  });
  return parts.join('');
}

/**
 * The text with the white space of its formatted form. Tokens are written as they are and comments stay where they are;
 * only trailing commas come and go with their lists' lines.
 *
 * @param formatted what the compiler's formatter makes of `withoutComments`
 * @returns undefined when the two do not belong together
 */
export function layOut(tree: SyntaxTree, formatted: SyntaxTree, style: LayoutStyle): string | undefined {
  const pieces = piecesOf(tree);
  const gaps = gapsOf(tree, pieces, formatted);
  return gaps && new Writer(tree, style).write(pieces, gaps);
}

function piecesOf({ tokens }: SyntaxTree): Piece[] {
  const pieces: Piece[] = [];
  let comments: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'comment') {
      comments.push(token);
    } else {
      pieces.push({ token, comments });
      comments = [];
    }
  }
  return [...pieces, { token: undefined, comments }];
}

/** Behind these tokens the lists begin that hold comments: arguments, arrays, dictionaries and records. */
function spreadLists(tree: SyntaxTree, pieces: readonly Piece[]): Set<Token> {
  /** What a bracket opens that is no list, or one that the compiler spreads badly. */
  const others = new Set<number>();
  const lists = new Set<number>();
  const sources = new Map<number, number>();
  for (const node of walk(tree.file)) {
    if (node.type === 'ParenExpression' || node.type === 'FunctionExpression') others.add(node.start);
    else if (node.type === 'ArrayExpression' || node.type === 'DictExpression') lists.add(node.start);
    else if (node.type === 'ObjectExpression') {
      lists.add(node.start);
      if (node.with) sources.set(node.start, node.with.end);
    }
  }
  const isList = (bracket: Token) =>
    bracket.text === '(' ? !others.has(bracket.start) : lists.has(bracket.start);

  const spread = new Set<Token>();
  const open: { bracket: Token; first: Token; comments: boolean }[] = [];
  pieces.forEach(({ token, comments }, index) => {
    for (const each of open) each.comments ||= comments.length > 0;
    if (isMark(token, '([{')) {
      const bracket = token as Token;
      const source = sources.get(bracket.start);
      // `{r with a: 1}`: the list begins behind `with`.
      const first =
        source === undefined
          ? bracket
          : pieces.find((each) => each.token && each.token.start >= source)?.token;
      open.push({ bracket, first: first ?? bracket, comments: false });
    } else if (closes(token)) {
      const list = open.pop();
      const empty = pieces[index - 1]?.token === list?.bracket;
      if (list?.comments && !empty && isList(list.bracket)) spread.add(list.first);
    }
  });
  return spread;
}

/** Tokens that the formatter may drop or add, then one that it may not. */
interface Step {
  readonly parens: readonly Token[];
  readonly comma: Token | undefined;
  readonly token: Token | undefined;
}

/** What the formatter may spell in another way. */
const literals = /^(?:integer|float|duration|time|regexp|string|stringText)$/;

/** What stands before each piece in the formatted text. */
function gapsOf(tree: SyntaxTree, pieces: readonly Piece[], formatted: SyntaxTree): Gap[] | undefined {
  const ours = stepsOf(tree);
  const theirs = stepsOf(formatted);
  if (ours.length !== theirs.length) return undefined;
  const commented = new Set(pieces.filter(({ comments }) => comments.length > 0).map(({ token }) => token));
  const gaps: Gap[] = [];
  let end = 0;
  for (const [index, our] of ours.entries()) {
    const their = theirs[index] as Step;
    if (our.token?.kind !== their.token?.kind) return undefined;
    if (our.token?.text !== their.token?.text && !literals.test(our.token?.kind ?? '')) return undefined;

    const blanks: string[] = [];
    for (const token of [...their.parens, their.comma ?? their.token]) {
      blanks.push(blankBetween(formatted, end, token?.start));
      end = token?.end ?? end;
    }
    const parens = share(blanks, our.parens);
    const before = parens.pop() as string;
    gaps.push(...parens.map((blank) => ({ blank })));
    if (their.comma) {
      const behind = blankBetween(formatted, end, their.token?.start);
      end = their.token?.end ?? end;
      if (our.comma) gaps.push({ blank: before }, { blank: behind });
      else gaps.push({ blank: behind, comma: 'added' });
    } else if (our.comma && (commented.has(our.comma) || commented.has(our.token))) {
      gaps.push({ blank: '' }, { blank: before });
    } else if (our.comma) {
      gaps.push({ blank: '', comma: 'dropped' }, { blank: before });
    } else {
      gaps.push({ blank: before });
    }
  }
  return gaps;
}

function stepsOf({ file, tokens }: SyntaxTree): Step[] {
  const redundant = new Set<number>();
  for (const { type, start, end } of walk(file)) {
    if (type === 'ParenExpression') redundant.add(start).add(end - 1);
  }
  const steps: Step[] = [];
  let parens: Token[] = [];
  let comma: Token | undefined;
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  code.forEach((token, index) => {
    if (isMark(token, '()') && redundant.has(token.start)) {
      parens.push(token);
    } else if (isTrailing(code, index)) {
      comma = token;
    } else {
      steps.push({ parens, comma, token });
      parens = [];
      comma = undefined;
    }
  });
  return [...steps, { parens, comma, token: undefined }];
}

const isTrailing = (code: readonly Token[], index: number): boolean =>
  isMark(code[index], ',') && closes(code[index + 1]);

/** White space between two places; the empty comments that stand in for ours are left out. */
function blankBetween({ text }: SyntaxTree, start: number, end: number = text.length): string {
  return text.slice(start, end).replace(/\/\/.*/g, '');
}

/** Deals out white space around parentheses to as many as the text has; the formatter may have dropped or added some. */
function share(blanks: readonly string[], parens: readonly Token[]): string[] {
  if (blanks.length === parens.length + 1) return [...blanks];
  const first = blanks[0] as string;
  const last = blanks.at(-1) as string;
  const none = parens.map(() => '');
  if (parens.length === 0) return [[first, last].find((blank) => blank !== '') ?? ''];
  if (blanks.length > 1) return [first, ...none.slice(1), last];
  return parens[0]?.text === '(' ? [first, ...none] : [...none, last];
}
