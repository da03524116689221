import type * as ast from '../syntax.ts';
import { type Token, unescapeString } from '../tokens.ts';
import { TokenCursor } from './cursor.ts';

/** Deeper nesting, or a longer row of operators, is cut off: whoever walks the tree may recurse. */
const maxNesting = 200;
const maxChain = 1000;

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

/** Reads expressions. */
export abstract class ExpressionParser extends TokenCursor {
  #nesting = 0;

  /** A function's block, whose statements are read elsewhere. */
  protected abstract block(): ast.Block;

  /** The value behind `=` or `:`; a missing one does not take the next statement for itself. */
  protected valueHere(): ast.Expression {
    if (this.startsStatement()) return this.bad();
    return this.expression();
  }

  /** Reads nothing where no expression stands: a BadExpression without extent. */
  protected expression(): ast.Expression {
    if (this.#nesting >= maxNesting) return this.bad();
    this.#nesting += 1;
    try {
      return this.is('if') ? this.conditional() : this.binary(0);
    } finally {
      this.#nesting -= 1;
    }
  }

  protected bad(): ast.BadExpression {
    this.missing('an expression');
    const start = this.here;
    const blanks = /[^ \t]|$/.exec(this.text.slice(start, start + 200))?.index ?? 0;
    return { type: 'BadExpression', start, end: start, reach: start + blanks };
  }

  protected conditional(): ast.ConditionalExpression {
    const { start } = this.next();
    const test = this.valueHere();
    this.expect('then');
    const consequent = this.valueHere();
    this.expect('else');
    const alternate = this.valueHere();
    return { type: 'ConditionalExpression', start, end: alternate.end, test, consequent, alternate };
  }

  protected binary(least: number): ast.Expression {
    let left = this.unary(least);
    for (let length = 0; length < maxChain; length++) {
      const operator = this.token;
      if (!operator || (operator.kind !== 'operator' && operator.kind !== 'keyword')) break;
      const precedence = precedences[operator.text];
      if (precedence === undefined || precedence <= least) break;
      // Nothing closes the bracket that is being typed: this is the next line of the pipeline around it.
      if (operator.text === '|>' && this.unclosed && this.onNewLine()) break;
      // A line that is being typed ends in an operator, and the next is a statement.
      this.next();
      const right = this.startsStatement() ? this.bad() : this.binary(precedence);
      const span = { start: left.start, end: right.end };
      if (operator.text === '|>') {
        if (right.type !== 'CallExpression') this.missing('a call');
        left = { type: 'PipeExpression', ...span, argument: left, call: right };
      } else if (operator.text === 'and' || operator.text === 'or') {
        left = { type: 'LogicalExpression', ...span, operator: operator.text, left, right };
      } else {
        left = { type: 'BinaryExpression', ...span, operator: operator.text, left, right };
      }
    }
    return left;
  }

  protected unary(least: number): ast.Expression {
    const token = this.token;
    if (!token || !/^(not|exists|[-+])$/.test(token.text) || token.kind === 'stringText')
      return this.postfix();
    if (this.#nesting >= maxNesting) return this.bad();
    this.#nesting += 1;
    this.next();
    // A sign holds less than `not` does.
    const logical = token.kind === 'keyword';
    const argument =
      logical && least <= logicalUnary ? this.binary(logicalUnary) : this.unary(precedences['|>'] ?? 0);
    this.#nesting -= 1;
    const operator = token.text as ast.UnaryExpression['operator'];
    return { type: 'UnaryExpression', start: token.start, end: argument.end, operator, argument };
  }

  protected postfix(): ast.Expression {
    let object: ast.Expression = this.primary();
    if (object.type === 'BadExpression') return object;
    for (let length = 0; length < maxChain; length++) {
      const start: number = object.start;
      if (this.is('.')) {
        this.next();
        const property: ast.Identifier = this.memberName();
        object = { type: 'MemberExpression', start, end: property.end, object, property };
      } else if (this.is('[')) {
        object = this.index(object);
      } else if (this.is('(')) {
        const properties = this.list(this.next(), ')', () => this.property());
        const { start: from, end } = properties;
        const args: ast.ObjectExpression = {
          type: 'ObjectExpression',
          start: from,
          end,
          with: null,
          properties: properties.items,
        };
        object = { type: 'CallExpression', start, end: this.here, callee: object, arguments: args };
      } else break;
    }
    return object;
  }

  /** What stands on the next line is no member when it makes sense there on its own. */
  protected memberName(): ast.Identifier {
    const token = this.token;
    const own = token && this.onNewLine() && (this.is('=', 1) || this.atLineStart(token));
    if (token?.kind === 'identifier' && !own) return this.identifier('a name');
    this.missing('a name');
    return { type: 'Identifier', start: this.here, end: this.here, name: '' };
  }

  protected index(object: ast.Expression): ast.Expression {
    const open = this.next();
    let index: ast.Expression | undefined;
    this.within(open, () => {
      index = this.is(']') || this.startsStatement() ? this.bad() : this.expression();
    });
    this.expect(']');
    const span = { start: object.start, end: this.here };
    if (index?.type === 'StringLiteral')
      return { type: 'MemberExpression', ...span, object, property: index };
    return { type: 'IndexExpression', ...span, array: object, index: index ?? this.bad() };
  }

  protected primary(): ast.Expression {
    const token = this.token;
    if (!token) return this.bad();
    const { start, end, text: value } = token;
    switch (token.kind) {
      case 'identifier':
        return this.identifier('a name');
      case 'integer':
        this.next();
        return { type: 'IntegerLiteral', start, end, value };
      case 'float':
        this.next();
        return { type: 'FloatLiteral', start, end, value };
      case 'duration':
        this.next();
        return { type: 'DurationLiteral', start, end, value };
      case 'time':
        this.next();
        return { type: 'DateTimeLiteral', start, end, value };
      case 'regexp':
        this.next();
        return { type: 'RegexpLiteral', start, end, value };
      case 'string':
        return this.stringLiteral('a string');
      case 'stringStart':
        return this.stringExpression();
    }
    switch (value) {
      case '(':
        return this.isFunction() ? this.function() : this.paren();
      case '[':
        return this.array();
      case '{':
        return this.object();
      case '<-':
        this.next();
        return { type: 'PipeLiteral', start, end };
    }
    return this.bad();
  }

  protected identifier(what: string): ast.Identifier {
    const token = this.token;
    if (token?.kind !== 'identifier') {
      this.missing(what);
      return { type: 'Identifier', start: this.here, end: this.here, name: '' };
    }
    this.next();
    return { type: 'Identifier', start: token.start, end: token.end, name: token.text };
  }

  protected stringLiteral(what: string): ast.StringLiteral {
    const token = this.token;
    if (token?.kind !== 'string') {
      this.missing(what);
      return { type: 'StringLiteral', start: this.here, end: this.here, value: '' };
    }
    this.next();
    const closed = token.text.length > 1 && token.text.endsWith('"');
    if (!closed) this.missing('a closing quote');
    const value = unescapeString(token.text.slice(1, closed ? -1 : undefined));
    return { type: 'StringLiteral', start: token.start, end: token.end, value };
  }

  protected stringExpression(): ast.StringExpression {
    const { start } = this.next();
    const parts: (ast.TextPart | ast.InterpolatedPart)[] = [];
    for (;;) {
      const token = this.token;
      if (token?.kind === 'stringText') {
        this.next();
        parts.push({
          type: 'TextPart',
          start: token.start,
          end: token.end,
          value: unescapeString(token.text),
        });
      } else if (token?.kind === 'interpolationStart') {
        this.next();
        const expression = this.expression();
        // Whatever else stands there cannot be used.
        while (this.token && !this.endsInterpolation()) this.next();
        if (this.token?.kind === 'interpolationEnd') this.next();
        else this.missing('“}”');
        parts.push({ type: 'InterpolatedPart', start: token.start, end: this.here, expression });
      } else if (token?.kind === 'stringEnd') {
        this.next();
        break;
      } else {
        this.missing('a closing quote');
        break;
      }
    }
    return { type: 'StringExpression', start, end: this.here, parts };
  }

  protected endsInterpolation(): boolean {
    const kind = this.token?.kind;
    return kind === 'interpolationEnd' || kind === 'stringText' || kind === 'stringEnd' || this.onNewLine();
  }

  /** Whether the parentheses that open here hold a function's parameters. */
  protected isFunction(): boolean {
    if (this.is(')', 1)) return true;
    const open = this.token as Token;
    if (this.isClosed(open)) return this.behindBracket(open)?.text === '=>';
    return this.ahead(1)?.kind === 'identifier' && (this.is(',', 2) || this.is('=', 2));
  }

  protected function(): ast.FunctionExpression {
    const open = this.next();
    const parameter = () => {
      const key = this.identifier('a name');
      const value = this.accept('=') ? this.expression() : null;
      return { type: 'Property', start: key.start, end: value?.end ?? key.end, key, value } as const;
    };
    const { items: params } = this.list(open, ')', parameter, true);
    this.expect('=>');
    const body = this.is('{') ? this.block() : this.valueHere();
    return { type: 'FunctionExpression', start: open.start, end: body.end, params, body };
  }

  protected paren(): ast.ParenExpression {
    const open = this.next();
    let expression: ast.Expression | undefined;
    this.within(open, () => {
      expression = this.valueHere();
    });
    this.expect(')');
    return {
      type: 'ParenExpression',
      start: open.start,
      end: this.here,
      expression: expression ?? this.bad(),
    };
  }

  protected array(): ast.ArrayExpression | ast.DictExpression {
    const open = this.next();
    if (this.is(':') && this.is(']', 1)) {
      this.next();
      this.next();
      return { type: 'DictExpression', start: open.start, end: this.here, elements: [] };
    }
    const { items } = this.list(open, ']', () => {
      const key = this.expression();
      if (!this.accept(':')) return key;
      const val = this.valueHere();
      return { type: 'DictItem', start: key.start, end: val.end, key, val } as const;
    });
    const span = { start: open.start, end: this.here };
    const elements = items.filter((item) => item.type === 'DictItem');
    if (elements.length > 0) return { type: 'DictExpression', ...span, elements };
    return { type: 'ArrayExpression', ...span, elements: items.filter((item) => item.type !== 'DictItem') };
  }

  protected object(): ast.ObjectExpression {
    const open = this.next();
    let source: ast.Identifier | null = null;
    if (this.token?.kind === 'identifier' && this.is('with', 1) && !this.is(':', 1)) {
      source = this.identifier('a name');
      this.next();
    }
    const { items: properties } = this.list(open, '}', () => this.property());
    return { type: 'ObjectExpression', start: open.start, end: this.here, with: source, properties };
  }

  protected property(): ast.Property {
    const token = this.token;
    const key = token?.kind === 'string' ? this.stringLiteral('a name') : this.identifier('a name');
    const colon = this.accept(':') ?? this.accept('=');
    if (colon) {
      const missing = this.is(',') || /^[)\]}]$/.test(this.token?.text ?? '');
      const value = missing ? this.bad() : this.valueHere();
      return { type: 'Property', start: key.start, end: value.end, key, value };
    }
    if (key.end > key.start) return { type: 'Property', start: key.start, end: key.end, key, value: null };
    // A value without a name.
    const value = this.expression();
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
  protected list<T extends ast.Node>(
    open: Token,
    closer: string,
    read: () => T,
    parameters = false,
  ): { items: T[]; start: number; end: number } {
    const items: T[] = [];
    this.within(open, () => {
      while (this.token && !/^[)\]}]$/.test(this.token.text) && this.token.kind !== 'interpolationEnd') {
        // A parameter with a default looks like an assignment.
        if (this.startsStatement() && !(parameters && this.isClosed(open))) break;
        if (this.unclosed && this.onNewLine() && this.is('|>')) break;
        if (this.accept(',')) {
          if (items.length === 0) this.missing('a value');
          continue;
        }
        const before = this.progress;
        const item = read();
        if (this.progress === before) {
          this.skip();
          continue;
        }
        items.push(item);
        if (this.token && !this.accept(',') && !this.is(closer)) this.missing(`“,” or “${closer}”`);
      }
    });
    const end = this.is(closer) ? (this.token?.start ?? this.here) : this.here;
    this.expect(closer);
    return { items, start: open.end, end };
  }
}
