import type { IncomingMessage } from 'node:http';
import { ApiError, invalidArgument } from './errors.ts';

/** The largest body that is read, bytes. */
const bodyLimit = 10 * 1024 * 1024;

/** One request as a handler sees it. */
export class ApiRequest {
  readonly raw: IncomingMessage;
  readonly query: URLSearchParams;
  /** What stands in the path's places, e.g. `id`. */
  readonly path: Readonly<Record<string, string>>;

  constructor(raw: IncomingMessage, query: URLSearchParams, path: Readonly<Record<string, string>>) {
    this.raw = raw;
    this.query = query;
    this.path = path;
  }

  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.raw as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bodyLimit) {
        throw new ApiError('request too large', `the request body is larger than ${bodyLimit} bytes`, {
          headers: { Connection: 'close' },
        });
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** The body, read by `parse`; undefined when there is none. */
  async json(parse: (text: string) => unknown = JSON.parse): Promise<unknown> {
    const text = await this.text();
    if (text.trim() === '') return undefined;
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
}

/** The fields of a JSON object that are strings, checked. */
export function stringFields<K extends string>(
  body: unknown,
  names: readonly K[],
): Partial<Record<K, string>> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError('invalid', 'failed to decode request body: expected a JSON object');
  }
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = (body as Record<string, unknown>)[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string')
      throw new ApiError('invalid', `failed to decode request body: ${name} must be a string`);
    found[name] = value;
  }
  return found;
}
