import assert from 'node:assert/strict';
import type { CodeAction, CodeActionKind, Diagnostic, Range } from 'vscode-languageserver';
import { codeAction } from '../../../server/src/features/codeAction.ts';
import type { Problem } from '../../../server/src/problems/problem.ts';
import type { Script } from '../../../server/src/script.ts';
import { applyEdits, cursor } from '../client.ts';
import { scriptOf } from '../script.ts';

const uri = 'file:///scripts/one.flux';

export interface Asked {
  readonly only?: CodeActionKind[];
  readonly diagnostics?: (script: Script) => Diagnostic[];
  readonly problems?: Problem[];
}

/** Asks at the cursor of a text, or for the selection between two, and says what each action makes of the text. */
export function ask(marked: string, { only, diagnostics, problems }: Asked = {}) {
  const [before, selected, after] = marked.split(cursor);
  assert.ok(before !== undefined && selected !== undefined, 'A cursor, please.');
  const text = before + selected + (after ?? '');
  const script = scriptOf(text);
  const end = after === undefined ? before.length : before.length + selected.length;
  const range = script.positions.range({ start: before.length, end });
  const context = { diagnostics: diagnostics?.(script) ?? [], ...(only && { only }) };
  const actions = codeAction(script, range, context, uri, problems);
  return {
    text,
    actions,
    titles: actions.map(({ title }) => title),
    /** The text after a person took an action. */
    after(title: string): string {
      const action = actions.find((each) => each.title === title);
      assert.ok(
        action,
        `There is no “${title}”, but ${actions.map((each) => `“${each.title}”`).join(', ')}.`,
      );
      return applied(text, action);
    },
  };
}

export function applied(text: string, action: CodeAction): string {
  return applyEdits(text, action.edit?.changes?.[uri] ?? []);
}

/** A message of the compiler about a part of the text. */
export function said(part: string, message: string): (script: Script) => Diagnostic[] {
  return ({ text, positions }) => {
    const start = text.indexOf(part);
    assert.ok(start >= 0, `The text has no “${part}”.`);
    const range: Range = positions.range({ start, end: start + part.length });
    return [{ range, message, source: 'flux', severity: 1 }];
  };
}
