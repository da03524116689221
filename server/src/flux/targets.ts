import type { Parameter } from '../params/parameters.ts';
import type { Script } from '../script.ts';
import type { FluxSymbol } from './bindings.ts';
import { contains, type Span } from './positions.ts';
import type { Identifier, MemberExpression, StringLiteral } from './syntax.ts';

/** What stands at a place, when it is something that has other places, too. */
export type Target = SymbolTarget | KeyTarget;

/** Something that the script gives a name. */
export interface SymbolTarget {
  readonly kind: 'symbol';
  readonly symbol: FluxSymbol;
  /** The name that was asked about. */
  readonly name: Span;
}

/** A key of the record `params`. */
export interface KeyTarget {
  readonly kind: 'key';
  readonly key: string;
  readonly name: Span;
  /** `params.key` and `params["key"]`, in the text's order. */
  readonly accesses: readonly MemberExpression[];
  /** Its name in the doc comment. */
  readonly documented: Span | undefined;
}

/** A name without quotes around it. */
export interface Place extends Span {
  readonly definition: boolean;
}

export function targetAt(script: Script, offset: number): Target | undefined {
  return symbolAt(script, offset) ?? keyAt(script, offset);
}

/** All places of a target, each once, in the text's order. */
export function placesOf(target: Target, { text }: Pick<Script, 'text'>): Place[] {
  if (target.kind === 'key') {
    const uses = target.accesses.map(({ property }) => ({ ...nameIn(property, text), definition: false }));
    // The comment may stand anywhere.
    const all = target.documented ? [{ ...target.documented, definition: true }, ...uses] : uses;
    return all.sort((a, b) => a.start - b.start);
  }
  const { symbol } = target;
  const uses = symbol.uses.map(({ node }) => ({ ...nameIn(node, text), definition: false }));
  return [{ ...definedName(symbol, text), definition: true }, ...uses].sort((a, b) => a.start - b.start);
}

/** Where a symbol is given its name: of an import without alias, the last part of its path. */
export function definedName({ kind, definition }: FluxSymbol, text: string): Span {
  const { start, end } = nameIn(definition, text);
  if (kind !== 'import' || definition.type === 'Identifier') return { start, end };
  return { start: start + text.slice(start, end).lastIndexOf('/') + 1, end };
}

/** A name, or what stands between a string's quotes. */
export function nameIn({ type, start, end }: Identifier | StringLiteral, text: string): Span {
  if (type === 'Identifier' || end === start) return { start, end };
  // One that is being typed has no closing quote yet.
  const closed = end - start > 1 && text[end - 1] === '"';
  return { start: start + 1, end: closed ? end - 1 : end };
}

function symbolAt({ bindings, text }: Script, offset: number): SymbolTarget | undefined {
  const found = bindings.symbolAt(offset);
  if (found) {
    const { symbol, name } = found;
    return { kind: 'symbol', symbol, name: name === symbol.definition ? definedName(symbol, text) : name };
  }
  // A name that is passed in short form and defined elsewhere: `f(now)`.
  for (const symbol of bindings.symbols) {
    const use = symbol.uses.find(({ node }) => contains(node, offset));
    if (use) return { kind: 'symbol', symbol, name: use.node };
  }
  return undefined;
}

function keyAt(script: Script, offset: number): KeyTarget | undefined {
  const { params, text } = script;
  const documented = documentedKeys(script);
  for (const parameter of params.parameters) {
    const access = accessesOf(parameter).find(({ property }) => contains(property, offset));
    if (access) return keyTarget(parameter.name, nameIn(access.property, text), parameter, documented);
  }
  for (const [key, name] of documented) {
    if (!contains(name, offset)) continue;
    return keyTarget(
      key,
      name,
      params.parameters.find((parameter) => parameter.name === key),
      documented,
    );
  }
  return undefined;
}

function keyTarget(
  key: string,
  name: Span,
  parameter: Parameter | undefined,
  documented: ReadonlyMap<string, Span>,
): KeyTarget {
  return { kind: 'key', key, name, accesses: accessesOf(parameter), documented: documented.get(key) };
}

function accessesOf(parameter: Parameter | undefined): MemberExpression[] {
  return parameter?.uses.map(({ access }) => access) ?? [];
}

/** Where the doc comment has each key's name: `- key: …`, also in backticks. */
export function documentedKeys({ params, text }: Pick<Script, 'params' | 'text'>): Map<string, Span> {
  const found = new Map<string, Span>();
  if (params.documentation.size === 0) return found;
  const keyOfLine = new Map(Array.from(params.documentation, ([key, { line }]) => [line, key]));
  let lineStart = 0;
  for (const [line, source] of text.split('\n').entries()) {
    const key = keyOfLine.get(line);
    if (key !== undefined) {
      const [, before = ''] = /^(\s*\/\/\s*[-*]\s+`?)[^:`]+?`?\s*:/.exec(source) ?? [];
      const start = lineStart + before.length;
      found.set(key, { start, end: start + key.length });
    }
    lineStart += source.length + 1;
  }
  return found;
}
