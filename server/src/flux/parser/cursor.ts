import { type Token, tokenize } from '../tokens.ts';

/** What the parser missed or could not use. */
export interface SyntaxFault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const statementKeywords = /^(import|package|option|builtin|testcase|return)$/;

/** Goes through the tokens of a text, and notes what is missing. */
export class TokenCursor {
  protected readonly text: string;
  /** Comments included. */
  protected readonly all: readonly Token[];
  protected readonly tokens: readonly Token[];
  protected readonly errors: SyntaxFault[] = [];
  /** Inside a bracket that nothing closes. */
  protected unclosed = false;
  /** Of each bracket that something closes, the index of what does. */
  readonly #closers = new Map<Token, number>();
  #at = 0;

  constructor(text: string) {
    this.text = text;
    this.all = tokenize(text);
    this.tokens = this.all.filter(({ kind }) => kind !== 'comment');
    this.#matchBrackets();
  }

  protected get token(): Token | undefined {
    return this.tokens[this.#at];
  }

  protected next(): Token {
    const token = this.tokens[this.#at] as Token;
    this.#at += 1;
    return token;
  }

  /** Whether code, not a string's text, stands here. */
  protected is(text: string, ahead = 0): boolean {
    const token = this.tokens[this.#at + ahead];
    return token?.text === text && token.kind !== 'stringText';
  }

  protected accept(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }

  /** Where the last token ends: the place where something is missing. */
  protected get here(): number {
    return this.tokens[this.#at - 1]?.end ?? 0;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.missing(`“${text}”`);
  }

  protected missing(what: string): void {
    const at = this.here;
    const last = this.errors.at(-1);
    // One place, one complaint.
    if (last?.end !== at)
      this.errors.push({ start: Math.max(0, at - 1), end: at, message: `Expected ${what} here.` });
  }

  /** Whether a line break stands before the token. */
  protected onNewLine(ahead = 0): boolean {
    const index = this.#at + ahead;
    const token = this.tokens[index];
    const before = this.tokens[index - 1];
    return !token || !before || /[\r\n]/.test(this.text.slice(before.end, token.start));
  }

  /** Whether a statement begins on this line, although a list is still open. */
  protected startsStatement(): boolean {
    const token = this.token;
    if (!token || !this.onNewLine()) return false;
    if (token.kind === 'keyword') return statementKeywords.test(token.text);
    return token.kind === 'identifier' && this.is('=', 1);
  }

  #matchBrackets(): void {
    const open: Token[] = [];
    for (const [index, token] of this.tokens.entries()) {
      if (token.kind !== 'punctuation') continue;
      if (token.text in closers) open.push(token);
      else if (/^[)\]}]$/.test(token.text)) {
        const opener = open.findLastIndex(({ text }) => closers[text] === token.text);
        if (opener < 0) continue;
        this.#closers.set(open[opener] as Token, index);
        open.length = opener;
      }
    }
  }

  /** How many tokens have been read. */
  protected get progress(): number {
    return this.#at;
  }

  /** The token that many behind the current one. */
  protected ahead(count: number): Token | undefined {
    return this.tokens[this.#at + count];
  }

  /** Whether a token is the first of its line, in the first column. */
  protected atLineStart({ start }: Token): boolean {
    return start === 0 || /[\r\n]/.test(this.text[start - 1] ?? '');
  }

  protected isClosed(open: Token): boolean {
    return this.#closers.has(open);
  }

  /** What stands behind the bracket that closes another. */
  protected behindBracket(open: Token): Token | undefined {
    const closer = this.#closers.get(open);
    return closer === undefined ? undefined : this.tokens[closer + 1];
  }

  /** Skips a token that nothing can be done with. */
  protected skip(): Token {
    const token = this.next();
    const { start, end, text } = token;
    this.errors.push({ start, end, message: `Nothing can be done with “${text}” here.` });
    return token;
  }

  protected within(open: Token, read: () => void): void {
    const outer = this.unclosed;
    this.unclosed = !this.isClosed(open);
    read();
    this.unclosed = outer;
  }
}
