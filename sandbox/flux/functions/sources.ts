import type { Context, Series } from '../context.ts';
import { FinalFluxError, FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { RowBuilder } from '../rows.ts';
import type { Args } from '../signature.ts';
import { type Bounds, intersect, Stream } from '../stream.ts';
import { Column, GroupKey, type KeyPart, Table } from '../table.ts';
import { addDuration } from '../time.ts';
import { Duration, FluxRecord, MapRecord, Time, typeName, type Value } from '../values.ts';

/** A bucket's data, still without a range. */
export function readBucket(bucket: string, context: Context): Stream {
  const series = context.source.series(bucket);
  if (!series) {
    throw new FinalFluxError(
      `failed to initialize execute state: could not find bucket ${JSON.stringify(bucket)}`,
      'not found',
    );
  }
  return new Stream(
    () => {
      throw new FinalFluxError(
        `cannot submit unbounded read to ${JSON.stringify(bucket)}; try bounding 'from' with a call to 'range'`,
      );
    },
    undefined,
    (bounds) =>
      selectable(bounds, function* (keep) {
        for (const one of series) {
          context.budget.spend();
          if (!keep(new SeriesRecord(one, bounds))) continue;
          const table = readSeries(one, bounds);
          context.budget.spend(table?.length ?? 0);
          if (table) yield table;
        }
      }),
  );
}

type Keep = (row: FluxRecord) => boolean;

/** A stream that reads only the tables that all the filters behind it keep. */
function selectable(bounds: Bounds, read: (keep: Keep) => Iterable<Table>, keep: Keep = () => true): Stream {
  const where = (next: Keep) => selectable(bounds, read, (row) => keep(row) && next(row));
  return new Stream(() => read(keep), bounds, undefined, where);
}

/** What all rows of a series have in common. */
class SeriesRecord extends FluxRecord {
  readonly #series: Series;
  readonly #bounds: Bounds;

  constructor(series: Series, bounds: Bounds) {
    super();
    this.#series = series;
    this.#bounds = bounds;
  }
  get(label: string): Value {
    const { measurement, field, tags } = this.#series;
    if (label === '_measurement') return measurement;
    if (label === '_field') return field;
    if (label === '_start') return new Time(this.#bounds.start);
    if (label === '_stop') return new Time(this.#bounds.stop);
    return tags.find(([tag]) => tag === label)?.[1] ?? null;
  }
  labels(): Iterable<string> {
    return ['_start', '_stop', '_field', '_measurement', ...this.#series.tags.map(([tag]) => tag)];
  }
}

function readSeries(series: Series, bounds: Bounds): Table | undefined {
  const { times, values } = series.read(bounds);
  if (times.length === 0) return undefined;
  const text = (label: string, cell: string): KeyPart => ({ label, type: 'string', cell });
  const key = new GroupKey([
    ...boundsKey(bounds),
    text('_field', series.field),
    text('_measurement', series.measurement),
    ...series.tags.map(([tag, value]) => text(tag, value)),
  ]);
  const [start, stop, ...rest] = key.columns(times.length);
  if (!start || !stop) return undefined;
  const columns = [
    start,
    stop,
    Column.of('_time', 'time', times),
    Column.lazy('_value', series.type, times.length, values),
    ...rest,
  ];
  return new Table(key, columns, times.length);
}

/** The key columns that a time range gives to its tables. */
export function boundsKey(bounds: Bounds, start = '_start', stop = '_stop'): readonly [KeyPart, KeyPart] {
  return [
    { label: start, type: 'time', cell: bounds.start },
    { label: stop, type: 'time', cell: bounds.stop },
  ];
}

/** A time, a duration from now, or whole Unix seconds. */
export function timeOf(value: Value, context: Context): Time {
  if (value instanceof Time) return value;
  if (value instanceof Duration) return addDuration(context.now(), value);
  if (typeof value === 'bigint') return new Time(value * 1_000_000_000n);
  throw new FluxError(`value is not a time, got ${typeName(value)}`);
}

/** Limits a stream to a range; also what other functions with `start` and `stop` use. */
export function rangeStream(stream: Stream, bounds: Bounds, labels = ['_time', '_start', '_stop']): Stream {
  const { rangeOf } = stream;
  if (rangeOf) return rangeOf(bounds);
  const [timeLabel = '_time', startLabel = '_start', stopLabel = '_stop'] = labels;
  const within = stream.bounds ? common(bounds, stream.bounds) : bounds;
  return new Stream(function* () {
    for (const table of stream.tables()) {
      const times = timesOf(table, timeLabel);
      const rows: number[] = [];
      for (let row = 0; row < table.length; row++) {
        const time = times.cell(row);
        if (typeof time === 'bigint' && time >= within.start && time < within.stop) rows.push(row);
      }
      const kept = rows.length === table.length ? table : table.take(rows);
      const [start, stop] = [table.key.part(startLabel)?.cell, table.key.part(stopLabel)?.cell];
      const known = typeof start === 'bigint' && typeof stop === 'bigint';
      const parts = boundsKey(known ? common(within, { start, stop }) : within, startLabel, stopLabel);
      // New columns come first.
      const key = new GroupKey(parts.filter(({ label }) => !table.key.has(label))).with(
        table.key.with(parts.filter(({ label }) => table.key.has(label))).parts,
      );
      const bounding = parts.map(({ label, type, cell }) => Column.constant(label, type, cell, kept.length));
      const added = bounding.filter(({ label }) => !table.column(label));
      yield new Table(
        key,
        [...added, ...kept.set(bounding).columns.slice(0, kept.columns.length)],
        kept.length,
      );
    }
  }, within);
}

/** What two ranges have in common; the first one where that is nothing. */
function common(a: Bounds, b: Bounds): Bounds {
  return a.start < b.stop && b.start < a.stop ? intersect(a, b) : a;
}

function timesOf(table: Table, label: string): Column {
  const column = table.column(label);
  if (!column) throw new FluxError(`range error: supplied time column ${label} doesn't exist`);
  if (column.type !== 'time')
    throw new FluxError(`range error: provided time column ${label} is not of type time`);
  return column;
}

function range(args: Args, context: Context): Stream {
  const start = timeOf(args.value('start'), context);
  const stop = args.has('stop') ? timeOf(args.value('stop'), context) : context.now();
  if (start.ns >= stop.ns) throw new FluxError('cannot query an empty range');
  return rangeStream(args.stream(), { start: start.ns, stop: stop.ns }, [
    args.string('timeColumn', '_time'),
    args.string('startColumn', '_start'),
    args.string('stopColumn', '_stop'),
  ]);
}

function buckets(context: Context): Stream {
  return new Stream(() => {
    const rows = new RowBuilder();
    for (const { id, name, organizationID, retentionNs } of context.source.buckets) {
      rows.add(
        new MapRecord(
          new Map<string, Value>([
            ['name', name],
            ['id', id],
            ['organizationID', organizationID],
            ['retentionPolicy', null],
            ['retentionPeriod', retentionNs],
          ]),
        ),
      );
    }
    return [rows.table(GroupKey.empty)];
  });
}

export const sources: readonly Builtin[] = [
  builtin(
    'from(?bucket: string, ?bucketID: string, ?host: string, ?org: string, ?orgID: string, ?token: string)',
    from,
  ),
  builtin(
    'range(<-tables: stream, start: any, ?stop: any, ?timeColumn: string, ?startColumn: string, ?stopColumn: string)',
    range,
  ),
  builtin('buckets(?host: string, ?org: string, ?orgID: string, ?token: string)', (_, context) =>
    buckets(context),
  ),
];

/** `from`, and whatever else names a bucket. */
export function from(args: Args, context: Context): Stream {
  if (args.has('host'))
    throw new FluxError('the sandbox reads its own buckets only; leave host out', 'unsupported');
  if (args.has('bucket')) return readBucket(args.string('bucket'), context);
  if (!args.has('bucketID')) throw new FluxError('must specify one of bucket or bucketID');
  const id = args.string('bucketID');
  const found = context.source.buckets.find((bucket) => bucket.id === id);
  return readBucket(found?.name ?? id, context);
}
