import { Positions, type Span } from '../../server/src/flux/positions.ts';
import { FinalFluxError } from './errors.ts';

/** The places of one script, as messages name them. */
export class Places {
  readonly #positions: Positions;

  constructor(text: string) {
    this.#positions = new Positions(text);
  }

  /** `@1:2-3:4`, as Flux writes it: counted from 1, columns in UTF-8 bytes. */
  at({ start, end }: Span): string {
    return `@${this.#place(start)}-${this.#place(end)}`;
  }

  /** What the sandbox cannot do, said at its place. */
  unsupported(what: string, span: Span): FinalFluxError {
    return new FinalFluxError(
      `error ${this.at(span)}: ${what} is not supported by the sandbox; run the script on InfluxDB Cloud instead`,
      'unsupported',
    );
  }

  #place(offset: number): string {
    const { line, character } = this.#positions.toCompiler(offset);
    return `${line + 1}:${character + 1}`;
  }
}
