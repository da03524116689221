import { CodeActionKind } from 'vscode-languageserver';
import type { Positions } from '../flux/positions.ts';
import type { Problem } from '../problems/problem.ts';
import { type Action, type ActionRequest, touches } from './action.ts';

/** What the problems at a place offer to mend them. */
export function problemFixes({ script, span, problems, diagnostics }: ActionRequest): Action[] {
  return problems
    .filter((problem) => touches(problem, span))
    .flatMap((problem) =>
      (problem.fixes ?? []).map(({ title, changes, preferred }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        changes,
        ...(preferred && { preferred }),
        diagnostics: diagnostics.filter((shown) => isShownAs(shown, problem, script.positions)),
      })),
    );
}

function isShownAs(
  { code, range }: ActionRequest['diagnostics'][number],
  problem: Problem,
  positions: Positions,
) {
  const { start, end } = positions.range(problem);
  return (
    code === problem.code &&
    range.start.line === start.line &&
    range.start.character === start.character &&
    range.end.line === end.line &&
    range.end.character === end.character
  );
}
