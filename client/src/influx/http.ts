import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { beginning, decompress } from './body.ts';
import type { CertificateSettings } from './certificates.ts';
import { classifyAnswer, classifyFailure } from './classify.ts';
import { type ErrorFacts, InfluxError } from './errors.ts';
import type { ProxySettings } from './proxy.ts';
import { redirection } from './redirect.ts';
import { readRetryAfter, waitBeforeRetry } from './retry.ts';
import { type Route, routeTo, type Timeouts } from './route.ts';

/** One request, or one try of it, for the log. Holds no header and no body. */
export interface RequestLogEntry {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status?: number;
  /** Until the answer's headers, or until the failure. */
  readonly milliseconds: number;
  /** Of the answer's body, as far as the server announced it. */
  readonly bytes?: number;
  /** What the server calls this request in its own logs. */
  readonly requestId?: string;
  /** What failed, `cancelled` included. A body that fails later has an entry of its own. */
  readonly error?: string;
}

export interface HttpOptions {
  /** What the connection is called in messages. */
  readonly name: string;
  /** Normalized; may hold a path in front of `/api`. */
  readonly url: string;
  /** Asked for each request. */
  readonly token: () => Promise<string | undefined> | string | undefined;
  readonly log?: (entry: RequestLogEntry) => void;
  /** Milliseconds. The server's own limit for a query is 90 s: the defaults never give up before it. */
  readonly timeouts?: Partial<Timeouts>;
  /** Without it the server is spoken to directly. */
  readonly proxy?: ProxySettings;
  readonly certificates?: CertificateSettings;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body arrives as it is read. It holds a connection until it is read, left or cancelled. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Decompressed; read it once. Throws InfluxError (`cutOff`, `timeout`) when it ends too early, and the signal's reason
   * when it is cancelled.
   */
  readonly body: AsyncIterable<Uint8Array>;
}

type Failed = Omit<ErrorFacts, 'connection' | 'url' | 'method' | 'path'>;

/** A JSON answer past this is not one of this API's. */
const maxJsonBytes = 64 * 1024 * 1024;

