import type { Span } from './positions.ts';
import {
  type CallExpression,
  type Expression,
  type File,
  type FunctionExpression,
  type Identifier,
  type ImportDeclaration,
  keyName,
  type Node,
  type Statement,
  type StringLiteral,
} from './syntax.ts';
import { childrenOf, forEachChild } from './walk.ts';

export type SymbolKind = 'variable' | 'option' | 'parameter' | 'import' | 'builtin' | 'testcase';

/** Something that a script gives a name. */
export interface FluxSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Where the name is given: an identifier, or an import's path. */
  readonly definition: Identifier | ImportDeclaration['path'];
  /** The whole assignment, parameter or import. */
  readonly node: Node;
  /** What is assigned; a parameter's default. */
  readonly value: Expression | undefined;
  /** Where the name is known. */
  readonly scope: Span;
  /** In the text's order, without the definition. */
  readonly uses: readonly Use[];
}

export interface Use {
  /** Only the name of an argument can be a string. */
  readonly node: Identifier | StringLiteral;
  /**
   * `short` is the name of a record's field and the use of a variable in one (`{a}`, `f(a)`); `argument` the name of an
   * argument in a call of the function that has the parameter.
   */
  readonly role: 'use' | 'short' | 'argument';
  /** Of an argument, what is passed. */
  readonly value?: Expression;
}

/** What every name in a script refers to. */
export interface Bindings {
  readonly symbols: readonly FluxSymbol[];
  /** Names that the script itself does not define, each with its uses. */
  readonly free: ReadonlyMap<string, readonly Use[]>;
  /** What an identifier defines or uses. Of an argument's name in short form, the variable. */
  symbolOf(node: Node): FluxSymbol | undefined;
  /** The parameter that an argument's name is for, where the script defines the function. */
  parameterOf(argument: Node): FluxSymbol | undefined;
  /** What stands at an offset, with the place of the name. */
  symbolAt(offset: number): { readonly symbol: FluxSymbol; readonly name: Span } | undefined;
  /** What can be used at an offset; inner names hide outer ones. */
  visibleAt(offset: number): FluxSymbol[];
}

/** The name that an import gives its package: its alias, or the last part of its path. */
export function importName({ as, path }: ImportDeclaration): string {
  return as?.name || path.value.slice(path.value.lastIndexOf('/') + 1);
}

/**
 * Resolves the names of a script as the compiler does: a name is known behind its assignment, in its block and the
 * functions within; a function's parameters are known in its body.
 */
export function bind(file: File): Bindings {
  const binder = new Binder();
  binder.file(file);
  return binder;
}

type MutableSymbol = FluxSymbol & { readonly uses: Use[] };

class Scope {
  readonly span: Span;
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, MutableSymbol>();

  constructor(span: Span, outer?: Scope) {
    this.span = span;
    this.#outer = outer;
  }

  define(symbol: MutableSymbol): void {
    this.#names.set(symbol.name, symbol);
  }

  find(name: string): MutableSymbol | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }
}

class Binder implements Bindings {
  readonly symbols: MutableSymbol[] = [];
  readonly free = new Map<string, Use[]>();
  readonly #byNode = new Map<Node, MutableSymbol>();
  readonly #byArgument = new Map<Node, MutableSymbol>();
  /** By the parameter's property. */
  readonly #parameters = new Map<Node, MutableSymbol>();

  symbolOf(node: Node): FluxSymbol | undefined {
    return this.#byNode.get(node);
  }

  parameterOf(argument: Node): FluxSymbol | undefined {
    return this.#byArgument.get(argument);
  }

  symbolAt(offset: number): { symbol: FluxSymbol; name: Span } | undefined {
    for (const symbol of this.symbols) {
      for (const name of [symbol.definition, ...symbol.uses.map(({ node }) => node)]) {
        if (name.start <= offset && offset <= name.end && this.#byNode.get(name) === symbol)
          return { symbol, name };
      }
    }
    return undefined;
  }

  visibleAt(offset: number): FluxSymbol[] {
    const visible = new Map<string, FluxSymbol>();
    for (const symbol of this.symbols) {
      const { name, scope, node, kind } = symbol;
      const end = reachOf(node);
      const behind = kind === 'parameter' || end < offset || (end === offset && kind === 'import');
      if (scope.start <= offset && offset <= scope.end && behind) visible.set(name, symbol);
    }
    return [...visible.values()];
  }

  file(file: File): void {
    const scope = new Scope(file);
    for (const node of file.imports) {
      const definition = node.as ?? node.path;
      this.#define({ name: importName(node), kind: 'import', definition, node, value: undefined }, scope);
    }
    this.#statements(file.body, scope);
  }

  #define(symbol: Omit<FluxSymbol, 'scope' | 'uses'>, scope: Scope): MutableSymbol {
    const defined: MutableSymbol = { ...symbol, scope: scope.span, uses: [] };
    if (symbol.name !== '') {
      this.symbols.push(defined);
      scope.define(defined);
    }
    this.#byNode.set(symbol.definition, defined);
    return defined;
  }

