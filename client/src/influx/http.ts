import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, Pool } from 'undici';
import { classifyAnswer, classifyFailure, readRetryAfter } from './classify.ts';
import { type ErrorFacts, InfluxError } from './errors.ts';

/** One request, for the log. Holds no header and no body. */
export interface RequestLogEntry {
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  /** Until the answer's headers, or until the failure. */
  readonly milliseconds: number;
  /** Of the answer's body, as far as the server announced it. */
  readonly bytes?: number;
  readonly error?: string;
}

export interface HttpOptions {
  /** What the connection is called in messages. */
  readonly name: string;
  /** Normalized; may hold a path in front of `/api`. */
  readonly url: string;
  readonly token: () => Promise<string | undefined>;
  readonly log?: (entry: RequestLogEntry) => void;
  /** Milliseconds. The server's own limit for a query is 90 s: the defaults never give up before it. */
  readonly timeouts?: { readonly connect?: number; readonly firstByte?: number; readonly idle?: number };
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body arrives as it is read. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. Throws InfluxError (`cutOff`, `timeout`) when it ends too early, and the abort when cancelled. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A JSON answer past this is not one of this API's. */
const maxJsonBytes = 64 * 1024 * 1024;
const maxTries = 4;
const maxRetryDelay = 30;

/**
 * HTTP to one InfluxDB. Reads are repeated when the server was not reachable or asked to wait; what writes is repeated
 * only when nothing was sent. Redirects are not followed: the token stays with the origin it was entered for.
 *
 * Every failure is an InfluxError, except a cancelled request, which rejects with the signal's reason.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #pool: Pool;
  readonly #prefix: string;

  constructor(options: HttpOptions) {
    const url = new URL(options.url);
    const { connect = 10_000, firstByte = 120_000, idle = 120_000 } = options.timeouts ?? {};
    this.#options = options;
    this.#prefix = url.pathname.replace(/\/$/, '');
    this.#pool = new Pool(url.origin, {
      connect: { timeout: connect },
      headersTimeout: firstByte,
      bodyTimeout: idle,
      connections: 8,
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** @throws InfluxError */
  async json<T>(request: HttpRequest): Promise<T> {
    const answer = await this.stream({ accept: 'application/json', ...request });
    const text = await this.#text(request, answer);
    const type = answer.headers['content-type'] ?? '';
    try {
      return JSON.parse(text) as T;
    } catch {
      const what = /html/i.test(type) ? 'it answers with a web page' : 'its answer is not JSON';
      throw this.#error(request, { code: 'notInflux', status: answer.status, detail: what });
    }
  }

  /** For answers without a body. @throws InfluxError */
  async empty(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.stream(request);
    await this.#text(request, answer);
    return answer;
  }

  /** @throws InfluxError */
  async stream(request: HttpRequest): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(request);
      } catch (error) {
        const wait = error instanceof InfluxError ? waitBeforeRetry(request, error, attempt) : undefined;
        if (wait === undefined) throw error;
        await delay(wait * 1000, undefined, { signal: request.signal });
      }
    }
  }

  async #once(request: HttpRequest): Promise<HttpAnswer> {
    const { method, path, signal } = request;
    const token = await this.#options.token();
    if (!token) throw this.#error(request, { code: 'noToken' });
    const began = performance.now();
    const log = (entry: Partial<RequestLogEntry>) =>
      this.#options.log?.({ method, path, milliseconds: performance.now() - began, ...entry });
    let response: Dispatcher.ResponseData;
    try {
      response = await this.#pool.request({
        method,
        path: this.#prefix + path + queryString(request.query),
        headers: {
          authorization: `Token ${token}`,
          accept: request.accept ?? '*/*',
          'accept-encoding': 'gzip',
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(signal && { signal }),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      const { code, detail, sent } = classifyFailure(error);
      log({ error: code });
      throw Object.assign(this.#error(request, { code, detail }), { sent });
    }
    const headers = flatten(response.headers);
    const length = Number(headers['content-length']);
    log({ status: response.statusCode, ...(Number.isFinite(length) && { bytes: length }) });
    const answer: HttpAnswer = {
      status: response.statusCode,
      headers,
      body: this.#body(request, decompress(response.body, headers['content-encoding'])),
    };
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw this.#error(request, {
      status: answer.status,
      ...classifyAnswer(answer.status, await this.#text(request, answer), path),
      ...readRetryAfter(headers['retry-after']),
    });
  }

  async *#body(request: HttpRequest, source: Readable): AsyncGenerator<Uint8Array> {
    try {
      yield* source as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (request.signal?.aborted) throw error;
      const { code, detail } = classifyFailure(error);
      throw this.#error(request, { code: code === 'timeout' ? code : 'cutOff', detail });
    }
  }

  async #text(request: HttpRequest, answer: HttpAnswer): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > maxJsonBytes) {
        throw this.#error(request, {
          code: 'tooLarge',
          status: answer.status,
          detail: 'the answer is over 64 MB',
        });
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  #error(
    { method, path }: HttpRequest,
    facts: Omit<ErrorFacts, 'connection' | 'url' | 'method' | 'path'>,
  ): InfluxError {
    const { name, url } = this.#options;
    return new InfluxError({ connection: name, url, method, path, ...facts });
  }
}

/** Seconds to wait, or undefined when a further try would be useless or could do something twice. */
function waitBeforeRetry(request: HttpRequest, error: InfluxError, attempt: number): number | undefined {
  if (attempt >= maxTries) return undefined;
  const { code, facts } = error;
  const notSent = (error as { sent?: boolean }).sent === false && code === 'unreachable';
  const repeatable = request.method === 'GET';
  // A server that refuses connections is most likely down: one quick second try is enough.
  if (notSent) return attempt === 1 ? 0.2 : undefined;
  if (!repeatable) return undefined;
  if (code === 'cutOff' && facts.status === undefined) return backOff(attempt);
  if (code !== 'rateLimited' && code !== 'unavailable') return undefined;
  const wait = facts.retryAfter ?? backOff(attempt);
  return wait <= maxRetryDelay ? wait : undefined;
}

/** 0.25, 0.5, 1 s and so on, give or take a quarter, so that many clients do not come back at once. */
function backOff(attempt: number): number {
  return 0.25 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
}

function queryString(query: HttpRequest['query']): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(key, String(value));
  }
  return search.size > 0 ? `?${search}` : '';
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function decompress(body: Readable, encoding: string | undefined): Readable {
  if (encoding !== 'gzip') return body;
  const gunzip = createGunzip();
  body.once('error', (error) => gunzip.destroy(error));
  gunzip.once('close', () => body.destroy());
  return body.pipe(gunzip);
}
