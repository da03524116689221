import {
  type CompletionItem,
  CompletionItemKind,
  type InsertTextFormat,
  MarkupKind,
  type TextEdit,
} from 'vscode-languageserver';
import type { CompilerCompletion, FluxEngine } from '../engine/engine.ts';
import { maskText } from '../flux/mask.ts';
import { contains, type Position, type Range } from '../flux/positions.ts';
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
  const line = text.split('\n')[position.line]?.replace(/\r$/, '') ?? '';
  const before = line.slice(0, position.character);
  const access = script && keyAccess(script, text, line, position);
  if (access) return keys(script, position, access);
  if (insideString(text, position) && !/^\s*import\b/.test(line)) return [];
  const bytes = { line: position.line, character: Buffer.byteLength(before) };
  const offered = await engine.complete(text, bytes, signal);
  return /^\s*import\b/.test(line) ? offered.map(plainItem) : importing(offered, text, before);
}

/** What stands at the cursor, when it accesses a key of the record. */
interface KeyAccess {
  /** Between the quotes of a bracket. */
  readonly bracket: boolean;
  /** What an accepted key replaces. */
  readonly range: Range;
  /** The same with the dot, for a key that needs brackets. */
  readonly withDot: Range;
}

function keyAccess({ names }: Script, text: string, line: string, position: Position): KeyAccess | undefined {
  const code = maskText(text).split('\n')[position.line]?.slice(0, position.character) ?? '';
  const record = `(?<![\\w.])(?:${['params', ...names].join('|')})`;
  const at = (character: number): Position => ({ line: position.line, character });
  const dot = new RegExp(`${record}\\s*(\\.)\\s*(\\w*)$`).exec(code);
  if (dot) {
    const typed = dot[2] ?? '';
    const rest = /^\w*/.exec(line.slice(position.character))?.[0].length ?? 0;
    const start = position.character - typed.length;
    const end = at(position.character + rest);
    const dotAt = code.lastIndexOf('.');
    return { bracket: false, range: { start: at(start), end }, withDot: { start: at(dotAt), end } };
  }
  const bracket = new RegExp(`${record}\\s*\\[\\s*("?)\\s*$`).exec(code);
  if (!bracket) return undefined;
  const opening = code.lastIndexOf('[');
  const [rest = ''] = /^[^"\]]*"?\]?/.exec(line.slice(position.character)) ?? [];
  const range = { start: at(opening + 1), end: at(position.character + rest.replace(/\]$/, '').length) };
  return { bracket: true, range, withDot: range };
}

function keys(script: Script, position: Position, access: KeyAccess): CompletionItem[] {
  // A key that stands nowhere but at the cursor is what is being typed.
  const known = script.parameters.filter(({ places }) => !places.every((place) => contains(place, position)));
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

function insideString(text: string, position: Position): boolean {
  const lines = maskText(`${text.split('\n').slice(0, position.line).join('\n')}\n`);
  const before = text.split('\n')[position.line]?.slice(0, position.character) ?? '';
  const masked = maskText(`${position.line > 0 ? lines : ''}${before}\u0001`);
  return !masked.endsWith('\u0001');
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
function importing(offered: readonly CompilerCompletion[], text: string, before: string): CompletionItem[] {
  const member = /\.\s*\w*$/.test(before);
  const imported = new Set([...text.matchAll(/^\s*import\s+(?:\w+\s+)?"([^"]+)"/gm)].map(([, path]) => path));
  const items: CompletionItem[] = [];
  for (const item of offered) {
    if (item.kind !== CompletionItemKind.Module || member) {
      items.push(plainItem(item));
      continue;
    }
    const path = item.insertText ?? item.label;
    const name = path.slice(path.lastIndexOf('/') + 1);
    items.push({
      label: name,
      kind: CompletionItemKind.Module,
      detail: path,
      insertText: name,
      // What is imported comes first; the community's packages come last.
      sortText: `${imported.has(path) ? 0 : path.startsWith('contrib/') ? 2 : 1}${name}`,
      ...(!imported.has(path) && { additionalTextEdits: [importEdit(text, path)] }),
    });
  }
  return items;
}

function importEdit(text: string, path: string): TextEdit {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^\s*(import|package)\b/.test(line));
  const place = { line: last + 1, character: 0 };
  return { range: { start: place, end: place }, newText: `import "${path}"\n` };
}
