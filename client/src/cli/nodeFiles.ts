import { chmod, lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Files } from '../sync/folder.ts';

/** The files below a folder of this machine. Links that lead out of it are not followed. */
export class NodeFiles implements Files {
  /** The bases lie beside the files, and move with them. */
  readonly id = '.';
  readonly #root: string;

  /** @param root an existing folder, absolute */
  constructor(root: string) {
    this.#root = root;
  }

  /** @throws Error for what is no UTF-8: as text it would be another file */
  async read(path: string): Promise<string | undefined> {
    const file = await this.#real(path);
    if (file === undefined) return undefined;
    const bytes = await readFile(file);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Error(`${path} is not UTF-8 text. Convert it, or take it out of flux-scripts.json.`);
    }
  }

  async write(path: string, text: string): Promise<void> {
    const known = await this.#real(path);
    const file = known ?? join(this.#root, path);
    if (known === undefined) {
      await this.#checkExistingParent(path);
      await mkdir(dirname(file), { recursive: true });
    }
    await writeWhole(file, text);
  }

  async remove(path: string): Promise<void> {
    await this.#real(path);
    await rm(join(this.#root, path), { force: true });
  }

  async names(path = ''): Promise<string[]> {
    return await readdir(join(this.#root, path));
  }

  /** Where a file really is; undefined when it is not there. */
  async #real(path: string): Promise<string | undefined> {
    try {
      return this.#inside(await realpath(join(this.#root, path)), path);
    } catch (error) {
      if (!missing(error)) throw error;
      // A link to nowhere would be written through.
      const link = await lstat(join(this.#root, path)).catch(() => undefined);
      if (link?.isSymbolicLink()) throw new Error(`${path} is a link to a file that does not exist.`);
      return undefined;
    }
  }

  async #checkExistingParent(path: string): Promise<void> {
    for (
      let parent = dirname(join(this.#root, path));
      parent.startsWith(this.#root);
      parent = dirname(parent)
    ) {
      try {
        await this.#inside(await realpath(parent), path);
        return;
      } catch (error) {
        if (!missing(error)) throw error;
      }
    }
  }

  async #inside(real: string, path: string): Promise<string> {
    const root = await realpath(this.#root);
    if (real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)) return real;
    throw new Error(
      `${path} lies outside of ${this.#root}, behind a link. Scripts lie below flux-scripts.json.`,
    );
  }
}

/** Writes a file so that it never holds half of a text, whatever ends the process. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const mode = await lstat(file).then(
      (found) => found.mode,
      () => undefined,
    );
    await writeFile(temporary, text);
    if (mode !== undefined) await chmod(temporary, mode & 0o7777);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function missing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
