import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SampleName, StoredBucket } from '../sample/source.ts';
import { JsonFile } from './jsonFile.ts';

interface BucketRecord {
  readonly id: string;
  readonly name: string;
  readonly retentionSeconds: number;
  readonly sample?: SampleName;
}

const week = 7 * 86_400;

/** The buckets that come with sample data. */
const sampleBuckets: readonly Omit<BucketRecord, 'id'>[] = [
  { name: 'air_sensor', retentionSeconds: week, sample: 'air_sensor' },
  { name: 'factory', retentionSeconds: 2 * 86_400, sample: 'factory' },
];

/** The buckets; durable when there is a folder. */
export class BucketStore {
  readonly #buckets: readonly BucketRecord[];
  readonly #orgID: string;

  private constructor(orgID: string, buckets: readonly BucketRecord[]) {
    this.#orgID = orgID;
    this.#buckets = buckets;
  }

  static async open(orgID: string, withSamples: boolean, folder?: string): Promise<BucketStore> {
    const file =
      folder === undefined ? undefined : new JsonFile<readonly BucketRecord[]>(join(folder, 'buckets.json'));
    const known = await file?.read();
    if (known) return new BucketStore(orgID, known);
    const made = (withSamples ? sampleBuckets : []).map((bucket) => ({
      ...bucket,
      id: stableID(`bucket ${bucket.name}`),
    }));
    await file?.write(() => made);
    return new BucketStore(orgID, made);
  }

  /** In order of name, as queries see them. */
  list(): readonly StoredBucket[] {
    return this.#buckets.map(({ id, name, retentionSeconds, sample }) => ({
      id,
      name,
      organizationID: this.#orgID,
      retentionNs: BigInt(retentionSeconds) * 1_000_000_000n,
      ...(sample && { sample }),
    }));
  }
}

/** An identifier that is the same for the same text. */
export function stableID(text: string): string {
  return `0${createHash('sha256').update(text).digest('hex').slice(0, 15)}`;
}
