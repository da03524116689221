import type { JsonValue } from '../influx/types.ts';

/** How a language writes JSON's values. Strings and numbers are written alike in all of them. */
export interface Notation {
  readonly true: string;
  readonly false: string;
  readonly null: string;
  readonly indent: string;
  readonly list: (items: string) => string;
  readonly record: (entries: string) => string;
  readonly key: (name: string) => string;
}

/**
 * A string in double quotes, as JavaScript, Python, Go and JSON all read it. What is invisible, or would turn the text
 * around, is escaped; a lone surrogate, which no file can hold, becomes the replacement character.
 */
export function quoted(text: string): string {
  // Beyond the first plane the languages' escapes differ; nothing there needs one.
  return JSON.stringify(text.toWellFormed()).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.length > 1 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value as a literal over several lines, whose first line stands behind something at `depth`. */
export function literal(value: JsonValue, notation: Notation, depth = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return String(value);
  if (value === null) return notation.null;
  if (typeof value === 'boolean') return value ? notation.true : notation.false;
  const lines = Array.isArray(value)
    ? value.map((item: JsonValue) => literal(item, notation, depth + 1))
    : Object.entries(value).map(
        ([name, item]) => `${notation.key(name)}: ${literal(item, notation, depth + 1)}`,
      );
  const inside = notation.indent.repeat(depth + 1);
  const block =
    lines.length === 0
      ? ''
      : `\n${lines.map((line) => `${inside}${line},\n`).join('')}${notation.indent.repeat(depth)}`;
  return Array.isArray(value) ? notation.list(block) : notation.record(block);
}
