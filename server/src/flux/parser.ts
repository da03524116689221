import { closers, type SyntaxFault } from './parser/cursor.ts';
import { ExpressionParser } from './parser/expressions.ts';
import type * as ast from './syntax.ts';
import type { Token } from './tokens.ts';

export interface SyntaxTree {
  readonly text: string;
  readonly file: ast.File;
  /** Comments included. */
  readonly tokens: readonly Token[];
  readonly errors: readonly SyntaxFault[];
}

/**
 * Reads a script, however broken: each statement for itself, so that a half-typed line costs no more than itself. Of a
 * text without errors the tree is the compiler's.
 */
export function parse(text: string): SyntaxTree {
  const steps = parseInSteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, one statement a step, for whoever has something else to do in between. */
export function parseInSteps(text: string): Generator<undefined, SyntaxTree> {
  return new StatementParser(text).steps();
}

class StatementParser extends ExpressionParser {
  *steps(): Generator<undefined, SyntaxTree> {
    this.attributes();
    const clause = this.packageClause();
    const imports: ast.ImportDeclaration[] = [];
    while (this.is('import')) imports.push(this.import());
    const body: ast.Statement[] = [];
    while (this.token) {
      body.push(this.statement());
      yield;
    }
    const file: ast.File = {
      type: 'File',
      start: 0,
      end: this.text.length,
      package: clause,
      imports,
      body,
    };
    return { text: this.text, file, tokens: this.all, errors: this.errors };
  }

  /** `@edition("2022.1")`: of no meaning to a script. */
  protected attributes(): void {
    while (this.is('@')) {
      this.next();
      if (this.token?.kind === 'identifier') this.next();
      const open = this.accept('(');
      if (!open) continue;
      while (this.token && !this.is(')') && !this.startsStatement()) this.next();
      this.expect(')');
    }
  }

  protected packageClause(): ast.PackageClause | null {
    const keyword = this.accept('package');
    if (!keyword) return null;
    const name = this.identifier('a name');
    return { type: 'PackageClause', start: keyword.start, end: name.end, name };
  }

  protected import(): ast.ImportDeclaration {
    const { start } = this.next();
    const alias = this.token?.kind === 'identifier' && !this.onNewLine() ? this.identifier('a name') : null;
    const path = this.stringLiteral('a package');
    return { type: 'ImportDeclaration', start, end: path.end, as: alias, path };
  }

  protected block(): ast.Block {
    const open = this.next();
    const body: ast.Statement[] = [];
    this.within(open, () => {
      while (this.token && !this.is('}')) {
        // What nothing closes ends where the next statement of the file begins.
        if (this.unclosed && this.onNewLine() && this.atLineStart(this.token)) break;
        body.push(this.statement());
      }
    });
    this.expect('}');
    return { type: 'Block', start: open.start, end: this.here, body };
  }

  protected statement(): ast.Statement {
    const token = this.token as Token;
    switch (token.kind === 'keyword' ? token.text : '') {
      case 'option':
        return this.option();
      case 'return': {
        this.next();
        const argument = this.expression();
        return { type: 'ReturnStatement', start: token.start, end: argument.end, argument };
      }
      case 'testcase':
        return this.testCase();
      case 'builtin':
        return this.builtin();
      case 'import':
      case 'package':
        // They belong above all other statements.
        this.next();
        this.errors.push({
          start: token.start,
          end: token.end,
          message: `“${token.text}” belongs above all other statements.`,
        });
        if (this.token && !this.onNewLine()) this.next();
        return { type: 'BadStatement', start: token.start, end: this.here };
    }
    if (token.kind === 'identifier' && this.is('=', 1)) return this.assignment();
    const expression = this.expression();
    if (expression.type !== 'BadExpression') {
      return { type: 'ExpressionStatement', start: expression.start, end: expression.end, expression };
    }
    this.skip();
    return { type: 'BadStatement', start: token.start, end: token.end };
  }

  protected assignment(): ast.VariableAssignment {
    const id = this.identifier('a name');
    this.expect('=');
    const init = this.valueHere();
    return { type: 'VariableAssignment', start: id.start, end: init.end, id, init };
  }

  protected option(): ast.OptionStatement {
    const { start } = this.next();
    const id = this.identifier('a name');
    let assignment: ast.OptionStatement['assignment'];
    if (this.accept('.')) {
      const property = this.identifier('a name');
      const member: ast.MemberExpression = {
        type: 'MemberExpression',
        start: id.start,
        end: property.end,
        object: id,
        property,
      };
      this.expect('=');
      const init = this.valueHere();
      assignment = { type: 'MemberAssignment', start: id.start, end: init.end, member, init };
    } else {
      this.expect('=');
      const init = this.valueHere();
      assignment = { type: 'VariableAssignment', start: id.start, end: init.end, id, init };
    }
    return { type: 'OptionStatement', start, end: assignment.end, assignment };
  }

  protected testCase(): ast.TestCaseStatement {
    const { start } = this.next();
    const id = this.identifier('a name');
    const extended = this.accept('extends') ? this.stringLiteral('the name of a test case') : null;
    let block: ast.Block;
    if (this.is('{')) block = this.block();
    else {
      this.missing('“{”');
      block = { type: 'Block', start: this.here, end: this.here, body: [] };
    }
    return { type: 'TestCaseStatement', start, end: block.end, id, extends: extended, block };
  }

  /** Its type is skipped: only the standard library declares such things. */
  protected builtin(): ast.BuiltinStatement {
    const { start } = this.next();
    const id = this.identifier('a name');
    let depth = 0;
    while (this.token) {
      if (depth === 0 && this.onNewLine() && !/^(\||where|:|=>|\+|,)$/.test(this.token.text)) break;
      if (this.token.text in closers) depth += 1;
      if (/^[)\]}]$/.test(this.token.text)) depth -= 1;
      this.next();
    }
    return { type: 'BuiltinStatement', start, end: this.here, id };
  }
}
