/** What the page asks in order to show what the server sent, as text. */
export interface RawQuestions {
  /** How much there is. Reads on in the lines for a moment, so that asking again gets further. */
  raw: { ask: object; answer: RawHead };
  /** A window of lines. */
  rawLines: { ask: { readonly from: number; readonly count: number }; answer: RawLines };
  /** A piece of one line, from a place in its bytes. */
  rawLine: { ask: { readonly line: number; readonly from: number }; answer: RawPiece };
  /** Puts everything on the clipboard. */
  rawCopy: { ask: object; answer: { readonly bytes: number; readonly truncated: boolean } };
}

export interface RawHead {
  readonly bytes: number;
  /** Lines that were found so far; the last may still grow. */
  readonly lines: number;
  /** Whether those are all lines of the bytes that are here by now. */
  readonly counted: boolean;
  /** Why later bytes are missing; a sentence, or empty. */
  readonly problem: string;
}

export interface RawLines {
  readonly from: number;
  readonly lines: readonly RawLine[];
}

export interface RawLine {
  /** Its first `LINE_BYTES`, without the line feed, with the carriage return before it. */
  readonly text: string;
  /** Its length without the line feed. */
  readonly bytes: number;
  /** Whether there is more than `text` holds. */
  readonly cut: boolean;
  /** Whether a line feed ends it. */
  readonly ended: boolean;
}

export interface RawPiece {
  readonly text: string;
  /** Where the next piece begins; undefined at the line's end. */
  readonly next: number | undefined;
}

/** How much of a line a window of lines carries. */
export const LINE_BYTES = 2000;
