import { mkdir, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './jsonFile.ts';
import { LogFile } from './logFile.ts';
import { encodeRecord, type LogRecord, RecordReader } from './records.ts';

/** A log larger than this, bytes, and than the last snapshot asks for a new snapshot. */
const worthCompacting = 64 * 1024 * 1024;

const end = { kind: 'end' } as const;

/**
 * A log of what happens and snapshots of what has come of it, in a folder. `points-3.snapshot` holds everything that
 * happened before `points-3.log`. What `append` has resolved for is on the disk, whenever the process is killed.
 */
export class Journal {
  readonly #folder: string;
  #number: number;
  #log: LogFile;
  #snapshotBytes: number;
  #compacting: Promise<void> | undefined;

  private constructor(folder: string, number: number, log: LogFile, snapshotBytes: number) {
    this.#folder = folder;
    this.#number = number;
    this.#log = log;
    this.#snapshotBytes = snapshotBytes;
  }

  /**
   * Reads what there is, in order. `warn` is told when a record was cut off and is dropped.
   *
   * @throws Error that names a file that cannot be read.
   */
  static async open(
    folder: string,
    apply: (record: LogRecord) => void,
    warn: (sentence: string) => void,
  ): Promise<Journal> {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    const [snapshots, logs] = [numbersOf(names, 'snapshot'), numbersOf(names, 'log')];
    const base = snapshots.at(-1) ?? 0;
    const snapshotBytes = base > 0 ? await readSnapshot(pathOf(folder, base, 'snapshot'), apply) : 0;
    const following = logs.filter((number) => number >= base);
    let bytes = 0;
    for (const number of following) bytes = await readLog(pathOf(folder, number, 'log'), apply, warn);
    const number = following.at(-1) ?? Math.max(base, 1);
    const journal = new Journal(
      folder,
      number,
      new LogFile(pathOf(folder, number, 'log'), bytes),
      snapshotBytes,
    );
    await journal.#removeBefore(base);
    return journal;
  }

  /** Resolves once the record is on the disk. Records keep the order of the calls. */
  append(head: unknown, body: Uint8Array): Promise<void> {
    return this.#log.append(encodeRecord(head, body));
  }

  get wantsSnapshot(): boolean {
    return !this.#compacting && this.#log.bytes > Math.max(worthCompacting, this.#snapshotBytes);
  }

  /** Begins a new log at once; the records of `state`, which must not change any more, then replace all before it. */
  snapshot(state: Iterable<{ readonly head: unknown; readonly body: readonly Uint8Array[] }>): Promise<void> {
    const old = this.#log;
    const number = ++this.#number;
    this.#log = new LogFile(pathOf(this.#folder, number, 'log'), 0);
    this.#compacting = (async () => {
      await old.close();
      this.#snapshotBytes = await writeSnapshot(pathOf(this.#folder, number, 'snapshot'), state);
      await syncFolder(this.#folder);
      await this.#removeBefore(number);
    })().finally(() => {
      this.#compacting = undefined;
    });
    return this.#compacting;
  }

  async close(): Promise<void> {
    await this.#compacting?.catch(() => undefined);
    await this.#log.close();
  }

  async #removeBefore(base: number): Promise<void> {
    const names = await readdir(this.#folder);
    const old = (['snapshot', 'log'] as const).flatMap((kind) =>
      numbersOf(names, kind).flatMap((number) => (number < base ? pathOf(this.#folder, number, kind) : [])),
    );
    const half = names.filter((name) => /^points-\d+\.snapshot\.new$/.test(name));
    for (const path of [...old, ...half.map((name) => join(this.#folder, name))])
      await rm(path, { force: true });
  }
}

function pathOf(folder: string, number: number, kind: 'snapshot' | 'log'): string {
  return join(folder, `points-${number}.${kind}`);
}

function numbersOf(names: readonly string[], kind: 'snapshot' | 'log'): number[] {
  return names
    .flatMap((name) => new RegExp(`^points-(\\d+)\\.${kind}$`).exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function readLog(
  path: string,
  apply: (record: LogRecord) => void,
  warn: (sentence: string) => void,
): Promise<number> {
  const bytes = await readFile(path);
  const reader = new RecordReader(bytes);
  for (const record of reader.records()) apply(record);
  const torn = bytes.length - reader.end;
  if (torn > 0) {
    warn(`The last ${torn} bytes of ${path} hold no whole record and are dropped: a write was cut off.`);
    await truncate(path, reader.end);
  }
  return reader.end;
}

async function readSnapshot(path: string, apply: (record: LogRecord) => void): Promise<number> {
  const bytes = await readFile(path);
  const reader = new RecordReader(bytes);
  let last: unknown;
  for (const record of reader.records()) {
    last = (record.head as { kind: unknown }).kind;
    if (last !== end.kind) apply(record);
  }
  if (last !== end.kind || reader.end !== bytes.length)
    throw new Error(
      `The sandbox cannot read ${path}: it is damaged. Move the points-… files away to start without points.`,
    );
  return bytes.length;
}

async function writeSnapshot(
  path: string,
  state: Iterable<{ readonly head: unknown; readonly body: readonly Uint8Array[] }>,
): Promise<number> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', 0o600);
  let written = 0;
  try {
    const write = async (pieces: readonly Uint8Array[]) => {
      const bytes = Buffer.concat(pieces);
      await file.appendFile(bytes);
      written += bytes.length;
    };
    let gathered: Uint8Array[] = [];
    let size = 0;
    for (const { head, body } of state) {
      const pieces = encodeRecord(head, ...body);
      gathered.push(...pieces);
      size += pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
      if (size < 1024 * 1024) continue;
      await write(gathered);
      gathered = [];
      size = 0;
    }
    await write([...gathered, ...encodeRecord(end)]);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  return written;
}
