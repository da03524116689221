import { type Hover, MarkupKind } from 'vscode-languageserver';
import { EngineFailure, type FluxEngine } from '../engine/engine.ts';
import type { FluxSymbol } from '../flux/bindings.ts';
import { functionOf, memberOf, parametersOf } from '../flux/calls.ts';
import { docCommentOf } from '../flux/comments.ts';
import type { Position } from '../flux/positions.ts';
import { type CallExpression, type ImportDeclaration, keyName, type Node } from '../flux/syntax.ts';
import type { Token } from '../flux/tokens.ts';
import { pathAt } from '../flux/walk.ts';
import {
  describeMember,
  describePackage,
  documentationLink,
  fluxBlock,
  paragraphs,
} from '../hover/library.ts';
import { describeLiteral } from '../hover/literals.ts';
import { describeRecord } from '../hover/record.ts';
import { explainConstraints, layoutType } from '../library/layout.ts';
import { formatType, parseType } from '../library/types.ts';
import { describeParameter } from '../params/describe.ts';
import { record } from '../params/references.ts';
import type { Script } from '../script.ts';

/** Tokens that stand back where a name or a value touches them. */
const marks: ReadonlySet<Token['kind']> = new Set(['punctuation', 'operator']);

/** Where nothing has a type of its own, or it says itself. */
const silent: ReadonlySet<Token['kind']> = new Set(['comment', 'punctuation', 'regexp', 'unknown']);

/** The compiler's type at an offset; undefined where there is none, and where the compiler dies on the text. */
type TypeAt = (offset: number) => Promise<string | undefined>;

/**
 * What is known of the name or literal at a place: a key of `params` or the record itself, something of the standard
 * library or of the script's own, an argument's name. Elsewhere, the type that the compiler infers.
 */
export async function hover(
  script: Script,
  position: Position,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<Hover | null> {
  const { text, positions, tokens } = script;
  const offset = positions.offset(position);
  const touched = tokens.filter(({ start, end }) => start <= offset && offset <= end);
  const token = touched.find(({ kind }) => !marks.has(kind)) ?? touched.at(-1);
  if (!token || token.kind === 'comment') return null;
  const typeAt: TypeAt = async (at) => {
    try {
      return await engine.typeAt(text, positions.toCompiler(at), signal);
    } catch (error) {
      if (error instanceof EngineFailure) return undefined;
      throw error;
    }
  };
  const [node, parent] = pathAt(script.file, offset);
  const place: Place = { script, typeAt, offset, token };
  const value = (node && (await describeNode(node, parent, place))) ?? (await describeType(place));
  if (value === undefined) return null;
  const span = node && isName(node) ? node : token;
  return { contents: { kind: MarkupKind.Markdown, value }, range: positions.range(span) };
}

/** A missing name has no extent. */
function isName({ type, start, end }: Node): boolean {
  return start < end && (type === 'Identifier' || type === 'StringLiteral');
}

interface Place {
  readonly script: Script;
  readonly typeAt: TypeAt;
  readonly offset: number;
  readonly token: Token;
}

async function describeNode(node: Node, parent: Node | undefined, place: Place): Promise<string | undefined> {
  const { script, typeAt } = place;
  const { bindings, library, params } = script;
  if (node.type !== 'Identifier' && node.type !== 'StringLiteral') return describeLiteral(node);
  const parameter = params.parameters.find(({ uses }) => uses.some(({ access }) => access.property === node));
  if (parameter) return describeParameter(parameter);
  if (parent?.type === 'ImportDeclaration') return describeImport(parent, script);
  if (parent?.type === 'Property' && parent.key === node && parent.value) {
    const call = callOf(parent, script);
    if (call) return await describeArgument(keyName(node), call, place);
  }
  // Names that stand for nothing outside of their record.
  if (isLabel(node, parent) && !bindings.symbolOf(node)) return undefined;
  const isMember = parent?.type === 'MemberExpression' && parent.property === node;
  const isLogical = node.type === 'Identifier' && /^(true|false)$/.test(node.name);
  const member = isLogical ? undefined : memberOf(isMember ? parent : node, script);
  if (member) return describeMember(member, library, await typeAt(node.end));
  if (isMember) return undefined;
  if (bindings.free.get(record)?.some((use) => use.node === node)) return describeRecord(params);
  const symbol = bindings.symbolOf(node);
  if (symbol?.node.type === 'ImportDeclaration') return describeImport(symbol.node, script);
  return symbol && (await describeSymbol(symbol, node, place));
}

function isLabel(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'Property') return parent.key === node && parent.value !== null;
  return parent?.type === 'PackageClause';
}

