import { type StoredBucket, samples } from '../sample/source.ts';
import { parsePredicate } from './deletePredicate.ts';
import { Journal } from './journal.ts';
import { type BadLine, LineReader, type ReadOptions } from './lineProtocol.ts';
import { type Feed, PointStore, type SeriesName } from './pointStore.ts';
import { type FieldType, type Page, Points, viewsOf } from './points.ts';
import type { LogRecord } from './records.ts';
import { judge } from './refusals.ts';

/** How many lines are read before others get their turn. */
const linesAtOnce = 10_000;

/** What became of a request to write. Nothing is stored when there is a bad line. */
export interface WriteOutcome {
  readonly bad: readonly BadLine[];
  /** Why some points were not taken; undefined when all were. */
  readonly refusal: string | undefined;
}

export interface Deletion {
  /** Nanoseconds; both ends are deleted too. */
  readonly start: bigint;
  readonly stop: bigint;
  /** Empty for all series. */
  readonly predicate: string;
}

type Head =
  | {
      readonly kind: 'write';
      readonly bucketID: string;
      readonly unit: string;
      readonly now: string;
      readonly refused: readonly number[];
    }
  | {
      readonly kind: 'delete';
      readonly bucketID: string;
      readonly start: string;
      readonly stop: string;
      readonly predicate: string;
    };
interface SeriesHead {
  readonly kind: 'series';
  readonly name: SeriesName;
  readonly length: number;
  /** The texts that the values number; of strings only. */
  readonly texts?: readonly string[];
}

/** How long a bucket keeps its points, nanoseconds, 0 forever; undefined for one that is not there (any more). */
export type RetentionOf = (bucketID: string) => bigint | undefined;

/** Told a sentence when something was lost or could not be done. */
export type Warn = (sentence: string) => void;

/** How often points that are too old are looked for, milliseconds. Queries do not see them anyway. */
const expiry = 3_600_000;

/** The points of all buckets, in memory and, when there is a folder, in a journal. */
export class Database {
  readonly #store = new PointStore();
  readonly #retentionOf: RetentionOf;
  readonly #warn: Warn;
  #journal: Journal | undefined;
  #expired = Date.now();

  private constructor(retentionOf: RetentionOf, warn: Warn) {
    this.#retentionOf = retentionOf;
    this.#warn = warn;
  }

  /** @throws Error that names a file that cannot be read. */
  static async open(retentionOf: RetentionOf, warn: Warn, folder?: string): Promise<Database> {
    const database = new Database(retentionOf, warn);
    if (folder !== undefined)
      database.#journal = await Journal.open(folder, (record) => database.#replay(record), warn);
    return database;
  }

  /** What a query's thread needs to follow. */
  feed(): Feed {
    return this.#store.feed();
  }

  /** Stores line protocol. Resolves once it is there to stay. @throws Error when it cannot be written to the disk. */
  async write(bucket: StoredBucket, body: Uint8Array, options: ReadOptions): Promise<WriteOutcome> {
    const reader = new LineReader(
      Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'),
      options,
    );
    while (reader.read(linesAtOnce)) await new Promise(setImmediate);
    const { batch, bad } = reader;
    // A bucket that went meanwhile takes the points along.
    if (bad.length > 0 || this.#retentionOf(bucket.id) === undefined) return { bad, refusal: undefined };
    const { points, message } = judge(batch, {
      id: bucket.id,
      retentionNs: bucket.retentionNs,
      now: options.now,
      typeOf: (measurement, field) =>
        this.#store.typeOf(bucket.id, measurement, field) ?? sampleType(bucket, measurement, field),
    });
    if (Date.now() - this.#expired > expiry) this.#expire();
    if (points.size < batch.length) {
      this.#store.write(bucket.id, batch, points);
      await this.#log(
        {
          kind: 'write',
          bucketID: bucket.id,
          unit: String(options.unit),
          now: String(options.now),
          refused: [...points],
        },
        body,
      );
    }
    return { bad, refusal: message };
  }

  /** @throws PredicateError */
  async delete(bucketID: string, { start, stop, predicate }: Deletion): Promise<void> {
    this.#store.remove(bucketID, start, stop, parsePredicate(predicate));
    await this.#log(
      { kind: 'delete', bucketID, start: String(start), stop: String(stop), predicate },
      new Uint8Array(),
    );
  }

