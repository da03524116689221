import type { SecretStorage } from 'vscode';
import type { Connection } from './profile.ts';

/**
 * The tokens, in VS Code's secret storage. A token is bound to the origin that it was entered for: a connection whose
 * URL was changed to another server does not get it.
 */
export class TokenStore {
  readonly #secrets: SecretStorage;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(secrets: SecretStorage, environment: NodeJS.ProcessEnv) {
    this.#secrets = secrets;
    this.#environment = environment;
  }

  async get(connection: Connection): Promise<string | undefined> {
    if (connection.tokenEnvironmentVariable !== undefined) {
      return this.#environment[connection.tokenEnvironmentVariable];
    }
    return await this.#secrets.get(key(connection));
  }

  async set(connection: Connection, token: string): Promise<void> {
    await this.#secrets.store(key(connection), token);
  }

  async delete(connection: Connection): Promise<void> {
    await this.#secrets.delete(key(connection));
  }
}

function key(connection: Connection): string {
  return `fluxScripts.token ${new URL(connection.url).origin} ${connection.name}`;
}
