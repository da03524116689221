import { InfluxError } from './errors.ts';
import type { Http, HttpAnswer, HttpRequest } from './http.ts';
import { functionsPath, KnownPath, type ScriptsPath } from './scriptsPath.ts';
import { Shared } from './shared.ts';
import type {
  JsonObject,
  Organization,
  ParamType,
  Script,
  ScriptCreateRequest,
  ScriptParamsResponse,
  ScriptUpdateRequest,
} from './types.ts';

/** A script that has an ID, as those that a server answers with do. */
export type StoredScript = Script & { readonly id: string };

/** What an update brought: the server may answer with success and keep a field as it was. */
export interface UpdateResult {
  readonly script: StoredScript;
  readonly ignored: readonly (keyof ScriptUpdateRequest)[];
}

/**
 * How much of scripts a server has: the API, or only the one for functions, which came before it and has no types of parameters,
 * or nothing. What is not stored can run as a draft on all of them.
 */
export type ScriptsSupport = 'scripts' | 'functions' | 'none';

/** The contract's default, which every server takes. */
const pageSize = 100;

/**
 * `/api/v2/scripts` (https://docs.influxdata.com/influxdb/cloud/api/invokable-scripts/), or, on a server that has nothing newer,
 * `/api/v2/functions` (https://github.com/influxdata/openapi/blob/master/contracts/managed-functions.yml). Every method throws
 * InfluxError.
 */
export class ScriptsApi {
  readonly #http: Http;
  readonly #lists = new Shared<StoredScript[]>();
  readonly #organization: (signal?: AbortSignal) => Promise<Organization | undefined>;
  readonly #known = new KnownPath((signal) => this.#hasFunctions(signal));
  #orgID: string | undefined;

  /** @param organization the one that functions are asked for; scripts take the token's */
  constructor(http: Http, organization: (signal?: AbortSignal) => Promise<Organization | undefined>) {
    this.#http = http;
    this.#organization = organization;
  }

  /** Where the server has its scripts, as far as is known. */
  get path(): string {
    return this.#known.current.path;
  }

  /**
   * All scripts. The answer has neither a total nor links: pages are read until one is short. Who asks for the same list while it
   * is being read gets that one.
   * @param filter.name what the server is asked for; whether it matches exactly is up to the server
   */
  async list(filter: { name?: string; signal?: AbortSignal } = {}): Promise<StoredScript[]> {
    const { name, signal } = filter;
    const ask = (shared: AbortSignal) => this.#all({ ...(name !== undefined && { name }), signal: shared });
    return [...(await this.#lists.get(name ?? '', signal, ask))];
  }

  async #all(filter: { name?: string; signal?: AbortSignal }): Promise<StoredScript[]> {
    const scripts = new Map<string, StoredScript>();
    for (let offset = 0; ; offset += pageSize) {
      const page = await this.#page(offset, filter);
      const before = scripts.size;
      for (const script of page) scripts.set(script.id, script);
      // A server that ignores the offset answers with the same page for ever.
      if (page.length < pageSize || scripts.size === before) return [...scripts.values()];
    }
  }

  async find(id: string, signal?: AbortSignal): Promise<StoredScript> {
    return await this.#known.use(
      (known) => this.#script({ method: 'GET', path: this.#path(known, 'GET', id), signal }, id),
      signal,
    );
  }

