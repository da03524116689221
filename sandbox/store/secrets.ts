import { join } from 'node:path';
import { JsonFile } from './jsonFile.ts';

/** The organization's secrets, what `secrets.get` reads; durable when there is a folder. */
export class SecretStore {
  readonly #secrets: Map<string, string>;
  readonly #file: JsonFile<Readonly<Record<string, string>>> | undefined;

  private constructor(
    file: JsonFile<Readonly<Record<string, string>>> | undefined,
    known: Readonly<Record<string, string>>,
  ) {
    this.#file = file;
    this.#secrets = new Map(Object.entries(known));
  }

  /** `given` are there from the start and replace what the folder has under their names. */
  static async open(given: Readonly<Record<string, string>>, folder?: string): Promise<SecretStore> {
    if (folder === undefined) return new SecretStore(undefined, given);
    const file = new JsonFile<Readonly<Record<string, string>>>(join(folder, 'secrets.json'));
    return new SecretStore(file, { ...(await file.read()), ...given });
  }

  keys(): readonly string[] {
    return [...this.#secrets.keys()].sort();
  }
  all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#secrets);
  }
  async set(secrets: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(secrets)) this.#secrets.set(key, value);
    await this.#save();
  }
  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#secrets.delete(key);
    await this.#save();
  }

  async #save(): Promise<void> {
    await this.#file?.write(() => this.all());
  }
}
