import { CodeActionKind } from 'vscode-languageserver';
import type { TextChange } from '../flux/edits.ts';
import { accessOf } from '../params/describe.ts';
import { record } from '../params/references.ts';
import { usagesOf } from '../params/usage.ts';
import type { Script } from '../script.ts';
import { type Action, type ActionRequest, replacing } from './action.ts';
import { descriptionOf } from './documentParameters.ts';
import { conversionAround, equalLiterals, type Literal, literalAt } from './literals.ts';
import { parameterName } from './parameterName.ts';
import { addEntries, parameterSection } from './parameterSection.ts';

/** Makes a literal a parameter: this one, or all that are equal. */
export function extractParameter({ script, span }: ActionRequest): Action[] {
  const literal = literalAt(script, withoutBlanks(script.text, span));
  if (!literal || isHidden(literal, script)) return [];
  const key = keyFor(literal, script);
  const access = accessOf(key);
  const kind = CodeActionKind.RefactorExtract;
  const documented = documentationOf(key, literal, script);
  const extracted = (literals: readonly Literal[]) => [
    ...documented,
    ...literals.map((each) => replacing(script.text, each.node, expressionFor(each, access, script))),
  ];
  const actions = [{ title: `Extract to ${access}`, kind, changes: extracted([literal]) }];
  const equal = equalLiterals(script, literal).filter((each) => !isHidden(each, script));
  if (equal.length > 1) {
    const title = `Extract all ${equal.length} occurrences to ${access}`;
    actions.push({ title, kind, changes: extracted(equal) });
  }
  return actions;
}

function withoutBlanks(text: string, { start, end }: ActionRequest['span']) {
  const selected = text.slice(start, end);
  const from = start + selected.length - selected.trimStart().length;
  return selected.trim() === '' ? { start, end } : { start: from, end: from + selected.trim().length };
}

/** What is not text travels as text, or in a kind that nobody is sure of, and is converted. */
function expressionFor(literal: Literal, access: string, script: Script): string {
  const { type, node } = literal;
  return type === 'string' || conversionAround(node, script)?.type === type
    ? access
    : `${type}(v: ${access})`;
}

/** Whether the script gives the names another meaning that the parameter's expression needs. */
function isHidden({ node, type }: Literal, { bindings }: Script): boolean {
  const hides = ({ name }: { readonly name: string }) => name === record || name === type;
  return bindings.symbols.some(hides) && bindings.visibleAt(node.start).some(hides);
}

/** A key of its own; or the one that already stands for the same. */
function keyFor(literal: Literal, script: Script): string {
  const name = parameterName(literal.node, script);
  let key = name;
  for (let number = 2; isTaken(key, literal, script); number++) key = `${name}${number}`;
  return key;
}

function isTaken(key: string, literal: Literal, script: Script): boolean {
  const used = script.params.parameters.find(({ name }) => name === key);
  const documented = script.params.documentation.get(key);
  if (!used) return documented?.default !== undefined && documented.default !== literal.value;
  return documented?.default !== literal.value || used.expects !== typeOf(literal, script);
}

/** What a person types. */
function typeOf({ node, type }: Literal, script: Script) {
  return conversionAround(node, script)?.type ?? type;
}

function documentationOf(key: string, literal: Literal, script: Script): TextChange[] {
  if (!parameterSection(script) || script.params.documentation.has(key)) return [];
  const usage = usagesOf(literal.node, script).find(({ role }) => role !== undefined);
  const description = descriptionOf({ ...usage, name: key, expects: typeOf(literal, script) });
  return [addEntries(script, [{ name: key, description, default: literal.value }])];
}