function describeImport({ path }: ImportDeclaration, { library }: Script): string | undefined {
  const found = library.packages.get(path.value);
  return found && describePackage(found, library);
}

/** A variable, function or parameter of the script's own. */
async function describeSymbol(
  symbol: FluxSymbol,
  { end }: Node,
  { script, typeAt }: Place,
): Promise<string | undefined> {
  const { name, kind, node } = symbol;
  const printed = await typeAt(end);
  const about =
    kind === 'parameter' ? describeOwnParameter(symbol, script) : docCommentOf(script, node)?.text;
  const table = script.params.aliases.has(symbol) ? describeRecord(script.params) : '';
  if (printed === undefined) return paragraphs(about, table) || undefined;
  return paragraphs(typeBlock(printed, name), explainConstraints(printed), about, table);
}

function describeOwnParameter({ name, node }: FluxSymbol, script: Script): string {
  const owner = script.parentOf(node);
  const named = owner && script.parentOf(owner);
  const parameter =
    owner?.type === 'FunctionExpression'
      ? parametersOf(owner, script.text).find((each) => each.name === name)
      : undefined;
  return paragraphs(
    parameter?.default === undefined ? '' : `Optional: \`${parameter.default}\` by default.`,
    named && docCommentOf(script, named)?.parameters.get(name)?.description,
  );
}

/** The call that a property is an argument of. */
function callOf(property: Node, script: Script): CallExpression | undefined {
  const list = script.parentOf(property);
  const call = list && script.parentOf(list);
  return call?.type === 'CallExpression' && call.arguments === list ? call : undefined;
}

async function describeArgument(
  name: string,
  { callee }: CallExpression,
  { script, typeAt }: Place,
): Promise<string | undefined> {
  const called = script.text.slice(callee.start, callee.end).replace(/\s+/g, ' ');
  const known = functionOf(callee, script);
  if (known?.kind === 'standard') {
    const { path, name: standard, printed, signature } = known.member;
    const parameter = signature?.parameters.find((each) => each.name === name);
    if (!parameter) return undefined;
    return paragraphs(
      fluxBlock(layoutType(parameter.type, `${name}: `)),
      explainConstraints(printed, formatType(parameter.type)),
      `${parameter.optional ? 'Optional' : 'Required'} in \`${called}\`. ${documentationLink(script.library, path, standard)}`,
    );
  }
  const printed = await typeAt(callee.end);
  const inferred = printed === undefined ? undefined : parseType(printed);
  const type =
    inferred?.kind === 'function' ? inferred.parameters.find((each) => each.name === name)?.type : undefined;
  const block = type && fluxBlock(layoutType(type, `${name}: `));
  if (!known) return block;
  const parameter = parametersOf(known.node, script.text).find((each) => each.name === name);
  if (!parameter) return undefined;
  const preset = parameter.default === undefined ? '' : `: \`${parameter.default}\` by default`;
  return paragraphs(
    block ?? fluxBlock(name),
    `${parameter.optional ? 'Optional' : 'Required'} in \`${called}\`${preset}.`,
    known.named && docCommentOf(script, known.named)?.parameters.get(name)?.description,
  );
}

async function describeType({ token, offset, typeAt }: Place): Promise<string | undefined> {
  if (silent.has(token.kind)) return undefined;
  const printed = await typeAt(offset);
  // A bare variable says nothing, but that the compiler knows nothing.
  if (printed === undefined || parseType(printed).kind === 'variable') return undefined;
  return paragraphs(
    typeBlock(printed, token.kind === 'identifier' ? token.text : ''),
    explainConstraints(printed),
  );
}

function typeBlock(printed: string, name: string): string {
  return fluxBlock(layoutType(parseType(printed), name && `${name}: `));
}
