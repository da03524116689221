import type { Http } from './http.ts';
import type { Organization, OrganizationsResponse } from './types.ts';

/** `/api/v2/orgs`. On the cloud it answers with the token's own organization: a cheap test of both. */
export class OrganizationsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** @throws InfluxError */
  async list(options: { signal?: AbortSignal } = {}): Promise<readonly Organization[]> {
    const { signal } = options;
    const { orgs } = await this.#http.json<OrganizationsResponse>({
      method: 'GET',
      path: '/api/v2/orgs',
      signal,
    });
    return orgs ?? [];
  }
}
