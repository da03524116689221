import { type CompletionItem, CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import { contains, type Range } from '../flux/positions.ts';
import { describeParameter } from '../params/describe.ts';
import type { ScriptParameter } from '../protocol.ts';
import type { Script } from '../script.ts';
import type { Place } from './place.ts';

/** What stands at the cursor, when it accesses a key of the record. */
interface KeyAccess {
  /** Between the quotes of a bracket. */
  readonly bracket: boolean;
  /** What an accepted key replaces. */
  readonly range: Range;
  /** The same with the dot, for a key that needs brackets. */
  readonly withDot: Range;
}

/** The script's keys behind `params.` and in `params["`; undefined elsewhere. */
export function keysAt(script: Script, place: Place): CompletionItem[] | undefined {
  const access = keyAccess(script, place);
  return access && items(script, place, access);
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

function items(script: Script, { position, next }: Place, access: KeyAccess): CompletionItem[] {
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
