/** The API's error codes that a query can end with, and `unsupported` for what only the sandbox cannot do. */
export type FluxErrorCode = 'invalid' | 'not found' | 'internal error' | 'unsupported';

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
