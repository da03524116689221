import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import type { Span } from '../flux/positions.ts';
import type { Node } from '../flux/syntax.ts';
import { quote } from '../flux/tokens.ts';
import { pathAt } from '../flux/walk.ts';
import { describeParameter, isName } from '../params/describe.ts';
import type { Parameter } from '../params/parameters.ts';
import { record } from '../params/references.ts';
import type { InferredTypes, Script } from '../script.ts';
import type { Place } from './place.ts';

/** What stands at the cursor, when it accesses a key of the record. */
interface KeyAccess {
  /** Between the quotes of a bracket. */
  readonly bracket: boolean;
  /** What an accepted key replaces. */
  readonly span: Span;
  /** The same with the dot, for a key that needs brackets. */
  readonly withDot: Span;
}

/**
 * The script's keys behind `params.` and in `params["`, those that its comment documents, and those that the server knows;
 * undefined elsewhere.
 */
export function keysAt(script: Script, place: Place, known: InferredTypes): CompletionItem[] | undefined {
  const access = keyAccess(script, place);
  if (!access) return undefined;
  return parametersAt(script, place.offset, known).map((parameter, index) => ({
    label: parameter.name,
    kind: CompletionItemKind.Field,
    detail: parameter.expects,
    documentation: { kind: MarkupKind.Markdown, value: describeParameter(parameter) },
    sortText: String(index).padStart(4, '0'),
    ...keyEdit(parameter.name, access, script),
  }));
}

/** Every parameter that is known of, but for one that is just being typed. */
export function parametersAt({ params }: Script, offset: number, known: InferredTypes): Parameter[] {
  const used = params.parameters.filter(
    ({ uses }) =>
      !uses.every(({ access: { property } }) => property.start <= offset && offset <= property.end),
  );
  const names = new Set(used.map(({ name }) => name));
  const documented = [...params.documentation].filter(([name]) => !names.has(name));
  for (const [name] of documented) names.add(name);
  const other = (name: string, about: Partial<Parameter>): Parameter => ({
    name,
    type: 'any',
    expects: known.get(name) ?? 'any',
    uses: [],
    ...about,
  });
  return [
    ...used,
    ...documented.map(([name, about]) => other(name, about)),
    ...[...known.keys()].filter((name) => !names.has(name)).map((name) => other(name, {})),
  ];
}

function keyAccess(script: Script, place: Place): KeyAccess | undefined {
  if (place.member) {
    if (!isRecord(script, place.member.object)) return undefined;
    const { word, before } = place;
    return { bracket: false, span: word, withDot: { start: before?.start ?? word.start, end: word.end } };
  }
  const { token, offset } = place;
  const inString = token?.kind === 'string' && token.start < offset;
  if (!inString && place.before?.text !== '[') return undefined;
  const access = pathAt(script.file, inString ? token.start + 1 : offset).find(
    (node) => node.type === 'MemberExpression' || node.type === 'IndexExpression',
  );
  const object = access?.type === 'IndexExpression' ? access.array : access?.object;
  if (!access || !object || object.end > offset || !isRecord(script, object)) return undefined;
  const { text, tokens } = script;
  const next = tokens.find(({ kind, start }) => kind === 'string' && start === offset);
  const open = inString && !/^[^"\])]*"/.test(text.slice(offset, token.end));
  const span = inString
    ? // What follows an open string is the script.
      { start: token.start, end: open ? offset : token.end }
    : (next ?? place.word);
  return { bracket: true, span, withDot: span };
}

/** Whether an expression is the record, or a name for it. */
export function isRecord({ bindings, params }: Script, node: Node): boolean {
  if (node.type === 'ParenExpression') return false;
  if (node.type !== 'Identifier') return false;
  const symbol = bindings.symbolOf(node);
  return symbol ? params.aliases.has(symbol) : node.name === record;
}

function keyEdit(
  name: string,
  { bracket, span, withDot }: KeyAccess,
  { positions }: Script,
): Partial<CompletionItem> {
  const quoted = quote(name);
  if (bracket) return { textEdit: { range: positions.range(span), newText: quoted }, filterText: quoted };
  if (isName(name)) return { textEdit: { range: positions.range(span), newText: name } };
  return { textEdit: { range: positions.range(withDot), newText: `[${quoted}]` }, filterText: `.${name}` };
}
