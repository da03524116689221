import {
  type CompletionItem,
  CompletionItemKind,
  type InsertTextFormat,
  MarkupKind,
  type TextEdit,
} from 'vscode-languageserver';
import type { CompilerCompletion, FluxEngine } from '../engine/engine.ts';
import { maskText } from '../flux/mask.ts';
import { contains, type Position, Positions, type Range } from '../flux/positions.ts';
import { describeParameter } from '../params/describe.ts';
import type { ScriptParameter } from '../protocol.ts';
import type { Script } from '../script.ts';

/** After `params.` and `params["` the script's keys, elsewhere what the compiler offers. */
export async function completion(
  script: Script | undefined,
  text: string,
  position: Position,
  engine: FluxEngine,
  signal?: AbortSignal,
): Promise<CompletionItem[]> {
  const place = placeOf(text, position);
  const access = script && keyAccess(script, place);
  if (access) return keys(script, place, access);
  const importing = /^\s*import\b/.test(place.line);
  if (!importing && place.hidden) return [];
  const offered = await engine.complete(text, new Positions(text).bytes(position), signal);
  return importing ? offered.map(plainItem) : withImports(offered, text, place);
}

/** What completion has to know of the cursor's surroundings. */
interface Place {
  readonly position: Position;
  /** The line without its end. */
  readonly line: string;
  /** The code before the cursor, from the text's beginning; strings and comments are blanked. */
  readonly code: string;
  /** In a string or a comment. */
  readonly hidden: boolean;
  /** Where the next thing after the cursor begins. */
  readonly next: Position;
}

function placeOf(text: string, position: Position): Place {
  const lines = text.split('\n');
  const line = lines[position.line]?.replace(/\r$/, '') ?? '';
  const column = Math.min(position.character, line.length);
  const lineStart = lines.slice(0, position.line).reduce((sum, { length }) => sum + length + 1, 0);
  const before = text.slice(0, lineStart + column);
  const blanks = /^\s*/.exec(text.slice(before.length))?.[0].split('\n') ?? [''];
  const last = blanks.at(-1) ?? '';
  const masked = maskText(before + mark);
  return {
    position: { line: position.line, character: column },
    line,
    code: masked.slice(0, -1),
    hidden: !masked.endsWith(mark),
    next: {
      line: position.line + blanks.length - 1,
      character: blanks.length > 1 ? last.length : column + last.length,
    },
  };
}

/** Stays where code stands, and is blanked elsewhere. */
const mark = '\u0001';

/** What stands at the cursor, when it accesses a key of the record. */
interface KeyAccess {
  /** Between the quotes of a bracket. */
  readonly bracket: boolean;
  /** What an accepted key replaces. */
  readonly range: Range;
  /** The same with the dot, for a key that needs brackets. */
  readonly withDot: Range;
}

function keyAccess({ names }: Script, { position, line, code }: Place): KeyAccess | undefined {
  const record = `(?<![\\w.])(?:${['params', ...names].join('|')})`;
  const from = (back: number, forth: number): Range => ({
    start: { ...position, character: position.character - back },
    end: { ...position, character: position.character + forth },
  });
  const rest = line.slice(position.character);
  const [, dot = '', typed = ''] = new RegExp(`${record}\\s*(\\.[ \\t]*)(\\w*)$`).exec(code) ?? [];
  if (dot) {
    const forth = /^\w*/.exec(rest)?.[0].length ?? 0;
    return {
      bracket: false,
      range: from(typed.length, forth),
      withDot: from(dot.length + typed.length, forth),
    };
  }
  const [, inside] = new RegExp(`${record}\\s*\\[([ \\t]*"?[ \\t]*)$`).exec(code) ?? [];
  if (inside === undefined) return undefined;
  // The rest of the string, when it is closed: what follows an open one is the script.
  const string = inside.includes('"') ? /^[^"\])]*"|^\w*/ : /^"[^"]*"|^\w*/;
  const range = from(inside.length, string.exec(rest)?.[0].length ?? 0);
  return { bracket: true, range, withDot: range };
}

