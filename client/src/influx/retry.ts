import { type ErrorFacts, InfluxError } from './errors.ts';

const maxTries = 4;
/** Seconds. Who is asked to wait longer is told so instead. */
const maxWait = 30;

/**
 * Seconds to wait before a request is tried again, or undefined when a further try would be useless or could do something
 * twice: reads are repeated when the server could not be spoken to or asked to wait, all else only when nothing was sent.
 *
 * @param attempt how many tries there have been
 */
export function waitBeforeRetry(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof InfluxError) || attempt >= maxTries) return undefined;
  const { code, sent, method, retryAfter } = error.facts;
  // A server that refuses connections is most likely down: one quick second try is enough.
  if (code === 'unreachable' && sent === false) return attempt === 1 ? 0.2 : undefined;
  if (method !== 'GET') return undefined;
  if (code !== 'cutOff' && code !== 'rateLimited' && code !== 'unavailable') return undefined;
  const wait = Math.max(retryAfter ?? 0, backOff(attempt));
  return wait <= maxWait ? wait : undefined;
}

/** 0.25, 0.5, 1 s and so on, give or take a quarter, so that many clients do not come back at once. */
function backOff(attempt: number): number {
  return 0.25 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
}

/**
 * Seconds, from `Retry-After` in either of its forms (RFC 9110, 10.2.3).
 *
 * @param date the answer's header `Date`: counting from the server's own clock, a wrong one here does no harm
 */
export function readRetryAfter(
  header: string | undefined,
  date: string | undefined,
): Pick<ErrorFacts, 'retryAfter'> {
  if (header === undefined) return {};
  if (/^\d+$/.test(header)) return { retryAfter: Number(header) };
  const then = Date.parse(header);
  if (Number.isNaN(then)) return {};
  const serverNow = Date.parse(date ?? '');
  const now = Number.isNaN(serverNow) ? Date.now() : serverNow;
  return { retryAfter: Math.max(0, (then - now) / 1000) };
}
