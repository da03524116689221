import type { BucketInfo, DataSource, Series } from '../flux/context.ts';
import { airSensors } from './airSensors.ts';
import { factory } from './factory.ts';
import { generate, type SampleSeries } from './generator.ts';

/** The sample data sets by name; a bucket names the one that it shows. */
export const samples = { air_sensor: airSensors, factory } as const;
export type SampleName = keyof typeof samples;

export interface StoredBucket extends BucketInfo {
  readonly sample?: SampleName;
}

/** What queries read: the buckets with their sample data up to now. */
export class SampleSource implements DataSource {
  readonly buckets: readonly StoredBucket[];
  readonly #nowSeconds: number;

  constructor(buckets: readonly StoredBucket[], nowSeconds: number = Date.now() / 1000) {
    this.buckets = buckets;
    this.#nowSeconds = nowSeconds;
  }

  series(bucketName: string): readonly Series[] | undefined {
    const bucket = this.buckets.find(({ name }) => name === bucketName);
    if (!bucket) return undefined;
    const sample: readonly SampleSeries[] = bucket.sample ? samples[bucket.sample] : [];
    return sample.map((series) => generate(series, this.#nowSeconds));
  }
}
