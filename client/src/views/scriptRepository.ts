import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Connection } from '../connections/profile.ts';
import type { StoredScript } from '../influx/scripts.ts';
import type { ParamType } from '../influx/types.ts';

type Types = Readonly<Record<string, ParamType>>;

/** What is known of the active connection's scripts. */
export type ScriptsState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly connection: Connection }
  | {
      readonly kind: 'ready';
      readonly connection: Connection;
      readonly scripts: readonly StoredScript[];
    }
  | { readonly kind: 'error'; readonly connection: Connection; readonly error: unknown };

/**
 * Owns the list of the active connection's scripts and their parameters: fetches, keeps, and says when they change.
 */
export class ScriptRepository implements vscode.Disposable {
  readonly #connections: Connections;
  readonly #typesOf: (text: string) => Promise<Types>;
  readonly #changed = new vscode.EventEmitter<ScriptsState>();
  readonly #subscription: vscode.Disposable;
  #state: ScriptsState = { kind: 'none' };
  #loading: Promise<void> = Promise.resolve();
  #abort = new AbortController();
  /** The promise is kept, so that callers at the same time share one request. */
  #parameters = new Map<string, Promise<Types>>();

  readonly onDidChange = this.#changed.event;

  /** @param typesOf what a script's text says of its parameters, for a server that says nothing */
  constructor(connections: Connections, typesOf: (text: string) => Promise<Types>) {
    this.#connections = connections;
    this.#typesOf = typesOf;
    this.#subscription = connections.onDidChange(() => void this.refresh());
  }

  get state(): ScriptsState {
    return this.#state;
  }

  /** Settles when the list that is being read is there, or could not be had. */
  get loaded(): Promise<void> {
    return this.#loading;
  }

  /** Reads the list again. Never throws: what went wrong is the state. */
  async refresh(): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#loading = this.#load(abort.signal);
    await this.#loading;
  }

  /** The types that the server finds for a script's parameters. */
  async parameters(connection: Connection, script: StoredScript): Promise<Types> {
    const key = `${connection.name} ${script.id} ${script.updatedAt ?? ''}`;
    let known = this.#parameters.get(key);
    if (!known) {
      known = this.#ask(connection, script);
      this.#parameters.set(key, known);
      known.catch(() => this.#parameters.delete(key));
    }
    return await known;
  }

  async #ask(connection: Connection, { id, script }: StoredScript): Promise<Types> {
    const types = await this.#connections.client(connection).scripts.params(id);
    return types ?? (await this.#typesOf(script));
  }

  dispose(): void {
    this.#abort.abort();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const connection = this.#connections.active;
    if (!connection) return this.#set({ kind: 'none' });
    // A list that is shown stays while it is read again.
    if (this.#state.kind !== 'ready' || this.#state.connection.name !== connection.name) {
      this.#set({ kind: 'loading', connection });
    }
    this.#parameters = new Map();
    try {
      const scripts = await this.#connections.client(connection).scripts.list({ signal });
      if (signal.aborted) return;
      const stored = scripts.filter((script): script is StoredScript => script.id !== undefined);
      stored.sort((a, b) => a.name.localeCompare(b.name));
      this.#set({ kind: 'ready', connection, scripts: stored });
    } catch (error) {
      if (!signal.aborted) this.#set({ kind: 'error', connection, error });
    }
  }

  #set(state: ScriptsState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
