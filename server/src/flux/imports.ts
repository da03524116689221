import type { Script } from '../script.ts';
import { importName } from './bindings.ts';
import { lineEndOf, type TextChange } from './edits.ts';

/** What the script calls a package; undefined when it does not import it. */
export function nameOfImport({ file }: Pick<Script, 'file'>, path: string): string | undefined {
  const found = file.imports.find((declaration) => declaration.path.value === path);
  return found && importName(found);
}

/** Imports a package: below the other imports, else the package clause, else the comment that introduces the script. */
export function importPackage(
  { text, file, tokens }: Pick<Script, 'text' | 'file' | 'tokens'>,
  path: string,
): TextChange {
  const lineEnd = lineEndOf(text);
  const declaration = `import ${JSON.stringify(path)}`;
  const last = file.imports.at(-1) ?? file.package;
  if (last) {
    const lineEndAt = /[\r\n]|$/.exec(text.slice(last.end))?.index ?? 0;
    const comment = tokens.find(({ kind, start }) => kind === 'comment' && start >= last.end);
    // A statement on the same line stays on a line of its own.
    const alone =
      text.slice(last.end, last.end + lineEndAt).trim() === '' ||
      comment?.start === firstAfter(text, last.end);
    const at = alone ? last.end + lineEndAt : last.end;
    return { start: at, end: at, newText: `${lineEnd}${declaration}${alone ? '' : lineEnd}` };
  }
  const at = behindIntroduction(text);
  const apart = /^[ \t]*(\r?\n|$)/.test(text.slice(at)) ? '' : lineEnd;
  return { start: at, end: at, newText: `${declaration}${lineEnd}${apart}` };
}

function firstAfter(text: string, offset: number): number {
  return offset + text.slice(offset).search(/\S|$/);
}

/** Behind the comment at the top when a blank line sets it apart: otherwise it is the first statement's. */
function behindIntroduction(text: string): number {
  return /^(?:[ \t]*\/\/[^\r\n]*\r?\n)+[ \t]*\r?\n/.exec(text)?.[0].length ?? 0;
}
