import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { CompilerCompletion } from '../engine/engine.ts';
import { maskText } from '../flux/mask.ts';
import type { Position } from '../flux/positions.ts';
import type { Place } from './place.ts';

/** The paths of packages, where an import names one. */
export function pathItems(
  offered: readonly CompilerCompletion[],
  { position, line }: Place,
): CompletionItem[] {
  const before = line.slice(0, position.character);
  const [typed = ''] = /"[^"]*$|[\w/]*$/.exec(before) ?? [];
  const [rest = ''] = /^[\w/-]*"?/.exec(line.slice(position.character)) ?? [];
  const range = {
    start: { ...position, character: position.character - typed.length },
    end: { ...position, character: position.character + rest.length },
  };
  return offered.map(({ label }) => {
    const path = label.replaceAll('"', '');
    return {
      label: path,
      kind: CompletionItemKind.Module,
      sortText: `${rank(path)}${path}`,
      // An editor compares what was typed with this: with the quote, or without.
      filterText: typed.startsWith('"') ? `"${path}"` : path,
      textEdit: { range, newText: `"${path}"` },
    };
  });
}

/** The names of packages in code, each with the import that makes it known. */
export function packageItems(offered: readonly CompilerCompletion[], text: string): CompletionItem[] {
  if (offered.length === 0) return [];
  const code = maskText(text);
  const imported = importedPaths(text, code);
  const place = importPlace(text, code);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return offered.map(({ label, insertText: path = label }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const known = imported.has(path);
    const newText = `import "${path}"${lineEnd}`;
    return {
      label: name,
      kind: CompletionItemKind.Module,
      detail: path,
      insertText: name,
      sortText: `${known ? 0 : rank(path)}${name}`,
      ...(!known && { additionalTextEdits: [{ range: { start: place, end: place }, newText }] }),
    };
  });
}

/** The community's packages come last. */
function rank(path: string): number {
  return path.startsWith('contrib/') ? 2 : 1;
}

function importedPaths(text: string, code: string): Set<string> {
  const found = code.matchAll(/^\s*import\s+(?:\w+\s+)?"([^"]*)"/gm);
  return new Set(
    [...found].map(({ index, 0: { length }, 1: path = '' }) => {
      const end = index + length - 1;
      return text.slice(end - path.length, end);
    }),
  );
}

/** Below the other imports, else the package clause, else the comment that introduces the script. */
function importPlace(text: string, code: string): Position {
  const lines = text.split('\n');
  const clause = code.split('\n').findLastIndex((line) => /^\s*(import|package)\b/.test(line));
  const introduction = lines.findIndex((line) => !/^\s*\/\//.test(line));
  const introduced = introduction > 0 && lines[introduction]?.trim() === '';
  return { line: clause < 0 && introduced ? introduction + 1 : clause + 1, character: 0 };
}
