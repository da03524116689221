/** Where a member of an object stands in a JSON text. */
export interface Member {
  readonly key: string;
  /** Of the key's quote. */
  readonly start: number;
  readonly valueStart: number;
  /** After the value. */
  readonly valueEnd: number;
}

/** Where an object stands in a JSON text. */
export interface ObjectPlace {
  readonly members: readonly Member[];
  /** Of the opening brace. */
  readonly start: number;
  /** Of the closing brace. */
  readonly end: number;
}

/**
 * The members of the object that begins at an offset, or after blanks there, so that one can be changed and the rest left
 * as it is. Undefined when something else than an object stands there.
 *
 * @param text valid JSON: `JSON.parse` has read it
 */
export function objectAt(text: string, offset: number): ObjectPlace | undefined {
  const start = skip(text, offset, /[\s\ufeff]*/y);
  if (text[start] !== '{') return undefined;
  const members: Member[] = [];
  let at = skip(text, start + 1, /\s*/y);
  while (text[at] !== '}') {
    const keyEnd = skip(text, at, string);
    const valueStart = skip(text, keyEnd, /\s*:\s*/y);
    const valueEnd = valueEndAt(text, valueStart);
    members.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start: at, valueStart, valueEnd });
    at = skip(text, valueEnd, /\s*,?\s*/y);
  }
  return { members, start, end: at };
}

/** The member that counts when a key stands twice: the last. */
export function memberOf(place: ObjectPlace | undefined, key: string): Member | undefined {
  return place?.members.findLast((member) => member.key === key);
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const string = /"(?:[^"\\]|\\.)*"/y;

function valueEndAt(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const found = text[at];
    if (found === '"') at = skip(text, at, string);
    else if (found === '{' || found === '[') {
      depth += 1;
      at += 1;
    } else if (found === '}' || found === ']') {
      depth -= 1;
      at += 1;
    } else if (depth > 0) at = skip(text, at, /[^"{}[\]]+/y);
    else at = skip(text, at, /[^\s,}\]]+/y);
  } while (depth > 0);
  return at;
}

/** The offset behind what a sticky expression matches at another. */
function skip(text: string, at: number, what: RegExp): number {
  what.lastIndex = at;
  const length = what.exec(text)?.[0].length;
  if (length === undefined) throw new Error('This is no valid JSON.');
  return at + length;
}
