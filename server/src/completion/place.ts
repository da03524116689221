import { maskText } from '../flux/mask.ts';
import type { Position } from '../flux/positions.ts';

/** What completion has to know of the cursor's surroundings. */
export interface Place {
  readonly position: Position;
  /** The line without its end. */
  readonly line: string;
  /** The code before the cursor, from the text's beginning; strings and comments are blanked. */
  readonly code: string;
  /** In a string, a regular expression or a comment. */
  readonly hidden: boolean;
  /** Behind the dot of a member. */
  readonly member: boolean;
  /** Behind a pipe, where only functions make sense. */
  readonly piped: boolean;
  /** Where the name of an argument is to stand, as opposed to its value. */
  readonly argument: boolean;
  /** The letters of a name that stand before the cursor. */
  readonly typed: string;
  /** Where the next thing after the cursor begins. */
  readonly next: Position;
}

/** Stays where code stands, and is blanked elsewhere. */
const mark = '\u0001';

export function placeOf(text: string, position: Position): Place {
  const lines = text.split('\n');
  const line = lines[position.line]?.replace(/\r$/, '') ?? '';
  const column = Math.min(position.character, line.length);
  const lineStart = lines.slice(0, position.line).reduce((sum, { length }) => sum + length + 1, 0);
  const before = text.slice(0, lineStart + column);
  const after = text.slice(before.length);
  const blanks = /^\s*/.exec(after)?.[0].split('\n') ?? [''];
  const last = blanks.at(-1) ?? '';
  const masked = maskText(before + mark + after);
  const code = masked.slice(0, before.length);
  return {
    position: { line: position.line, character: column },
    line,
    code,
    hidden: masked[before.length] !== mark,
    member: /\.\s*\w*$/.test(code),
    piped: /\|>\s*\w*$/.test(code),
    argument: namesArgument(code),
    typed: /\w*$/.exec(code)?.[0] ?? '',
    next: {
      line: position.line + blanks.length - 1,
      character: blanks.length > 1 ? last.length : column + last.length,
    },
  };
}

/** Whether code ends in a call's parentheses, where no colon has ended an argument's name yet. */
function namesArgument(code: string): boolean {
  let depth = 0;
  let colon = false;
  let comma = false;
  for (let at = code.length - 1; at >= 0; at--) {
    const character = code[at] as string;
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character)) {
      if (depth === 0) return character === '(' && !colon && /[\w)\]]\s*$/.test(code.slice(0, at));
      depth--;
    } else if (depth === 0 && !comma) {
      // What lies before a comma is another argument's.
      if (character === ':') colon = true;
      else if (character === ',') comma = true;
    }
  }
  return false;
}
