import type { Position } from 'vscode-languageserver';

/** One keystroke: what an editor sends, and the text that results. */
export interface Keystroke {
  readonly version: number;
  readonly text: string;
  readonly position: Position;
  readonly character: string;
}

/** A document that somebody types into. */
export class TypedDocument {
  readonly uri: string;
  #text: string;
  #version = 1;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** Types one letter more into the name of a measurement, each time another one's. */
  type(): Keystroke {
    const ends = [...this.#text.matchAll(/r\._measurement == "\w+/g)].map(
      (match) => match.index + match[0].length,
    );
    const offset = ends[(this.#version * 7) % ends.length];
    if (offset === undefined) throw new Error('There is no name to type into.');
    this.#version += 1;
    this.#text = `${this.#text.slice(0, offset)}x${this.#text.slice(offset)}`;
    return { version: this.#version, text: this.#text, position: this.#position(offset), character: 'x' };
  }

  /** Behind the first of a text, in the middle of the document or after. */
  behind(marker: string): Position {
    const middle = this.#text.indexOf(marker, this.#text.length / 2);
    const at = middle < 0 ? this.#text.indexOf(marker) : middle;
    if (at < 0) throw new Error(`The script has no ${marker}`);
    return this.#position(at + marker.length);
  }

  #position(offset: number): Position {
    const before = this.#text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  }
}