  /** Forgets a bucket's points, once the bucket itself is gone. */
  drop(bucketID: string): void {
    this.#store.drop(bucketID);
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  #expire(): void {
    this.#expired = Date.now();
    for (const id of this.#store.bucketIDs) {
      const retention = this.#retentionOf(id) ?? 0n;
      const floor = BigInt(this.#expired) * 1_000_000n - retention;
      if (retention > 0n) this.#store.remove(id, -(2n ** 63n), floor - 1n, () => true);
    }
  }

  /** The series as they are now, for a snapshot. */
  #state() {
    this.#expire();
    const seen = [...this.#store.series()].map((series) => ({
      name: series.name,
      page: series.settle().page,
    }));
    const { texts } = this.#store;
    return (function* () {
      for (const { name, page } of seen) yield seriesRecord(name, page, texts);
    })();
  }

  async #log(head: Head, body: Uint8Array): Promise<void> {
    const journal = this.#journal;
    if (!journal) return;
    const written = journal.append(head, body);
    if (journal.wantsSnapshot) {
      journal
        .snapshot(this.#state())
        .catch((error: unknown) => this.#warn(`The sandbox could not write a snapshot: ${String(error)}`));
    }
    await written;
  }

  #replay({ head, body }: LogRecord): void {
    const known = head as Head | SeriesHead;
    const bucketID = known.kind === 'series' ? known.name.bucketID : known.bucketID;
    if (this.#retentionOf(bucketID) === undefined) return;
    if (known.kind === 'series') this.#restore(known, body);
    else if (known.kind === 'delete') {
      const { start, stop, predicate } = known;
      this.#store.remove(bucketID, BigInt(start), BigInt(stop), parsePredicate(predicate));
    } else {
      const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
      const reader = new LineReader(text, { unit: BigInt(known.unit), now: BigInt(known.now) });
      reader.read();
      this.#store.write(bucketID, reader.batch, new Set(known.refused));
    }
  }

  #restore({ name, length, texts }: SeriesHead, body: Uint8Array): void {
    const points = new Points(name.type, length);
    const { times, values } = viewsOf(name.type, { ...points.page, length });
    const bytes = Uint8Array.from(body);
    new Uint8Array(times.buffer, times.byteOffset, times.byteLength).set(bytes.subarray(0, times.byteLength));
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(bytes.subarray(times.byteLength));
    if (texts) {
      const codes = texts.map((text) => this.#store.codeOf(text));
      for (let i = 0; i < length; i++) values[i] = codes[Number(values[i])] ?? 0;
    }
    points.fill(length);
    this.#store.restore(name, points);
  }
}

function seriesRecord(name: SeriesName, page: Page, texts: readonly string[]) {
  // A copy: the file system and the checksum want memory that is not shared.
  const { times, values } = viewsOf(name.type, page);
  const [ownTimes, ownValues] = [times.slice(), values.slice()];
  const head: SeriesHead = { kind: 'series', name, length: page.length };
  const body = [ownTimes, ownValues].map((own) => new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
  if (name.type !== 'string') return { head, body };
  const numbers = new Map<number, number>();
  for (let i = 0; i < ownValues.length; i++) {
    const code = Number(ownValues[i]);
    const number = numbers.get(code) ?? numbers.size;
    numbers.set(code, number);
    ownValues[i] = number;
  }
  return { head: { ...head, texts: [...numbers.keys()].map((code) => texts[code] ?? '') }, body };
}

function sampleType(bucket: StoredBucket, measurement: string, field: string): FieldType | undefined {
  const series = bucket.sample && samples[bucket.sample];
  const type = series?.find((one) => one.measurement === measurement && one.field === field)?.type;
  return type === 'time' ? undefined : type;
}
