import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Access, Action } from './access.ts';
import { ApiError, invalidArgument } from './errors.ts';

/** The largest body that is read, bytes; of a compressed one, what it holds. */
const bodyLimit = 10 * 1024 * 1024;

/** What a JSON body may call itself. The last is what curl says when it is told nothing. */
const jsonTypes = ['application/json', 'application/x-www-form-urlencoded'];

/** One request as a handler sees it. */
export class ApiRequest {
  readonly raw: IncomingMessage;
  readonly query: URLSearchParams;
  /** What stands in the path's places, e.g. `id`. */
  readonly path: Readonly<Record<string, string>>;
  readonly access: Access;

  constructor(
    raw: IncomingMessage,
    query: URLSearchParams,
    path: Readonly<Record<string, string>>,
    access: Access,
  ) {
    this.raw = raw;
    this.query = query;
    this.path = path;
    this.access = access;
  }

  /** The media type without its parameters, in lower case; empty when there is none. */
  get contentType(): string {
    return (this.raw.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  }

  /** @throws ApiError 403 when the token may not. */
  require(action: Action, type: string, id?: string): void {
    if (this.access.allows(action, type, id)) return;
    const resource = id === undefined ? type : `${type}/${id}`;
    throw new ApiError('forbidden', `${action}:${resource} is unauthorized`);
  }

  /** The body as it comes, decompressed. @throws ApiError 413 behind `limit` bytes, 415 for an unknown compression. */
  async *chunks(limit = bodyLimit): AsyncGenerator<Buffer> {
    let size = 0;
    try {
      // A body that is refused must not take the connection with it: the refusal goes the same way.
      for await (const chunk of this.#decoded().iterator({
        destroyOnReturn: false,
      }) as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > limit) {
          throw new ApiError('request too large', `the request body is larger than ${limit} bytes`, {
            headers: { Connection: 'close' },
          });
        }
        yield chunk;
      }
    } catch (error) {
      this.raw.resume();
      if (error instanceof ApiError) throw error;
      throw new ApiError('invalid', `failed to decode request body: ${String(error)}`);
    }
  }

  async text(limit = bodyLimit): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.chunks(limit)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  /** The body, read by `parse`; undefined when there is none. @throws ApiError 415 for a body that calls itself something else. */
  async json(parse: (text: string) => unknown = JSON.parse): Promise<unknown> {
    const text = await this.text();
    if (text.trim() === '') return undefined;
    if (this.contentType !== '' && !jsonTypes.includes(this.contentType)) {
      throw new ApiError(
        'unsupported media type',
        `the body must be application/json, not ${this.contentType}`,
      );
    }
    try {
      return parse(text);
    } catch (error) {
      throw new ApiError('invalid', `failed to decode request body: ${String(error)}`);
    }
  }

  /** A whole number of the query string. The message is the one that the server's gateway gives. */
  count(name: string, fallback: number, most = Number.MAX_SAFE_INTEGER): number {
    const text = this.query.get(name);
    if (text === null || text === '') return fallback;
    if (!/^\d+$/.test(text)) {
      throw new ApiError(
        invalidArgument,
        `parsing field ${JSON.stringify(name)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
    }
    if (Number(text) > most) {
      throw new ApiError(invalidArgument, `${name} must be between 0 and ${most}, got ${text}`);
    }
    return Number(text);
  }

  #decoded(): Readable {
    const encoding = (this.raw.headers['content-encoding'] ?? 'identity').toLowerCase();
    if (encoding === 'identity' || encoding === '') return this.raw;
    if (encoding !== 'gzip') {
      throw new ApiError(
        'unsupported media type',
        `the body may be compressed with gzip, not with ${encoding}`,
      );
    }
    const gunzip = createGunzip();
    this.raw.once('error', (error) => gunzip.destroy(error));
    return this.raw.pipe(gunzip);
  }
}

/** A JSON object. @throws ApiError */
export function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new ApiError('invalid', 'failed to decode request body: expected a JSON object');
}

/** The fields of a JSON object that are strings, checked. */
export function stringFields<K extends string>(
  body: unknown,
  names: readonly K[],
): Partial<Record<K, string>> {
  if (body === undefined) return {};
  const object = objectOf(body);
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string')
      throw new ApiError('invalid', `failed to decode request body: ${name} must be a string`);
    found[name] = value;
  }
  return found;
}
