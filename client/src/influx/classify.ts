import type { ErrorFacts, InfluxErrorCode } from './errors.ts';

/** What failed before an answer was there, or in the middle of one. */
export function classifyFailure(error: unknown): { code: InfluxErrorCode; detail: string; sent: boolean } {
  const { code, message } = rootCause(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code: 'unknownHost', detail: message, sent: false };
    case 'ECONNREFUSED':
      return { code: 'unreachable', detail: 'connection refused', sent: false };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { code: 'unreachable', detail: 'no route to the server', sent: false };
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return { code: 'unreachable', detail: 'no connection within the time limit', sent: false };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { code: 'timeout', detail: 'no answer within the time limit', sent: true };
    case 'UND_ERR_BODY_TIMEOUT':
      return { code: 'timeout', detail: 'the answer stopped arriving', sent: true };
    default:
  }
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO)/.test(code)) {
    return { code: 'tls', detail: message, sent: false };
  }
  return { code: 'cutOff', detail: message || code, sent: true };
}

function rootCause(error: unknown): { code: string; message: string } {
  const { code, message, cause, errors } = (error ?? {}) as {
    code?: unknown;
    message?: unknown;
    cause?: unknown;
    errors?: unknown[];
  };
  if (typeof code === 'string') return { code, message: String(message ?? '') };
  // Several addresses were tried: the first one's reason stands for all.
  if (errors?.length) return rootCause(errors[0]);
  if (cause !== undefined) return rootCause(cause);
  return { code: '', message: String(message ?? error) };
}

/**
 * What an error answer means. The API's errors are JSON with a word in `code`; some validation errors carry a number;
 * proxies answer HTML or text.
 */
export function classifyAnswer(
  status: number,
  body: string,
  path: string,
): { code: InfluxErrorCode; detail?: string } {
  const { message, isJson } = readErrorBody(body);
  const detail = message === '' ? {} : { detail: message };
  switch (status) {
    case 401:
      return { code: 'unauthorized', ...detail };
    case 403:
      return { code: 'forbidden', ...detail };
    case 404:
      return { code: isJson ? notFoundCode(message, path) : notFoundWithoutJson(path), ...detail };
    case 405:
      return { code: 'notInflux', detail: `status ${status}` };
    case 409:
    case 422:
      return { code: /uniqueness|conflict|already/i.test(message) ? 'conflict' : 'invalid', ...detail };
    case 413:
      return { code: 'tooLarge', ...detail };
    case 429:
      return { code: 'rateLimited', ...detail };
    case 503:
      return { code: 'unavailable', ...detail };
    case 502:
    case 504:
      return { code: 'unavailable', detail: message || `a proxy answered with status ${status}` };
    default:
  }
  if (status >= 300 && status < 400) return { code: 'notInflux', detail: 'it redirects to another address' };
  if (status >= 500) return { code: 'server', ...detail };
  if (!isJson) return { code: 'notInflux', detail: `status ${status} without InfluxDB's error message` };
  if (/invalid parameters provided/i.test(message)) return { code: 'missingParameter', ...detail };
  if (/compilation failed|error @\d+:\d+/.test(message)) return { code: 'compilation', ...detail };
  return { code: 'invalid', ...detail };
}

function notFoundCode(message: string, path: string): InfluxErrorCode {
  if (/could not find bucket|bucket .*not found/i.test(message)) return 'bucketNotFound';
  if (/organization/i.test(message)) return 'organizationNotFound';
  if (/^path not found$/i.test(message)) return notFoundWithoutJson(path);
  if (/script/i.test(message) || path.startsWith('/api/v2/scripts/')) return 'scriptNotFound';
  return 'notFound';
}

function notFoundWithoutJson(path: string): InfluxErrorCode {
  return path.startsWith('/api/v2/scripts') ? 'noScriptsApi' : 'notFound';
}

function readErrorBody(body: string): { message: string; isJson: boolean } {
  try {
    const value = JSON.parse(body) as { message?: unknown; error?: unknown } | null;
    if (value !== null && typeof value === 'object') {
      const message = value.message ?? value.error;
      return { message: typeof message === 'string' ? shorten(message) : '', isJson: true };
    }
  } catch {
    // A proxy's page, or a cut answer.
  }
  const text = /<html|<!doctype/i.test(body) ? (/<title>([^<]*)<\/title>/i.exec(body)?.[1] ?? '') : body;
  return { message: shorten(text.trim()), isJson: false };
}

function shorten(message: string): string {
  return message.length > 2000 ? `${message.slice(0, 2000)}…` : message;
}

/** Seconds, from `Retry-After` in either of its forms (RFC 9110, 10.2.3). */
export function readRetryAfter(header: string | undefined, now = Date.now()): Pick<ErrorFacts, 'retryAfter'> {
  if (header === undefined) return {};
  if (/^\d+$/.test(header)) return { retryAfter: Number(header) };
  const date = Date.parse(header);
  return Number.isNaN(date) ? {} : { retryAfter: Math.max(0, (date - now) / 1000) };
}
