import { NodeFiles } from '../../client/src/cli/nodeFiles.ts';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { BaseStore } from '../../client/src/sync/base.ts';
import { ScriptFolder } from '../../client/src/sync/folder.ts';
import { MemoryStore } from '../sync/memoryFiles.ts';

/** The sync engine over a folder on disk and a server, with nothing around it. */
export class EngineStatus {
  readonly #client: InfluxClient;
  readonly #folder: ScriptFolder;
  readonly #ids = new Map<string, string>();

  constructor(root: string, url: string, token: string) {
    this.#client = new InfluxClient({ name: 'Bench', url, token: () => token });
    this.#folder = new ScriptFolder(new NodeFiles(root), new BaseStore(new MemoryStore()), url);
  }

  /** How every script stands. */
  async read(): Promise<void> {
    const states = await this.#folder.states(await this.#client.scripts.list());
    if (states.length !== this.#ids.size) throw new Error(`${states.length} states of ${this.#ids.size}`);
  }

  async create(name: string, script: string): Promise<void> {
    const { id } = await this.#client.scripts.create({ name, description: 'd', script, language: 'flux' });
    this.#ids.set(name, id);
  }

  /** What the server has becomes another text. */
  async change(name: string, script: string): Promise<void> {
    await this.#client.scripts.update(this.#ids.get(name) ?? '', { script });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
