import type { ParamType } from '../protocol.ts';

const basic: ReadonlySet<string> = new Set(['bool', 'duration', 'float', 'int', 'string', 'time', 'uint']);

/**
 * The fields of a record type as the compiler prints it, on one line or several: `{A with n: int, b: #t3}`. Labels are
 * printed without quotes even with blanks in them, so those that the text uses are tried first.
 *
 * What is no basic type (a variable, an array, a record) is `any`, as in the API's answer.
 */
export function parseRecordType(printed: string, labels: Iterable<string>): Map<string, ParamType> {
  const known = [...labels].sort((a, b) => b.length - a.length);
  const types = new Map<string, ParamType>();
  let at = skip(printed, /^\{\s*(?:[#A-Za-z0-9]+ with\s+)?/, 0);
  if (at === 0) return types;
  while (at < printed.length) {
    const label =
      known.find((candidate) => printed.startsWith(`${candidate}: `, at)) ??
      /^[A-Za-z_][A-Za-z0-9_]*(?=: )/.exec(printed.slice(at))?.[0];
    if (label === undefined) break;
    const start = at + label.length + 2;
    const end = endOfType(printed, start);
    const type = printed.slice(start, end).trim();
    types.set(label, basic.has(type) ? (type as ParamType) : 'any');
    at = skip(printed, /^\s*,?\s*/, end);
  }
  return types;
}

/** Where the comma or brace stands that ends a field's type. */
function endOfType(printed: string, start: number): number {
  let depth = 0;
  for (let at = start; at < printed.length; at++) {
    const character = printed[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) {
      if (depth === 0) return at;
      depth--;
    } else if (character === ',' && depth === 0) return at;
  }
  return printed.length;
}

function skip(text: string, pattern: RegExp, at: number): number {
  return at + (pattern.exec(text.slice(at))?.[0].length ?? 0);
}
