import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver';
import type { Action, ActionRequest } from '../actions/action.ts';
import { renameToCamelCase } from '../actions/camelCase.ts';
import { documentParameters } from '../actions/documentParameters.ts';
import { extractParameter } from '../actions/extractParameter.ts';
import { fixAll } from '../actions/fixAll.ts';
import { inlineParameter } from '../actions/inlineParameter.ts';
import { organizeImports } from '../actions/organizeImports.ts';
import { problemFixes } from '../actions/problemFixes.ts';
import { knowName } from '../actions/undefinedName.ts';
import { type TextChange, toTextEdits } from '../flux/edits.ts';
import { problemsOf } from '../problems/problems.ts';
import type { Script } from '../script.ts';

type Source = (request: ActionRequest) => Action[];

/** What is offered at a place, in the order in which it is shown. */
const atPlace: readonly Source[] = [
  problemFixes,
  knowName,
  renameToCamelCase,
  documentParameters,
  extractParameter,
  inlineParameter,
];
/** What concerns the whole script. */
const ofScript: readonly Source[] = [fixAll, organizeImports];

/** The kinds of action that there are, as a client is told. */
export const codeActionKinds: readonly string[] = [
  'quickfix',
  'refactor.extract',
  'refactor.inline',
  'refactor.rewrite',
  'source.fixAll.flux',
  'source.organizeImports',
];

/**
 * What can be done at a place, with the edits that do it. What concerns the whole script only comes when it is asked for
 * by its kind.
 */
export function codeAction(
  script: Script,
  range: Range,
  { diagnostics, only }: CodeActionContext,
  uri: string,
  problems = problemsOf(script),
): CodeAction[] {
  const wanted = (kind: string) =>
    !only || only.some((each) => kind === each || kind.startsWith(`${each}.`) || each === '');
  const sources = only?.some((kind) => /^source(\.|$)/.test(kind)) ? [...atPlace, ...ofScript] : atPlace;
  const request = { script, span: script.positions.span(range), problems, diagnostics };
  const actions = sources
    .flatMap((source) => source(request))
    .filter(({ kind, changes }) => wanted(kind) && !changes.some((change) => isHalfTyped(change, script)));
  return once(actions).map((action) => toCodeAction(action, script, uri));
}

/** What would wrap or move something that is not whole yet. */
function isHalfTyped({ start, end }: TextChange, { tree }: Script): boolean {
  return tree.errors.some((error) => error.start < end && start < error.end);
}

/** Two problems at one place may have one remedy. */
function once(actions: readonly Action[]): Action[] {
  return [
    ...new Map(actions.map((action) => [JSON.stringify([action.title, action.changes]), action])).values(),
  ];
}

function toCodeAction(
  { title, kind, changes, preferred, diagnostics }: Action,
  script: Script,
  uri: string,
): CodeAction {
  return {
    title,
    kind,
    ...(diagnostics && diagnostics.length > 0 && { diagnostics: [...diagnostics] }),
    ...(preferred && { isPreferred: true }),
    edit: { changes: { [uri]: toTextEdits(inOrder(changes), script.positions) } },
  };
}

/** From the text's beginning. Clients do not agree on what an insertion does where another change begins: one is made of both. */
function inOrder(changes: readonly TextChange[]): TextChange[] {
  const ordered: TextChange[] = [];
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const before = ordered.at(-1);
    if (before?.start !== change.start) ordered.push(change);
    else ordered[ordered.length - 1] = { ...change, newText: before.newText + change.newText };
  }
  return ordered;
}
