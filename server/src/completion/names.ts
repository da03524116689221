import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { FluxSymbol } from '../flux/bindings.ts';
import { parametersOf } from '../flux/calls.ts';
import type { Script } from '../script.ts';
import { type ClientAbilities, callOf, memberItem } from './items.ts';

interface Options {
  /** Parentheses follow already. */
  readonly called: boolean;
  /** Behind a pipe, where only functions make sense. */
  readonly piped: boolean;
  readonly client: ClientAbilities;
}

/** The script's own names that are known at a place. */
export function nameItems(
  script: Script,
  offset: number,
  { called, piped, client }: Options,
): CompletionItem[] {
  return script.bindings
    .visibleAt(offset)
    .filter(({ kind, value }) =>
      piped ? value?.type === 'FunctionExpression' : !/^(import|testcase)$/.test(kind),
    )
    .map((symbol) => ({
      label: symbol.name,
      kind: kindOf(symbol),
      sortText: `0${symbol.name}`,
      ...(symbol.value?.type === 'FunctionExpression' &&
        symbol.kind !== 'parameter' &&
        callOf(symbol.name, parametersOf(symbol.value, script.text), called, client)),
    }));
}

/** What is known without an import. Behind a pipe, what takes one. */
export function builtinItems(
  { library, bindings }: Script,
  { called, piped, client }: Options,
): CompletionItem[] {
  return [...library.builtins.values()]
    .filter(({ signature }) => !piped || signature?.parameters.some(({ pipe }) => pipe))
    .filter(
      ({ name }) => !bindings.symbols.some((symbol) => symbol.name === name && symbol.kind !== 'parameter'),
    )
    .map((member) => ({ ...memberItem(member, library, { called, client }), sortText: `1${member.name}` }));
}

function kindOf({ kind, value }: FluxSymbol): CompletionItemKind {
  if (value?.type === 'FunctionExpression') return CompletionItemKind.Function;
  return kind === 'import' ? CompletionItemKind.Module : CompletionItemKind.Variable;
}

const statementKeywords = ['import', 'option', 'testcase', 'builtin'];
const expressionKeywords = ['if', 'then', 'else', 'not', 'exists', 'and', 'or', 'return'];

export function keywordItems(atStatement: boolean): CompletionItem[] {
  const words = atStatement ? [...statementKeywords, ...expressionKeywords] : expressionKeywords;
  return words.map((label) => ({ label, kind: CompletionItemKind.Keyword, sortText: `5${label}` }));
}
