import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import type { Span } from '../flux/positions.ts';
import type { Node } from '../flux/syntax.ts';
import { pathAt } from '../flux/walk.ts';
import { describeParameter } from '../params/describe.ts';
import type { Parameter } from '../params/parameters.ts';
import { record } from '../params/references.ts';
import type { InferredTypes, Script } from '../script.ts';
import { memberEdit, stringEdit } from './edits.ts';
import type { Place } from './place.ts';

/** How the record is accessed at the cursor: behind a dot, or in brackets, where a string is replaced. */
type KeyAccess = { readonly kind: 'dot' } | { readonly kind: 'bracket'; readonly string: Span };

/**
 * The script's keys behind `params.` and in `params["`, those that its comment documents, and those that the server knows;
 * undefined elsewhere.
 */
export function keysAt(script: Script, place: Place, known: InferredTypes): CompletionItem[] | undefined {
  const access = keyAccess(script, place);
  if (!access) return undefined;
  // The empty key cannot be shown, nor chosen.
  const parameters = parametersAt(script, place.offset, known).filter(({ name }) => name !== '');
  return parameters.map((parameter, index) => ({
    label: parameter.name,
    kind: CompletionItemKind.Field,
    detail: parameter.expects,
    documentation: { kind: MarkupKind.Markdown, value: describeParameter(parameter) },
    sortText: String(index).padStart(4, '0'),
    ...(access.kind === 'bracket'
      ? stringEdit(parameter.name, access.string, place.offset, script.positions)
      : memberEdit(parameter.name, place, script.positions)),
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
    return isRecord(script, place.member.object) ? { kind: 'dot' } : undefined;
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
  const string = inString
    ? // What follows an open string is the script.
      { start: token.start, end: open ? offset : token.end }
    : (next ?? place.word);
  return { kind: 'bracket', string };
}

/** Whether an expression is the record, or a name for it. */
export function isRecord({ bindings, params }: Script, node: Node): boolean {
  if (node.type === 'ParenExpression') return false;
  if (node.type !== 'Identifier') return false;
  const symbol = bindings.symbolOf(node);
  return symbol ? params.aliases.has(symbol) : node.name === record;
}
