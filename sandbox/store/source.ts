import type { DataSource, Series } from '../flux/context.ts';
import type { Bounds } from '../flux/stream.ts';
import type { Cell } from '../flux/table.ts';
import { SampleSource, type StoredBucket } from '../sample/source.ts';
import type { Mirror } from './mirror.ts';

/** What queries read: a bucket's sample data and the points that were written to it, as far as it keeps them. */
export class StoreSource implements DataSource {
  readonly buckets: readonly StoredBucket[];
  readonly #samples: SampleSource;
  readonly #mirror: Mirror;
  readonly #now: bigint;

  constructor(buckets: readonly StoredBucket[], mirror: Mirror, now = BigInt(Date.now()) * 1_000_000n) {
    this.buckets = buckets;
    this.#samples = new SampleSource(buckets, Number(now / 1_000_000_000n));
    this.#mirror = mirror;
    this.#now = now;
  }

  series(bucketName: string): readonly Series[] | undefined {
    const samples = this.#samples.series(bucketName);
    const bucket = this.buckets.find(({ name }) => name === bucketName);
    if (!samples || !bucket) return samples;
    const floor = bucket.retentionNs > 0n ? this.#now - bucket.retentionNs : undefined;
    const written = this.#mirror.series(bucket.id).map((series) => keptSince(series, floor));
    return samples.length === 0 ? written : joined(samples, written);
  }
}

function keptSince(series: Series, floor: bigint | undefined): Series {
  if (floor === undefined) return series;
  const { measurement, field, type, tags } = series;
  const read = ({ start, stop }: Bounds) => {
    const from = start > floor ? start : floor;
    return series.read({ start: from, stop: stop > from ? stop : from });
  };
  return { measurement, field, type, tags, read };
}

/** A series that both have is one, with the written points over the sample's. */
function joined(samples: readonly Series[], written: readonly Series[]): Series[] {
  const byName = new Map(written.map((series) => [nameOf(series), series]));
  const both = samples.map((sample) => {
    const name = nameOf(sample);
    const over = byName.get(name);
    byName.delete(name);
    return over ? overlay(sample, over) : sample;
  });
  return [...both, ...byName.values()];
}

function nameOf({ measurement, tags, field }: Series): string {
  return JSON.stringify([measurement, tags, field]);
}

function overlay(under: Series, over: Series): Series {
  const { measurement, field, type, tags } = under;
  const read = (bounds: Bounds) => {
    const [low, high] = [under.read(bounds), over.read(bounds)];
    if (high.times.length === 0) return low;
    const replaced = new Set(high.times);
    const rows = [
      ...Array.from(low.times, (time, row) => ({ time, row, of: low })).filter(
        ({ time }) => !replaced.has(time),
      ),
      ...Array.from(high.times, (time, row) => ({ time, row, of: high })),
    ].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    const values = () => {
      const cells = new Map([low, high].map((one) => [one, one.values()]));
      return rows.map(({ row, of }): Cell => cells.get(of)?.[row] ?? null);
    };
    return { times: BigInt64Array.from(rows, ({ time }) => time), values };
  };
  return { measurement, field, type, tags, read };
}
