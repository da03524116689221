import type { Context } from '../context.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, GroupKey, Table } from '../table.ts';
import { Duration, FluxFunction, FluxRecord } from '../values.ts';
import { filterStream } from './rowwise.ts';
import { rangeStream, readBucket, timeOf } from './sources.ts';

const month = new Duration(0, -30n * 86_400_000_000_000n);

/** Package influxdata/influxdb/schema: what there is in a bucket, as one column `_value`. */
export const schema: readonly Builtin[] = [
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

/** The distinct values of key columns, or the key columns' names, of all series in the range, in order. */
function distinctOf(
  args: Args,
  context: Context,
  of: 'keys' | { readonly label: string },
  measurement?: string,
): Stream {
  const bounds = {
    start: timeOf(args.has('start') ? args.value('start') : month, context).ns,
    stop: args.has('stop') ? timeOf(args.value('stop'), context).ns : context.now().ns,
  };
  let stream = rangeStream(readBucket(args.string('bucket'), context), bounds);
  if (args.has('predicate')) stream = filterStream(stream, args.function('predicate'), context);
  if (measurement !== undefined) stream = filterStream(stream, measurementIs(measurement), context);
  return stream.all(function* (tables) {
    const found = new Set<string>();
    for (const table of tables) {
      const labels = table.key.parts.map(({ label }) => label);
      if (of === 'keys') for (const label of labels) found.add(label);
      else found.add(String(table.key.part(of.label)?.cell ?? ''));
    }
    found.delete('');
    const values = [...found].sort();
    yield new Table(GroupKey.empty, [Column.of('_value', 'string', values)], values.length);
  });
}

function measurementIs(measurement: string): FluxFunction {
  return new FluxFunction(
    'predicate',
    [{ name: 'r', optional: false, pipe: false }],
    ({ r }) => r instanceof FluxRecord && r.get('_measurement') === measurement,
    { reads: new Set(['_measurement']) },
  );
}
