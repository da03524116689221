import type { JsonValue } from '../influx/types.ts';
import { quoted } from './literals.ts';

/** One word for a POSIX shell: single quotes keep everything as it is, so that only they need care. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** JSON on one line, for a shell's argument. */
export function oneLine(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const entries = Object.entries(value).map(([name, item]) => `${quoted(name)}: ${oneLine(item)}`);
  return `{${entries.join(', ')}}`;
}
