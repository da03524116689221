import { InfluxError } from './errors.ts';
import type { Http, HttpAnswer } from './http.ts';
import type {
  JsonObject,
  ParamType,
  Script,
  ScriptCreateRequest,
  ScriptParamsResponse,
  ScriptsResponse,
  ScriptUpdateRequest,
} from './types.ts';

/** A script that has an ID, as those that a server answers with do. */
export type StoredScript = Script & { readonly id: string };

/** What an update brought: the server may answer with success and keep a field as it was. */
export interface UpdateResult {
  readonly script: StoredScript;
  readonly ignored: readonly (keyof ScriptUpdateRequest)[];
}

const path = '/api/v2/scripts';
/** The contract's default, which every server takes. */
const pageSize = 100;

/**
 * `/api/v2/scripts` (https://docs.influxdata.com/influxdb/cloud/api/invokable-scripts/). Every method throws
 * InfluxError.
 */
export class ScriptsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * All scripts. The answer has neither a total nor links: pages are read until one is short.
   * @param filter.name what the server is asked for; whether it matches exactly is up to the server
   */
  async list(filter: { name?: string; signal?: AbortSignal } = {}): Promise<StoredScript[]> {
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
    return stored(await this.#http.json<Script>({ method: 'GET', path: pathOf(id), signal }), id);
  }

  /** The description must not be empty: a blank one is sent as a space, as InfluxDB's own UI does. */
  async create(script: ScriptCreateRequest, signal?: AbortSignal): Promise<StoredScript> {
    const body = { ...script, description: script.description.trim() || ' ' };
    const created = await this.#http.json<Script>({ method: 'POST', path, body, signal });
    return stored(created, created.id ?? '');
  }

  /** Changes what is given. The name left the contract in 2022, so the answer tells whether it took. */
  async update(id: string, changes: ScriptUpdateRequest, signal?: AbortSignal): Promise<UpdateResult> {
    const body = {
      ...changes,
      ...(changes.description !== undefined && { description: changes.description.trim() || ' ' }),
    };
    const fields = Object.keys(body) as (keyof ScriptUpdateRequest)[];
    // An empty update would change nothing and answer with success.
    if (fields.length === 0) return { script: await this.find(id, signal), ignored: [] };
    const script = stored(
      await this.#http.json<Script>({ method: 'PATCH', path: pathOf(id), body, signal }),
      id,
    );
    return { script, ignored: fields.filter((field) => script[field] !== body[field]) };
  }

  /** The server also answers with success for an ID that it does not know. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.#http.empty({ method: 'DELETE', path: pathOf(id), signal });
  }

  /** The keys of `params` that the script uses, with the types that the server infers. */
  async params(id: string, signal?: AbortSignal): Promise<Readonly<Record<string, ParamType>>> {
    const answer = await this.#http.json<ScriptParamsResponse>({
      method: 'GET',
      path: `${pathOf(id)}/params`,
      signal,
    });
    return answer.params ?? {};
  }

  /** Runs a script. It is never sent twice: a script may write. The answer is CSV, usually without annotations. */
  async invoke(id: string, params: JsonObject, signal?: AbortSignal): Promise<HttpAnswer> {
    return await this.#http.stream({
      method: 'POST',
      path: `${pathOf(id)}/invoke`,
      body: { params },
      accept: 'application/csv',
      signal,
    });
  }

  async #page(offset: number, filter: { name?: string; signal?: AbortSignal }): Promise<StoredScript[]> {
    const { name, signal } = filter;
    const query = { limit: pageSize, offset, name };
    const answer = await this.#http
      .json<ScriptsResponse>({ method: 'GET', path, query, signal })
      .catch((error: unknown) => {
        // The list itself exists wherever scripts do.
        if (error instanceof InfluxError && (error.code === 'notFound' || error.code === 'scriptNotFound')) {
          throw new InfluxError({ ...error.facts, code: 'noScriptsApi' });
        }
        throw error;
      });
    const scripts = answer.scripts ?? [];
    return scripts.filter((script): script is StoredScript => script.id !== undefined);
  }
}

function pathOf(id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}

function stored(script: Script, id: string): StoredScript {
  return { ...script, id: script.id ?? id };
}
