import type { FieldType } from './points.ts';

/** A measurement with tags; one object for all lines of a batch that are written the same. */
export interface PointKey {
  readonly measurement: string;
  /** Sorted by key. */
  readonly tags: readonly (readonly [string, string])[];
}

/** Booleans are 0 and 1; int and uint are bigints. */
export type FieldValue = number | bigint | string;

/** What ends the reading of one line. */
export class LineError extends Error {}

/** The characters that have a meaning. */
export const [tab, newline, space, quote, hash] = [9, 10, 32, 34, 35];
export const [comma, minus, dot, zero, nine, equals, backslash] = [44, 45, 46, 48, 57, 61, 92];

export const maxKeyBytes = 65_535;

/** What a boolean may be written as. */
export const booleans: ReadonlyMap<string, number> = new Map([
  ...['t', 'T', 'true', 'True', 'TRUE'].map((word) => [word, 1] as const),
  ...['f', 'F', 'false', 'False', 'FALSE'].map((word) => [word, 0] as const),
]);

const integer = /^-?\d+i$/;
const unsigned = /^\d+u$/;
const float = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function readNumber(word: string): readonly [FieldType, FieldValue] {
  if (float.test(word)) {
    const value = Number(word);
    if (!Number.isFinite(value)) throw new LineError('invalid float');
    return ['float', value];
  }
  const digits = word.slice(0, -1);
  if (integer.test(word)) {
    const value = BigInt(digits);
    if (value === BigInt.asIntN(64, value)) return ['int', value];
    throw new LineError(
      `unable to parse integer ${digits}: strconv.ParseInt: parsing "${digits}": value out of range`,
    );
  }
  if (unsigned.test(word)) {
    const value = BigInt(digits);
    if (value === BigInt.asUintN(64, value)) return ['uint', value];
    throw new LineError(
      `unable to parse unsigned ${digits}: strconv.ParseUint: parsing "${digits}": value out of range`,
    );
  }
  throw new LineError('invalid number');
}

/** `measurement,tag=value,…`, up to where the fields begin. */
export function readKey(raw: string): PointKey {
  requireLength(Buffer.byteLength(raw));
  const [name = '', ...rest] = splitAt(raw, ',');
  if (name === '') throw new LineError('missing measurement');
  const tags = rest.map((part): readonly [string, string] => {
    const [tag = '', value = '', more] = splitAt(part, '=');
    if (tag === '') throw new LineError('missing tag key');
    if (value === '') throw new LineError('missing tag value');
    if (more !== undefined) throw new LineError('invalid tag format');
    return [unescapeTag(tag), unescapeTag(value)];
  });
  tags.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  if (tags.some(([tag], i) => tag === tags[i + 1]?.[0])) throw new LineError('duplicate tags');
  return { measurement: unescapeName(name), tags };
}

export function requireLength(bytes: number): void {
  if (bytes > maxKeyBytes) throw new LineError(`max key length exceeded: ${bytes} > ${maxKeyBytes}`);
}

/** Splits at every separator that no backslash stands before. */
function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    if (text[at - 1] === '\\') continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

function unescapeTag(text: string): string {
  return text.replace(/\\([, =])/g, '$1');
}

/** Measurements and field keys: there a quotation mark may be escaped too. */
export function unescapeName(text: string): string {
  return text.replace(/\\([, ="])/g, '$1');
}

export function closingQuote(text: string, open: number): number {
  for (let at = open + 1; ; at++) {
    const end = text.indexOf('"', at);
    if (end < 0) throw new LineError('unbalanced quotes');
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash && end - 1 - slashes > open) slashes++;
    if (slashes % 2 === 0) return end;
    at = end;
  }
}

/** The line's end as it is told in errors: quoted texts may hold line ends. */
export function endOfLine(text: string, start: number): number {
  let inFields = false;
  let quoted = false;
  let open = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === newline && !quoted) return at;
    else if (code === space) inFields = true;
    else if (!inFields) continue;
    else if (code === quote && open > 0) quoted = !quoted;
    else if (!quoted && code === equals) open++;
    else if (!quoted && code === comma) open--;
  }
  return text.length;
}
