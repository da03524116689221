import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SampleName, StoredBucket } from '../sample/source.ts';
import { Clock } from './clock.ts';
import { JsonFile } from './jsonFile.ts';
import { NameTaken, newID } from './scripts.ts';

/** A bucket as it is kept. Those of older sandboxes have neither times nor a description. */
export interface BucketRecord {
  readonly id: string;
  readonly name: string;
  /** 0 keeps forever. */
  readonly retentionSeconds: number;
  readonly description?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly sample?: SampleName;
  /** Made by the server and kept as it is. */
  readonly system?: boolean;
}
export type BucketFields = Pick<BucketRecord, 'name' | 'retentionSeconds' | 'description'>;

const week = 7 * 86_400;

/** The buckets that come with sample data. */
const sampleBuckets: readonly Omit<BucketRecord, 'id'>[] = [
  { name: 'air_sensor', retentionSeconds: week, sample: 'air_sensor' },
  { name: 'factory', retentionSeconds: 2 * 86_400, sample: 'factory' },
];

/**
 * What every organization has, with InfluxDB's own retention
 * (https://docs.influxdata.com/influxdb/v2/reference/internals/system-buckets/).
 */
const systemBuckets: readonly Omit<BucketRecord, 'id'>[] = [
  {
    name: '_tasks',
    retentionSeconds: 3 * 86_400,
    description: 'System bucket for task logs',
    system: true,
  },
  {
    name: '_monitoring',
    retentionSeconds: week,
    description: 'System bucket for monitoring logs',
    system: true,
  },
];

/** The buckets; durable when there is a folder. Their names are unique. */
export class BucketStore {
  readonly #buckets: Map<string, BucketRecord>;
  readonly #orgID: string;
  readonly #file: JsonFile<readonly BucketRecord[]> | undefined;
  readonly #clock: Clock;

  private constructor(
    orgID: string,
    buckets: readonly BucketRecord[],
    file: JsonFile<readonly BucketRecord[]> | undefined,
  ) {
    this.#orgID = orgID;
    this.#buckets = new Map(buckets.map((bucket) => [bucket.id, bucket]));
    this.#file = file;
    this.#clock = new Clock(buckets.flatMap(({ updatedAt }) => updatedAt ?? []));
  }

  static async open(orgID: string, withSamples: boolean, folder?: string): Promise<BucketStore> {
    const file =
      folder === undefined ? undefined : new JsonFile<readonly BucketRecord[]>(join(folder, 'buckets.json'));
    const known = await file?.read();
    const first = known ?? made(withSamples ? sampleBuckets : []);
    // Older sandboxes had no system buckets.
    const missing = systemBuckets.filter(({ name }) => !first.some((bucket) => bucket.name === name));
    const all = [...first, ...made(missing)];
    if (!known || missing.length > 0) await file?.write(() => all);
    return new BucketStore(orgID, all, file);
  }

  /** In the order in which they were made, as queries see them. */
  list(): readonly StoredBucket[] {
    return this.records().map((record) => this.#asStored(record));
  }
  records(): readonly BucketRecord[] {
    return [...this.#buckets.values()];
  }
  record(id: string): BucketRecord | undefined {
    return this.#buckets.get(id);
  }
  /** By its name, or else by its ID. */
  find(nameOrID: string): StoredBucket | undefined {
    const found = this.records().find(({ name }) => name === nameOrID) ?? this.#buckets.get(nameOrID);
    return found && this.#asStored(found);
  }

  /** @throws NameTaken */
  async create(fields: BucketFields): Promise<BucketRecord> {
    this.#requireFree(fields.name);
    const now = this.#clock.next();
    const made = { id: newID(), ...fields, createdAt: now, updatedAt: now };
    this.#buckets.set(made.id, made);
    await this.#save();
    return made;
  }

  /** @throws NameTaken */
  async update(record: BucketRecord, fields: Partial<BucketFields>): Promise<BucketRecord> {
    if (fields.name !== undefined && fields.name !== record.name) this.#requireFree(fields.name);
    const changed = { ...record, ...fields, updatedAt: this.#clock.next() };
    this.#buckets.set(record.id, changed);
    await this.#save();
    return changed;
  }

  async delete(id: string): Promise<void> {
    if (this.#buckets.delete(id)) await this.#save();
  }

  #asStored({ id, name, retentionSeconds, sample }: BucketRecord): StoredBucket {
    return {
      id,
      name,
      organizationID: this.#orgID,
      retentionNs: BigInt(retentionSeconds) * 1_000_000_000n,
      ...(sample && { sample }),
    };
  }
  #requireFree(name: string): void {
    if (this.records().some((bucket) => bucket.name === name)) throw new NameTaken(name);
  }
  async #save(): Promise<void> {
    await this.#file?.write(() => this.records());
  }
}

function made(buckets: readonly Omit<BucketRecord, 'id'>[]): BucketRecord[] {
  const createdAt = new Clock().next();
  return buckets.map((bucket) => ({
    ...bucket,
    id: stableID(`bucket ${bucket.name}`),
    createdAt,
    updatedAt: createdAt,
  }));
}

/** An identifier that is the same for the same text. */
export function stableID(text: string): string {
  return `0${createHash('sha256').update(text).digest('hex').slice(0, 15)}`;
}
