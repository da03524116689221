import type { FieldValue, PointKey } from './linePart.ts';
import type { Batch } from './lineProtocol.ts';
import { type FieldType, lowerBound, merge, type Page, Points, type RawValue, viewsOf } from './points.ts';

/** What a series is of. */
export interface SeriesName extends PointKey {
  readonly bucketID: string;
  readonly field: string;
  readonly type: FieldType;
}

/** How a series looks now; `name` comes with the first look only. */
export interface SeriesUpdate {
  readonly id: number;
  readonly page: Page;
  readonly name?: SeriesName;
}

/** What has changed since a feed was asked before. */
export interface StoreUpdate {
  readonly changed: readonly SeriesUpdate[];
  readonly gone: readonly number[];
  /** What the dictionary has in addition. */
  readonly texts: readonly string[];
}

/** Gives one reader what is new to it. */
export interface Feed {
  take(): StoreUpdate;
  close(): void;
}

/** Late points wait until somebody reads, but no more than this and than there are points in order. */
const waiting = 4_096;

export class StoredSeries {
  readonly id: number;
  readonly name: SeriesName;
  #sorted: Points;
  #late: Points | undefined;

  constructor(id: number, name: SeriesName, points = new Points(name.type)) {
    this.id = id;
    this.name = name;
    this.#sorted = points;
  }

  append(time: bigint, value: RawValue): void {
    const { length } = this.#sorted;
    if (length === 0 || time > this.#sorted.time(length - 1)) {
      this.#sorted.append(time, value);
      return;
    }
    this.#late ??= new Points(this.name.type);
    this.#late.append(time, value);
    if (this.#late.length > waiting && this.#late.length > length) this.settle();
  }

  /** All points in order of time. */
  settle(): Points {
    if (this.#late) {
      this.#sorted = merge(this.#sorted, this.#late);
      this.#late = undefined;
    }
    return this.#sorted;
  }

  /** Takes the points out of a range, both ends included; false when there are none. */
  remove(start: bigint, stop: bigint): boolean {
    const points = this.settle();
    const { times } = viewsOf(points.type, points.page);
    const [from, to] = [lowerBound(times, start), lowerBound(times, stop + 1n)];
    if (from === to) return false;
    // Readers may still look at the page: what stays goes to a new one.
    this.#sorted = new Points(points.type, points.length - (to - from));
    this.#sorted.appendFrom(points, 0, from);
    this.#sorted.appendFrom(points, to, points.length);
    return true;
  }
}

interface Bucket {
  /** By measurement and tags, then by field. */
  readonly groups: Map<string, Map<string, StoredSeries>>;
  /** By measurement, then by field: a field has one type in a bucket. */
  readonly types: Map<string, Map<string, FieldType>>;
}

/** The points of all buckets. Readers in other threads follow it by feeds and share its memory. */
export class PointStore {
  readonly #buckets = new Map<string, Bucket>();
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #feeds = new Set<StoreFeed>();
  #nextID = 1;

  /** The type that a field has; undefined as long as it has no points. */
  typeOf(bucketID: string, measurement: string, field: string): FieldType | undefined {
    return this.#buckets.get(bucketID)?.types.get(measurement)?.get(field);
  }