function keys(script: Script, { position, next }: Place, access: KeyAccess): CompletionItem[] {
  // A key that stands nowhere but at the cursor is what is being typed, or a next line's name, read on after a dot.
  const known = script.parameters.filter(
    ({ places }) =>
      !places.every(
        (place) => contains(place, position) || contains({ start: next, end: next }, place.start),
      ),
  );
  const used = new Set(known.map(({ name }) => name));
  const documented = [...script.documentation]
    .filter(([name]) => !used.has(name))
    .map(
      ([name, { description }]): ScriptParameter => ({
        name,
        type: 'any',
        expects: 'any',
        description,
        places: [],
      }),
    );
  return [...known, ...documented].map((parameter, index) => ({
    label: parameter.name,
    kind: CompletionItemKind.Field,
    detail: parameter.expects,
    documentation: { kind: MarkupKind.Markdown, value: describeParameter(parameter) },
    sortText: String(index).padStart(4, '0'),
    ...keyEdit(parameter.name, access),
  }));
}

function keyEdit(name: string, { bracket, range, withDot }: KeyAccess): Partial<CompletionItem> {
  const quoted = JSON.stringify(name);
  if (bracket) return { textEdit: { range, newText: quoted }, filterText: quoted };
  if (/^[A-Za-z_]\w*$/.test(name)) return { textEdit: { range, newText: name } };
  return { textEdit: { range: withDot, newText: `[${quoted}]` }, filterText: `.${name}` };
}

function plainItem(item: CompilerCompletion): CompletionItem {
  const { kind, insertTextFormat, ...rest } = item;
  return {
    ...rest,
    ...(kind !== undefined && { kind: kind as CompletionItemKind }),
    ...(insertTextFormat !== undefined && { insertTextFormat: insertTextFormat as InsertTextFormat }),
  };
}

/** The compiler offers packages by their paths; in code their names are used, and an import makes them known. */
function withImports(
  offered: readonly CompilerCompletion[],
  text: string,
  { code }: Place,
): CompletionItem[] {
  const member = /\.\s*\w*$/.test(code);
  const imported = importedPaths(text);
  return offered.map((item) => {
    if (item.kind !== CompletionItemKind.Module || member) return plainItem(item);
    const path = item.insertText ?? item.label;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return {
      label: name,
      kind: CompletionItemKind.Module,
      detail: path,
      insertText: name,
      // What is imported comes first; the community's packages come last.
      sortText: `${imported.has(path) ? 0 : path.startsWith('contrib/') ? 2 : 1}${name}`,
      ...(!imported.has(path) && { additionalTextEdits: [importEdit(text, path)] }),
    };
  });
}

function importedPaths(text: string): Set<string> {
  const found = maskText(text).matchAll(/^\s*import\s+(?:\w+\s+)?"([^"]*)"/gm);
  return new Set(
    [...found].map(({ index, 0: { length }, 1: path = '' }) => {
      const end = index + length - 1;
      return text.slice(end - path.length, end);
    }),
  );
}

/** Below the other imports, else the package clause, else the comment that introduces the script. */
function importEdit(text: string, path: string): TextEdit {
  const lines = text.split('\n');
  const clause = maskText(text)
    .split('\n')
    .findLastIndex((line) => /^\s*(import|package)\b/.test(line));
  const introduction = lines.findIndex((line) => !/^\s*\/\//.test(line));
  const introduced = introduction > 0 && lines[introduction]?.trim() === '';
  const place = { line: clause < 0 && introduced ? introduction + 1 : clause + 1, character: 0 };
  const newText = `import "${path}"${text.includes('\r\n') ? '\r\n' : '\n'}`;
  return { range: { start: place, end: place }, newText };
}
