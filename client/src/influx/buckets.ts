import type { Http } from './http.ts';
import type { Bucket, BucketsResponse } from './types.ts';

/** The most that one request brings. */
const pageSize = 100;

/** `/api/v2/buckets` (https://docs.influxdata.com/influxdb/cloud/api/v2/#operation/GetBuckets). */
export class BucketsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** All buckets that the token may see. @throws InfluxError */
  async list(options: { signal?: AbortSignal } = {}): Promise<Bucket[]> {
    const buckets = new Map<string, Bucket>();
    for (let after: string | undefined; ; ) {
      const page = await this.#page(after, options.signal);
      const before = buckets.size;
      for (const bucket of page) buckets.set(bucket.id, bucket);
      after = page.at(-1)?.id;
      // A server that does not know `after` answers with the same page for ever.
      if (page.length < pageSize || buckets.size === before) return [...buckets.values()];
    }
  }

  async #page(after: string | undefined, signal: AbortSignal | undefined): Promise<readonly Bucket[]> {
    const query = { limit: pageSize, after };
    const request = { method: 'GET', path: '/api/v2/buckets', query, signal } as const;
    const { buckets = [] } = await this.#http.json<Partial<BucketsResponse>>(request);
    if (Array.isArray(buckets)) return buckets;
    throw this.#http.error({ ...request, code: 'notInflux', detail: 'its answer holds no buckets' });
  }
}
