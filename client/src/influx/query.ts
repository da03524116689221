import type { Edition } from './edition.ts';
import { externFile } from './extern.ts';
import type { Http, HttpAnswer } from './http.ts';
import type { JsonObject, QueryRequest } from './types.ts';

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

  /**
   * Runs a script that is not stored, with its `params`. A server without that field gets them as a file of Flux beside
   * the script.
   *
   * @param options.floats names of parameters that the script needs as floats
   * @throws InfluxError; Error for a value that the server cannot take
   */
  async runWithParams(
    edition: Edition,
    query: string,
    params: JsonObject,
    options: { readonly floats?: ReadonlySet<string>; readonly signal?: AbortSignal } = {},
  ): Promise<HttpAnswer> {
    const values = edition === 'oss' ? { extern: externFile(params, options.floats) } : { params };
    // A script without parameters is a query like any other.
    const none = Object.keys(params).length === 0;
    return await this.run({ query, ...(!none && values) }, options.signal);
  }
}
