import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A JSON file that is always whole, whenever the process is killed: it is written beside and moved into place. Writes
 * come one after the other; one that is overtaken by a newer one is left out.
 */
export class JsonFile<T> {
  readonly #path: string;
  #writing: Promise<void> | undefined;
  #next: { readonly value: () => T; readonly done: Promise<void> } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined when there is no file yet. @throws Error that names a file that cannot be read. */
  async read(): Promise<T | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(`The sandbox cannot read ${this.#path}: ${String(error)}`);
    }
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Error(`The sandbox cannot read ${this.#path}: it holds no JSON. Move it away to start anew.`);
    }
  }

  /** Resolves once what `value` gives then, or something newer, is on the disk. */
  write(value: () => T): Promise<void> {
    if (!this.#writing) {
      this.#writing = this.#store(value()).finally(() => {
        this.#writing = undefined;
      });
      return this.#writing;
    }
    this.#next ??= {
      value,
      done: this.#writing
        .catch(() => undefined)
        .then(() => {
          this.#next = undefined;
          return this.write(value);
        }),
    };
    return this.#next.done;
  }

  async #store(value: T): Promise<void> {
    const folder = dirname(this.#path);
    await mkdir(folder, { recursive: true });
    const beside = `${this.#path}.new`;
    const file = await open(beside, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(value, undefined, 2));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
    await syncFolder(folder);
  }
}

/** Makes the move itself last. Windows knows no such thing for folders. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
