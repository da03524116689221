import type { Script } from '../influx/types.ts';

/** The server's version that somebody's text began as: what a save is compared with. */
export interface Base {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly description?: string;
  readonly updatedAt?: string;
}

export function baseOf(script: Script & { readonly id: string }): Base {
  return {
    id: script.id,
    name: script.name,
    text: script.script,
    ...(script.description !== undefined && { description: script.description }),
    ...(script.updatedAt !== undefined && { updatedAt: script.updatedAt }),
  };
}

/**
 * What a text begins as once the server's `remote` has been merged into it. Only the text is merged: what else of the
 * script both sides have moved is still to be chosen.
 */
export function mergedBase(base: Base | undefined, remote: Script & { readonly id: string }): Base {
  const { id, name, script: text } = remote;
  if (!base) return { id, name, text };
  const { updatedAt: _, ...rest } = base;
  return { ...rest, id, text };
}

/** Where the bases are kept; VS Code's Memento is one. */
export interface KeyValueStore {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * Remembers the base of each text: of each file and of each remote document on its own, since the same script can be
 * open as both, from different versions.
 */
export class BaseStore {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /**
   * @param connection what tells servers and organizations apart
   * @param holder what holds the text: a file's URI, or a remote document's
   */
  get(connection: string, holder: string): Base | undefined {
    return this.#store.get<Base>(key(connection, holder));
  }

  async set(connection: string, holder: string, base: Base | undefined): Promise<void> {
    await this.#store.update(key(connection, holder), base);
  }
}

function key(connection: string, holder: string): string {
  return `base ${connection} ${holder}`;
}
