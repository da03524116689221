/**
 * The text with blanks in place of comments and of what stands in strings, so that code can be looked for where no syntax
 * tree is to be had. Lengths and line ends stay; code inside `${…}` stays too.
 */
export function maskText(text: string): string {
  const out: string[] = [];
  /** For each interpolation that is open: how many braces are open inside it. */
  const interpolations: number[] = [];
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (inString) {
      if (character === '\\') {
        out.push(' ', blank(text[at + 1] ?? ''));
        at++;
      } else if (character === '"') {
        inString = false;
        out.push('"');
      } else if (character === '$' && text[at + 1] === '{') {
        interpolations.push(0);
        inString = false;
        out.push('  ');
        at++;
      } else {
        out.push(blank(character));
      }
      continue;
    }
    if (character === '"') {
      inString = true;
    } else if (character === '/' && text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      out.push(' '.repeat(stop - at));
      at = stop - 1;
      continue;
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
    out.push(character);
  }
  return out.join('').slice(0, text.length);
}

function blank(character: string): string {
  return character === '\n' || character === '\r' || character === '' ? character : ' ';
}
