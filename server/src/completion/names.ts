import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { Position as FluxPosition, VariableAssignment } from '../flux/ast.ts';
import type { Position } from '../flux/positions.ts';
import { childrenOf, isBefore } from '../flux/walk.ts';
import type { Script } from '../script.ts';

/**
 * The script's own names that are known at a place: variables that were assigned before it, and the parameters of the
 * functions around it. The compiler offers none of them.
 */
export function namesAt({ file, positions }: Script, position: Position): CompletionItem[] {
  const { line, character } = positions.bytes(position);
  const at: FluxPosition = { line: line + 1, column: character + 1 };
  const kinds = new Map<string, CompletionItemKind>();
  const assigned = ({ id, init }: VariableAssignment) =>
    kinds.set(
      id.name,
      init.type === 'FunctionExpression' ? CompletionItemKind.Function : CompletionItemKind.Variable,
    );
  const visit = (node: object) => {
    for (const child of childrenOf(node)) {
      const { start, end } = child.location;
      if (isBefore(at, start)) continue;
      if (isBefore(end, at)) {
        if (child.type === 'VariableAssignment') assigned(child);
        else if (child.type === 'OptionStatement' && 'id' in child.assignment) assigned(child.assignment);
        continue;
      }
      if (child.type === 'FunctionExpression') {
        for (const { key } of child.params) {
          if ('name' in key) kinds.set(key.name, CompletionItemKind.Variable);
        }
      }
      visit(child);
    }
  };
  visit(file);
  return [...kinds].map(([label, kind]) => ({ label, kind, sortText: `0${label}` }));
}
