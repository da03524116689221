import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type Composed, composed, type PackageOption } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { Column, GroupKey, Table } from '../table.ts';
import { Duration, FluxFunction, FluxRecord } from '../values.ts';
import { filterStream } from './rowwise.ts';
import { boundsKey, rangeStream, readBucket, from as readFrom, timeOf } from './sources.ts';

const month = new Duration(0, -30n * 86_400_000_000_000n);

const schemaPath = 'influxdata/influxdb/schema';

/** Where package influxdata/influxdb/schema reads: test cases give a stream of their own in its place. */
export const schemaOptions: Readonly<Record<string, PackageOption>> = {
  _from: { initial: { flux: 'from', imports: [] } },
};

/** Package influxdata/influxdb/schema: what there is in a bucket, as one column `_value`. */
export const schema: readonly (Builtin | Composed)[] = [
  composed(
    'fieldsAsCols(<-tables: stream)',
    '(tables=<-) => tables |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")',
  ),
  builtin('measurements(bucket: string, ?start: any, ?stop: any)', (args, context) =>
    distinctOf(args, context, { label: '_measurement' }),
  ),
  builtin('fieldKeys(bucket: string, ?predicate: function, ?start: any, ?stop: any)', (args, context) =>
    distinctOf(args, context, { label: '_field' }),
  ),
  builtin(
    'measurementFieldKeys(bucket: string, measurement: string, ?start: any, ?stop: any)',
    (args, context) => distinctOf(args, context, { label: '_field' }, args.string('measurement')),
  ),
  builtin(
    'tagValues(bucket: string, tag: string, ?predicate: function, ?start: any, ?stop: any)',
    (args, context) => distinctOf(args, context, { label: args.string('tag') }),
  ),
  builtin(
    'measurementTagValues(bucket: string, measurement: string, tag: string, ?start: any, ?stop: any)',
    (args, context) => distinctOf(args, context, { label: args.string('tag') }, args.string('measurement')),
  ),
  builtin('tagKeys(bucket: string, ?predicate: function, ?start: any, ?stop: any)', (args, context) =>
    distinctOf(args, context, 'keys'),
  ),
  builtin(
    'measurementTagKeys(bucket: string, measurement: string, ?start: any, ?stop: any)',
    (args, context) => distinctOf(args, context, 'keys', args.string('measurement')),
  ),
];

/** The distinct values of a column, or the key columns' names, of all tables in the range; a bucket's are in order. */
function distinctOf(
  args: Args,
  context: Context,
  of: 'keys' | { readonly label: string },
  measurement?: string,
): Stream {
  const from = context.option(schemaPath, '_from');
  const source = from instanceof FluxFunction ? from.call({ bucket: args.string('bucket') }) : null;
  if (!(source instanceof Stream)) throw new FluxError('option schema._from must return a stream of tables');
  const isBucket = source.rangeOf !== undefined;
  let stream = limited(source, args, context);
  if (args.has('predicate')) stream = filterStream(stream, args.function('predicate'), context);
  if (measurement !== undefined)
    stream = filterStream(stream, labelIn('_measurement', [measurement]), context);
  return stream.all(function* (tables) {
    const found = new Set<string>();
    for (const table of tables) {
      if (of === 'keys') for (const { label } of table.key.parts) found.add(label);
      else for (const value of textsIn(table, of.label, context)) found.add(value);
    }
    found.delete('');
    const values = isBucket ? [...found].sort() : [...found];
    yield new Table(GroupKey.empty, [Column.of('_value', 'string', values)], values.length);
  });
}

/** The texts of a column; the one text of a column of the key. */
function* textsIn(table: Table, label: string, context: Context): Iterable<string> {
  const column = table.column(label);
  if (!column || table.length === 0) return;
  if (column.type !== 'string')
    throw new FluxError(`the values of ${JSON.stringify(label)} are not strings`, 'unsupported');
  const rows = table.key.has(label) ? 1 : table.length;
  context.budget.spend(rows);
  for (let row = 0; row < rows; row++) {
    const cell = column.cell(row);
    if (cell !== null) yield String(cell);
  }
}

function readRange(args: Args, context: Context): Stream {
  return limited(readBucket(args.string('bucket'), context), args, context);
}

function limited(stream: Stream, args: Args, context: Context): Stream {
  return rangeStream(stream, {
    start: timeOf(args.has('start') ? args.value('start') : month, context).ns,
    stop: args.has('stop') ? timeOf(args.value('stop'), context).ns : context.now().ns,
  });
}

/** Package experimental/query. */
export const queries: readonly (Builtin | Composed)[] = [
  builtin('fromRange(bucket: string, start: any, ?stop: any)', readRange),
  composed(
    'filterMeasurement(<-table: stream, measurement: string)',
    '(measurement, table=<-) => table |> filter(fn: (r) => r._measurement == measurement)',
  ),
  composed(
    'filterFields(<-table: stream, ?fields: array)',
    `(fields=[], table=<-) =>
      if length(arr: fields) == 0 then table
      else table |> filter(fn: (r) => contains(value: r._field, set: fields))`,
  ),
  builtin(
    'inBucket(bucket: string, measurement: string, start: any, ?stop: any, ?fields: array, ?predicate: function)',
    (args, context) => {
      const fields = args.strings('fields', []);
      const stream = filterStream(
        readRange(args, context),
        labelIn('_measurement', [args.string('measurement')]),
        context,
      );
      const chosen = fields.length === 0 ? stream : filterStream(stream, labelIn('_field', fields), context);
      return args.has('predicate') ? filterStream(chosen, args.function('predicate'), context) : chosen;
    },
  ),
];

/** `cardinality` of package influxdata/influxdb: how many series there are. */
export const cardinality: readonly Builtin[] = [
  builtin(
    'cardinality(?bucket: string, ?bucketID: string, ?org: string, ?orgID: string, ?host: string, ?token: string, start: any, ?stop: any, ?predicate: function)',
    (args, context) => {
      const bounds = {
        start: timeOf(args.value('start'), context).ns,
        stop: args.has('stop') ? timeOf(args.value('stop'), context).ns : context.now().ns,
      };
      const all = rangeStream(readFrom(args, context), bounds);
      const series = args.has('predicate') ? filterStream(all, args.function('predicate'), context) : all;
      return series.all(function* (tables) {
        let count = 0n;
        for (const _ of tables) count++;
        const key = new GroupKey(boundsKey(bounds));
        yield new Table(key, [...key.columns(1), Column.of('_value', 'int', [count])], 1);
      });
    },
  ),
];

function labelIn(label: string, values: readonly string[]): FluxFunction {
  return new FluxFunction(
    'predicate',
    [{ name: 'r', optional: false, pipe: false }],
    ({ r }) => r instanceof FluxRecord && values.includes(String(r.get(label))),
    { reads: new Set([label]) },
  );
}
