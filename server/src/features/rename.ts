import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import { toTextEdits } from '../flux/edits.ts';
import type { Position } from '../flux/positions.ts';
import { type Target, targetAt } from '../flux/targets.ts';
import { pathAt } from '../flux/walk.ts';
import { record } from '../params/references.ts';
import { renameKey } from '../rename/keys.ts';
import { refuse } from '../rename/refusal.ts';
import { renameSymbol, whyFixed } from '../rename/symbols.ts';
import type { Script } from '../script.ts';

/**
 * What stands at the cursor, to be renamed.
 * @throws ResponseError that says why it cannot be
 */
export function prepareRename(script: Script, position: Position): { range: Range; placeholder: string } {
  const target = renamableAt(script, position);
  const placeholder = target.kind === 'key' ? target.key : target.symbol.name;
  return { range: script.positions.range(target.name), placeholder };
}

/**
 * Renames a variable, a function's parameter, an import or a key of the record `params`, everywhere.
 * @throws ResponseError that says why it cannot be, or why not to this name
 */
export function rename(script: Script, position: Position, newName: string, uri: string): WorkspaceEdit {
  const target = renamableAt(script, position);
  const changes =
    target.kind === 'key' ? renameKey(target, newName, script) : renameSymbol(target.symbol, newName, script);
  return { changes: { [uri]: toTextEdits(changes, script.positions) } };
}

function renamableAt(script: Script, position: Position): Target {
  const offset = script.positions.offset(position);
  const target = targetAt(script, offset);
  if (!target) return refuse(whyNothing(script, offset));
  const why = target.kind === 'symbol' && whyFixed(target.symbol, script);
  if (why) return refuse(why);
  const { start, end } = script.positions.range(target.name);
  // A string that is being typed may run on over lines that it does not mean.
  const here = start.line === position.line && end.line === position.line;
  return here ? target : refuse('This name runs over several lines. Close its quotes first.');
}

function whyNothing({ file, bindings, library }: Script, offset: number): string {
  const [node, parent] = pathAt(file, offset);
  if (node?.type !== 'Identifier' || node.name === '') return 'There is nothing to rename here.';
  const { name } = node;
  if (parent?.type === 'MemberExpression' && parent.property === node) {
    const imported = bindings.symbolOf(parent.object)?.node;
    return imported?.type === 'ImportDeclaration'
      ? `“${name}” belongs to the package “${imported.path.value}”: it cannot be renamed.`
      : `“${name}” is a column or a field: only names that the script defines can be renamed.`;
  }
  if (parent?.type === 'Property' && parent.key === node && parent.value) {
    return `“${name}” is an argument or a field: only names that the script defines can be renamed.`;
  }
  if (name === record) {
    return `“${record}” is the record in which InfluxDB passes the parameters: it has this name in every script.`;
  }
  if (/^(true|false)$/.test(name) || library.builtin(name)) {
    return `“${name}” belongs to Flux’s standard library: it cannot be renamed.`;
  }
  return `“${name}” is not defined in this script: there is nothing to rename.`;
}
