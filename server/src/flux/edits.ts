import type { TextEdit } from 'vscode-languageserver';
import type { Positions, Span } from './positions.ts';

/** What replaces a part of a text; UTF-16 offsets. */
export interface TextChange extends Span {
  readonly newText: string;
}

export function toTextEdits(changes: readonly TextChange[], positions: Positions): TextEdit[] {
  return changes.map((change) => ({ range: positions.range(change), newText: change.newText }));
}

/** The line end that a text uses. */
export function lineEndOf(text: string): '\r\n' | '\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
