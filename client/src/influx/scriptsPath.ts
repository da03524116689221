import { InfluxError } from './errors.ts';
import { Shared } from './shared.ts';

/** The two names of one resource: before scripts there were functions, at another path and under another key of the list. */
export interface ScriptsPath {
  readonly path: string;
  readonly key: 'scripts' | 'functions';
}

export const scriptsPath: ScriptsPath = { path: '/api/v2/scripts', key: 'scripts' };
export const functionsPath: ScriptsPath = { path: '/api/v2/functions', key: 'functions' };

/**
 * Which of the two a server has. It is asked for scripts until it says that it knows no such path; if it knows functions
 * then, it is asked for those from there on.
 */
export class KnownPath {
  readonly #hasFunctions: (signal: AbortSignal) => Promise<boolean>;
  readonly #asking = new Shared<boolean>();
  #path = scriptsPath;
  #older: boolean | undefined;
  #confirmed = false;

  /** @param hasFunctions asked once, and again after a failure */
  constructor(hasFunctions: (signal: AbortSignal) => Promise<boolean>) {
    this.#hasFunctions = hasFunctions;
  }

  get current(): ScriptsPath {
    return this.#path;
  }

  /** Whether the server has answered there. */
  get isConfirmed(): boolean {
    return this.#confirmed;
  }

  /** @param ask is called a second time only when the server knew no such path, and so cannot have acted */
  async use<T>(ask: (path: ScriptsPath) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const path = this.#path;
    try {
      const answer = await ask(path);
      this.#confirmed = true;
      return answer;
    } catch (error) {
      const none = error instanceof InfluxError && error.code === 'noScriptsApi';
      if (!none || path === functionsPath) throw error;
      this.#older ??= await this.#asking.get('', signal, this.#hasFunctions);
      if (!this.#older) throw error;
      this.#path = functionsPath;
      return await this.use(ask, signal);
    }
  }
}
