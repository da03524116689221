import * as vscode from 'vscode';
import { section } from '../contributions.ts';
import { InfluxClient } from '../influx/client.ts';
import type { RequestLogEntry } from '../influx/http.ts';
import { normalizeUrl } from '../influx/url.ts';
import { networkOf } from './network.ts';
import {
  type Connection,
  type ConnectionSetting,
  insecureWarning,
  readConnections,
  settingEntries,
} from './profile.ts';
import type { Kept, TokenStore } from './tokens.ts';

/** Which connection this window used last. */
const activeKey = 'activeConnection';

/**
 * The connections of this window: those in the settings and, while it runs, the sandbox's. Owns one client for each,
 * and knows which is active.
 */
export class Connections implements vscode.Disposable {
  readonly tokens: TokenStore;
  readonly #memento: vscode.Memento;
  readonly #log: (connection: Connection, entry: RequestLogEntry) => void;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #clients = new Map<string, { readonly of: string; readonly client: InfluxClient }>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #sandbox: { readonly connection: Connection; readonly token: string } | undefined;

  /** The list, the active one, or a token has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    tokens: TokenStore,
    memento: vscode.Memento,
    log: (connection: Connection, entry: RequestLogEntry) => void,
  ) {
    this.tokens = tokens;
    this.#memento = memento;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        const ours = ['connections', 'network'].map((name) => `${section}.${name}`);
        if ([...ours, 'http'].some((name) => event.affectsConfiguration(name))) this.#changed.fire();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
    ];
  }

  /** In the settings' order, the sandbox last. Nothing in a workspace that is not trusted. */
  get all(): readonly Connection[] {
    if (!vscode.workspace.isTrusted) return [];
    const { connections } = this.#read();
    return this.#sandbox
      ? [
          ...connections.filter(({ name }) => name !== this.#sandbox?.connection.name),
          this.#sandbox.connection,
        ]
      : connections;
  }

  /** What in the settings cannot be used, or is dangerous, in sentences. */
  get problems(): readonly string[] {
    if (!vscode.workspace.isTrusted) return [];
    const { problems, connections } = this.#read();
    return [...problems, ...connections.map(insecureWarning).filter((warning) => warning !== undefined)];
  }

  /** The one that commands work on: the last chosen, or else the first. */
  get active(): Connection | undefined {
    const all = this.all;
    const name = this.#memento.get<string>(activeKey);
    return all.find((connection) => connection.name === name) ?? all[0];
  }

  byName(name: string): Connection | undefined {
    return this.all.find((connection) => connection.name === name);
  }

  async activate(name: string): Promise<void> {
    await this.#memento.update(activeKey, name);
    this.#changed.fire();
  }

  /** The client of a connection; one for as long as the connection and the network's settings stay as they are. */
  client(connection: Connection): InfluxClient {
    const of = JSON.stringify([connection, networkOf(connection)]);
    const known = this.#clients.get(connection.name);
    if (known?.of === of) return known.client;
    void known?.client.close();
    const client = this.createClient(connection, () => this.token(connection));
    this.#clients.set(connection.name, { of, client });
    return client;
  }

  /** A client that nobody keeps, for a connection that is still being entered. The caller closes it. */
  createClient(connection: Connection, token: () => Promise<string | undefined>): InfluxClient {
    const network = networkOf(connection);
    return new InfluxClient({
      name: connection.name,
      url: connection.url,
      token,
      log: (entry) => this.#log(connection, entry),
      ...network,
      certificates: { ...network.certificates, passphrase: () => this.tokens.passphrase(connection) },
      ...(connection.org !== undefined && { org: connection.org }),
    });
  }

  async token(connection: Connection): Promise<string | undefined> {
    if (connection.source === 'sandbox') return this.#sandbox?.token;
    return await this.tokens.get(connection);
  }

  async setToken(connection: Connection, token: string): Promise<Kept> {
    const kept = await this.tokens.set(connection, token);
    this.#changed.fire();
    return kept;
  }

  async setPassphrase(connection: Connection, passphrase: string): Promise<Kept> {
    const kept = await this.tokens.setPassphrase(connection, passphrase);
    this.#changed.fire();
    return kept;
  }

  /** Whether it stands in the workspace's settings, which others who work in it share. */
  isOfWorkspace(connection: Connection): boolean {
    return (
      connection.source === 'settings' && this.#settingHolding(connection.name).target === workspaceTarget
    );
  }

  /** Replaces the connection called `replaces` where it stands, or else adds one to the user's settings or the workspace's. */
  async save(
    setting: ConnectionSetting,
    replaces?: string,
    where: 'user' | 'workspace' = 'user',
  ): Promise<void> {
    const { value, target } = this.#settingHolding(replaces, where);
    const index = replaces === undefined ? -1 : value.findIndex((entry) => entry?.name === replaces);
    const next = index < 0 ? [...value, setting] : value.with(index, setting);
    await this.#configuration.update('connections', next, target);
  }

  /** Removes a connection and its token. */
  async remove(connection: Connection): Promise<void> {
    const { value, target } = this.#settingHolding(connection.name);
    const rest = value.filter((entry) => entry?.name !== connection.name);
    // The token first: what fails then leaves a connection without a token, and no token without a connection.
    await this.tokens.delete(connection);
    await this.#configuration.update('connections', rest.length > 0 ? rest : undefined, target);
  }

  /** The sandbox has started, or has ended. Its token lives in memory only. */
  setSandbox(sandbox: { readonly connection: Connection; readonly token: string } | undefined): void {
    this.#sandbox = sandbox;
    this.#changed.fire();
  }

  async dispose(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    await Promise.all([...this.#clients.values()].map(({ client }) => client.close()));
  }

  get #configuration(): vscode.WorkspaceConfiguration {
    return vscode.workspace.getConfiguration(section);
  }

  #read(): ReturnType<typeof readConnections> {
    const found = this.#configuration.inspect<ConnectionSetting[]>('connections');
    const [user, workspace] = [found?.globalValue, found?.workspaceValue];
    return readConnections(settingEntries(user, workspace), normalizeUrl, settingEntries(user, []).length);
  }

  #settingHolding(
    name: string | undefined,
    otherwise: 'user' | 'workspace' = 'user',
  ): { value: readonly ConnectionSetting[]; target: vscode.ConfigurationTarget } {
    const found = this.#configuration.inspect<ConnectionSetting[]>('connections');
    const user = list(found?.globalValue);
    const workspace = list(found?.workspaceValue);
    const holds = (value: readonly ConnectionSetting[]) => value.some((entry) => entry?.name === name);
    // Of two of a name the user's is the one that is used.
    const inWorkspace = !holds(user) && (holds(workspace) || otherwise === 'workspace');
    return inWorkspace
      ? { value: workspace, target: workspaceTarget }
      : { value: user, target: vscode.ConfigurationTarget.Global };
  }
}

const workspaceTarget = vscode.ConfigurationTarget.Workspace;

function list(value: ConnectionSetting[] | undefined): ConnectionSetting[] {
  return Array.isArray(value) ? value : [];
}
