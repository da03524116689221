import type { SecretStorage } from 'vscode';
import { sameOrigin } from '../influx/url.ts';
import type { Connection } from './profile.ts';

/** Where a token is kept: for good, or, where this machine has no place for secrets, as long as the window is open. */
export type Kept = 'stored' | 'session';

/**
 * The tokens, and the passphrases of clients' keys, in VS Code's secret storage. Both are bound to the origin that they were
 * entered for: a connection whose URL was changed to another server does not get them.
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
    return await this.#read(key('token', connection));
  }

  async set(connection: Connection, token: string): Promise<Kept> {
    return await this.#write(key('token', connection), token);
  }

  /** What opens the key of the connection's client certificate. */
  async passphrase(connection: Connection): Promise<string | undefined> {
    return await this.#read(key('passphrase', connection));
  }

  async setPassphrase(connection: Connection, passphrase: string): Promise<Kept> {
    return await this.#write(key('passphrase', connection), passphrase);
  }

  /** For a connection that has got another name; nowhere else does it go than to the same origin. */
  async movePassphrase(from: Connection, to: Connection): Promise<void> {
    const passphrase = sameOrigin(from.url, to.url) ? await this.passphrase(from) : undefined;
    if (passphrase !== undefined) await this.setPassphrase(to, passphrase);
  }

  /**
   * Its token, and its passphrase.
   * @throws what the secret storage says: the person must know that they are still there
   */
  async delete(connection: Connection): Promise<void> {
    for (const what of ['token', 'passphrase'] as const) {
      const at = key(what, connection);
      this.#session.delete(at);
      await this.#secrets.delete(at);
    }
  }

  async #read(at: string): Promise<string | undefined> {
    const session = this.#session.get(at);
    if (session !== undefined) return session;
    try {
      return await this.#secrets.get(at);
    } catch {
      // A keyring that is locked or gone has nothing for us; it is asked for again.
      return undefined;
    }
  }

  async #write(at: string, secret: string): Promise<Kept> {
    try {
      await this.#secrets.store(at, secret);
      this.#session.delete(at);
      return 'stored';
    } catch {
      this.#session.set(at, secret);
      return 'session';
    }
  }
}

function key(what: 'token' | 'passphrase', connection: Connection): string {
  return `fluxScripts.${what} ${new URL(connection.url).origin} ${connection.name}`;
}
