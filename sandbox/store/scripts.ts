import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Script, ScriptCreateRequest, ScriptUpdateRequest } from '../../client/src/influx/types.ts';
import { Clock } from './clock.ts';
import { JsonFile } from './jsonFile.ts';

export type StoredScript = Required<Omit<Script, 'url'>>;

/** The name is taken. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

/** The scripts in the order in which they were made; durable when there is a folder. */
export class ScriptStore {
  readonly #scripts: Map<string, StoredScript>;
  readonly #file: JsonFile<readonly StoredScript[]> | undefined;
  readonly #clock: Clock;
  readonly #orgID: string;
  /** True when the folder held no scripts file. */
  readonly isNew: boolean;

  private constructor(
    orgID: string,
    file: JsonFile<readonly StoredScript[]> | undefined,
    known: readonly StoredScript[] | undefined,
  ) {
    this.#orgID = orgID;
    this.#file = file;
    this.isNew = known === undefined;
    this.#scripts = new Map((known ?? []).map((script) => [script.id, script]));
    this.#clock = new Clock((known ?? []).map((script) => script.updatedAt));
  }

  static async open(orgID: string, folder?: string): Promise<ScriptStore> {
    if (folder === undefined) return new ScriptStore(orgID, undefined, undefined);
    const file = new JsonFile<readonly StoredScript[]>(join(folder, 'scripts.json'));
    return new ScriptStore(orgID, file, await file.read());
  }

  list(name?: string): readonly StoredScript[] {
    const all = [...this.#scripts.values()];
    return name ? all.filter((script) => script.name === name) : all;
  }
  find(id: string): StoredScript | undefined {
    return this.#scripts.get(id);
  }

  /** @throws NameTaken */
  async create(request: ScriptCreateRequest): Promise<StoredScript> {
    this.#requireFree(request.name);
    const now = this.#clock.next();
    const { name, description, script, language } = request;
    const made: StoredScript = {
      id: newID(),
      orgID: this.#orgID,
      name,
      description,
      script,
      language,
      createdAt: now,
      updatedAt: now,
    };
    this.#scripts.set(made.id, made);
    await this.#save();
    return made;
  }

  /** Undefined for an unknown id. An empty request changes nothing, not even the time. @throws NameTaken */
  async update(id: string, request: ScriptUpdateRequest): Promise<StoredScript | undefined> {
    const found = this.#scripts.get(id);
    if (!found || Object.keys(request).length === 0) return found;
    if (request.name !== undefined && request.name !== found.name) this.#requireFree(request.name);
    const changed = { ...found, ...request, updatedAt: this.#clock.next() };
    this.#scripts.set(id, changed);
    await this.#save();
    return changed;
  }

  async delete(id: string): Promise<void> {
    if (this.#scripts.delete(id)) await this.#save();
  }

  #requireFree(name: string): void {
    if (this.list(name).length > 0) throw new NameTaken(name);
  }
  async #save(): Promise<void> {
    await this.#file?.write(() => [...this.#scripts.values()]);
  }
}

/** Sixteen lower-case hexadecimal digits, as InfluxDB's identifiers are. */
export function newID(): string {
  return `0${randomBytes(8).toString('hex').slice(1)}`;
}
