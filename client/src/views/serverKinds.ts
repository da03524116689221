import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import type { InfluxClient, ServerIdentity } from '../influx/client.ts';
import { InfluxError } from '../influx/errors.ts';
import type { ScriptRepository, ScriptsState } from './scriptRepository.ts';

/** What the servers are, asked of each once, when its scripts have been asked for. */
export class ServerKinds implements vscode.Disposable {
  readonly #connections: Connections;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #known = new WeakMap<InfluxClient, ServerIdentity>();
  readonly #asked = new WeakSet<InfluxClient>();

  readonly onDidChange = this.#changed.event;

  constructor(connections: Connections, repository: ScriptRepository) {
    this.#connections = connections;
    this.#subscription = repository.onDidChange((state) => void this.#ask(state));
  }

  /** Undefined while it is not known. */
  of(connection: Connection): ServerIdentity | undefined {
    return this.#known.get(this.#connections.client(connection));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #ask(state: ScriptsState): Promise<void> {
    if (state.kind === 'none' || state.kind === 'loading') return;
    // Who does not let itself be spoken to need not be asked a second time.
    if (
      state.kind === 'error' &&
      !(state.error instanceof InfluxError && state.error.code === 'noScriptsApi')
    )
      return;
    const client = this.#connections.client(state.connection);
    if (this.#asked.has(client)) return;
    this.#asked.add(client);
    try {
      this.#known.set(client, await client.identify());
      this.#changed.fire();
    } catch {
      // It only helps: the next refresh asks again, and what does not work is said where it is needed.
      this.#asked.delete(client);
    }
  }
}
