import type { SourceLocation } from '../../server/src/engine/ast.ts';

/** The API's error codes that a query can end with. */
export type FluxErrorCode = 'invalid' | 'not found' | 'internal error';

/** A query that failed, in the words in which the server would say it. */
export class FluxError extends Error {
  override readonly name: string = 'FluxError';
  readonly code: FluxErrorCode;

  constructor(message: string, code: FluxErrorCode = 'invalid') {
    super(message);
    this.code = code;
  }
}

/** A message that already names its place, or must not be wrapped: passed on as it is. */
export class FinalFluxError extends FluxError {
  override readonly name = 'FinalFluxError';
}

/** `@1:2-3:4`, as Flux writes it. */
export function at(location: Pick<SourceLocation, 'start' | 'end'>): string {
  const { start, end } = location;
  return `@${start.line}:${start.column}-${end.line}:${end.column}`;
}

/** What the sandbox cannot do, said at its place. */
export function unsupported(what: string, location: SourceLocation): FinalFluxError {
  return new FinalFluxError(
    `error ${at(location)}: ${what} is not supported by the sandbox; run the script on InfluxDB Cloud instead`,
  );
}
