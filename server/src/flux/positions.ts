import type { Position as FluxPosition, SourceLocation } from './ast.ts';

/** LSP's: counted from 0, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/**
 * The one place where the compiler's columns, in UTF-8 bytes, and LSP's, in UTF-16 units, are converted. What lies outside
 * the text is moved to its nearest end.
 */
export class Positions {
  readonly #lines: readonly string[];

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  /** From the AST or the compiler: counted from 1, columns in bytes. */
  position({ line, column }: FluxPosition): Position {
    if (line > this.#lines.length) return this.end();
    const text = this.#line(line - 1);
    return { line: Math.max(0, line - 1), character: unitsOf(text, column - 1) };
  }

  range({ start, end }: Pick<SourceLocation, 'start' | 'end'>): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  /** To the compiler's requests: counted from 0, columns in bytes. */
  bytes({ line, character }: Position): { line: number; character: number } {
    const text = this.#line(line);
    const inside = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(character - 1, character + 1));
    return { line, character: Buffer.byteLength(text.slice(0, inside ? character - 1 : character)) };
  }

  end(): Position {
    const line = this.#lines.length - 1;
    return { line, character: this.#line(line).length };
  }

  /** The line without its end. */
  #line(index: number): string {
    return (this.#lines[index] ?? '').replace(/\r$/, '');
  }
}

/** How many UTF-16 units the first `bytes` bytes of a line are; a place inside a character is its beginning. */
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

export function contains(range: Range, position: Position): boolean {
  return !before(position, range.start) && !before(range.end, position);
}

function before(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
