import { BucketsApi } from './buckets.ts';
import { type Edition, ServerEdition } from './edition.ts';
import { Http, type HttpOptions } from './http.ts';
import { OrganizationsApi } from './organizations.ts';
import { QueryApi } from './query.ts';
import { ScriptsApi, type ScriptsSupport } from './scripts.ts';
import { TasksApi } from './tasks.ts';
import type { Organization } from './types.ts';

export interface InfluxClientOptions extends HttpOptions {
  /** Name or ID. */
  readonly org?: string;
}

/** `unknown` when the server does not say: it may sit behind a proxy that drops its headers. */
export type ServerKind = 'cloud' | 'cloudServerless' | 'oss' | 'sandbox' | 'unknown';

/** What a test of a connection found out. */
export interface ServerInfo {
  readonly kind: ServerKind;
  readonly version?: string;
  /** The connection's, or the token's own when the connection names none. */
  readonly org: Organization | undefined;
}

/** What a server is, and how much of scripts it has. */
export interface ServerIdentity {
  readonly kind: ServerKind;
  readonly version?: string;
  readonly scripts: ScriptsSupport;
}

/** The InfluxDB API of one connection. */
export class InfluxClient {
  readonly scripts: ScriptsApi;
  readonly orgs: OrganizationsApi;
  readonly buckets: BucketsApi;
  readonly query: QueryApi;
  readonly tasks: TasksApi;
  readonly #edition: ServerEdition;
  readonly #http: Http;
  readonly #org: string | undefined;

  constructor(options: InfluxClientOptions) {
    this.#org = options.org;
    this.#http = new Http(options);
    this.scripts = new ScriptsApi(this.#http, (signal) => this.organization(signal));
    this.orgs = new OrganizationsApi(this.#http);
    this.buckets = new BucketsApi(this.#http);
    this.query = new QueryApi(this.#http, options.org);
    this.tasks = new TasksApi(this.#http);
    this.#edition = new ServerEdition(this.#http, (signal) => this.scripts.probe(signal));
  }

  /**
   * Tests the connection with three short requests: address, token, organization, and whether there are scripts at all.
   * @throws InfluxError naming what is wrong
   */
  async probe(signal?: AbortSignal): Promise<ServerInfo> {
    const { build, version } = await this.#edition.build(signal);
    const orgs = await this.orgs.list(signal ? { signal } : {});
    const org = this.#own(orgs);
    await this.scripts.probe(signal);
    return { kind: kindOf(build, version, org), ...(version !== undefined && { version }), org };
  }

  /**
   * What the server is, by what it answers: its address tells nothing, the cloud's two products share theirs.
   * @throws InfluxError when the server cannot be spoken to, or refuses the token
   */
  async identify(signal?: AbortSignal): Promise<ServerIdentity> {
    const { build, version } = await this.#edition.build(signal);
    const orgs = await this.orgs.list(signal ? { signal } : {});
    const wanted = this.#org;
    const org = orgs.find(({ id, name }) => name === wanted || id === wanted) ?? orgs[0];
    const scripts = await this.scripts.support(signal);
    return { kind: kindOf(build, version, org), ...(version !== undefined && { version }), scripts };
  }

  /** The connection's organization, or the token's own. @throws InfluxError (`organizationNotFound`) */
  async organization(signal?: AbortSignal): Promise<Organization | undefined> {
    return this.#own(await this.orgs.list(signal ? { signal } : {}));
  }

  /** Whether anything answers that can be spoken to. @throws InfluxError */
  async reach(signal?: AbortSignal): Promise<void> {
    await this.#edition.build(signal);
  }

  /** Which InfluxDB it is; asked once. @throws InfluxError when the server cannot be spoken to */
  async edition(signal?: AbortSignal): Promise<Edition> {
    return await this.#edition.get(signal);
  }

  /** Ends all requests. */
  async close(): Promise<void> {
    await this.#http.close();
  }

  #own(orgs: readonly Organization[]): Organization | undefined {
    const wanted = this.#org;
    if (wanted === undefined) return orgs[0];
    const own = orgs.find(({ id, name }) => name === wanted || id === wanted);
    if (own) return own;
    const names = orgs.map(({ name }) => name).join(', ') || 'none';
    throw this.#http.error({
      code: 'organizationNotFound',
      method: 'GET',
      path: '/api/v2/orgs',
      detail: `The connection names “${wanted}”; the token's organizations are ${names}.`,
    });
  }
}

/** The cloud's two products share their hosts: only the organization's storage tells them apart. */
function kindOf(
  build: string | undefined,
  version: string | undefined,
  org: Organization | undefined,
): ServerKind {
  if (version === 'sandbox') return 'sandbox';
  if (/^oss$/i.test(build ?? '')) return 'oss';
  if (org?.defaultStorageType === 'iox') return 'cloudServerless';
  return /^cloud$/i.test(build ?? '') || org?.defaultStorageType === 'tsm' ? 'cloud' : 'unknown';
}
