/**
 * The text with blanks in place of comments and of what stands in strings and regular expressions, so that code can be
 * looked for where no syntax tree is to be had. Lengths and line ends stay; code inside `${…}` stays too.
 */
export function maskText(text: string): string {
  const out: string[] = [];
  /** For each interpolation that is open: how many braces are open inside it. */
  const interpolations: number[] = [];
  let inString = false;
  /** The last character of code, blanks aside. */
  let last = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (inString) {
      if (character === '\\') {
        out.push(' ', blank(text[at + 1] ?? ''));
        at++;
      } else if (character === '"') {
        inString = false;
        last = '"';
        out.push('"');
      } else if (character === '$' && text[at + 1] === '{') {
        interpolations.push(0);
        inString = false;
        last = '{';
        out.push('  ');
        at++;
      } else {
        out.push(blank(character));
      }
      continue;
    }
    if (character === '/') {
      const comment = lengthOf(lineComment, text, at);
      const regular = comment || !valueFollows.test(last) ? 0 : lengthOf(regularExpression, text, at);
      if (comment) out.push(' '.repeat(comment));
      else if (regular) out.push('/', ' '.repeat(regular - 2), '/');
      if (comment || regular) {
        if (regular) last = '/';
        at += comment + regular - 1;
        continue;
      }
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' && interpolations.length > 0) {
      interpolations.push((interpolations.pop() ?? 0) + 1);
    } else if (character === '}' && interpolations.length > 0) {
      const open = interpolations.pop() ?? 0;
      if (open === 0) {
        inString = true;
        out.push(' ');
        continue;
      }
      interpolations.push(open - 1);
    }
    if (/\S/.test(character)) last = character;
    out.push(character);
  }
  return out.join('').slice(0, text.length);
}

const lineComment = /\/\/[^\r\n]*/y;
const regularExpression = /\/(?:[^\\/\r\n]|\\[^\r\n])+\//y;
/** Behind these a slash begins a regular expression; elsewhere it divides. */
const valueFollows = /^[~(,:=[{]?$/;

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function blank(character: string): string {
  return character === '\n' || character === '\r' || character === '' ? character : ' ';
}
