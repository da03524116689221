import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Who holds a folder. The port says the id to whoever asks: another process with the same number does not. */
interface Holder {
  readonly pid: number;
  readonly port: number;
  readonly id: string;
}

/** How long a sandbox has to say that it lives, milliseconds. One that is silent but takes the call is believed. */
const answerMs = 2_000;
const pollMs = 100;

/**
 * Keeps a folder for one sandbox. What a killed process leaves behind does not keep the next one out: its port is
 * closed, whatever has become of its number.
 */
export class FolderLock {
  readonly #path: string;
  readonly #holder: Holder;
  readonly #server: Server;

  private constructor(path: string, holder: Holder, server: Server) {
    this.#path = path;
    this.#holder = holder;
    this.#server = server;
  }

  /**
   * Makes the folder if there is none. A sandbox that is about to end is waited for.
   *
   * @throws FolderInUse when another sandbox has it
   */
  static async take(folder: string, patienceMs = 3_000): Promise<FolderLock> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'sandbox.lock');
    const id = randomUUID();
    const server = await answering(id);
    const { port } = server.address() as AddressInfo;
    const holder = { pid: process.pid, port, id };
    const until = Date.now() + patienceMs;
    try {
      while (!(await write(path, holder))) {
        const other = await read(path);
        if (other === 'gone') continue;
        if (other === 'unreadable' || !(await lives(other))) await clear(path, other, id);
        else if (Date.now() < until) await pause(pollMs);
        else throw new FolderInUse(folder, other);
      }
    } catch (error) {
      server.close();
      throw error;
    }
    return new FolderLock(path, holder, server);
  }

  async release(): Promise<void> {
    const now = await read(this.#path);
    if (typeof now === 'object' && now.id === this.#holder.id) await rm(this.#path, { force: true });
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Another sandbox has the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, { pid }: Holder) {
    super(
      `The folder ${folder} is in use by another sandbox, process ${pid}. Stop that one, or give this one a folder of its own with --data.`,
    );
  }
}

/** Says the id to whoever connects. */
async function answering(id: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(id);
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

/** The file is there whole or not at all. False when there is one already. */
async function write(path: string, holder: Holder): Promise<boolean> {
  const beside = `${path}.${holder.id}`;
  try {
    await writeFile(beside, JSON.stringify(holder), { mode: 0o600 });
    await link(beside, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      // A file system that knows no links: the name alone is made at once.
      return copyFile(beside, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

async function read(path: string): Promise<Holder | 'gone' | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    throw error;
  }
  try {
    const { pid, port, id } = JSON.parse(text) as Holder;
    if (typeof pid === 'number' && typeof port === 'number' && typeof id === 'string')
      return { pid, port, id };
  } catch {
    // Told below.
  }
  return 'unreadable';
}

/** Whether there is such a process, and it is the sandbox that wrote the lock. */
async function lives({ pid, port, id }: Holder): Promise<boolean> {
  return exists(pid) && (await says(port, id));
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else cannot be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function says(port: number, id: string): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    let silent = false;
    const socket = connect({ host: '127.0.0.1', port });
    const timer = setTimeout(() => socket.destroy(), answerMs);
    socket.on('connect', () => {
      silent = true;
    });
    socket.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
    });
    for (const event of ['end', 'error']) {
      socket.on(event, () => {
        silent = false;
      });
    }
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(silent || said === id);
    });
  });
}

/** Takes a lock away that nobody holds; if another sandbox was quicker and the lock is its own by now, it stays. */
async function clear(path: string, stale: Holder | 'unreadable', id: string): Promise<void> {
  const aside = `${path}.${id}.old`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = await read(aside);
  const same =
    typeof taken === 'object' && typeof stale === 'object' ? taken.id === stale.id : taken === stale;
  if (!same) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
