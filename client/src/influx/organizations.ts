import type { Http } from './http.ts';
import type { Organization, OrganizationsResponse } from './types.ts';

/** `/api/v2/orgs`. On the cloud it answers with the token's own organization: a cheap test of both. */
export class OrganizationsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** A hundred at most, which is as many as one request brings. @throws InfluxError */
  async list(options: { signal?: AbortSignal } = {}): Promise<readonly Organization[]> {
    const { signal } = options;
    const request = { method: 'GET', path: '/api/v2/orgs', query: { limit: 100 }, signal } as const;
    const { orgs = [] } = await this.#http.json<Partial<OrganizationsResponse>>(request);
    if (Array.isArray(orgs)) return orgs;
    throw this.#http.error({ ...request, code: 'notInflux', detail: 'its answer holds no organizations' });
  }
}
