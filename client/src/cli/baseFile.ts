import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyValueStore } from '../sync/base.ts';
import { writeWhole } from './nodeFiles.ts';

/** Beside the manifest; nothing in it is committed, and all of it can be lost. */
export const stateFolder = '.flux-scripts';

/** The bases of one connection, in one JSON file. Writes that come close together become one. */
export class BaseFile implements KeyValueStore {
  readonly #folder: string;
  readonly #file: string;
  readonly #values: Map<string, unknown>;
  #changed = false;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  /**
   * @param root the manifest's folder
   * @param connection what tells servers and organizations apart
   */
  static async open(root: string, connection: string): Promise<BaseFile> {
    const folder = join(root, stateFolder);
    const readable = connection
      .replace(/^https?:\/\//, '')
      .replace(/[^a-z0-9.-]+/gi, '-')
      .slice(0, 60);
    const digest = createHash('sha256').update(connection).digest('hex').slice(0, 12);
    const file = join(folder, `${readable}-${digest}.json`);
    return new BaseFile(folder, file, read(await readFile(file, 'utf8').catch(() => '')));
  }

  private constructor(folder: string, file: string, values: Map<string, unknown>) {
    this.#folder = folder;
    this.#file = file;
    this.#values = values;
  }

  get<T>(key: string): T | undefined {
    return this.#values.get(key) as T | undefined;
  }

  /** Remembered at once, and on disk before `flush` resolves. */
  async update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    this.#changed = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    await Promise.resolve();
  }

  /** @throws what kept the file from being written */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #write(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(join(this.#folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(existing);
      while (this.#changed) {
        this.#changed = false;
        await writeWhole(this.#file, `${JSON.stringify(Object.fromEntries(this.#values), undefined, 1)}\n`);
      }
    } catch (error) {
      this.#failure = error;
    }
  }
}

function existing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** What cannot be read is lost, which is no harm: a base is made again where both sides are the same. */
function read(text: string): Map<string, unknown> {
  try {
    return new Map(Object.entries(JSON.parse(text) as object).filter(([, value]) => isBase(value)));
  } catch {
    return new Map();
  }
}

function isBase(value: unknown): boolean {
  const { id, name, text } = (value ?? {}) as Record<string, unknown>;
  return [id, name, text].every((field) => typeof field === 'string');
}
