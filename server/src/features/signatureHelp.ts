import { MarkupKind, type SignatureHelp, type SignatureInformation } from 'vscode-languageserver';
import { EngineFailure, type FluxEngine } from '../engine/engine.ts';
import { activeParameter, callAt, functionOf, type KnownFunction, parametersOf } from '../flux/calls.ts';
import { docCommentOf } from '../flux/comments.ts';
import type { Position } from '../flux/positions.ts';
import type { Expression } from '../flux/syntax.ts';
import { formatSignature, parseType } from '../library/types.ts';
import type { Script } from '../script.ts';

interface Described {
  readonly signature: SignatureInformation;
  readonly parameters: readonly {
    readonly name: string;
    readonly optional: boolean;
    readonly pipe: boolean;
  }[];
}

/**
 * The signature of the call that is being written: one, with its optional arguments marked, and the argument that the
 * cursor is in, which Flux finds by its name. The compiler is asked only for functions that nothing else knows.
 */
export async function signatureHelp(
  script: Script,
  position: Position,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<SignatureHelp | null> {
  const place = callAt(script, script.positions.offset(position));
  if (!place) return null;
  const { callee } = place.call;
  const known = functionOf(callee, script);
  const described = known
    ? describe(known, nameOf(callee, script), script)
    : await inferred(callee, script, engine, signal);
  if (!described) return null;
  // LSP takes null for none; left out, it would be the first.
  const active = activeParameter(place, described.parameters) ?? null;
  return { signatures: [described.signature], activeSignature: 0, activeParameter: active };
}

function describe(known: KnownFunction, name: string, script: Script): Described | undefined {
  if (known.kind === 'own') return describeOwn(known, name, script);
  const { member } = known;
  if (!member.signature) return undefined;
  const { label, parameters } = formatSignature(name, member.signature);
  const url = script.library.documentationUrl(member.path, member.name);
  return {
    signature: {
      label,
      parameters: parameters.map((parameter) => ({ label: parameter.label })),
      ...(url && { documentation: markdown(`[Documentation](${url})`) }),
    },
    parameters: member.signature.parameters,
  };
}

function describeOwn(
  { node, named }: Extract<KnownFunction, { kind: 'own' }>,
  name: string,
  script: Script,
): Described {
  const doc = named && docCommentOf(script, named);
  const parameters = parametersOf(node, script.text);
  let label = `${name}(`;
  const placed = parameters.map((parameter, index) => {
    if (index > 0) label += ', ';
    const start = label.length;
    label += `${parameter.pipe ? '<-' : ''}${parameter.name}`;
    if (parameter.default !== undefined) label += ` = ${shortened(parameter.default)}`;
    const about = doc?.parameters.get(parameter.name)?.description;
    return {
      label: [start, label.length] as [number, number],
      ...(about && { documentation: markdown(about) }),
    };
  });
  return {
    signature: {
      label: `${label})`,
      parameters: placed,
      ...(doc?.description && { documentation: markdown(doc.description) }),
    },
    parameters,
  };
}

async function inferred(
  callee: Expression,
  script: Script,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<Described | undefined> {
  if (callee.type !== 'Identifier' && callee.type !== 'MemberExpression') return undefined;
  const { text, positions } = script;
  const name = callee.type === 'Identifier' ? callee : callee.property;
  const printed = await engine
    .typeAt(text, positions.toCompiler(name.end), signal)
    .catch((error: unknown) => {
      if (error instanceof EngineFailure) return undefined;
      throw error;
    });
  const type = printed === undefined ? undefined : parseType(printed);
  // Of a name that is not defined, the compiler knows only what this very call passes.
  if (type?.kind !== 'function' || !isDefined(callee, script)) return undefined;
  const { label, parameters } = formatSignature(nameOf(callee, script), type);
  return {
    signature: { label, parameters: parameters.map((parameter) => ({ label: parameter.label })) },
    parameters: type.parameters,
  };
}

function isDefined(callee: Expression, script: Script): boolean {
  if (callee.type === 'MemberExpression') return isDefined(callee.object, script);
  return script.bindings.symbolOf(callee) !== undefined;
}

/** What the call is written with; the last name when it is anything longer. */
function nameOf(callee: Expression, { text }: Script): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression') return 'function';
  return shortened(text.slice(callee.start, callee.end));
}

/** Code on one line that is not too long. */
function shortened(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

function markdown(value: string) {
  return { kind: MarkupKind.Markdown, value };
}
