import type { SyntaxTree } from './parser.ts';
import { Positions } from './positions.ts';
import type { Token } from './tokens.ts';
import { walk } from './walk.ts';

/** How lines begin and end. */
export interface LayoutStyle {
  readonly lineEnd: '\r\n' | '\n';
  /** What one level is indented by. */
  readonly indentation: string;
}

/** The compiler indents by four columns. */
const level = 4;
export const newLine = /\r\n|\n|\r/;
export const newLines = /\r\n|\n|\r/g;

/** A code token with the comments that stand before it. At the text's end there is no token. */
export interface Piece {
  readonly token: Token | undefined;
  readonly comments: readonly Token[];
}

/** What is to stand before a token, as the compiler has it. */
export interface Gap {
  readonly blank: string;
  /** Relative to the text: a trailing comma that goes before the blank, or one that is not written. */
  readonly comma?: 'added' | 'dropped';
}

export const isMark = (token: Token | undefined, marks: string): boolean =>
  token?.kind === 'punctuation' && marks.includes(token.text);

/** Whether a token closes what holds a list; there a trailing comma may stand. */
export const closes = (token: Token | undefined): boolean => isMark(token, ')]}');

/** Writes a text with new white space. */
export class Writer {
  readonly #text: string;
  readonly #positions: Positions;
  readonly #style: LayoutStyle;
  readonly #statements: ReadonlySet<number>;
  #out = '';
  /** In the compiler's columns: how far the line that is being written is indented, */
  #line = 0;
  /** and the last line that the compiler began, not a comment. */
  #base = 0;

  constructor({ text, file }: SyntaxTree, style: LayoutStyle) {
    this.#text = text;
    this.#positions = new Positions(text);
    this.#style = style;
    const starts = new Set<number>();
    for (const node of walk(file)) {
      if (node.type === 'File')
        for (const { start } of [node.package ?? node, ...node.imports]) starts.add(start);
      if (node.type === 'File' || node.type === 'Block') for (const { start } of node.body) starts.add(start);
    }
    this.#statements = starts;
  }

  write(pieces: readonly Piece[], gaps: readonly Gap[]): string {
    pieces.forEach((piece, index) => {
      const gap = gaps[index] as Gap;
      if (gap.comma === 'added') this.#out += ',';
      if (gap.comma === 'dropped') return;
      const previous = pieces[index - 1]?.token;
      if (piece.comments.length > 0) this.#comments(piece, previous, gap.blank);
      else if (previous) this.#blank(piece, previous, gap.blank);
      this.#out += piece.token?.text ?? '';
    });
    return this.#out;
  }

  #blank({ token }: Piece, previous: Token, blank: string): void {
    if (!token) {
      this.#out += this.#style.lineEnd;
    } else if (newLine.test(blank)) {
      const apart = isApart(blank) || isApart(this.#text.slice(previous.end, token.start));
      this.#break(columnsOf(blank), apart && this.#startsStatement(token) && !isMark(previous, '{'));
      this.#base = this.#line;
    } else {
      this.#out += blank;
    }
  }

  /** The comments before a token, and the line break behind them. */
  #comments({ token, comments }: Piece, previous: Token | undefined, blank: string): void {
    const between = token === undefined || this.#startsStatement(token);
    const closing = closes(token) || token?.kind === 'interpolationEnd';
    const branch = token?.kind === 'keyword' && (token.text === 'then' || token.text === 'else');
    const broken = newLine.test(blank) || !previous || !token;
    if (broken) this.#base = token ? columnsOf(blank) : 0;
    // Where the compiler would join the lines, what follows is indented as the rest of a long line.
    const indent = broken || closing || branch ? this.#base : this.#base + level;

    const before = [previous, ...comments].map((each) => each?.end ?? 0);
    const spaces = [...comments, token].map((next, at) => this.#text.slice(before[at], next?.start));
    /** A blank line that the compiler adds between statements; not when there is one already. */
    let owed =
      between && token !== undefined && previous !== undefined && isApart(blank) && !spaces.some(isApart);
    const inner = isMark(previous, '([{') || previous?.kind === 'interpolationStart';
    const own = closing ? indent + level : indent;
    let following = previous !== undefined && !inner && (between || closing) && this.#line !== own;
    comments.forEach((comment, at) => {
      const space = spaces[at] as string;
      if (at === 0 && !previous) {
        this.#out += comment.text;
        return;
      }
      if (at === 0 && !newLine.test(space)) {
        this.#out += space + comment.text;
        return;
      }
      const apart = isApart(space);
      // A comment in line with a statement's last line, right below it, belongs to that: most often it was a part.
      following &&= !apart && this.#indentation(comment) === this.#indentation(previous as Token);
      if (!following) {
        this.#break(own, (apart && !(inner && at === 0)) || owed);
        owed = false;
      } else {
        this.#break(this.#line, false);
      }
      this.#out += comment.text;
    });
    if (token) this.#break(indent, (isApart(spaces.at(-1) as string) && !closing) || owed);
    else this.#out += this.#style.lineEnd;
  }

  #startsStatement(token: Token): boolean {
    return this.#statements.has(token.start);
  }

  #break(columns: number, apart: boolean): void {
    const { lineEnd, indentation } = this.#style;
    const levels = Math.floor(columns / level);
    this.#out += lineEnd.repeat(apart ? 2 : 1) + indentation.repeat(levels) + ' '.repeat(columns % level);
    this.#line = columns;
  }

  /** How the line that a token begins on is indented in the text. */
  #indentation({ start }: Token): string {
    const { line } = this.#positions.position(start);
    return /^\s*/.exec(this.#positions.line(line))?.[0] ?? '';
  }
}

/** Whether white space holds a blank line. */
const isApart = (blank: string): boolean => (blank.match(newLines)?.length ?? 0) > 1;

const columnsOf = (blank: string): number => blank.length - (blank.lastIndexOf('\n') + 1);
