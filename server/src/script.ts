import { type Bindings, bind } from './flux/bindings.ts';
import { parseInSteps, type SyntaxTree } from './flux/parser.ts';
import { Positions } from './flux/positions.ts';
import type { File, Node } from './flux/syntax.ts';
import type { Token } from './flux/tokens.ts';
import { forEachChild } from './flux/walk.ts';
import type { Library } from './library/library.ts';
import { type ParametersModel, readParameters } from './params/parameters.ts';
import type { ParamType } from './protocol.ts';

/** The compiler's types of the keys of `params`. */
export type InferredTypes = ReadonlyMap<string, ParamType>;

/**
 * One version of a text, with everything that the features ask of it. It is read at once and without the compiler, so
 * that it is there for every version, however broken. What nobody asks for is not made.
 */
export class Script {
  readonly text: string;
  readonly library: Library;
  readonly positions: Positions;
  #inferred: InferredTypes;
  #tree: SyntaxTree | undefined;
  #reading: Generator<undefined, SyntaxTree> | undefined;
  #bindings: Bindings | undefined;
  #params: ParametersModel | undefined;
  #parents: Map<Node, Node> | undefined;

  /** @param inferred what the compiler says; of a version before this one, as long as it has not said */
  constructor(text: string, library: Library, inferred: InferredTypes = new Map()) {
    this.text = text;
    this.library = library;
    this.positions = new Positions(text);
    this.#inferred = inferred;
  }

  get tree(): SyntaxTree {
    while (!this.readTree(Number.POSITIVE_INFINITY));
    return this.#tree as SyntaxTree;
  }

  /**
   * Goes on reading the tree.
   * @param ms milliseconds after which it stops
   * @returns whether the tree is there
   */
  readTree(ms: number): boolean {
    if (this.#tree) return true;
    this.#reading ??= parseInSteps(this.text);
    const end = performance.now() + ms;
    do {
      const step = this.#reading.next();
      if (step.done) this.#tree = step.value;
    } while (!this.#tree && performance.now() < end);
    return this.#tree !== undefined;
  }

  get file(): File {
    return this.tree.file;
  }

  /** Comments included. */
  get tokens(): readonly Token[] {
    return this.tree.tokens;
  }

  get bindings(): Bindings {
    this.#bindings ??= bind(this.file);
    return this.#bindings;
  }

  get params(): ParametersModel {
    this.#params ??= readParameters(this);
    return this.#params;
  }

  get inferred(): InferredTypes {
    return this.#inferred;
  }

  set inferred(types: InferredTypes) {
    if (sameTypes(this.#inferred, types)) return;
    this.#inferred = types;
    this.#params = undefined;
  }

  parentOf(node: Node): Node | undefined {
    this.#parents ??= parentsIn(this.file);
    return this.#parents.get(node);
  }
}

function sameTypes(a: InferredTypes, b: InferredTypes): boolean {
  return a.size === b.size && [...a].every(([key, type]) => b.get(key) === type);
}

function parentsIn(root: Node): Map<Node, Node> {
  const parents = new Map<Node, Node>();
  const visit = (node: Node) => {
    forEachChild(node, (child) => {
      parents.set(child, node);
      visit(child);
    });
  };
  visit(root);
  return parents;
}
