import type { ApiErrorBody } from '../../client/src/influx/types.ts';

/** The API's error codes and the statuses that go with them. */
export const statuses: Readonly<Record<string, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  'not found': 404,
  'method not allowed': 405,
  'request too large': 413,
  'unsupported media type': 415,
  conflict: 422,
  'too many requests': 429,
  'internal error': 500,
  unavailable: 503,
};

/** An answer that is not a success. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: ApiErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string | number,
    message: string,
    extra: { readonly headers?: Record<string, string>; readonly status?: number } = {},
  ) {
    super(message);
    this.status = extra.status ?? (typeof code === 'number' ? 400 : (statuses[code] ?? 500));
    // Some of the contract's validation errors are a gateway's: a gRPC number for the code, and details.
    this.body = typeof code === 'number' ? { code, message, details: [] } : { code, message };
    this.headers = extra.headers ?? {};
  }
}

/** gRPC's INVALID_ARGUMENT. */
export const invalidArgument = 3;
