import type { Position, Range } from 'vscode-languageserver';

/**
 * One version of a document, as an editor has it. It counts lines and columns as LSP says, by code of its own: what the
 * server answers is measured with it.
 */
export class Text {
  readonly value: string;
  #lines: { readonly start: number; readonly length: number }[] | undefined;

  constructor(value: string) {
    this.value = value;
  }

  get lineCount(): number {
    return this.#all().length;
  }

  /** UTF-16 units of a line, without its end. */
  lineLength(line: number): number | undefined {
    return this.#all()[line]?.length;
  }

  /** Between CR and LF there is no position: the one before them stands for it. */
  position(offset: number): Position {
    const lines = this.#all();
    const line = lines.findLastIndex(({ start }) => start <= offset);
    const { start, length } = lines[line] ?? { start: 0, length: 0 };
    return { line, character: Math.min(offset - start, length) };
  }

  offset({ line, character }: Position): number {
    const at = this.#all()[line];
    if (!at || character > at.length) throw new Error(`There is no ${line}:${character}.`);
    return at.start + character;
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  in({ start, end }: Range): string {
    return this.value.slice(this.offset(start), this.offset(end));
  }

  has({ line, character }: Position): boolean {
    const length = this.lineLength(line);
    return Number.isInteger(character) && character >= 0 && length !== undefined && character <= length;
  }

  /** A place that this text has. */
  nearest(position: Position): Position {
    const length = this.lineLength(position.line);
    if (length === undefined) return this.position(this.value.length);
    return { line: position.line, character: Math.min(position.character, length) };
  }

  #all() {
    if (this.#lines) return this.#lines;
    const lines: { start: number; length: number }[] = [];
    let start = 0;
    for (const { index, 0: end } of this.value.matchAll(/\r\n|\n|\r/g)) {
      lines.push({ start, length: index - start });
      start = index + end.length;
    }
    lines.push({ start, length: this.value.length - start });
    this.#lines = lines;
    return lines;
  }
}
