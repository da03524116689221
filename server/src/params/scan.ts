import { maskText } from '../flux/mask.ts';

/** A use of a key, found without a syntax tree. */
export interface ScannedUse {
  readonly key: string;
  /** UTF-16 offsets of the key; in brackets, of the string with its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Looks for `params.key` and `params["key"]` in a text that may be broken anywhere. */
export function scanUses(text: string): ScannedUse[] {
  const code = maskText(text);
  const uses: ScannedUse[] = [];
  for (const match of code.matchAll(/(?<![\w.])params\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(")[^"\n]*")/g)) {
    const [whole, name, quote] = match;
    const end = match.index + whole.length;
    if (name !== undefined) uses.push({ key: name, start: end - name.length, end });
    else if (quote !== undefined) {
      const start = match.index + whole.indexOf('"');
      uses.push({ key: unquote(text.slice(start + 1, end - 1)), start, end });
    }
  }
  return uses;
}

function unquote(literal: string): string {
  return literal.replace(/\\(.)/g, '$1');
}
