import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the server sent, byte by byte, kept for as long as its run is shown. */
export interface Received {
  /** Bytes so far. */
  readonly bytes: number;
  /** No more will come: the run is over. */
  readonly ended: boolean;
  /** The run is over, and these are all bytes of an answer that ended as it should. */
  readonly complete: boolean;
  /** Why later bytes are missing here although they came, as a sentence: the disk refused them. Empty while none are. */
  readonly problem: string;
  /** Milliseconds from the beginning of the run to the first byte; undefined before it. */
  readonly firstByteMs: number | undefined;
  /** Bytes `from` to `from + count` (exclusive), fewer at the end. Throws when the run is not shown any more. */
  read(from: number, count: number): Promise<Uint8Array>;
  /** All bytes from the first to the last that is there when it gets to it. */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface ReceivedOptions {
  /** Where the file is kept; the system's folder for such files if not given. It is made when it is missing. */
  readonly folder?: string;
}

/** What is kept in memory before there is a file, and written into it at a time. */
const BLOCK_BYTES = 1 << 20;
const FIRST_BYTES = 1 << 14;
const MODE_OWNER_ONLY = 0o600;

/** Keeps bytes: small answers in memory, longer ones in a file that nobody else may read and that goes with the run. */
export class ReceivedBytes implements Received {
  bytes = 0;
  ended = false;
  problem = '';
  firstByteMs: number | undefined;
  readonly #folder: string;
  #whole = false;
  /** The bytes after those in the file and those on their way to it. */
  #tail = new Uint8Array(FIRST_BYTES);
  #tailBytes = 0;
  #file: FileHandle | undefined;
  /** What is to be deleted with the run; empty where nothing is. */
  #path = '';
  /** Bytes in the file. */
  #written = 0;
  /** A full block on its way to the file; it stays when the disk refuses it. */
  #block: Uint8Array<ArrayBuffer> | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** A block that was written, to be filled again. */
  #spare: Uint8Array<ArrayBuffer> | undefined;
  #reading = new Set<Promise<unknown>>();
  #disposed: Promise<void> | undefined;

  constructor({ folder = tmpdir() }: ReceivedOptions = {}) {
    this.#folder = folder;
  }

  /** Keeps a copy of a chunk. Waits for a slow disk; a failing one is told by `problem`. Calls must not overlap. */
  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length && this.problem === '' && this.#disposed === undefined; ) {
      if (this.#tailBytes === BLOCK_BYTES) {
        await this.#flush();
        continue;
      }
      const count = Math.min(chunk.length - at, BLOCK_BYTES - this.#tailBytes);
      this.#reserve(this.#tailBytes + count);
      this.#tail.set(chunk.subarray(at, at + count), this.#tailBytes);
      this.#tailBytes += count;
      this.bytes += count;
      at += count;
    }
  }

  get complete(): boolean {
    return this.#whole && this.problem === '';
  }

  /** The run is over; `whole` says whether its answer ended as it should. */
  end(whole: boolean): void {
    this.ended = true;
    this.#whole = whole;
  }

  async read(from: number, count: number): Promise<Uint8Array> {
    const first = Math.max(0, Math.min(from, this.bytes));
    const bytes = new Uint8Array(Math.max(0, Math.min(count, this.bytes - first)));
    for (let done = 0; done < bytes.length; ) {
      if (this.#disposed !== undefined) {
        throw new Error('This run is not shown any more.');
      }
      done += await this.#copy(first + done, bytes.subarray(done));
    }
    return bytes;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.bytes; ) {
      const chunk = await this.read(at, BLOCK_BYTES);
      at += chunk.length;
      yield chunk;
    }
  }

  /** Lets go of the bytes and deletes the file. Whoever still reads gets an error. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#remove();
    return this.#disposed;
  }

  async #remove(): Promise<void> {
    // The one who asked is told at once; the file is closed when nobody is at it any more.
    await Promise.allSettled([this.#writing, ...this.#reading]);
    this.#tail = new Uint8Array(0);
    this.#block = undefined;
    this.#spare = undefined;
    await this.#file?.close().catch(() => undefined);
    if (this.#path !== '') {
      await rm(this.#path, { force: true }).catch(() => undefined);
    }
  }

  /** Copies what one place holds of the bytes from `from` on; returns how many those are. */
  async #copy(from: number, target: Uint8Array): Promise<number> {
    if (from < this.#written) {
      const count = Math.min(target.length, this.#written - from);
      const reading = (this.#file as FileHandle).read(target, 0, count, from);
      this.#reading.add(reading);
      const { bytesRead } = await reading.finally(() => this.#reading.delete(reading));
      if (bytesRead === 0) {
        throw new Error(
          'The file that keeps what the server sent was cut from outside. Run the script again.',
        );
      }
      return bytesRead;
    }
    const block = this.#block?.length ?? 0;
    const at = from - this.#written;
    const source =
      at < block
        ? (this.#block as Uint8Array).subarray(at)
        : this.#tail.subarray(at - block, this.#tailBytes);
    const part = source.subarray(0, target.length);
    target.set(part);
    return part.length;
  }

  /** Sends the full tail on its way, once the block before it has arrived. */
  async #flush(): Promise<void> {
    await this.#writing;
    if (this.problem !== '' || this.#disposed !== undefined) {
      return;
    }
    const block = this.#tail;
    this.#tail = this.#spare ?? new Uint8Array(BLOCK_BYTES);
    this.#tailBytes = 0;
    this.#spare = undefined;
    this.#block = block;
    this.#writing = this.#write(block).then(
      () => {
        this.#written += block.length;
        this.#block = undefined;
        this.#spare = block;
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.problem = `What the server sent is kept only up to here, since it could not be written to ${this.#folder}: ${reason}`;
      },
    );
  }

  async #write(block: Uint8Array): Promise<void> {
    const file = await this.#opened();
    for (let at = 0; at < block.length; ) {
      const { bytesWritten } = await file.write(block, at, block.length - at, this.#written + at);
      at += bytesWritten;
    }
  }

  async #opened(): Promise<FileHandle> {
    if (this.#file === undefined) {
      await mkdir(this.#folder, { recursive: true });
      const path = join(this.#folder, `flux-result-${randomUUID()}.csv`);
      this.#file = await open(path, 'wx+', MODE_OWNER_ONLY);
      // Without its name it goes with the process, however that ends. Windows keeps the name while the file is open.
      if (process.platform === 'win32') this.#path = path;
      else await rm(path);
    }
    return this.#file;
  }

  #reserve(bytes: number): void {
    if (bytes > this.#tail.length) {
      const grown = new Uint8Array(Math.min(BLOCK_BYTES, Math.max(bytes, this.#tail.length * 2)));
      grown.set(this.#tail.subarray(0, this.#tailBytes));
      this.#tail = grown;
    }
  }
}
