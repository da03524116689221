import { InfluxError } from './errors.ts';
import type { Http } from './http.ts';

/** What a server says of itself; empty where it, or a proxy before it, says nothing. */
export interface Build {
  readonly build?: string;
  readonly version?: string;
}

/**
 * Which InfluxDB it is, as far as requests differ: the cloud has invokable scripts and takes `params` with a query, InfluxDB OSS
 * 2.x has neither.
 */
export type Edition = 'cloud' | 'oss';

/**
 * Asks once, and keeps what was answered for as long as the client lives.
 */
export class ServerEdition {
  readonly #http: Http;
  readonly #hasScripts: (signal?: AbortSignal) => Promise<unknown>;
  #known: Edition | undefined;

  /** @param hasScripts rejects with `noScriptsApi` where there are none */
  constructor(http: Http, hasScripts: (signal?: AbortSignal) => Promise<unknown>) {
    this.#http = http;
    this.#hasScripts = hasScripts;
  }

  /**
   * What the server says in the headers of `/ping`, or of `/health` where a proxy keeps that one from it; and where it says nothing,
   * whether it has scripts.
   *
   * @throws InfluxError when the server cannot be spoken to
   */
  async get(signal?: AbortSignal): Promise<Edition> {
    this.#known ??= await this.#ask(signal);
    return this.#known;
  }

  /** What it says at first sight. @throws InfluxError when it cannot be spoken to */
  async build(signal?: AbortSignal): Promise<Build> {
    return await this.#headers('/ping', signal);
  }

  async #ask(signal: AbortSignal | undefined): Promise<Edition> {
    const build = (await this.build(signal)).build ?? (await this.#headers('/health', signal)).build;
    if (build !== undefined) return /^oss$/i.test(build) ? 'oss' : 'cloud';
    try {
      await this.#hasScripts(signal);
    } catch (error) {
      if (error instanceof InfluxError && error.code === 'noScriptsApi') return 'oss';
      throw error;
    }
    return 'cloud';
  }

  /** Only what keeps the server from being spoken to is an error. */
  async #headers(path: string, signal: AbortSignal | undefined): Promise<Build> {
    try {
      const headers = await this.#http.empty({ method: 'GET', path, signal });
      const { 'x-influxdb-build': build, 'x-influxdb-version': version } = headers;
      return { ...(build && { build }), ...(version && { version }) };
    } catch (error) {
      if (error instanceof InfluxError && error.facts.status !== undefined) return {};
      throw error;
    }
  }
}
