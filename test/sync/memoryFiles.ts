import type { Files } from '../../client/src/sync/folder.ts';

/** A folder that lives in memory. */
export class MemoryFiles implements Files {
  readonly id: string;
  readonly texts = new Map<string, string>();
  /** The next writing of a path that this accepts fails, as on a full disk. */
  refused: ((path: string) => boolean) | undefined;

  constructor(id = 'memory:/folder') {
    this.id = id;
  }

  read(path: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(path));
  }

  write(path: string, text: string): Promise<void> {
    if (this.refused?.(path)) {
      this.refused = undefined;
      return Promise.reject(new Error(`${path} cannot be written: the disk is full.`));
    }
    this.texts.set(path, text);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.texts.delete(path);
    return Promise.resolve();
  }

  names(path = ''): Promise<string[]> {
    const folder = path === '' ? '' : `${path}/`;
    const inside = [...this.texts.keys()].filter((file) => file.startsWith(folder));
    return Promise.resolve([
      ...new Set(inside.map((file) => file.slice(folder.length).split('/')[0] ?? file)),
    ]);
  }
}

/** A place for bases that lives in memory, as VS Code's Memento does on the disk. */
export class MemoryStore {
  readonly values = new Map<string, unknown>();

  get<T>(key: string): T | undefined {
    return this.values.get(key) as T | undefined;
  }

  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    return Promise.resolve();
  }
}
