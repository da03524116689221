import type { FluxSymbol } from '../flux/bindings.ts';
import type { ImportDeclaration, Node } from '../flux/syntax.ts';
import { keyName } from '../flux/syntax.ts';
import { walk } from '../flux/walk.ts';
import type { Script } from '../script.ts';
import type { Problem } from './problem.ts';

/** Calls that do something besides what they return. */
const effects: ReadonlySet<string> = new Set([
  'yield',
  'to',
  'wideTo',
  'display',
  'post',
  'write',
  'println',
]);

/** Imports and variables that nothing uses. */
export function unusedProblems(script: Script): Problem[] {
  // What is being typed may be what uses them.
  if (script.tree.errors.length > 0) return [];
  return script.bindings.symbols
    .filter(({ uses, name }) => uses.length === 0 && !name.startsWith('_'))
    .flatMap((symbol) => {
      if (symbol.kind === 'import') return [unusedImport(symbol, script)];
      return symbol.kind === 'variable' && !hasEffects(symbol.value) ? [unusedVariable(symbol)] : [];
    });
}

function unusedImport({ node, name }: FluxSymbol, { text }: Script): Problem {
  const { start, end } = node as ImportDeclaration;
  return {
    group: 'unused',
    code: 'unused-import',
    severity: 'hint',
    unnecessary: true,
    start,
    end,
    message: `“${name}” is imported and never used.`,
    fixes: [
      {
        title: 'Remove the unused import',
        preferred: true,
        changes: [{ ...wholeLine(text, start, end), newText: '' }],
      },
    ],
  };
}

/** With the line end, where nothing else stands on the line. */
function wholeLine(text: string, start: number, end: number): { start: number; end: number } {
  const before = /(?:^|[\r\n])[ \t]*$/.exec(text.slice(0, start));
  const after = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end));
  if (!before || !after) return { start, end };
  const lineStart = start - before[0].replace(/^[\r\n]/, '').length;
  return { start: lineStart, end: end + after[0].length };
}

function unusedVariable({ definition: { start, end }, name }: FluxSymbol): Problem {
  return {
    group: 'unused',
    code: 'unused-variable',
    severity: 'hint',
    unnecessary: true,
    start,
    end,
    message: `“${name}” is never used. What a script returns is what its pipelines yield, not what it assigns.`,
  };
}

function hasEffects(value: Node | undefined): boolean {
  if (!value) return false;
  for (const node of walk(value)) {
    if (node.type !== 'CallExpression') continue;
    const { callee } = node;
    const called =
      callee.type === 'Identifier'
        ? callee.name
        : callee.type === 'MemberExpression'
          ? keyName(callee.property)
          : '';
    if (effects.has(called)) return true;
  }
  return false;
}
