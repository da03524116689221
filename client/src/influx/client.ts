import { InfluxError } from './errors.ts';
import { Http, type HttpOptions } from './http.ts';
import { OrganizationsApi } from './organizations.ts';
import { ScriptsApi } from './scripts.ts';
import type { Organization } from './types.ts';

export interface InfluxClientOptions extends HttpOptions {
  /** Name or ID. */
  readonly org?: string;
}

/** What a test of a connection found out. */
export interface ServerInfo {
  readonly org: Organization | undefined;
  /** How many scripts there are. */
  readonly scripts: number;
}

/** The InfluxDB API of one connection. */
export class InfluxClient {
  readonly scripts: ScriptsApi;
  readonly orgs: OrganizationsApi;
  readonly #http: Http;
  readonly #options: InfluxClientOptions;

  constructor(options: InfluxClientOptions) {
    this.#options = options;
    this.#http = new Http(options);
    this.scripts = new ScriptsApi(this.#http);
    this.orgs = new OrganizationsApi(this.#http);
  }

  /**
   * Tests the connection: address, token, organization, and whether there are scripts at all.
   * @throws InfluxError naming what is wrong
   */
  async probe(signal?: AbortSignal): Promise<ServerInfo> {
    const options = signal ? { signal } : {};
    const orgs = await this.orgs.list(options);
    const { name, url, org } = this.#options;
    const own = org === undefined ? orgs[0] : orgs.find((known) => known.name === org || known.id === org);
    if (org !== undefined && !own) {
      const detail = `the token's organizations are ${orgs.map((known) => known.name).join(', ') || 'none'}`;
      const facts = { connection: name, url, method: 'GET', path: '/api/v2/orgs', detail };
      throw new InfluxError({ ...facts, code: 'organizationNotFound' });
    }
    const scripts = await this.scripts.list(options);
    return { org: own, scripts: scripts.length };
  }

  async close(): Promise<void> {
    await this.#http.close();
  }
}
