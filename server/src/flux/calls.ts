import type { Library, Member } from '../library/library.ts';
import type { Script } from '../script.ts';
import type { Bindings } from './bindings.ts';
import {
  type CallExpression,
  type Expression,
  type FunctionExpression,
  keyName,
  type Node,
  type PipeExpression,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import { walk } from './walk.ts';

/** Where an offset lies in the parentheses of a call. */
export interface CallPlace {
  readonly call: CallExpression;
  /** The names of the other arguments. */
  readonly given: ReadonlySet<string>;
  /**
   * The argument that the offset is in: its name as far as it is typed, empty where nothing stands yet. Undefined where
   * a value without a name stands.
   */
  readonly argument: { readonly name: string; readonly typed: 'wholly' | 'partly' } | undefined;
}

/**
 * The innermost call whose arguments an offset lies in; one that nothing closes reaches to the next code behind it. None
 * in strings and comments, nor in the body of a function that is an argument: what is typed there is not the call's.
 */
export function callAt(
  { text, tokens, file }: Pick<Script, 'text' | 'tokens' | 'file'>,
  offset: number,
): CallPlace | undefined {
  if (isInText(tokens, offset)) return undefined;
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  const statement = file.body.findLast(({ start }) => start <= offset);
  if (!statement) return undefined;
  let call: CallExpression | undefined;
  for (const node of walk(statement)) {
    if (node.type !== 'CallExpression' || node.arguments.start > offset) continue;
    if (offset <= endOfArguments(node, text, code) && node.arguments.start > (call?.arguments.start ?? -1)) {
      call = node;
    }
  }
  if (!call) return undefined;
  const from = itemStart(call.arguments.start, offset, code);
  if (from === undefined) return undefined;
  const item = code.findIndex(({ start }) => start >= from);
  const argument = argumentAt(text, code, item, from, offset);
  // Where nothing stands yet, what follows is another argument.
  const own = argument?.name === '' ? undefined : code[item]?.start;
  const others = call.arguments.properties.filter(({ start }) => start !== own);
  return { call, given: new Set(others.map(({ key }) => keyName(key))), argument };
}

/** The parameter that the place is about; undefined where several could follow. */
export function activeParameter(
  { argument, given }: CallPlace,
  parameters: readonly { readonly name: string; readonly optional: boolean; readonly pipe: boolean }[],
): number | undefined {
  if (!argument) return undefined;
  const { name, typed } = argument;
  if (typed === 'wholly') return indexOf(parameters.find((parameter) => parameter.name === name));
  const open = parameters.filter(
    (parameter) => !given.has(parameter.name) && parameter.name.startsWith(name),
  );
  const exact = open.find((parameter) => parameter.name === name);
  if (exact) return indexOf(exact);
  const candidates = open.filter(({ pipe }) => !pipe);
  const required = candidates.filter(({ optional }) => !optional);
  if (candidates.length === 1) return indexOf(candidates[0]);
  return required.length === 1 ? indexOf(required[0]) : undefined;

  function indexOf(found: (typeof parameters)[number] | undefined): number | undefined {
    return found && parameters.indexOf(found);
  }
}

/** A function as far as the script and the library know it. */
export type KnownFunction =
  | { readonly kind: 'standard'; readonly member: Member }
  | {
      readonly kind: 'own';
      readonly node: FunctionExpression;
      /** The assignment or the record's field that names it, which a comment may stand above. */
      readonly named: Node | undefined;
    };

/** How many names are followed, one to the next, to the function that they stand for. */
const maxSteps = 8;

/** The member of the standard library that a name, or a package's member, refers to. */
export function memberOf(
  expression: Expression,
  { bindings, library }: { readonly bindings: Bindings; readonly library: Library },
): Member | undefined {
  if (expression.type === 'Identifier') {
    return bindings.symbolOf(expression) ? undefined : library.builtin(expression.name);
  }
  if (expression.type !== 'MemberExpression') return undefined;
  const imported = bindings.symbolOf(expression.object)?.node;
  if (imported?.type !== 'ImportDeclaration') return undefined;
  return library.member(imported.path.value, keyName(expression.property));
}

/** What an expression stands for, when it is a member of the library or a function of the script. */
export function functionOf(
  expression: Expression,
  script: { readonly bindings: Bindings; readonly library: Library },
  named?: Node,
  steps = maxSteps,
): KnownFunction | undefined {
  if (steps === 0) return undefined;
  const member = memberOf(expression, script);
  if (member) return { kind: 'standard', member };
  switch (expression.type) {
    case 'ParenExpression':
      return functionOf(expression.expression, script, named, steps - 1);
    case 'FunctionExpression':
      return { kind: 'own', node: expression, named };
    case 'Identifier': {
      const symbol = script.bindings.symbolOf(expression);
      // What a parameter holds is the caller's choice.
      if (!symbol?.value || symbol.kind === 'parameter') return undefined;
      return functionOf(symbol.value, script, symbol.node, steps - 1);
    }
    case 'MemberExpression': {
      const { object, property } = expression;
      const symbol = script.bindings.symbolOf(object);
      if (symbol?.kind === 'parameter' || symbol?.value?.type !== 'ObjectExpression') return undefined;
      const field = symbol.value.properties.findLast(({ key }) => keyName(key) === keyName(property));
      return field?.value ? functionOf(field.value, script, field, steps - 1) : undefined;
    }
    default:
      return undefined;
  }
}

/** One parameter of a function of the script. */
export interface OwnParameter {
  readonly name: string;
  readonly optional: boolean;
  readonly pipe: boolean;
  /** As it is written. */
  readonly default?: string;
}

export function parametersOf({ params }: FunctionExpression, text: string): OwnParameter[] {
  return params.map(({ key, value }) => ({
    name: keyName(key),
    optional: value !== null && value.type !== 'PipeLiteral',
    pipe: value?.type === 'PipeLiteral',
    ...(value !== null && value.type !== 'PipeLiteral' && { default: text.slice(value.start, value.end) }),
  }));
}

/** The name of the argument that a pipe feeds, when the function is known and it has a name. */
export function pipedArgument(
  { call }: PipeExpression,
  script: Pick<Script, 'bindings' | 'library' | 'text'>,
): string | undefined {
  const called = call.type === 'CallExpression' ? functionOf(call.callee, script) : undefined;
  const parameters =
    called?.kind === 'own' ? parametersOf(called.node, script.text) : called?.member.signature?.parameters;
  return parameters?.find(({ pipe }) => pipe)?.name || undefined;
}

/** Whether an offset lies in a comment, a regular expression or a string's text. */
function isInText(tokens: readonly Token[], offset: number): boolean {
  return tokens.some(({ kind, start, end, text }) => {
    if (offset < start || offset > end) return false;
    switch (kind) {
      case 'comment':
        return offset > start;
      case 'string':
        return offset > start && (offset < end || !/^"[^"\\]*(?:\\[\s\S][^"\\]*)*"$/.test(text));
      case 'regexp':
        return offset > start && offset < end;
      case 'stringText':
        return true;
      case 'stringStart':
      case 'interpolationEnd':
        return offset === end;
      case 'stringEnd':
        return offset === start;
      case 'interpolationStart':
        return offset < end;
      default:
        return false;
    }
  });
}

/** The last offset that belongs to a call's arguments. */
function endOfArguments(call: CallExpression, text: string, code: readonly Token[]): number {
  const { end } = call.arguments;
  if (call.end > end) return end;
  const next = code.find(({ start }) => start >= end);
  if (!next) return text.length;
  return /[\r\n]/.test(text.slice(end, next.start)) ? next.start - 1 : next.start;
}

/** Where the argument begins that an offset is in; undefined inside a function's body. */
function itemStart(start: number, offset: number, code: readonly Token[]): number | undefined {
  const levels = [{ from: start, body: false }];
  for (const token of code) {
    if (token.start < start) continue;
    if (token.start >= offset) break;
    const level = levels.at(-1);
    if (!level || token.kind === 'stringText' || token.kind === 'string') continue;
    if (/^(?:[([{]|\$\{)$/.test(token.text)) levels.push({ from: token.end, body: false });
    else if (/^[)\]}]$/.test(token.text)) levels.pop();
    else if (token.text === '=>') level.body = true;
    else if (token.text === ',') Object.assign(level, { from: token.end, body: false });
  }
  return levels.some(({ body }) => body) ? undefined : levels[0]?.from;
}

/** @param item the index of the first token behind `from`, be it the argument's or not */
function argumentAt(
  text: string,
  code: readonly Token[],
  item: number,
  from: number,
  offset: number,
): CallPlace['argument'] {
  const nothing = { name: '', typed: 'partly' } as const;
  const first = code[item];
  if (!first) return nothing;
  const ahead = offset < first.start;
  // An argument that begins on a line below is another one.
  if (ahead && /[\r\n]/.test(text.slice(from, first.start))) return nothing;
  const isName = first.kind === 'identifier' || first.kind === 'string';
  const name = first.kind === 'string' ? first.text.replace(/^"|"$/g, '') : first.text;
  if (isName && /^[:=]$/.test(code[item + 1]?.text ?? '')) return { name, typed: 'wholly' };
  if (ahead || /^[,)\]}]$/.test(first.text)) return nothing;
  if (first.kind !== 'identifier') return first.start < offset ? undefined : nothing;
  if (offset <= first.end) return { name: text.slice(first.start, offset), typed: 'partly' };
  return code[item + 1] && (code[item + 1]?.start ?? 0) < offset ? undefined : { name, typed: 'wholly' };
}
