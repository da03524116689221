import { CodeActionKind, type Diagnostic, ResponseError } from 'vscode-languageserver';
import type { FluxSymbol } from '../flux/bindings.ts';
import { record } from '../params/references.ts';
import { renameSymbol, whyFixed } from '../rename/symbols.ts';
import type { Script } from '../script.ts';
import { type Action, type ActionRequest, messageOf } from './action.ts';
import { camelCase } from './parameterName.ts';

/** Writes a name in camel case, where the compiler asks for it or a person does. */
export function renameToCamelCase({ script, span, diagnostics }: ActionRequest): Action[] {
  const asked = diagnostics.flatMap((diagnostic) => quickFix(script, diagnostic));
  if (asked.length > 0) return asked;
  const symbol = script.bindings.symbolAt(span.start)?.symbol;
  const [, underscores = '', words = ''] = /^(_*)(.*?)_*$/.exec(symbol?.name ?? '') ?? [];
  if (symbol?.kind === 'import' || !symbol || !words.includes('_')) return [];
  return renaming(script, symbol, underscores + camelCase(words), { kind: CodeActionKind.RefactorRewrite });
}

function quickFix(script: Script, diagnostic: Diagnostic): Action[] {
  const [, name] = /camel case.*`(\S+)`/.exec(messageOf(diagnostic)) ?? [];
  const found = script.bindings.symbolAt(script.positions.offset(diagnostic.range.start));
  if (name === undefined || !found) return [];
  const about = { kind: CodeActionKind.QuickFix, preferred: true, diagnostics: [diagnostic] };
  return renaming(script, found.symbol, name, about);
}

/** Nothing where the new name has another meaning already: only a person can choose one then. */
function renaming(
  script: Script,
  symbol: FluxSymbol,
  name: string,
  about: Pick<Action, 'kind' | 'preferred' | 'diagnostics'>,
): Action[] {
  const hides = name === record || script.library.builtin(name) !== undefined;
  if (hides || name === symbol.name || whyFixed(symbol, script) !== undefined) return [];
  try {
    return [{ title: `Rename to ${name}`, changes: renameSymbol(symbol, name, script), ...about }];
  } catch (refusal) {
    if (refusal instanceof ResponseError) return [];
    throw refusal;
  }
}
