import { formatTime } from '../flux/time.ts';
import type { PointKey } from './linePart.ts';
import type { Batch } from './lineProtocol.ts';
import { reservedField } from './pointStore.ts';
import type { FieldType } from './points.ts';

/** Which points of a batch a bucket does not take, and why. */
export interface Refusals {
  readonly points: ReadonlySet<number>;
  /** InfluxDB's sentence, of the first reason; undefined when all are taken. */
  readonly message: string | undefined;
}

export interface BucketRules {
  readonly id: string;
  readonly retentionNs: bigint;
  /** Nanoseconds since 1970. */
  readonly now: bigint;
  /** The type that a field has already. */
  readonly typeOf: (measurement: string, field: string) => FieldType | undefined;
}

/** Columns that tables have of their own. A point with a tag of such a name is refused. */
const reservedTags = new Set(['time', '_measurement', '_field', '_time', '_value', '_start', '_stop']);

const typeNames: Readonly<Record<FieldType, string>> = {
  float: 'float',
  int: 'integer',
  uint: 'unsigned',
  bool: 'boolean',
  string: 'string',
};

/**
 * Judges points one by one, in order: the first value of a field gives its type. The others of the batch are not
 * touched by one that is refused (https://docs.influxdata.com/influxdb/v2/write-data/troubleshoot/).
 */
export function judge(batch: Batch, rules: BucketRules): Refusals {
  const floor = rules.retentionNs > 0n ? rules.now - rules.retentionNs : undefined;
  const types = new FieldTypes(rules.typeOf);
  const points = new Set<number>();
  const old: number[] = [];
  let conflict: string | undefined;
  for (let point = 0, from = 0; point < batch.length; point++) {
    const [key, time, to] = [batch.keys[point], batch.times[point], batch.ends[point] ?? 0];
    if (!key || time === undefined) break;
    if (floor !== undefined && time < floor) {
      old.push(point);
      points.add(point);
    } else {
      const reason = badTag(key) ?? types.check(batch, key, from, to);
      if (reason !== undefined) {
        conflict ??= reason;
        points.add(point);
      }
    }
    from = to;
  }
  if (conflict !== undefined)
    return { points, message: partial(`${conflict} dropped=${points.size - old.length}`) };
  return {
    points,
    message: floor === undefined || old.length === 0 ? undefined : tooOld(batch, old, floor, rules),
  };
}

function partial(reason: string): string {
  return `failure writing points to database: partial write: ${reason}`;
}

function badTag({ measurement, tags }: PointKey): string | undefined {
  const bad = tags.find(([tag]) => reservedTags.has(tag));
  return bad && `invalid tag key: input tag "${bad[0]}" on measurement "${measurement}" is invalid`;
}

/** What fields are known as, with those that the batch itself brings. */
class FieldTypes {
  readonly #stored: BucketRules['typeOf'];
  readonly #known = new Map<string, Map<string, FieldType>>();

  constructor(stored: BucketRules['typeOf']) {
    this.#stored = stored;
  }

  check({ names, types }: Batch, { measurement }: PointKey, from: number, to: number): string | undefined {
    let known = this.#known.get(measurement);
    if (!known) {
      known = new Map();
      this.#known.set(measurement, known);
    }
    let usable = false;
    const added: [string, FieldType][] = [];
    for (let field = from; field < to; field++) {
      const [name = '', type = 'float'] = [names[field], types[field]];
      if (name === reservedField) continue;
      usable = true;
      let before = known.get(name);
      if (!before) {
        before = this.#stored(measurement, name) ?? added.find(([other]) => other === name)?.[1] ?? type;
        added.push([name, before]);
      }
      if (before !== type)
        return `field type conflict: input field "${name}" on measurement "${measurement}" is type ${typeNames[type]}, already exists as type ${typeNames[before]}`;
    }
    if (!usable)
      return `invalid field name: input field "${reservedField}" on measurement "${measurement}" is invalid`;
    for (const [name, type] of added) known.set(name, type);
    return undefined;
  }
}

function tooOld(
  batch: Batch,
  old: readonly number[],
  floor: bigint,
  { id, retentionNs }: BucketRules,
): string {
  const timeOf = (point: number) => batch.times[point] ?? 0n;
  const oldest = old.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a));
  const newest = old.reduce((a, b) => (timeOf(b) > timeOf(a) ? b : a));
  const told = (point: number) =>
    `point ${keyText(batch.keys[point])} at ${formatTime(timeOf(point))} dropped because it violates a Retention Policy Lower Bound at ${formatTime(floor)}`;
  return partial(
    `dropped ${old.length} points outside retention policy of duration ${hours(retentionNs)} - oldest ${told(oldest)}, newest ${told(newest)} dropped=${old.length} for database: ${id} for retention policy: autogen`,
  );
}

function keyText(key: PointKey | undefined): string {
  const escaped = (text: string) => text.replace(/[, =]/g, '\\$&');
  return key
    ? [escaped(key.measurement), ...key.tags.map((pair) => pair.map(escaped).join('='))].join(',')
    : '';
}

/** A duration as Go prints it, of whole seconds. */
function hours(ns: bigint): string {
  const seconds = ns / 1_000_000_000n;
  return `${seconds / 3_600n}h${(seconds / 60n) % 60n}m${seconds % 60n}s`;
}
