import type * as ast from './syntax.ts';
import { type Token, tokenize, unescapeString } from './tokens.ts';

/** What the parser missed or could not use. */
export interface SyntaxFault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface SyntaxTree {
  readonly text: string;
  readonly file: ast.File;
  /** Comments included. */
  readonly tokens: readonly Token[];
  readonly errors: readonly SyntaxFault[];
}

/** Deeper nesting, or a longer row of operators, is cut off: whoever walks the tree may recurse. */
const maxNesting = 200;
const maxChain = 1000;

/**
 * Reads a script, however broken: each statement for itself, so that a half-typed line costs no more than itself. Of a
 * text without errors the tree is the compiler's.
 */
export function parse(text: string): SyntaxTree {
  const tokens = tokenize(text);
  return new Parser(text, tokens).tree();
}

const precedences: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '=~': 4,
  '!~': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '^': 7,
  '|>': 8,
};
/** `not` and `exists` hold what binds tighter than `and`. */
const logicalUnary = 3;

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const statementKeywords = /^(import|package|option|builtin|testcase|return)$/;

class Parser {
  readonly #text: string;
  readonly #all: readonly Token[];
  /** Without comments. */
  readonly #tokens: readonly Token[];
  readonly #errors: SyntaxFault[] = [];
  /** Brackets that something closes. */
  readonly #closed = new Set<Token>();
  #at = 0;
  #nesting = 0;
  /** Inside a bracket that nothing closes. */
  #unclosed = false;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#all = tokens;
    this.#tokens = tokens.filter(({ kind }) => kind !== 'comment');
    this.#matchBrackets();
  }

  tree(): SyntaxTree {
    this.#attributes();
    const clause = this.#packageClause();
    const imports: ast.ImportDeclaration[] = [];
    while (this.#is('import')) imports.push(this.#import());
    const body = this.#statements();
    const file: ast.File = {
      type: 'File',
      start: 0,
      end: this.#text.length,
      package: clause,
      imports,
      body,
    };
    return { text: this.#text, file, tokens: this.#all, errors: this.#errors };
  }

  // Tokens

  get #token(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #next(): Token {
    const token = this.#tokens[this.#at] as Token;
    this.#at += 1;
    return token;
  }

  /** Whether code, not a string's text, stands here. */
  #is(text: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.text === text && token.kind !== 'stringText';
  }

  #accept(text: string): Token | undefined {
    return this.#is(text) ? this.#next() : undefined;
  }

  /** Where the last token ends: the place where something is missing. */
  get #here(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#missing(`“${text}”`);
  }

  #missing(what: string): void {
    const at = this.#here;
    const last = this.#errors.at(-1);
    // One place, one complaint.
    if (last?.end !== at)
      this.#errors.push({ start: Math.max(0, at - 1), end: at, message: `Expected ${what} here.` });
  }

  /** Whether a line break stands before the token. */
  #onNewLine(ahead = 0): boolean {
    const index = this.#at + ahead;
    const token = this.#tokens[index];
    const before = this.#tokens[index - 1];
    return !token || !before || /[\r\n]/.test(this.#text.slice(before.end, token.start));
  }

  /** Whether a statement begins on this line, although a list is still open. */
  #startsStatement(): boolean {
    const token = this.#token;
    if (!token || !this.#onNewLine()) return false;
    if (token.kind === 'keyword') return statementKeywords.test(token.text);
    return token.kind === 'identifier' && this.#is('=', 1);
  }

  #matchBrackets(): void {
    const open: Token[] = [];
    for (const token of this.#tokens) {
      if (token.kind !== 'punctuation') continue;
      if (token.text in closers) open.push(token);
      else if (/^[)\]}]$/.test(token.text)) {
        const opener = open.findLastIndex(({ text }) => closers[text] === token.text);
        if (opener < 0) continue;
        this.#closed.add(open[opener] as Token);
        open.length = opener;
      }
    }
  }

  // Statements

  /** `@edition("2022.1")`: of no meaning to a script. */
  #attributes(): void {
    while (this.#is('@')) {
      this.#next();
      if (this.#token?.kind === 'identifier') this.#next();
      const open = this.#accept('(');
      if (!open) continue;
      while (this.#token && !this.#is(')') && !this.#startsStatement()) this.#next();
      this.#expect(')');
    }
  }

  #packageClause(): ast.PackageClause | null {
    const keyword = this.#accept('package');
    if (!keyword) return null;
    const name = this.#identifier('a name');
    return { type: 'PackageClause', start: keyword.start, end: name.end, name };
  }

  #import(): ast.ImportDeclaration {
    const { start } = this.#next();
    const alias =
      this.#token?.kind === 'identifier' && !this.#onNewLine() ? this.#identifier('a name') : null;
    const path = this.#stringLiteral('a package');
    return { type: 'ImportDeclaration', start, end: path.end, as: alias, path };
  }

  #statements(): ast.Statement[] {
    const body: ast.Statement[] = [];
    while (this.#token) body.push(this.#statement());
    return body;
  }

  #block(): ast.Block {
    const open = this.#next();
    const body: ast.Statement[] = [];
    this.#within(open, () => {
      while (this.#token && !this.#is('}')) {
        // What nothing closes ends where the next statement of the file begins.
        if (
          this.#unclosed &&
          this.#onNewLine() &&
          this.#token.start === lineStart(this.#text, this.#token.start)
        )
          break;
        body.push(this.#statement());
      }
    });
    this.#expect('}');
    return { type: 'Block', start: open.start, end: this.#here, body };
  }

  #statement(): ast.Statement {
    const token = this.#token as Token;
    switch (token.kind === 'keyword' ? token.text : '') {
      case 'option':
        return this.#option();
      case 'return': {
        this.#next();
        const argument = this.#expression();
        return { type: 'ReturnStatement', start: token.start, end: argument.end, argument };
      }
      case 'testcase':
        return this.#testCase();
      case 'builtin':
        return this.#builtin();
      case 'import':
      case 'package':
        // They belong above all other statements.
        this.#next();
        this.#errors.push({
          ...spanOf(token),
          message: `“${token.text}” belongs above all other statements.`,
        });
        if (this.#token && !this.#onNewLine()) this.#next();
        return { type: 'BadStatement', start: token.start, end: this.#here };
    }
    if (token.kind === 'identifier' && this.#is('=', 1)) return this.#assignment();
    const expression = this.#expression();
    if (expression.type !== 'BadExpression') {
      return { type: 'ExpressionStatement', start: expression.start, end: expression.end, expression };
    }
    this.#next();
    this.#errors.push({ ...spanOf(token), message: `Nothing can be done with “${token.text}” here.` });
    return { type: 'BadStatement', start: token.start, end: token.end };
  }

  #assignment(): ast.VariableAssignment {
    const id = this.#identifier('a name');
    this.#expect('=');
    const init = this.#valueHere();
    return { type: 'VariableAssignment', start: id.start, end: init.end, id, init };
  }

  #option(): ast.OptionStatement {
    const { start } = this.#next();
    const id = this.#identifier('a name');
    let assignment: ast.OptionStatement['assignment'];
    if (this.#accept('.')) {
      const property = this.#identifier('a name');
      const member: ast.MemberExpression = {
        type: 'MemberExpression',
        start: id.start,
        end: property.end,
        object: id,
        property,
      };
      this.#expect('=');
      const init = this.#valueHere();
      assignment = { type: 'MemberAssignment', start: id.start, end: init.end, member, init };
    } else {
      this.#expect('=');
      const init = this.#valueHere();
      assignment = { type: 'VariableAssignment', start: id.start, end: init.end, id, init };
    }
    return { type: 'OptionStatement', start, end: assignment.end, assignment };
  }

  #testCase(): ast.TestCaseStatement {
    const { start } = this.#next();
    const id = this.#identifier('a name');
    const extended = this.#accept('extends') ? this.#stringLiteral('the name of a test case') : null;
    let block: ast.Block;
    if (this.#is('{')) block = this.#block();
    else {
      this.#missing('“{”');
      block = { type: 'Block', start: this.#here, end: this.#here, body: [] };
    }
    return { type: 'TestCaseStatement', start, end: block.end, id, extends: extended, block };
  }

  /** Its type is skipped: only the standard library declares such things. */
  #builtin(): ast.BuiltinStatement {
    const { start } = this.#next();
    const id = this.#identifier('a name');
    let depth = 0;
    while (this.#token) {
      if (depth === 0 && this.#onNewLine() && !/^(\||where|:|=>|\+|,)$/.test(this.#token.text)) break;
      if (this.#token.text in closers) depth += 1;
      if (/^[)\]}]$/.test(this.#token.text)) depth -= 1;
      this.#next();
    }
    return { type: 'BuiltinStatement', start, end: this.#here, id };
  }

  // Expressions

  /** The value behind `=` or `:`; a missing one does not take the next statement for itself. */
  #valueHere(): ast.Expression {
    if (this.#startsStatement()) return this.#bad();
    return this.#expression();
  }

  /** Reads nothing where no expression stands: a BadExpression without extent. */
  #expression(): ast.Expression {
    if (this.#nesting >= maxNesting) return this.#bad();
    this.#nesting += 1;
    try {
      return this.#is('if') ? this.#conditional() : this.#binary(0);
    } finally {
      this.#nesting -= 1;
    }
  }

  #bad(): ast.BadExpression {
    this.#missing('an expression');
    const start = this.#here;
    const blanks = /[^ \t]|$/.exec(this.#text.slice(start, start + 200))?.index ?? 0;
    return { type: 'BadExpression', start, end: start, reach: start + blanks };
  }

  #conditional(): ast.ConditionalExpression {
    const { start } = this.#next();
    const test = this.#valueHere();
    this.#expect('then');
    const consequent = this.#valueHere();
    this.#expect('else');
    const alternate = this.#valueHere();
    return { type: 'ConditionalExpression', start, end: alternate.end, test, consequent, alternate };
  }

  #binary(least: number): ast.Expression {
    let left = this.#unary(least);
    for (let length = 0; length < maxChain; length++) {
      const operator = this.#token;
      if (!operator || (operator.kind !== 'operator' && operator.kind !== 'keyword')) break;
      const precedence = precedences[operator.text];
      if (precedence === undefined || precedence <= least) break;
      // Nothing closes the bracket that is being typed: this is the next line of the pipeline around it.
      if (operator.text === '|>' && this.#unclosed && this.#onNewLine()) break;
      // A line that is being typed ends in an operator, and the next is a statement.
      this.#next();
      const right = this.#startsStatement() ? this.#bad() : this.#binary(precedence);
      const span = { start: left.start, end: right.end };
      if (operator.text === '|>') {
        if (right.type !== 'CallExpression') this.#missing('a call');
        left = { type: 'PipeExpression', ...span, argument: left, call: right };
      } else if (operator.text === 'and' || operator.text === 'or') {
        left = { type: 'LogicalExpression', ...span, operator: operator.text, left, right };
      } else {
        left = { type: 'BinaryExpression', ...span, operator: operator.text, left, right };
      }
    }
    return left;
  }

  #unary(least: number): ast.Expression {
    const token = this.#token;
    if (!token || !/^(not|exists|[-+])$/.test(token.text) || token.kind === 'stringText')
      return this.#postfix();
    if (this.#nesting >= maxNesting) return this.#bad();
    this.#nesting += 1;
    this.#next();
    // A sign holds less than `not` does.
    const logical = token.kind === 'keyword';
    const argument =
      logical && least <= logicalUnary ? this.#binary(logicalUnary) : this.#unary(precedences['|>'] ?? 0);
    this.#nesting -= 1;
    const operator = token.text as ast.UnaryExpression['operator'];
    return { type: 'UnaryExpression', start: token.start, end: argument.end, operator, argument };
  }

  #postfix(): ast.Expression {
    let object: ast.Expression = this.#primary();
    if (object.type === 'BadExpression') return object;
    for (let length = 0; length < maxChain; length++) {
      const start: number = object.start;
      if (this.#is('.')) {
        this.#next();
        const property: ast.Identifier = this.#memberName();
        object = { type: 'MemberExpression', start, end: property.end, object, property };
      } else if (this.#is('[')) {
        object = this.#index(object);
      } else if (this.#is('(')) {
        const properties = this.#list(this.#next(), ')', () => this.#property());
        const { start: from, end } = properties;
        const args: ast.ObjectExpression = {
          type: 'ObjectExpression',
          start: from,
          end,
          with: null,
          properties: properties.items,
        };
        object = { type: 'CallExpression', start, end: this.#here, callee: object, arguments: args };
      } else break;
    }
    return object;
  }

  /** What stands on the next line is no member when it makes sense there on its own. */
  #memberName(): ast.Identifier {
    const token = this.#token;
    const own =
      token && this.#onNewLine() && (this.#is('=', 1) || token.start === lineStart(this.#text, token.start));
    if (token?.kind === 'identifier' && !own) return this.#identifier('a name');
    this.#missing('a name');
    return { type: 'Identifier', start: this.#here, end: this.#here, name: '' };
  }

  #index(object: ast.Expression): ast.Expression {
    const open = this.#next();
    let index: ast.Expression | undefined;
    this.#within(open, () => {
      index = this.#is(']') || this.#startsStatement() ? this.#bad() : this.#expression();
    });
    this.#expect(']');
    const span = { start: object.start, end: this.#here };
    if (index?.type === 'StringLiteral')
      return { type: 'MemberExpression', ...span, object, property: index };
    return { type: 'IndexExpression', ...span, array: object, index: index ?? this.#bad() };
  }

  #primary(): ast.Expression {
    const token = this.#token;
    if (!token) return this.#bad();
    const { start, end, text: value } = token;
    switch (token.kind) {
      case 'identifier':
        return this.#identifier('a name');
      case 'integer':
        this.#next();
        return { type: 'IntegerLiteral', start, end, value };
      case 'float':
        this.#next();
        return { type: 'FloatLiteral', start, end, value };
      case 'duration':
        this.#next();
        return { type: 'DurationLiteral', start, end, value };
      case 'time':
        this.#next();
        return { type: 'DateTimeLiteral', start, end, value };
      case 'regexp':
        this.#next();
        return { type: 'RegexpLiteral', start, end, value };
      case 'string':
        return this.#stringLiteral('a string');
      case 'stringStart':
        return this.#stringExpression();
    }
    switch (value) {
      case '(':
        return this.#isFunction() ? this.#function() : this.#paren();
      case '[':
        return this.#array();
      case '{':
        return this.#object();
      case '<-':
        this.#next();
        return { type: 'PipeLiteral', start, end };
    }
    return this.#bad();
  }

  #identifier(what: string): ast.Identifier {
    const token = this.#token;
    if (token?.kind !== 'identifier') {
      this.#missing(what);
      return { type: 'Identifier', start: this.#here, end: this.#here, name: '' };
    }
    this.#next();
    return { type: 'Identifier', start: token.start, end: token.end, name: token.text };
  }

  #stringLiteral(what: string): ast.StringLiteral {
    const token = this.#token;
    if (token?.kind !== 'string') {
      this.#missing(what);
      return { type: 'StringLiteral', start: this.#here, end: this.#here, value: '' };
    }
    this.#next();
    const closed = token.text.length > 1 && token.text.endsWith('"');
    if (!closed) this.#missing('a closing quote');
    const value = unescapeString(token.text.slice(1, closed ? -1 : undefined));
    return { type: 'StringLiteral', start: token.start, end: token.end, value };
  }

  #stringExpression(): ast.StringExpression {
    const { start } = this.#next();
    const parts: (ast.TextPart | ast.InterpolatedPart)[] = [];
    for (;;) {
      const token = this.#token;
      if (token?.kind === 'stringText') {
        this.#next();
        parts.push({
          type: 'TextPart',
          start: token.start,
          end: token.end,
          value: unescapeString(token.text),
        });
      } else if (token?.kind === 'interpolationStart') {
        this.#next();
        const expression = this.#expression();
        // Whatever else stands there cannot be used.
        while (this.#token && !this.#endsInterpolation()) this.#next();
        if (this.#token?.kind === 'interpolationEnd') this.#next();
        else this.#missing('“}”');
        parts.push({ type: 'InterpolatedPart', start: token.start, end: this.#here, expression });
      } else if (token?.kind === 'stringEnd') {
        this.#next();
        break;
      } else {
        this.#missing('a closing quote');
        break;
      }
    }
    return { type: 'StringExpression', start, end: this.#here, parts };
  }

  #endsInterpolation(): boolean {
    const kind = this.#token?.kind;
    return kind === 'interpolationEnd' || kind === 'stringText' || kind === 'stringEnd' || this.#onNewLine();
  }

  /** Whether the parentheses that open here hold a function's parameters. */
  #isFunction(): boolean {
    if (this.#is(')', 1)) return true;
    const open = this.#token as Token;
    if (this.#closed.has(open)) {
      let depth = 0;
      for (let at = this.#at; at < this.#tokens.length; at++) {
        const { text, kind } = this.#tokens[at] as Token;
        if (kind !== 'punctuation') continue;
        if (text in closers) depth += 1;
        else if (/^[)\]}]$/.test(text)) depth -= 1;
        if (depth === 0) return this.#tokens[at + 1]?.text === '=>';
      }
    }
    return this.#tokens[this.#at + 1]?.kind === 'identifier' && (this.#is(',', 2) || this.#is('=', 2));
  }

  #function(): ast.FunctionExpression {
    const open = this.#next();
    const parameter = () => {
      const key = this.#identifier('a name');
      const value = this.#accept('=') ? this.#expression() : null;
      return { type: 'Property', start: key.start, end: value?.end ?? key.end, key, value } as const;
    };
    const { items: params } = this.#list(open, ')', parameter, true);
    this.#expect('=>');
    const body = this.#is('{') ? this.#block() : this.#valueHere();
    return { type: 'FunctionExpression', start: open.start, end: body.end, params, body };
  }

  #paren(): ast.ParenExpression {
    const open = this.#next();
    let expression: ast.Expression | undefined;
    this.#within(open, () => {
      expression = this.#valueHere();
    });
    this.#expect(')');
    return {
      type: 'ParenExpression',
      start: open.start,
      end: this.#here,
      expression: expression ?? this.#bad(),
    };
  }

  #array(): ast.ArrayExpression | ast.DictExpression {
    const open = this.#next();
    if (this.#is(':') && this.#is(']', 1)) {
      this.#next();
      this.#next();
      return { type: 'DictExpression', start: open.start, end: this.#here, elements: [] };
    }
    const { items } = this.#list(open, ']', () => {
      const key = this.#expression();
      if (!this.#accept(':')) return key;
      const val = this.#valueHere();
      return { type: 'DictItem', start: key.start, end: val.end, key, val } as const;
    });
    const span = { start: open.start, end: this.#here };
    const elements = items.filter((item) => item.type === 'DictItem');
    if (elements.length > 0) return { type: 'DictExpression', ...span, elements };
    return { type: 'ArrayExpression', ...span, elements: items.filter((item) => item.type !== 'DictItem') };
  }

  #object(): ast.ObjectExpression {
    const open = this.#next();
    let source: ast.Identifier | null = null;
    if (this.#token?.kind === 'identifier' && this.#is('with', 1) && !this.#is(':', 1)) {
      source = this.#identifier('a name');
      this.#next();
    }
    const { items: properties } = this.#list(open, '}', () => this.#property());
    return { type: 'ObjectExpression', start: open.start, end: this.#here, with: source, properties };
  }

  #property(): ast.Property {
    const token = this.#token;
    const key = token?.kind === 'string' ? this.#stringLiteral('a name') : this.#identifier('a name');
    const colon = this.#accept(':') ?? this.#accept('=');
    if (colon) {
      const missing = this.#is(',') || /^[)\]}]$/.test(this.#token?.text ?? '');
      const value = missing ? this.#bad() : this.#valueHere();
      return { type: 'Property', start: key.start, end: value.end, key, value };
    }
    if (key.end > key.start) return { type: 'Property', start: key.start, end: key.end, key, value: null };
    // A value without a name.
    const value = this.#expression();
    return {
      type: 'Property',
      start: value.start,
      end: value.end,
      key: { ...key, start: value.start, end: value.start },
      value,
    };
  }

  /**
   * What stands between an opened bracket and its end, separated by commas.
   * @returns the items, and the place between the brackets
   */
  #list<T extends ast.Node>(
    open: Token,
    closer: string,
    read: () => T,
    parameters = false,
  ): { items: T[]; start: number; end: number } {
    const items: T[] = [];
    this.#within(open, () => {
      while (this.#token && !/^[)\]}]$/.test(this.#token.text) && this.#token.kind !== 'interpolationEnd') {
        // A parameter with a default looks like an assignment.
        if (this.#startsStatement() && !(parameters && this.#closed.has(open))) break;
        if (this.#unclosed && this.#onNewLine() && this.#is('|>')) break;
        if (this.#accept(',')) {
          if (items.length === 0) this.#missing('a value');
          continue;
        }
        const before = this.#at;
        const item = read();
        if (this.#at === before) {
          const token = this.#next();
          this.#errors.push({ ...spanOf(token), message: `Nothing can be done with “${token.text}” here.` });
          continue;
        }
        items.push(item);
        if (this.#token && !this.#accept(',') && !this.#is(closer)) this.#missing(`“,” or “${closer}”`);
      }
    });
    const end = this.#is(closer) ? (this.#token?.start ?? this.#here) : this.#here;
    this.#expect(closer);
    return { items, start: open.end, end };
  }

  #within(open: Token, read: () => void): void {
    const outer = this.#unclosed;
    this.#unclosed = !this.#closed.has(open);
    read();
    this.#unclosed = outer;
  }
}

function spanOf({ start, end }: Token): { start: number; end: number } {
  return { start, end };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
