import type { Bindings, FluxSymbol } from '../flux/bindings.ts';
import {
  type Expression,
  type File,
  type Identifier,
  keyName,
  type MemberExpression,
  type Node,
} from '../flux/syntax.ts';
import { forEachChild } from '../flux/walk.ts';

/** One use of a key of the record `params`. */
export interface Reference {
  readonly key: string;
  readonly access: MemberExpression;
}

export interface References {
  readonly references: readonly Reference[];
  /** Names that hold the record besides `params`. */
  readonly aliases: ReadonlySet<FluxSymbol>;
  /** Where the record is passed on whole, or a key is computed: there may be keys that nobody can know. */
  readonly opened: readonly Node[];
}

export const record = 'params';

/** Keys that an extension gives itself, and which the record is therefore not asked for. */
type Without = ReadonlySet<string>;

/**
 * Finds every use of the free record `params`, through aliases (`p = params`), extensions (`{params with …}`), nested
 * functions, and functions of the script that it is passed to. A function parameter or a variable of that name is not the
 * record.
 */
export function findReferences(file: File, bindings: Bindings): References {
  const finder = new Finder(bindings);
  finder.visit(file);
  return finder;
}

class Finder implements References {
  readonly references: Reference[] = [];
  readonly aliases = new Set<FluxSymbol>();
  readonly opened: Node[] = [];
  readonly #bindings: Bindings;
  readonly #free: ReadonlySet<Node>;
  readonly #known = new Map<FluxSymbol, Without | undefined>();

  constructor(bindings: Bindings) {
    this.#bindings = bindings;
    this.#free = new Set(bindings.free.get(record)?.map(({ node }) => node));
  }

  visit(node: Node, parent?: Node): void {
    if (node.type === 'MemberExpression') {
      const without = this.#recordOf(node.object);
      if (without) {
        const key = keyName(node.property);
        // After a dot, no name at all is one that is about to be typed.
        const missing = node.property.type === 'Identifier' && key === '';
        if (!without.has(key) && !missing) {
          this.references.push({ key, access: node });
        }
        this.#extension(node.object);
        return;
      }
    }
    if (node.type === 'VariableAssignment' && this.#recordOf(node.init)) {
      this.#extension(node.init);
      return;
    }
    if (this.#isRecord(node) && !this.#isKnownArgument(parent)) this.opened.push(node);
    if (node.type === 'Identifier') return;
    if (node.type === 'FunctionExpression') {
      // The names of its parameters are no uses.
      for (const { value } of node.params) if (value) this.visit(value, node);
      this.visit(node.body, node);
      return;
    }
    forEachChild(node, (child) => {
      if (!this.#isName(child, node)) this.visit(child, node);
    });
  }

  /** What the record is extended by has uses of its own. */
  #extension(node: Expression): void {
    if (node.type === 'ParenExpression') this.#extension(node.expression);
    if (node.type === 'ObjectExpression') {
      for (const property of node.properties) this.visit(property, node);
    }
  }

  /** Names that are no expressions. */
  #isName(child: Node, parent: Node): boolean {
    if (parent.type === 'Property') return child === parent.key && parent.value !== null;
    if (parent.type === 'MemberExpression') return child === parent.property;
    if (parent.type === 'ObjectExpression') return child === parent.with;
    return parent.type === 'VariableAssignment' && child === parent.id;
  }

  #isRecord(node: Node): boolean {
    if (node.type === 'Identifier' || node.type === 'ObjectExpression')
      return this.#recordOf(node) !== undefined;
    return false;
  }

  /** @returns the keys that are not asked of the record; undefined where something else stands */
  #recordOf(node: Node): Without | undefined {
    if (node.type === 'ParenExpression') return this.#recordOf(node.expression);
    if (node.type === 'Identifier') return this.#recordNamed(node);
    if (node.type !== 'ObjectExpression' || !node.with) return undefined;
    const extended = this.#recordNamed(node.with);
    return extended && new Set([...extended, ...node.properties.map(({ key }) => keyName(key))]);
  }

  #recordNamed(node: Identifier): Without | undefined {
    if (this.#free.has(node)) return new Set();
    const symbol = this.#bindings.symbolOf(node);
    return symbol && this.#recordIn(symbol);
  }

  #recordIn(symbol: FluxSymbol): Without | undefined {
    if (this.#known.has(symbol)) return this.#known.get(symbol);
    // A function that is passed its own parameter leads back here.
    this.#known.set(symbol, undefined);
    const held =
      symbol.kind === 'parameter' ? this.#passedTo(symbol) : symbol.value && this.#recordOf(symbol.value);
    this.#known.set(symbol, held);
    if (held) this.aliases.add(symbol);
    return held;
  }

  /** A parameter holds the record when a call passes it. */
  #passedTo(symbol: FluxSymbol): Without | undefined {
    for (const { value } of symbol.uses) {
      const passed = value && this.#recordOf(value);
      if (passed) return passed;
    }
    return undefined;
  }

  #isKnownArgument(parent: Node | undefined): boolean {
    const argument = parent?.type === 'Property' ? this.#bindings.parameterOf(parent.key) : undefined;
    return argument !== undefined && this.#recordIn(argument) !== undefined;
  }
}
