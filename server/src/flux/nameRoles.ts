import type { Member } from '../library/library.ts';
import { record } from '../params/references.ts';
import type { Script } from '../script.ts';
import type { Span } from './positions.ts';
import type { Expression, Identifier, MemberExpression, Node, ObjectExpression } from './syntax.ts';
import { childrenOf } from './walk.ts';

/** What a name stands for. */
export interface NameRole {
  readonly type: 'namespace' | 'function' | 'variable' | 'parameter' | 'property' | 'boolean';
  readonly modifier?: 'declaration' | 'defaultLibrary';
}

/**
 * What the names in a part of a script stand for, by the offset where each begins. A key of `params` is a parameter, also
 * in brackets; other strings have no role.
 */
export function nameRoles(script: Script, within: Span): ReadonlyMap<number, NameRole> {
  const roles = new Roles(script, within);
  roles.visit(script.file);
  return roles.byOffset;
}

class Roles {
  readonly byOffset = new Map<number, NameRole>();
  readonly #script: Script;
  readonly #within: Span;
  /** The keys of `params`, wherever they are used. */
  readonly #keys: ReadonlySet<Node>;

  constructor(script: Script, within: Span) {
    this.#script = script;
    this.#within = within;
    const uses = script.params.parameters.flatMap((parameter) => parameter.uses);
    this.#keys = new Set(uses.map(({ access }) => access.property));
  }

  visit(node: Node, called = false): void {
    if (node.end < this.#within.start || node.start > this.#within.end) return;
    this.#name(node, called);
    if (node.type === 'CallExpression') {
      this.visit(node.callee, true);
      this.#record(node.arguments, 'parameter');
    } else if (node.type === 'ObjectExpression') {
      this.#record(node, 'property');
    } else if (node.type === 'FunctionExpression') {
      for (const { key, value } of node.params) {
        this.#set(key, { type: 'parameter', modifier: 'declaration' });
        if (value) this.visit(value);
      }
      this.visit(node.body);
    } else if (node.type === 'MemberExpression') {
      this.visit(node.object);
    } else {
      for (const child of childrenOf(node)) this.visit(child);
    }
  }

  /** Notes the name that a node is or gives. */
  #name(node: Node, called: boolean): void {
    switch (node.type) {
      case 'Identifier':
        // What gives the name may have said it already.
        if (!this.byOffset.has(node.start)) this.#set(node, this.#use(node, called));
        break;
      case 'MemberExpression':
        this.#set(node.property, this.#member(node, called));
        break;
      case 'PackageClause':
        this.#set(node.name, { type: 'namespace', modifier: 'declaration' });
        break;
      case 'ImportDeclaration':
        if (node.as) this.#set(node.as, { type: 'namespace', modifier: 'declaration' });
        break;
      case 'VariableAssignment':
        this.#set(node.id, {
          type: isFunction(node.init) ? 'function' : 'variable',
          modifier: 'declaration',
        });
        break;
      case 'BuiltinStatement':
        this.#set(node.id, { type: 'variable', modifier: 'declaration' });
        break;
      case 'TestCaseStatement':
        this.#set(node.id, { type: 'function', modifier: 'declaration' });
        break;
    }
  }

  /** @param type of its keys; in the short form, the key is the name of what is meant */
  #record(node: ObjectExpression, type: 'parameter' | 'property'): void {
    if (node.with) this.visit(node.with);
    for (const { key, value } of node.properties) {
      if (value) this.visit(value);
      if (key.type !== 'Identifier') continue;
      if (value) this.#set(key, { type });
      else this.visit(key);
    }
  }

  #use(node: Identifier, called: boolean): NameRole {
    const { bindings, library } = this.#script;
    const symbol = bindings.symbolOf(node);
    if (symbol?.kind === 'import') return { type: 'namespace' };
    if (symbol?.kind === 'parameter') return { type: 'parameter' };
    if (symbol) return { type: called || isFunction(symbol.value) ? 'function' : 'variable' };
    if (node.name === 'true' || node.name === 'false') return { type: 'boolean' };
    // It is there without a definition, as the library is.
    if (node.name === record) return { type: 'variable', modifier: 'defaultLibrary' };
    const builtin = library.builtin(node.name);
    if (builtin) return { type: builtin.signature ? 'function' : 'variable', modifier: 'defaultLibrary' };
    return { type: called ? 'function' : 'variable' };
  }

  #member({ object, property }: MemberExpression, called: boolean): NameRole | undefined {
    if (this.#keys.has(property)) return { type: 'parameter' };
    if (property.type !== 'Identifier') return undefined;
    const member = this.#libraryMember(object, property);
    if (member) return { type: member.signature ? 'function' : 'property', modifier: 'defaultLibrary' };
    return { type: called ? 'function' : 'property' };
  }

  #libraryMember(object: Expression, { name }: Identifier): Member | undefined {
    const { bindings, library } = this.#script;
    const declaration = bindings.symbolOf(object)?.node;
    if (declaration?.type !== 'ImportDeclaration') return undefined;
    return library.member(declaration.path.value, name);
  }

  #set(name: Node, role: NameRole | undefined): void {
    if (role && name.end > name.start) this.byOffset.set(name.start, role);
  }
}

function isFunction(value: Expression | undefined): boolean {
  if (value?.type === 'ParenExpression') return isFunction(value.expression);
  return value?.type === 'FunctionExpression';
}
