/** Characters that show nothing, or that change the order of the others. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\n') {
    return '↵';
  }
  if (code < 0x20) {
    // The block of control pictures.
    return String.fromCharCode(0x2400 + code);
  }
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** A text from the server for one line: nothing in it is invisible or reorders its surroundings. */
export function oneLine(text: string): string {
  return text.replace(HIDDEN, visible);
}

/** The same for several lines: line ends and tabs stay. */
export function severalLines(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : visible(character),
  );
}
