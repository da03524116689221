import type { TextChange } from '../flux/edits.ts';
import type { MemberExpression } from '../flux/syntax.ts';
import { documentedKeys, type KeyTarget, nameIn } from '../flux/targets.ts';
import { quote } from '../flux/tokens.ts';
import { isName } from '../params/describe.ts';
import type { Script } from '../script.ts';
import { preview } from './preview.ts';
import { lineOf, refuse } from './refusal.ts';

/**
 * Renames a parameter in every form of access, and in the doc comment.
 * @throws ResponseError where the new name has another meaning already
 */
export function renameKey(target: KeyTarget, newName: string, script: Script): TextChange[] {
  const { key, accesses, documented } = target;
  if (newName.trim() === '') refuse('A parameter needs a name.');
  if (newName === key) return [];
  const other = placeOf(newName, script);
  if (other !== undefined) {
    refuse(
      `“${newName}” is a parameter already, on line ${lineOf(script, other)}: the two would become one. Choose another name.`,
    );
  }
  const changes = accesses.map((access) => changeOfAccess(access, newName, script.text));
  if (documented) changes.push({ ...documented, newText: newName });
  checkKeys(target, newName, script, preview(script, changes));
  return changes;
}

function placeOf(key: string, script: Script): number | undefined {
  const parameter = script.params.parameters.find(({ name }) => name === key);
  return parameter?.uses[0]?.access.start ?? documentedKeys(script).get(key)?.start;
}

/** What needs brackets gets them; what has them keeps them. */
function changeOfAccess({ object, property }: MemberExpression, key: string, text: string): TextChange {
  if (property.type === 'StringLiteral') {
    return { ...nameIn(property, text), newText: quote(key).slice(1, -1) };
  }
  const { start, end } = property;
  if (isName(key)) return { start, end, newText: key };
  const before = /^(?:\s|\/\/.*)*/.exec(text.slice(object.end, start))?.[0].length ?? 0;
  const dot = object.end + before;
  return { start: dot, end, newText: `[${text.slice(dot + 1, start)}${quote(key)}]` };
}

function checkKeys({ key, documented }: KeyTarget, newName: string, script: Script, after: Script): void {
  const now = keysIn(after);
  for (const [index, { name, start }] of keysIn(script).entries()) {
    if (now[index]?.name === (name === key ? newName : name)) continue;
    // An extension's own keys hide those of the record.
    refuse(
      `On line ${lineOf(script, start)}, “${newName}” is not read from “params”: the record has a key of that name there already. Choose another name.`,
    );
  }
  if (documented && !documentedKeys(after).has(newName)) {
    refuse(
      `“${newName}” cannot stand in the comment on line ${lineOf(script, documented.start)} that documents the parameter. Choose another name.`,
    );
  }
}

function keysIn({ params }: Script): { name: string; start: number }[] {
  return params.parameters
    .flatMap(({ name, uses }) => uses.map(({ access }) => ({ name, start: access.start })))
    .sort((a, b) => a.start - b.start);
}
