import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './jsonFile.ts';

interface Waiting {
  readonly pieces: readonly Uint8Array[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** A file that only grows. What waits is written together and made to last by one `fdatasync`. */
export class LogFile {
  readonly #path: string;
  #handle: FileHandle | undefined;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: Error | undefined;
  /** How much of it is whole. */
  #bytes: number;

  constructor(path: string, bytes: number) {
    this.#path = path;
    this.#bytes = bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves once the bytes are on the disk. @throws Error when they cannot be written */
  append(pieces: readonly Uint8Array[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ pieces, done, failed });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(Buffer.concat(taken.flatMap(({ pieces }) => pieces)));
        for (const { done } of taken) done();
      } catch (error) {
        for (const { failed } of taken) failed(error);
      }
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#broken) throw this.#broken;
    const handle = await this.#open();
    try {
      await handle.appendFile(bytes);
      await handle.datasync();
      this.#bytes += bytes.length;
    } catch (error) {
      // Behind half a record nothing would be found again.
      await handle.truncate(this.#bytes).catch(() => {
        this.#broken = new Error(`The sandbox cannot write to ${this.#path} any more: ${String(error)}`);
      });
      throw error;
    }
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle) return this.#handle;
    this.#handle = await open(this.#path, 'a', 0o600);
    await syncFolder(dirname(this.#path));
    return this.#handle;
  }
}
