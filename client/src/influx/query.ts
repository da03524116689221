import type { Http, HttpAnswer } from './http.ts';
import type { QueryRequest } from './types.ts';

const annotations = ['datatype', 'group', 'default'] as const;

/** `POST /api/v2/query`: runs a text that need not be a stored script. */
export class QueryApi {
  readonly #http: Http;
  readonly #org: string | undefined;

  /** @param org name or ID; InfluxDB OSS needs it, the cloud takes it from the token */
  constructor(http: Http, org: string | undefined) {
    this.#http = http;
    this.#org = org;
  }

  /**
   * Runs Flux. It is never sent twice: Flux may write. The answer is CSV with all annotations, unless the dialect says
   * otherwise.
   *
   * @throws InfluxError
   */
  async run(request: QueryRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    return await this.#http.stream({
      method: 'POST',
      path: '/api/v2/query',
      query: { org: this.#org },
      body: { type: 'flux', dialect: { header: true, delimiter: ',', annotations }, ...request },
      accept: 'application/csv',
      signal,
    });
  }
}
