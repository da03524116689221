import type { CompletionItem } from 'vscode-languageserver';
import type { Positions, Span } from '../flux/positions.ts';
import { quote } from '../flux/tokens.ts';
import { isName } from '../params/describe.ts';
import type { Place } from './place.ts';

/** Puts a name behind a dot; one that cannot stand there takes brackets in place of the dot. */
export function memberEdit(
  name: string,
  { word, before }: Pick<Place, 'word' | 'before'>,
  positions: Positions,
): Partial<CompletionItem> {
  if (isName(name) || !before) return { textEdit: { range: positions.range(word), newText: name } };
  return {
    filterText: name,
    textEdit: { range: positions.range(word), newText: `[${quote(name)}]` },
    // Part of the other edit, the dot would rank this above the names that need no brackets.
    additionalTextEdits: [{ range: positions.range(before), newText: '' }],
  };
}

/** Puts a string in place of the one around the cursor, as far as that lies on the cursor's line. */
export function stringEdit(
  value: string,
  string: Span,
  offset: number,
  positions: Positions,
): Partial<CompletionItem> {
  const { line } = positions.position(offset);
  const start = Math.max(string.start, positions.lineStart(line));
  const end = Math.max(start, Math.min(string.end, positions.lineEnd(line)));
  const newText = quote(value);
  return { filterText: newText, textEdit: { range: positions.range({ start, end }), newText } };
}
