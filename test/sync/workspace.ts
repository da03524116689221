import assert from 'node:assert/strict';
import { InfluxClient } from '../../client/src/influx/client.ts';
import type { ScriptsApi, StoredScript } from '../../client/src/influx/scripts.ts';
import { type Outcome, pull, push } from '../../client/src/sync/apply.ts';
import { BaseStore } from '../../client/src/sync/base.ts';
import { ScriptFolder } from '../../client/src/sync/folder.ts';
import { type ManifestEntry, manifestFile } from '../../client/src/sync/manifest.ts';
import type { ScriptState } from '../../client/src/sync/status.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';
import { MemoryFiles, MemoryStore } from './memoryFiles.ts';
import { type FaultKind, FaultProxy } from './modelFaults.ts';

/** A folder in memory against a sandbox of its own, and another client of that. */
export class Workspace implements AsyncDisposable {
  readonly files = new MemoryFiles();
  readonly store = new MemoryStore();
  readonly folder = new ScriptFolder(this.files, new BaseStore(this.store), 'here');
  /** Method and path of each request that was sent. */
  readonly requests: string[] = [];
  readonly scripts: ScriptsApi;
  readonly #sandbox: TestSandbox;
  readonly #client: InfluxClient;
  #proxy: FaultProxy | undefined;

  private constructor(sandbox: TestSandbox) {
    const { url, token } = sandbox.sandbox;
    const log = ({ method, path }: { method: string; path: string }) =>
      this.requests.push(`${method} ${path}`);
    this.#sandbox = sandbox;
    this.#client = new InfluxClient({ name: 'Test', url, token: () => token, log });
    this.scripts = this.#client.scripts;
  }

  static async open(options: Partial<SandboxOptions> = {}): Promise<Workspace> {
    return new Workspace(await startFromSource({ sampleData: false, ...options }));
  }

  /** Makes a script as another client does. */
  async there(
    name: string,
    text: string,
    more: { description?: string; language?: string } = {},
  ): Promise<StoredScript> {
    return await this.scripts.create({ name, description: 'd', script: text, language: 'flux', ...more });
  }

  /** Writes a file, and its entry when it has none. */
  here(file: string, text: string, entry: Partial<ManifestEntry> = {}): void {
    this.files.texts.set(file, text);
    const others = this.entries().filter((other) => other.file !== file);
    const old = this.entries().find((other) => other.file === file);
    this.enter(...others, { file, name: file.replace(/\.flux$/, ''), ...old, ...entry });
  }

  enter(...scripts: ManifestEntry[]): void {
    this.files.texts.set(manifestFile, JSON.stringify({ scripts }));
  }

  entries(): readonly ManifestEntry[] {
    const text = this.files.texts.get(manifestFile);
    return text === undefined ? [] : (JSON.parse(text) as { scripts: ManifestEntry[] }).scripts;
  }

  async states(): Promise<ScriptState[]> {
    return await this.folder.states(await this.scripts.list());
  }

  async state(name: string): Promise<ScriptState> {
    const found = (await this.states()).find((state) => state.name === name);
    assert.ok(found, `there is no “${name}”`);
    return found;
  }

  /** Name and status of each script. */
  async statuses(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.states()).map(({ name, status }) => [name, status]));
  }

  async push(name: string, options?: Parameters<typeof push>[3]): Promise<Outcome> {
    return await push(this.folder, this.scripts, await this.state(name), options);
  }

  async pull(name: string, options?: Parameters<typeof pull>[3]): Promise<Outcome> {
    return await pull(this.folder, this.scripts, await this.state(name), options);
  }

  /** What `act` does while its request number `at` (from 0) meets a fault. */
  async meeting<T>(
    kind: FaultKind,
    at: number,
    act: (scripts: ScriptsApi, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { url, token } = this.#sandbox.sandbox;
    this.#proxy ??= await FaultProxy.start(url);
    const cancel = new AbortController();
    const client = new InfluxClient({
      name: 'Test',
      url: this.#proxy.with({ kind, at, cancel }),
      token: () => token,
    });
    try {
      return await act(client.scripts, cancel.signal);
    } finally {
      await client.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
    await this.#proxy?.close();
    await this.#sandbox.sandbox.close();
  }
}

/** The requests that write. */
export function writes(requests: readonly string[]): string[] {
  return requests.filter((request) => !request.startsWith('GET'));
}
