import type { Position, Range, TextEdit } from 'vscode-languageserver';
import type { Text } from './text.ts';

/** What an answer is about. */
export interface Subject {
  readonly uri: string;
  readonly version: number;
  readonly text: Text;
  /** Not looked at: what is in there was ours before, of an older version. */
  readonly skip?: string;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPosition = (value: unknown): value is Position =>
  isFields(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';
const isRange = (value: unknown): value is Range =>
  isFields(value) && isPosition(value['start']) && isPosition(value['end']);
const isEdit = (value: unknown): value is TextEdit =>
  isFields(value) && isRange(value['range']) && typeof value['newText'] === 'string';

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

export function covers(outer: Range, inner: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

/**
 * What is wrong with the places in any answer: each lies within the text and ends where it begins or later, what contains
 * another does, edits do not overlap, and all is about this document.
 *
 * @returns undefined when nothing is
 */
export function wrongPlace(value: unknown, subject: Subject, path = ''): string | undefined {
  if (Array.isArray(value)) {
    const within = first(value, (item, index) => wrongPlace(item, subject, `${path}[${index}]`));
    return within ?? (value.length > 1 && value.every(isEdit) ? overlap(value, path) : undefined);
  }
  if (!isFields(value)) return undefined;
  if (isPosition(value)) {
    return subject.text.has(value) ? undefined : `${path} ${show(value)} lies outside of the text`;
  }
  const within = first(Object.entries(value), ([name, field]) =>
    name === subject.skip ? undefined : wrongPlace(field, subject, path === '' ? name : `${path}.${name}`),
  );
  return within ?? wrongFields(value, subject, path);
}

function wrongFields(value: Fields, { uri, version, text }: Subject, path: string): string | undefined {
  if (isRange(value)) {
    return compare(value.start, value.end) > 0 ? `${path} ${show(value)} ends before it begins` : undefined;
  }
  const { range, selectionRange, parent, startLine, endLine, changes } = value;
  if (isRange(range) && isRange(selectionRange) && !covers(range, selectionRange)) {
    return `${path}.selectionRange is not in its range: ${show({ range, selectionRange })}`;
  }
  if (isRange(range) && isFields(parent) && isRange(parent['range']) && !covers(parent['range'], range)) {
    return `${path}.parent does not contain ${show(range)}`;
  }
  if (typeof startLine === 'number' && typeof endLine === 'number') {
    if (startLine < 0 || startLine > endLine || endLine >= text.lineCount) return `${path}: ${show(value)}`;
  }
  if (isRange(range) && typeof value['uri'] === 'string' && value['uri'] !== uri) {
    return `${path} is about ${value['uri']}`;
  }
  if (isFields(changes) && Object.keys(changes).some((name) => name !== uri)) {
    return `${path}.changes is about ${Object.keys(changes)}`;
  }
  const document = value['textDocument'];
  if (isFields(document) && (document['uri'] !== uri || (document['version'] ?? version) !== version)) {
    return `${path}.textDocument is ${show(document)}`;
  }
  return undefined;
}

function overlap(edits: readonly TextEdit[], path: string): string | undefined {
  const sorted = edits.toSorted(
    (a, b) => compare(a.range.start, b.range.start) || compare(a.range.end, b.range.end),
  );
  return first(sorted.slice(1), ({ range }, index) => {
    const before = sorted[index]?.range;
    return before && compare(before.end, range.start) > 0
      ? `${path}: edits overlap: ${show(before)} and ${show(range)}`
      : undefined;
  });
}

/** Semantic tokens follow one another, each on its line, each with a meaning that the server has announced. */
export function wrongTokens(
  data: readonly number[],
  { text }: Subject,
  legend: { readonly tokenTypes: readonly string[]; readonly tokenModifiers: readonly string[] },
): string | undefined {
  if (data.length % 5 !== 0) return `${data.length} numbers are no tokens`;
  let [line, character, end] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, along = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    if (down > 0) [line, character, end] = [line + down, 0, 0];
    character += along;
    const place = `token ${at / 5} at ${line}:${character}, ${length} long`;
    if (down < 0 || along < 0 || length <= 0 || character < end) return `${place}, overlaps the one before`;
    end = character + length;
    if (!text.has({ line, character: end })) return `${place}, leaves its line`;
    if (legend.tokenTypes[type] === undefined) return `${place}, has no type ${type}`;
    if (modifiers >= 2 ** legend.tokenModifiers.length) return `${place}, has no modifiers ${modifiers}`;
  }
  return undefined;
}

export function first<T>(
  items: readonly T[],
  problem: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = problem(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 1500 ? `${text.slice(0, 1500)}…` : text;
}
