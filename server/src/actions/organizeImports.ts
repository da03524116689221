import { CodeActionKind } from 'vscode-languageserver';
import { importName } from '../flux/bindings.ts';
import { lineEndOf } from '../flux/edits.ts';
import type { ImportDeclaration } from '../flux/syntax.ts';
import type { Script } from '../script.ts';
import type { Action, ActionRequest } from './action.ts';

/** An import with the comments that go with it. */
interface Import {
  readonly declaration: ImportDeclaration;
  /** Comments above it, set apart by a blank line: they stay when it goes. */
  readonly apart: readonly string[];
  readonly above: readonly string[];
  /** With the comment behind it. */
  readonly text: string;
}

/** Sorts the imports, those of the community last; leaves out what is unused or comes twice. */
export function organizeImports({ script }: ActionRequest): Action[] {
  const { text, file, tree } = script;
  const [first] = file.imports;
  if (!first || tree.errors.some(({ start }) => start <= (file.imports.at(-1)?.end ?? 0))) return [];
  const { start, end, imports } = readImports(script);
  const kept = new Map<string, Import>();
  let homeless: string[] = [];
  for (const each of imports) {
    const key = `${each.declaration.path.value} ${importName(each.declaration)}`;
    const twin = kept.get(key);
    if (!isUsed(each, script)) homeless.push(...each.apart);
    else if (twin) kept.set(key, { ...twin, above: [...twin.above, ...each.apart, ...each.above] });
    else {
      kept.set(key, { ...each, apart: [...homeless, ...each.apart] });
      homeless = [];
    }
  }
  const sorted = [...kept.values()].sort((a, b) => compare(a.declaration, b.declaration));
  const lines = sorted.flatMap(({ apart, above, text: own }) => [...setApart(apart), ...above, own]);
  const alone = /^[ \t]*\r?\n[ \t]*(\r?\n|$)/.test(text.slice(end));
  lines.push(...(alone ? homeless : setApart(homeless)));
  const lineEnd = lineEndOf(text);
  const newText = lines.join(lineEnd);
  if (newText === text.slice(start, end)) return [];
  // With the last import its lines go, too.
  const blank = lines.length === 0 ? (/^\s*?(\r?\n\s*)*(?=\S|$)/.exec(text.slice(end))?.[0].length ?? 0) : 0;
  const changes = [{ start, end: end + blank, newText }];
  return [{ title: 'Organize imports', kind: CodeActionKind.SourceOrganizeImports, changes }];
}

function setApart(comments: readonly string[]): string[] {
  return comments.length > 0 ? [...comments, ''] : [];
}

function readImports({ text, file, tokens }: Script) {
  const imports: Import[] = [];
  // What is above the first import introduces the script.
  const start = file.imports[0]?.start ?? 0;
  let end = start;
  for (const declaration of file.imports) {
    const before = tokens.filter(
      (each) => each.kind === 'comment' && each.start >= end && each.end <= declaration.start,
    );
    const isAbove = (index: number): boolean => {
      const next = before[index + 1]?.start ?? declaration.start;
      const gap = text.slice(before[index]?.end, next);
      return !/\n[ \t]*\r?\n/.test(gap) && (index === before.length - 1 || isAbove(index + 1));
    };
    const above = before.filter((_, index) => isAbove(index)).map((each) => each.text);
    const apart = before.filter((_, index) => !isAbove(index)).map((each) => each.text);
    const behind = tokens.find((each) => each.start >= declaration.end);
    const trailing = behind?.kind === 'comment' && !/[\r\n]/.test(text.slice(declaration.end, behind.start));
    end = trailing ? behind.end : declaration.end;
    imports.push({ declaration, above, apart, text: text.slice(declaration.start, end) });
  }
  return { start, end, imports };
}

/** Of imports that come twice only the last has uses. While the script cannot be read, nobody knows. */
function isUsed({ declaration }: Import, { bindings, tree, file }: Script): boolean {
  if (tree.errors.length > 0 || declaration.as?.name === '_') return true;
  return file.imports.some((twin) => {
    const same = twin.path.value === declaration.path.value && importName(twin) === importName(declaration);
    return same && (bindings.symbolOf(twin.as ?? twin.path)?.uses.length ?? 0) > 0;
  });
}

function compare(a: ImportDeclaration, b: ImportDeclaration): number {
  const rank = ({ path }: ImportDeclaration) => Number(path.value.startsWith('contrib/'));
  return rank(a) - rank(b) || order(a.path.value, b.path.value) || order(importName(a), importName(b));
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