  /** Stores a batch but for the points that are refused. Points with a time that their series has already replace those. */
  write(bucketID: string, batch: Batch, refused: ReadonlySet<number> = new Set()): void {
    const groups = new Map<PointKey, Map<string, StoredSeries>>();
    const touched = new Set<StoredSeries>();
    const { keys, times, ends, names, types, values } = batch;
    for (let point = 0, field = 0; point < keys.length; point++) {
      const [key, time, end] = [keys[point], times[point], ends[point] ?? 0];
      if (!key || time === undefined) break;
      if (refused.has(point)) {
        field = end;
        continue;
      }
      let group = groups.get(key);
      if (!group) {
        group = this.#group(bucketID, key);
        groups.set(key, group);
      }
      for (; field < end; field++) {
        const name = names[field] ?? '';
        const type = types[field] ?? 'float';
        if (name === reservedField) continue;
        let series = group.get(name);
        // A log may bring back points that were deleted or too old when the field got another type.
        if (series && series.name.type !== type) {
          touched.delete(series);
          this.#forget(series);
          series = undefined;
        }
        if (!series) {
          series = this.#add({ bucketID, ...key, field: name, type });
          group.set(name, series);
        }
        series.append(time, this.#raw(values[field] ?? 0, type));
        touched.add(series);
      }
    }
    for (const feed of this.#feeds) feed.changed(touched);
  }

  /** Takes the points of a time range, both ends included, out of the series that match. */
  remove(bucketID: string, start: bigint, stop: bigint, matches: (name: SeriesName) => boolean): void {
    const touched = new Set<StoredSeries>();
    for (const group of this.#buckets.get(bucketID)?.groups.values() ?? []) {
      for (const [field, series] of group) {
        if (!matches(series.name) || !series.remove(start, stop)) continue;
        if (series.settle().length > 0) touched.add(series);
        else {
          group.delete(field);
          this.#forget(series);
        }
      }
    }
    this.#learnTypes(bucketID);
    for (const feed of this.#feeds) feed.changed(touched);
  }

  /** Takes all points of a bucket. */
  drop(bucketID: string): void {
    for (const group of this.#buckets.get(bucketID)?.groups.values() ?? [])
      for (const series of group.values()) this.#forget(series);
    this.#buckets.delete(bucketID);
  }

  /** Puts back a series that was stored elsewhere. */
  restore(name: SeriesName, points: Points): void {
    const series = this.#add(name, points);
    this.#group(name.bucketID, name).set(name.field, series);
    for (const feed of this.#feeds) feed.changed([series]);
  }

  get bucketIDs(): readonly string[] {
    return [...this.#buckets.keys()];
  }
  *series(): Generator<StoredSeries> {
    for (const { groups } of this.#buckets.values())
      for (const group of groups.values()) yield* group.values();
  }

  /** Strings by their number. */
  get texts(): readonly string[] {
    return this.#texts;
  }
  codeOf(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.#texts.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }

  /** A feed that begins with everything. */
  feed(): Feed {
    const feed = new StoreFeed(this.#texts, (closed) => this.#feeds.delete(closed));
    feed.changed(this.series());
    this.#feeds.add(feed);
    return feed;
  }

  #bucket(bucketID: string): Bucket {
    let bucket = this.#buckets.get(bucketID);
    if (!bucket) {
      bucket = { groups: new Map(), types: new Map() };
      this.#buckets.set(bucketID, bucket);
    }
    return bucket;
  }
  #group(bucketID: string, { measurement, tags }: PointKey): Map<string, StoredSeries> {
    const { groups } = this.#bucket(bucketID);
    const id = JSON.stringify([measurement, tags]);
    let group = groups.get(id);
    if (!group) {
      group = new Map();
      groups.set(id, group);
    }
    return group;
  }
  #add(name: SeriesName, points?: Points): StoredSeries {
    this.#learn(name);
    return new StoredSeries(this.#nextID++, name, points);
  }
  #learn({ bucketID, measurement, field, type }: SeriesName): void {
    const { types } = this.#bucket(bucketID);
    const known = types.get(measurement);
    if (known) known.set(field, type);
    else types.set(measurement, new Map([[field, type]]));
  }
  /** A field without points is free to have another type. */
  #learnTypes(bucketID: string): void {
    const bucket = this.#buckets.get(bucketID);
    if (!bucket) return;
    bucket.types.clear();
    for (const [id, group] of bucket.groups) {
      if (group.size === 0) bucket.groups.delete(id);
      for (const series of group.values()) this.#learn(series.name);
    }
  }
  #forget(series: StoredSeries): void {
    for (const feed of this.#feeds) feed.removed(series);
  }
  #raw(value: FieldValue, type: FieldType): RawValue {
    return type === 'string' ? this.codeOf(String(value)) : (value as RawValue);
  }
}

/** A field of this name is left out of its point, as InfluxDB does. */
export const reservedField = 'time';

class StoreFeed implements Feed {
  readonly #texts: readonly string[];
  readonly #onClose: (feed: StoreFeed) => void;
  readonly #dirty = new Set<StoredSeries>();
  readonly #told = new Set<number>();
  #gone: number[] = [];
  #textsTold = 0;

  constructor(texts: readonly string[], onClose: (feed: StoreFeed) => void) {
    this.#texts = texts;
    this.#onClose = onClose;
  }
  changed(series: Iterable<StoredSeries>): void {
    for (const one of series) this.#dirty.add(one);
  }
  removed(series: StoredSeries): void {
    this.#dirty.delete(series);
    if (this.#told.delete(series.id)) this.#gone.push(series.id);
  }
  take(): StoreUpdate {
    const changed = [...this.#dirty].map((series): SeriesUpdate => {
      const { id, name } = series;
      const { page } = series.settle();
      if (this.#told.has(id)) return { id, page };
      this.#told.add(id);
      return { id, page, name };
    });
    const update = { changed, gone: this.#gone, texts: this.#texts.slice(this.#textsTold) };
    this.#dirty.clear();
    this.#gone = [];
    this.#textsTold = this.#texts.length;
    return update;
  }
  close(): void {
    this.#onClose(this);
  }
}