/**
 * HTTP to one InfluxDB. The token stays with the origin it was entered for: see redirect.ts. What is repeated is said in
 * retry.ts.
 *
 * Every failure is an InfluxError, except a cancelled request, which rejects with the signal's reason, and one that `close`
 * ended, which rejects with an AbortError.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #url: URL;
  readonly #closed = new AbortController();
  #route: Promise<Route> | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#url = new URL(options.url);
  }

  /** Ends all requests. */
  async close(): Promise<void> {
    this.#closed.abort(new DOMException(`${this.#options.name} was closed.`, 'AbortError'));
    const route = await this.#route?.catch(() => undefined);
    await route?.pool.destroy();
  }

  /** For answers that are a JSON object. @throws InfluxError */
  async json<T extends object>(request: HttpRequest): Promise<T> {
    return await this.#retrying(request, async () => {
      const answer = await this.#once({ accept: 'application/json', ...request });
      const text = await this.#text(request, answer);
      const value = parseObject(text);
      if (value !== undefined) return value as T;
      const detail =
        text.trim() === '' ? 'its answer is empty' : 'its answer is not the JSON that was asked for';
      throw this.#error(request, { code: 'notInflux', status: answer.status, detail });
    });
  }

  /** For answers without a body; their headers. @throws InfluxError */
  async empty(request: HttpRequest): Promise<HttpAnswer['headers']> {
    return await this.#retrying(request, async () => {
      const answer = await this.#once(request);
      await this.#text(request, answer);
      return answer.headers;
    });
  }

  /** For large answers. @throws InfluxError */
  async stream(request: HttpRequest): Promise<HttpAnswer> {
    return await this.#retrying(request, () => this.#once(request));
  }

  /** An error in the words of this connection. */
  error(facts: Failed & Pick<ErrorFacts, 'method' | 'path'>, body?: string): InfluxError {
    const { name, url } = this.#options;
    return new InfluxError({ connection: name, url, ...facts }, body);
  }

  async #retrying<T>(request: HttpRequest, attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        const wait = waitBeforeRetry(error, tries);
        if (wait === undefined) throw error;
        const signal = this.#signal(request);
        await delay(wait * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  async #once(request: HttpRequest): Promise<HttpAnswer> {
    const { path } = request;
    const token = await this.#token(request);
    const signal = this.#signal(request);
    signal.throwIfAborted();
    const log = this.#logger(request);
    const visited = [this.#url.pathname.replace(/\/$/, '') + path + queryString(request.query)];
    let response: Dispatcher.ResponseData;
    try {
      response = await this.#follow(request, token, signal, visited);
    } catch (error) {
      throw this.#failed(request, signal, log, classifyFailure(error));
    }
    const { statusCode: status } = response;
    const headers = flatten(response.headers);
    const requestId = headers['x-influxdb-request-id'] ?? headers['x-request-id'] ?? headers['trace-id'];
    const known = { status, ...(requestId !== undefined && { requestId }) };
    const length = Number(headers['content-length']);
    log({ ...known, ...(Number.isFinite(length) && { bytes: length }) });
    const source = decompress(response.body, headers['content-encoding']);
    const body = this.#body(source, (error) => {
      const { code, detail } = classifyFailure(error);
      return this.#failed(request, signal, log, {
        ...known,
        code: code === 'timeout' ? code : 'cutOff',
        detail,
      });
    });
    const answer = { status, headers, body };
    if (status >= 200 && status < 300 && !isPage(headers)) return answer;
    if (status < 400) {
      source.destroy();
      throw this.#error(request, { ...known, code: 'notInflux', detail: 'it answers with a web page' });
    }
    // A server may repeat what it was sent: the token is in no message.
    const said = (await beginning(answer.body)).replaceAll(token, '…');
    const facts = {
      ...known,
      ...classifyAnswer(status, said, path),
      ...readRetryAfter(headers['retry-after'], headers['date']),
    };
    throw this.#error(request, facts, said);
  }

  /** @param visited the paths that were asked, the first one to begin with */
  async #follow(
    { method, accept, body }: HttpRequest,
    token: string,
    signal: AbortSignal,
    visited: string[],
  ): Promise<Dispatcher.ResponseData> {
    const { pool, origin, headers } = await this.#connected();
    for (;;) {
      signal.throwIfAborted();
      const response = await pool.request({
        method,
        path: origin + visited.at(-1),
        headers: {
          ...headers,
          authorization: `Token ${token}`,
          accept: accept ?? '*/*',
          'accept-encoding': 'gzip',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal,
      });
      const { statusCode: status } = response;
      const location = flatten(response.headers)['location'];
      try {
        const next = redirection(this.#url, { method, status, location }, visited);
        if (next === undefined) return response;
        visited.push(next);
        await response.body.dump();
      } catch (error) {
        response.body.on('error', () => {}).destroy();
        throw error;
      }
    }
  }

  /** The connections; made once, and again after what kept them from being made was mended. */
  async #connected(): Promise<Route> {
    const { timeouts, proxy, certificates } = this.#options;
    this.#route ??= routeTo(this.#url, {
      timeouts: { connect: 10_000, firstByte: 120_000, idle: 120_000, ...timeouts },
      proxy,
      certificates,
    });
    const route = this.#route;
    try {
      return await route;
    } catch (error) {
      if (this.#route === route) this.#route = undefined;
      throw error;
    }
  }

  async #token(request: HttpRequest): Promise<string> {
    const token = (await this.#options.token())?.trim();
    if (!token) throw this.#error(request, { code: 'noToken', sent: false });
    // Anything else cannot be sent in a header.
    if (!/^[\x21-\x7e]+$/.test(token)) throw this.#error(request, { code: 'badToken', sent: false });
    return token;
  }

  /** Ends with the request's own signal, and with this connection. */
  #signal({ signal }: HttpRequest): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
  }

  #logger({ method, path }: HttpRequest): (entry: Partial<RequestLogEntry>) => void {
    const began = performance.now();
    return (entry) =>
      this.#options.log?.({ method, path, milliseconds: performance.now() - began, ...entry });
  }

  /** What a failed request rejects with. A cancelled one fails in many ways; they all mean the same. */
  #failed(
    request: HttpRequest,
    signal: AbortSignal,
    log: (entry: Partial<RequestLogEntry>) => void,
    facts: Failed,
  ): unknown {
    log({ error: signal.aborted ? 'cancelled' : facts.code });
    return signal.aborted ? signal.reason : this.#error(request, facts);
  }

  async *#body(source: Readable, failed: (error: unknown) => unknown): AsyncGenerator<Uint8Array> {
    try {
      yield* source as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw failed(error);
    }
  }

  async #text(request: HttpRequest, answer: HttpAnswer): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > maxJsonBytes) {
        const detail = 'the answer is over 64 MB';
        throw this.#error(request, { code: 'tooLarge', status: answer.status, detail });
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  #error({ method, path }: HttpRequest, facts: Failed, body?: string): InfluxError {
    return this.error({ method, path, ...facts }, body);
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The Cloud's UI and proxies answer any path with a page, and with success. */
function isPage(headers: Readonly<Record<string, string>>): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '');
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
