import { lineEndOf, type TextChange } from '../flux/edits.ts';
import type { Span } from '../flux/positions.ts';
import type { Script } from '../script.ts';

/** A line that holds a comment and nothing else. */
interface CommentLine extends Span {
  readonly line: number;
  /** Behind the slashes. */
  readonly content: string;
}

/** The comment's list under the heading `## Parameters`: the lines of its comment, by their index in it. */
export interface ParameterSection extends Span {
  readonly lines: readonly CommentLine[];
  readonly heading: number;
  readonly items: readonly { readonly name: string; readonly first: number; readonly last: number }[];
}

/** What is said of a parameter that is new to the list. */
export interface Entry {
  readonly name: string;
  readonly description: string;
  /** Of a string, without quotes. */
  readonly default?: string;
}

/** The section of a script; not one that describes the parameters of a function. */
export function parameterSection(script: Script): ParameterSection | undefined {
  const documented = [...script.params.documentation.values()].map(({ line }) => line);
  for (const lines of comments(script)) {
    const heading = lines.findIndex(({ content }) => /^\s*#+\s+parameters\s*$/i.test(content));
    const [first, last] = [lines[0], lines.at(-1)];
    if (heading < 0 || !first || !last) continue;
    const own = documented.some((line) => first.line <= line && line <= last.line);
    if (own || !describesFunction(lines, script)) {
      return { lines, heading, items: itemsBelow(lines, heading), start: first.start, end: last.end };
    }
  }
  return undefined;
}

function itemsBelow(lines: readonly CommentLine[], heading: number): ParameterSection['items'] {
  const items: { name: string; first: number; last: number }[] = [];
  let continued = false;
  for (const [index, { content }] of lines.entries()) {
    if (index <= heading) continue;
    if (/^\s*#+\s/.test(content)) break;
    const [, name] = /^\s*[-*]\s+`?([^:`]+?)`?\s*:/.exec(content) ?? [];
    const current = items.at(-1);
    if (name !== undefined) items.push({ name, first: index, last: index });
    else if (continued && content.trim() !== '' && current) current.last = index;
    continued = content.trim() !== '';
  }
  return items;
}

/** Adds to a section, as its other lines are written; or makes one, below the comment that introduces the script. */
export function addEntries(script: Script, entries: readonly Entry[]): TextChange {
  const { text } = script;
  const lineEnd = lineEndOf(text);
  const section = parameterSection(script);
  if (section) {
    const last = section.lines[section.items.at(-1)?.last ?? section.heading] as CommentLine;
    const pattern = section.lines[section.items.at(-1)?.first ?? section.heading] as CommentLine;
    const indent = text.slice(script.positions.lineStart(pattern.line), pattern.start);
    const [, bullet = ' - ', tick = ''] = /^(\s*[-*]\s+)(`?)/.exec(pattern.content) ?? [];
    const added = entries.map(
      (entry) => `${lineEnd}${indent}//${bullet}${tick}${entry.name}${tick}: ${sentence(entry)}`,
    );
    return { start: last.end, end: last.end, newText: added.join('') };
  }
  const list = ['// ## Parameters', ...entries.map((entry) => `// - ${entry.name}: ${sentence(entry)}`)];
  const introduction = introductionOf(script);
  const last = introduction?.at(-1);
  if (last) return { start: last.end, end: last.end, newText: ['', '//', ...list].join(lineEnd) };
  // Behind a byte order mark.
  const at = text.startsWith('\uFEFF') ? 1 : 0;
  const apart =
    functionBelow(script.positions.position(at).line, script) || introductionLines(script) ? lineEnd : '';
  return { start: at, end: at, newText: `${list.join(lineEnd)}${lineEnd}${apart}` };
}

/** Takes a parameter's lines away; with the last one goes the heading. */
export function removeEntry(script: Script, name: string): TextChange | undefined {
  const section = parameterSection(script);
  const item = section?.items.find((candidate) => candidate.name === name);
  if (!section || !item) return undefined;
  let { first } = item;
  if (section.items.length === 1) {
    first = section.heading;
    while (section.lines[first - 1]?.content.trim() === '') first -= 1;
  }
  const from = section.lines[first] as CommentLine;
  const to = section.lines[item.last] as CommentLine;
  return {
    start: script.positions.lineStart(from.line),
    end: script.positions.lineStart(to.line + 1),
    newText: '',
  };
}

/** Whether a default can be told in a comment. */
function sentence({ description, default: value }: Entry): string {
  if (value === undefined || /[`\r\n]/.test(value)) return description;
  // Quotes are left out unless they tell something.
  const shown = value.trim() !== value || value === '' || value.startsWith('"') ? `"${value}"` : value;
  return `${description} Default is \`${shown}\`.`;
}

/** The comment at the top, unless it describes a function. */
function introductionOf(script: Script): readonly CommentLine[] | undefined {
  const lines = introductionLines(script);
  return lines && !describesFunction(lines, script) ? lines : undefined;
}

function introductionLines(script: Script): readonly CommentLine[] | undefined {
  const [lines] = comments(script);
  return lines?.[0]?.start === script.tokens[0]?.start ? lines : undefined;
}

/** Comments that stand alone on their lines, those on neighbouring lines together. */
function comments({ tokens, text, positions }: Script): CommentLine[][] {
  const found: CommentLine[][] = [];
  for (const { kind, start, end } of tokens) {
    if (kind !== 'comment') continue;
    const { line } = positions.position(start);
    if (text.slice(positions.lineStart(line), start).trim() !== '') continue;
    const comment = { start, end, line, content: text.slice(start + 2, end) };
    const before = found.at(-1);
    if (before?.at(-1)?.line === line - 1) before.push(comment);
    else found.push([comment]);
  }
  return found;
}

function describesFunction(lines: readonly CommentLine[], script: Script): boolean {
  return functionBelow((lines.at(-1)?.line ?? 0) + 1, script);
}

/** Whether a function's definition begins on a line. */
function functionBelow(line: number, { bindings, positions }: Script): boolean {
  return bindings.symbols.some(
    ({ value, node }) => value?.type === 'FunctionExpression' && positions.position(node.start).line === line,
  );
}
