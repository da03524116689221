import type { InfluxErrorCode } from './errors.ts';
import { RedirectError } from './redirect.ts';
import { ProxyError } from './route.ts';
import { LockedKey, UnusableSetting } from './unusable.ts';

/** A failure of the network, in our words. */
export interface Failure {
  readonly code: InfluxErrorCode;
  readonly detail: string;
  /** Whether something of the request may have reached the server. */
  readonly sent: boolean;
}

/** OpenSSL's words for a certificate that is not accepted here (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const tlsCodes: Readonly<Record<string, InfluxErrorCode>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'tlsHost',
  HOSTNAME_MISMATCH: 'tlsHost',
  CERT_HAS_EXPIRED: 'tlsDate',
  CERT_NOT_YET_VALID: 'tlsDate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tlsUntrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tlsUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tlsUntrusted',
};

/** What failed before an answer was there, or in the middle of one. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof LockedKey) return { code: 'keyPassphrase', detail: error.message, sent: false };
  if (error instanceof UnusableSetting) return { code: 'setting', detail: error.message, sent: false };
  if (error instanceof RedirectError) return { code: 'redirected', detail: error.message, sent: true };
  if (error instanceof ProxyError) {
    const said = error.cause === undefined ? error.message : classifyFailure(error.cause).detail;
    return { code: 'proxy', detail: `${error.proxy}: ${said}`, sent: false };
  }
  const { name, code, syscall, message } = rootCause(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code: 'unknownHost', detail: message, sent: false };
    case 'ECONNREFUSED':
      return { code: 'unreachable', detail: 'connection refused', sent: false };
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { code: 'unreachable', detail: 'no connection within the time limit', sent: false };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { code: 'timeout', detail: 'no answer within the time limit', sent: true };
    case 'UND_ERR_BODY_TIMEOUT':
      return { code: 'timeout', detail: 'the answer stopped arriving', sent: true };
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { code: 'notInflux', detail: 'its headers are too large', sent: true };
    default:
  }
  // The same codes come out of a connection that stood: only a failed connect is sure to have sent nothing.
  if (syscall === 'connect' && /^(EHOST|ENET)(UNREACH|DOWN)$/.test(code)) {
    return { code: 'unreachable', detail: 'no route to the server', sent: false };
  }
  if (syscall === 'connect' && code === 'ETIMEDOUT') {
    return { code: 'unreachable', detail: 'no connection within the time limit', sent: false };
  }
  if (/wrong version number/i.test(message)) {
    return {
      code: 'tls',
      detail: 'it does not speak TLS: does its address begin with http://?',
      sent: false,
    };
  }
  if (tlsCodes[code]) {
    // Node adds what to do with Node.
    return { code: tlsCodes[code], detail: message.replace(/; if the root CA.*$/, ''), sent: false };
  }
  // The other side says so with an alert, of which there are many.
  if (/certificate required|handshake failure|bad certificate|unknown ca\b/i.test(message)) {
    return {
      code: 'tlsClient',
      detail: 'it asks for a client certificate, or refuses this one',
      sent: false,
    };
  }
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_|EPROTO)/.test(code)) {
    return { code: 'tls', detail: message, sent: false };
  }
  // undici fills its code or not, as the parser pleases.
  if (name === 'HTTPParserError') return { code: 'notInflux', detail: 'it does not speak HTTP', sent: true };
  if (/^Z_/.test(code))
    return { code: 'cutOff', detail: `its compression is broken: ${message}`, sent: true };
  return { code: 'cutOff', detail: message || code, sent: true };
}

function rootCause(error: unknown): { name: string; code: string; syscall: string; message: string } {
  const { name, code, syscall, message, cause, errors } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    syscall?: unknown;
    message?: unknown;
    cause?: unknown;
    errors?: unknown[];
  };
  // Several addresses were tried: the first one's reason stands for all.
  if (errors?.length) return rootCause(errors[0]);
  if (typeof code !== 'string' && cause !== undefined) return rootCause(cause);
  return {
    name: String(name ?? ''),
    code: String(code ?? ''),
    syscall: String(syscall ?? ''),
    message: String(message ?? error),
  };
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
  const { word, message, isJson } = readErrorBody(body);
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
      return { code: saysConflict(word, message) ? 'conflict' : 'invalid', ...detail };
    case 407:
      return { code: 'proxy', detail: message || 'it answered with status 407' };
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
  const inScript = scriptError(message);
  if (inScript) return { code: inScript, ...detail };
  if (status >= 500) return { code: 'server', ...detail };
  if (!isJson) {
    const said = message === '' ? '' : `: ${message}`;
    return { code: 'notInflux', detail: `status ${status} without InfluxDB's error message${said}` };
  }
  if (/invalid parameters provided/i.test(message)) return { code: 'missingParameter', ...detail };
  return { code: 'invalid', ...detail };
}

function saysConflict(word: string, message: string): boolean {
  return word === 'conflict' || /uniqueness|conflict|already/i.test(message);
}

/** Flux's own errors: `error @1:2-3:4: …` is the compiler's; what a run hits is said to be so. */
function scriptError(message: string): 'compilation' | 'runtime' | undefined {
  if (/compilation failed/.test(message)) return 'compilation';
  if (/runtime error @\d|error calling function "/.test(message)) return 'runtime';
  return /error @\d+:\d+/.test(message) ? 'compilation' : undefined;
}

function notFoundCode(message: string, path: string): InfluxErrorCode {
  if (/could not find bucket|bucket .*not found/i.test(message)) return 'bucketNotFound';
  if (/organization/i.test(message)) return 'organizationNotFound';
  if (/^path not found$/i.test(message)) return notFoundWithoutJson(path);
  if (/script|function/i.test(message) || /^\/api\/v2\/(scripts|functions)\//.test(path))
    return 'scriptNotFound';
  return 'notFound';
}

function notFoundWithoutJson(path: string): InfluxErrorCode {
  return /^\/api\/v2\/(scripts|functions)\b/.test(path) ? 'noScriptsApi' : 'notFound';
}

function readErrorBody(body: string): { word: string; message: string; isJson: boolean } {
  try {
    const value = JSON.parse(body) as { code?: unknown; message?: unknown; error?: unknown } | null;
    if (value !== null && typeof value === 'object') {
      const message = value.message ?? value.error;
      return {
        word: typeof value.code === 'string' ? value.code : '',
        message: typeof message === 'string' ? shorten(message) : '',
        isJson: true,
      };
    }
  } catch {
    // A proxy's page, or a cut answer.
  }
  const text = /<html|<!doctype/i.test(body) ? (/<title>([^<]*)<\/title>/i.exec(body)?.[1] ?? '') : body;
  return { word: '', message: shorten(text.trim()), isJson: false };
}

function shorten(message: string): string {
  return message.length > 2000 ? `${message.slice(0, 2000)}…` : message;
}