  #use(node: Identifier, scope: Scope, role: Use['role'] = 'use'): void {
    const symbol = scope.find(node.name);
    if (symbol) {
      symbol.uses.push({ node, role });
      this.#byNode.set(node, symbol);
    } else if (node.name !== '') {
      const uses = this.free.get(node.name);
      if (uses) uses.push({ node, role });
      else this.free.set(node.name, [{ node, role }]);
    }
  }

  #statements(body: readonly Statement[], scope: Scope): void {
    for (const statement of body) this.#statement(statement, scope);
  }

  #statement(node: Statement, scope: Scope): void {
    switch (node.type) {
      case 'VariableAssignment':
        this.#visit(node.init, scope);
        this.#define(
          { name: node.id.name, kind: 'variable', definition: node.id, node, value: node.init },
          scope,
        );
        return;
      case 'OptionStatement': {
        const { assignment } = node;
        this.#visit(assignment.init, scope);
        if (assignment.type === 'MemberAssignment') {
          this.#visit(assignment.member, scope);
          return;
        }
        const { id, init } = assignment;
        this.#define({ name: id.name, kind: 'option', definition: id, node, value: init }, scope);
        return;
      }
      case 'BuiltinStatement':
        this.#define(
          { name: node.id.name, kind: 'builtin', definition: node.id, node, value: undefined },
          scope,
        );
        return;
      case 'TestCaseStatement':
        this.#define(
          { name: node.id.name, kind: 'testcase', definition: node.id, node, value: undefined },
          scope,
        );
        this.#statements(node.block.body, new Scope(node.block, scope));
        return;
      default:
        forEachChild(node, (child) => this.#visit(child, scope));
    }
  }

  #visit(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        this.#use(node, scope);
        return;
      case 'MemberExpression':
        this.#visit(node.object, scope);
        return;
      case 'FunctionExpression':
        this.#function(node, scope);
        return;
      case 'Property':
        if (node.value) this.#visit(node.value, scope);
        else if (node.key.type === 'Identifier') this.#use(node.key, scope, 'short');
        return;
      case 'CallExpression':
        this.#visit(node.callee, scope);
        this.#visit(node.arguments, scope);
        this.#arguments(node);
        return;
      default:
        forEachChild(node, (child) => this.#visit(child, scope));
    }
  }

  #function(node: FunctionExpression, scope: Scope): void {
    const inner = new Scope({ start: node.start, end: reachOf(node) }, scope);
    for (const parameter of node.params) {
      if (parameter.value) this.#visit(parameter.value, scope);
      if (parameter.key.type !== 'Identifier') continue;
      const { key: definition, value } = parameter;
      const name = keyName(definition);
      const symbol = {
        name,
        kind: 'parameter',
        definition,
        node: parameter,
        value: value ?? undefined,
      } as const;
      this.#parameters.set(parameter, this.#define(symbol, inner));
    }
    if (node.body.type === 'Block') this.#statements(node.body.body, new Scope(node.body, inner));
    else this.#visit(node.body, inner);
  }

  /** The names of a call's arguments are those of the function's parameters, where the script defines it. */
  #arguments({ callee, arguments: { properties } }: CallExpression): void {
    const called = this.symbolOf(callee)?.value;
    if (called?.type !== 'FunctionExpression') return;
    for (const { key, value } of properties) {
      const parameter = called.params.find((candidate) => keyName(candidate.key) === keyName(key));
      const symbol = parameter && this.#parameters.get(parameter);
      if (!symbol) continue;
      symbol.uses.push({ node: key, role: 'argument', value: value ?? key });
      this.#byArgument.set(key, symbol);
      if (value) this.#byNode.set(key, symbol);
    }
  }
}

/** Where a node ends; when its end is missing, where that may be about to be typed. */
function reachOf(node: Node): number {
  if (node.type === 'BadExpression') return node.reach;
  const last = childrenOf(node).at(-1);
  return last && last.end === node.end ? reachOf(last) : node.end;
}
