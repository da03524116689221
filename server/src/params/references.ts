import type {
  Expression,
  File,
  FunctionExpression,
  Node,
  ObjectExpression,
  SourceLocation,
  Statement,
} from '../flux/ast.ts';

/** One use of a key of `params`. */
export interface Reference {
  readonly key: string;
  /** Of the key itself: the identifier, or the string in brackets. */
  readonly location: SourceLocation;
  /** What the use stands in, innermost first. */
  readonly parents: readonly Node[];
}

export interface References {
  readonly references: readonly Reference[];
  /** Where the tree has a key of any record, be it the free one or not. */
  readonly members: readonly SourceLocation[];
  /** Names that hold the record: `params` where it is free, and its aliases. */
  readonly names: ReadonlySet<string>;
  /** The record is passed on whole, or a key is computed: there may be keys that nobody can know. */
  readonly open: boolean;
}

/** What a name stands for: the record without some of its keys, or something else. */
type Binding = { readonly without: ReadonlySet<string> } | 'other';
type Scope = Map<string, Binding>;

const free: Binding = { without: new Set() };

/**
 * Finds every use of the free record `params`, through aliases (`p = params`), extensions (`{params with …}`) and nested
 * functions. A function parameter or a variable of that name is not the record.
 */
export function findReferences(file: File): References {
  const finder = new Finder();
  finder.statements(file.body, new Map(), []);
  return finder;
}

class Finder implements References {
  readonly references: Reference[] = [];
  readonly members: SourceLocation[] = [];
  readonly names = new Set<string>();
  open = false;

  statements(body: readonly Statement[], scope: Scope, parents: readonly Node[]): void {
    for (const statement of body) this.#statement(statement, scope, [statement, ...parents]);
  }

  #statement(statement: Statement, scope: Scope, parents: readonly Node[]): void {
    switch (statement.type) {
      case 'VariableAssignment':
        this.#assign(statement.id.name, statement.init, scope, parents);
        return;
      case 'OptionStatement': {
        const { assignment } = statement;
        if ('id' in assignment) this.#assign(assignment.id.name, assignment.init, scope, parents);
        else this.#expression(assignment.init, scope, parents);
        return;
      }
      case 'ExpressionStatement':
        this.#expression(statement.expression, scope, parents);
        return;
      case 'ReturnStatement':
        this.#expression(statement.argument, scope, parents);
        return;
      case 'TestCaseStatement':
        this.statements(statement.block.body, new Map(scope), parents);
        return;
      case 'BuiltinStatement':
        scope.set(statement.id.name, 'other');
        return;
      case 'BadStatement':
        return;
      default:
        statement satisfies never;
    }
  }

  #assign(name: string, init: Expression, scope: Scope, parents: readonly Node[]): void {
    const binding = this.#binding(init, scope);
    if (binding === 'other') {
      this.#expression(init, scope, parents);
    } else {
      this.names.add(name);
      if (init.type === 'ObjectExpression') this.#properties(init, scope, parents);
    }
    scope.set(name, binding);
  }

  /** What an expression is, as far as the record goes. */
  #binding(node: Expression, scope: Scope): Binding {
    if (node.type === 'ParenExpression') return this.#binding(node.expression, scope);
    if (node.type === 'Identifier') return this.#lookUp(node.name, scope);
    if (node.type !== 'ObjectExpression' || !node.with) return 'other';
    const source = 'source' in node.with ? node.with.source : node.with;
    const extended = this.#lookUp((source as { name: string }).name, scope);
    if (extended === 'other') return 'other';
    const own = node.properties.map(({ key }) => ('name' in key ? key.name : key.value));
    return { without: new Set([...extended.without, ...own]) };
  }

  #lookUp(name: string, scope: Scope): Binding {
    const binding = scope.get(name) ?? (name === 'params' ? free : 'other');
    if (binding !== 'other') this.names.add(name);
    return binding;
  }

  #expression(node: Expression, scope: Scope, parents: readonly Node[]): void {
    switch (node.type) {
      case 'Identifier':
        if (this.#lookUp(node.name, scope) !== 'other') this.open = true;
        return;
      case 'MemberExpression': {
        this.members.push(node.property.location);
        const binding = this.#binding(node.object, scope);
        const key = 'name' in node.property ? node.property.name : node.property.value;
        if (binding === 'other') {
          this.#expression(node.object, scope, [node, ...parents]);
        } else if (!binding.without.has(key) && (key !== '' || 'value' in node.property)) {
          // After a dot, no name at all is one that is about to be typed.
          this.references.push({ key, location: node.property.location, parents });
        }
        if (binding !== 'other' && node.object.type === 'ObjectExpression') {
          this.#properties(node.object, scope, [node, ...parents]);
        }
        return;
      }
      case 'ObjectExpression':
        if (this.#binding(node, scope) !== 'other') this.open = true;
        this.#properties(node, scope, parents);
        return;
      case 'FunctionExpression':
        this.#function(node, scope, parents);
        return;
      default:
        this.#children(node, scope, parents);
    }
  }

  #function(node: FunctionExpression, scope: Scope, parents: readonly Node[]): void {
    const inner: Scope = new Map(scope);
    for (const { key, value } of node.params) {
      if (value) this.#expression(value, scope, [node, ...parents]);
      if ('name' in key) inner.set(key.name, 'other');
    }
    if (node.body.type === 'Block') this.statements(node.body.body, inner, [node, ...parents]);
    else this.#expression(node.body, inner, [node, ...parents]);
  }

  #properties(node: ObjectExpression, scope: Scope, parents: readonly Node[]): void {
    for (const property of node.properties) {
      const { key, value } = property;
      if (value) this.#expression(value, scope, [property, node, ...parents]);
      // `{params}` is short for `{params: params}`.
      else if ('name' in key && this.#lookUp(key.name, scope) !== 'other') this.open = true;
    }
  }

  /** Whatever expressions a node holds, in any of its fields. */
  #children(node: object, scope: Scope, parents: readonly Node[]): void {
    for (const field of Object.keys(node)) {
      if (field === 'location' || field === 'key') continue;
      for (const child of [(node as Record<string, unknown>)[field]].flat()) {
        if (child === null || typeof child !== 'object') continue;
        const within = 'location' in node ? [node as Node, ...parents] : parents;
        if (isExpression(child)) this.#expression(child, scope, within);
        else if (field !== 'comments' && field !== 'errors') this.#children(child, scope, within);
      }
    }
  }
}

const expressionTypes = /(Expression|Literal)$|^Identifier$/;

function isExpression(value: object): value is Expression {
  return 'type' in value && typeof value.type === 'string' && expressionTypes.test(value.type);
}
