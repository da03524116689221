import type { TextChange } from '../flux/edits.ts';
import type { Action, ActionRequest } from './action.ts';

/**
 * Every fix that needs no choice, in one go. Of two that change the same place the first is made. While the script cannot
 * be read nothing is: an editor may ask on each save, and what seems unused may be in what is being typed.
 */
export function fixAll({ script, problems }: ActionRequest): Action[] {
  if (script.tree.errors.length > 0) return [];
  const made: TextChange[] = [];
  for (const { fixes = [] } of problems) {
    const changes = fixes.find(({ preferred }) => preferred)?.changes ?? [];
    if (!changes.some((change) => made.some((other) => overlap(change, other)))) made.push(...changes);
  }
  if (made.length === 0) return [];
  return [{ title: 'Fix everything that can be fixed', kind: 'source.fixAll.flux', changes: made }];
}

/** Two insertions at one place would come in no certain order. */
function overlap(a: TextChange, b: TextChange): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}