  /** The description must not be empty: a blank one is sent as a space, as InfluxDB's own UI does. */
  async create(script: ScriptCreateRequest, signal?: AbortSignal): Promise<StoredScript> {
    const body = { ...script, description: script.description.trim() || ' ' };
    return await this.#changing(
      ({ path, key }) =>
        this.#owned(key, signal).then((owner) =>
          this.#script({ method: 'POST', path, body: { ...body, ...owner }, signal }),
        ),
      signal,
    );
  }

  /**
   * Changes what is given. The name left the contract in 2022, so the answer tells whether it took. Blanks at the end, which
   * servers have been seen to trim, are no difference.
   */
  async update(id: string, changes: ScriptUpdateRequest, signal?: AbortSignal): Promise<UpdateResult> {
    const body = {
      ...changes,
      ...(changes.description !== undefined && { description: changes.description.trim() || ' ' }),
    };
    const fields = (Object.keys(body) as (keyof ScriptUpdateRequest)[]).filter(
      (key) => body[key] !== undefined,
    );
    // An empty update would change nothing and answer with success.
    if (fields.length === 0) return { script: await this.find(id, signal), ignored: [] };
    const script = await this.#changing(
      (known) => this.#script({ method: 'PATCH', path: this.#path(known, 'PATCH', id), body, signal }, id),
      signal,
    );
    const ignored = fields.filter(
      (field) => (script[field] ?? '').trimEnd() !== (body[field] ?? '').trimEnd(),
    );
    return { script, ignored };
  }

  /** The server also answers with success for an ID that it does not know. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.#changing(
      (known) => this.#http.empty({ method: 'DELETE', path: this.#path(known, 'DELETE', id), signal }),
      signal,
    );
  }

  /**
   * The keys of `params` that the script uses, with the types that the server infers; undefined from a server that analyses
   * nothing.
   */
  async params(id: string, signal?: AbortSignal): Promise<Readonly<Record<string, ParamType>> | undefined> {
    return await this.#known.use(async (known) => {
      if (known === functionsPath) return undefined;
      const path = `${this.#path(known, 'GET', id)}/params`;
      const answer = await this.#http.json<ScriptParamsResponse>({ method: 'GET', path, signal });
      return isObject(answer.params) ? answer.params : {};
    }, signal);
  }

  /** Runs a script. It is never sent twice: a script may write. The answer is CSV, usually without annotations. */
  async invoke(id: string, params: JsonObject, signal?: AbortSignal): Promise<HttpAnswer> {
    return await this.#known.use(
      (known) =>
        this.#http.stream({
          method: 'POST',
          path: `${this.#path(known, 'POST', id)}/invoke`,
          body: { params },
          accept: 'application/csv',
          signal,
        }),
      signal,
    );
  }

  /** What the server has: one short request. @throws InfluxError (`noScriptsApi`) when it has nothing of the kind */
  async probe(signal?: AbortSignal): Promise<Exclude<ScriptsSupport, 'none'>> {
    await this.#request({ limit: 1 }, signal);
    return this.#known.current.key;
  }

  /**
   * What the server has, without a request where it has answered before; that a token may not see it does not count.
   * @throws InfluxError when it cannot be asked
   */
  async support(signal?: AbortSignal): Promise<ScriptsSupport> {
    if (this.#known.isConfirmed) return this.#known.current.key;
    try {
      return await this.probe(signal);
    } catch (error) {
      if (!(error instanceof InfluxError)) throw error;
      if (error.code === 'forbidden') return this.#known.current.key;
      if (error.code === 'noScriptsApi') return 'none';
      throw error;
    }
  }

  async #hasFunctions(signal: AbortSignal): Promise<boolean> {
    try {
      const query = { limit: 1, ...(await this.#owned('functions', signal)) };
      const answer = await this.#http.json<{ functions?: unknown }>({
        method: 'GET',
        path: functionsPath.path,
        query,
        signal,
      });
      return Array.isArray(answer.functions);
    } catch (error) {
      if (!(error instanceof InfluxError)) throw error;
      if (error.code === 'forbidden') return true;
      const { status = 500 } = error.facts;
      if (status === 429 || status >= 500) throw error;
      return false;
    }
  }

  /** Whose functions: their contract wants it said. */
  async #owned(key: ScriptsPath['key'], signal: AbortSignal | undefined): Promise<{ orgID?: string }> {
    if (key === 'scripts') return {};
    this.#orgID ??= (await this.#organization(signal))?.id;
    return this.#orgID === undefined ? {} : { orgID: this.#orgID };
  }

  /** A list that was begun before a change is over is nobody's who asks after it, even after one that failed. */
  async #changing<T>(
    change: (known: ScriptsPath) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    try {
      return await this.#known.use(change, signal);
    } finally {
      this.#lists.forget();
    }
  }

  async #page(offset: number, filter: { name?: string; signal?: AbortSignal }): Promise<StoredScript[]> {
    const { name, signal } = filter;
    const scripts = await this.#request({ limit: pageSize, offset, name }, signal);
    return scripts.filter((script): script is StoredScript => script.id !== undefined);
  }

  async #request(
    query: HttpRequest['query'] & {},
    signal: AbortSignal | undefined,
  ): Promise<readonly Script[]> {
    return await this.#known.use(async ({ path, key }) => {
      const owner = await this.#owned(key, signal);
      const request = { method: 'GET', path, query: { ...query, ...owner }, signal } as const;
      try {
        const { [key]: scripts = [] } = await this.#http.json<{ scripts?: unknown; functions?: unknown }>(
          request,
        );
        if (!Array.isArray(scripts) || !scripts.every(isScript)) throw this.#notAScript(request);
        return scripts;
      } catch (error) {
        // The list itself exists wherever scripts do.
        if (error instanceof InfluxError && (error.code === 'notFound' || error.code === 'scriptNotFound')) {
          throw new InfluxError({ ...error.facts, code: 'noScriptsApi' });
        }
        throw error;
      }
    }, signal);
  }

  /** @param id what it is called when the answer does not say */
  async #script(request: HttpRequest, id?: string): Promise<StoredScript> {
    const script = await this.#http.json<Script>(request);
    if (!isScript(script)) throw this.#notAScript(request);
    const known = script.id ?? id;
    if (known !== undefined) return { ...script, id: known };
    // The contract leaves out the ID of a script that was just created: its name is as good.
    const listed = await this.#all({ name: script.name });
    const found = listed.find(({ name }) => name === script.name);
    if (!found) throw this.#notAScript(request);
    return found;
  }

  /** IDs also come out of files of a workspace: one that is none must not reach another path of the API. */
  #path({ path }: ScriptsPath, method: HttpRequest['method'], id: string): string {
    if (/^[\w-]+$/.test(id)) return `${path}/${id}`;
    throw this.#http.error({
      code: 'scriptNotFound',
      method,
      path,
      detail: `“${id}” is no script's ID`,
      sent: false,
    });
  }

  #notAScript({ method, path }: HttpRequest): InfluxError {
    return this.#http.error({ code: 'notInflux', method, path, detail: 'its answer holds no script' });
  }
}

function isScript(value: unknown): value is Script {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['script'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
