/** LSP's: counted from 0, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** UTF-16 offsets into a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The compiler's: counted from 0, columns in UTF-8 bytes. */
export interface BytePosition {
  readonly line: number;
  readonly character: number;
}

/**
 * The one place where offsets into a text, LSP's positions and the compiler's are converted. What lies outside the text
 * is moved to its nearest end.
 */
export class Positions {
  readonly #text: string;
  /** LSP ends lines with LF, CRLF or a lone CR. */
  readonly #lines: readonly number[];
  /** The compiler ends them with LF alone. */
  readonly #compilerLines: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#lines = lineStarts(text, /\r\n|\n|\r/g);
    this.#compilerLines = text.includes('\r') ? lineStarts(text, /\n/g) : this.#lines;
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    const line = lineOf(this.#lines, at);
    // Between CR and LF there is no position.
    return { line, character: Math.min(at, this.lineEnd(line)) - this.lineStart(line) };
  }

  range({ start, end }: Span): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  offset({ line, character }: Position): number {
    if (line < 0) return 0;
    const start = this.#lines[line];
    if (start === undefined) return this.#text.length;
    return start + Math.max(0, Math.min(character, this.lineEnd(line) - start));
  }

  span({ start, end }: Range): Span {
    return { start: this.offset(start), end: this.offset(end) };
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  lineStart(line: number): number {
    return this.#lines[line] ?? this.#text.length;
  }

  /** Where the line's end begins. */
  lineEnd(line: number): number {
    const next = this.#lines[line + 1];
    if (next === undefined) return this.#text.length;
    return this.#text.startsWith('\r\n', next - 2) ? next - 2 : next - 1;
  }

  /** The line without its end. */
  line(line: number): string {
    return this.#text.slice(this.lineStart(line), this.lineEnd(line));
  }

  /** What the compiler says, as an offset. A place inside a character is its beginning. */
  fromCompiler({ line, character }: BytePosition): number {
    const start = this.#compilerLines[line];
    if (start === undefined) return line < 0 ? 0 : this.#text.length;
    const next = this.#compilerLines[line + 1];
    const text = this.#text.slice(start, next === undefined ? undefined : next - 1);
    return start + unitsOf(text, character);
  }

  toCompiler(offset: number): BytePosition {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    const line = lineOf(this.#compilerLines, at);
    const before = this.#text.slice(this.#compilerLines[line], at);
    // Half a character's bytes do not count.
    const whole = /[\uD800-\uDBFF]$/.test(before) ? before.slice(0, -1) : before;
    return { line, character: Buffer.byteLength(whole) };
  }
}

function lineStarts(text: string, ends: RegExp): number[] {
  return [0, ...Array.from(text.matchAll(ends), ({ index, 0: end }) => index + end.length)];
}

/** The last line that begins at an offset or before it. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many UTF-16 units the first `bytes` bytes of a line are. */
function unitsOf(line: string, bytes: number): number {
  let seen = 0;
  let units = 0;
  for (const character of line) {
    seen += Buffer.byteLength(character);
    if (seen > bytes) break;
    units += character.length;
  }
  return units;
}

export function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
