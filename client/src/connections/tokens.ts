import type { SecretStorage } from 'vscode';
import type { Connection } from './profile.ts';

/** Where a token is kept: for good, or, where this machine has no place for secrets, as long as the window is open. */
export type Kept = 'stored' | 'session';

/**
 * The tokens, in VS Code's secret storage. A token is bound to the origin that it was entered for: a connection whose
 * URL was changed to another server does not get it.
 */
export class TokenStore {
  readonly #secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>;
  readonly #environment: NodeJS.ProcessEnv;
  /** Those that the secret storage did not take, never written anywhere. */
  readonly #session = new Map<string, string>();

  constructor(secrets: Pick<SecretStorage, 'get' | 'store' | 'delete'>, environment: NodeJS.ProcessEnv) {
    this.#secrets = secrets;
    this.#environment = environment;
  }

  async get(connection: Connection): Promise<string | undefined> {
    if (connection.tokenEnvironmentVariable !== undefined) {
      return this.#environment[connection.tokenEnvironmentVariable];
    }
    const at = key(connection);
    const session = this.#session.get(at);
    if (session !== undefined) return session;
    try {
      return await this.#secrets.get(at);
    } catch {
      // A keyring that is locked or gone has no token for us; it is asked for again.
      return undefined;
    }
  }

  async set(connection: Connection, token: string): Promise<Kept> {
    const at = key(connection);
    try {
      await this.#secrets.store(at, token);
      this.#session.delete(at);
      return 'stored';
    } catch {
      this.#session.set(at, token);
      return 'session';
    }
  }

  /** @throws what the secret storage says: the person must know that the token is still there */
  async delete(connection: Connection): Promise<void> {
    const at = key(connection);
    this.#session.delete(at);
    await this.#secrets.delete(at);
  }
}

function key(connection: Connection): string {
  return `fluxScripts.token ${new URL(connection.url).origin} ${connection.name}`;
}
