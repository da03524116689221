import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Table, unbox } from '../table.ts';
import { FluxRecord, Time, typeName, UInt, type Value } from '../values.ts';
import { inside } from './rowwise.ts';

/** How many points are written at a time. */
const pointsAtOnce = 5_000;
const halfAMinute = 30_000;

/** Package influxdata/influxdb: what writes. Rows pass through once they are written. */
export const to: readonly Builtin[] = [
  builtin(
    'to(<-tables: stream, ?bucket: string, ?bucketID: string, ?org: string, ?orgID: string, ?host: string, ?token: string, ?timeColumn: string, ?measurementColumn: string, ?tagColumns: array, ?fieldFn: function)',
    (args, context) => writing(args, context, longLines(args)),
  ),
];

/** One column for each field, as after `pivot`; the same as `to` of package experimental. */
export const wideTo: readonly Builtin[] = [wide('wideTo')];
export const experimentalTo: readonly Builtin[] = [wide('to')];

function wide(name: string): Builtin {
  return builtin(
    `${name}(<-tables: stream, ?bucket: string, ?bucketID: string, ?org: string, ?orgID: string, ?host: string, ?token: string)`,
    (args, context) => writing(args, context, wideLines),
  );
}

/** A row as line protocol; empty when it has no field. */
type LineOf = (row: number) => string;
type Lines = (table: Table) => LineOf;

function writing(args: Args, context: Context, lines: Lines): Stream {
  if (args.has('host'))
    throw new FluxError('the sandbox writes to its own buckets only; leave host out', 'unsupported');
  if (args.has('bucket') === args.has('bucketID'))
    throw new FluxError('must specify one of bucket or bucketID');
  const query = args.has('bucket')
    ? { bucket: args.string('bucket') }
    : { bucketID: args.string('bucketID') };
  const token = args.string('token', '');
  const send = (points: readonly string[]) => {
    const body = new TextEncoder().encode(points.join('\n'));
    const reply = context.outside.call({
      method: 'POST',
      path: '/api/v2/write',
      host: '',
      token,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      query,
      body,
      milliseconds: halfAMinute,
    });
    if (reply.status !== 204) throw new FluxError(reasonOf(new TextDecoder().decode(reply.body)));
  };
  return args.stream().all(function* (tables) {
    let waiting: string[] = [];
    let held: Table[] = [];
    for (const table of tables) {
      const lineOf = lines(table);
      for (let row = 0; row < table.length; row++) {
        context.budget.spend();
        const line = lineOf(row);
        if (line === '') continue;
        if (waiting.push(line) < pointsAtOnce) continue;
        send(waiting);
        waiting = [];
        yield* held;
        held = [];
      }
      held.push(table);
    }
    if (waiting.length > 0) send(waiting);
    yield* held;
  });
}

function reasonOf(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Told as it is.
  }
  return answer;
}

const ownColumns = ['_measurement', '_field', '_value'];

/** Measurement, tags and time by their columns; `_field` and `_value`, or what `fieldFn` makes of a row, are the fields. */
function longLines(args: Args): Lines {
  const timeColumn = args.string('timeColumn', '_time');
  const measurementColumn = args.string('measurementColumn', '_measurement');
  const given = args.has('tagColumns') ? args.strings('tagColumns') : undefined;
  const fieldFn = args.has('fieldFn') ? args.function('fieldFn') : undefined;
  if (fieldFn && !fieldFn.reads && !given)
    throw new FluxError(
      'the sandbox cannot tell which columns fieldFn reads; name the others in tagColumns',
      'unsupported',
    );
  const others = new Set([...ownColumns, timeColumn, measurementColumn, ...(fieldFn?.reads ?? [])]);
  return (table) => {
    const [times, measurements] = [table.times(timeColumn), requireText(table, measurementColumn)];
    const tags =
      given ??
      table.columns
        .filter(({ label, type }) => type === 'string' && !others.has(label))
        .map(({ label }) => label);
    const [fields, values] = fieldFn ? [] : [requireText(table, '_field'), table.need('_value')];
    return (row) => {
      const made = fieldFn && inside('to', () => fieldFn.call({ r: table.row(row) }));
      if (made !== undefined && !(made instanceof FluxRecord))
        throw new FluxError(`fieldFn must return a record, got ${typeName(made)}`);
      const pairs = made
        ? [...made.labels()].map((label) => [label, made.get(label)] as const)
        : [[String(fields?.cell(row)), values?.value(row) ?? null] as const];
      return lineProtocol(measurements.cell(row), tagsOf(table, tags, row), pairs, times.cell(row));
    };
  };
}

/** The group key gives the measurement and the tags; every other column is a field of its name. */
function wideLines(table: Table): LineOf {
  const times = table.times('_time');
  const measurements = requireText(table, '_measurement');
  const key = table.key.parts.filter(({ type }) => type === 'string').map(({ label }) => label);
  const tags = key.filter((label) => !ownColumns.includes(label));
  const fields = table.columns.filter(
    ({ label }) => !table.key.has(label) && !['_time', '_start', '_stop', '_measurement'].includes(label),
  );
  return (row) =>
    lineProtocol(
      measurements.cell(row),
      tagsOf(table, tags, row),
      fields.map((column) => [column.label, column.value(row)]),
      times.cell(row),
    );
}

function requireText(table: Table, label: string) {
  const column = table.need(label);
  if (column.type !== 'string')
    throw new FluxError(`column ${JSON.stringify(label)} is not a string, got ${column.type}`);
  return column;
}

function tagsOf(table: Table, labels: readonly string[], row: number): (readonly [string, string])[] {
  return labels.flatMap((label) => {
    const { cell } = unbox(table.column(label)?.value(row) ?? null);
    return cell === null || cell === '' ? [] : [[label, String(cell)] as const];
  });
}

/** A point as line protocol; empty without fields: null is not written. */
export function lineProtocol(
  measurement: unknown,
  tags: readonly (readonly [string, string])[],
  fields: readonly (readonly [string, Value])[],
  time: unknown,
): string {
  const written = fields.flatMap(([label, value]) =>
    value === null ? [] : [`${name(label)}=${fieldText(label, value)}`],
  );
  if (written.length === 0) return '';
  if (typeof time !== 'bigint') throw new FluxError('timestamp missing from row');
  if (typeof measurement !== 'string' || measurement === '')
    throw new FluxError('measurement missing from row');
  const key = [name(measurement), ...tags.map((pair) => pair.map(name).join('='))].join(',');
  return `${key} ${written.join(',')} ${time}`;
}

/** Escaped for a measurement, a tag or a field key. */
function name(text: string): string {
  if (text === '' || /[\n]|\\$/.test(text))
    throw new FluxError(
      `${JSON.stringify(text)} cannot be written as the name of a measurement or field, or as a tag: it is empty, has a line end, or ends in a backslash`,
      'unsupported',
    );
  return text.replace(/^#/, '\\#').replace(/[, =]/g, '\\$&');
}

function fieldText(label: string, value: Value): string {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return String(value);
    throw new FluxError(`${Number.isNaN(value) ? 'NaN' : 'Inf'} is an unsupported value for field ${label}`);
  }
  if (typeof value === 'bigint') return `${value}i`;
  if (value instanceof UInt) return `${value.value}u`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (value instanceof Time) return `${value.ns}i`;
  throw new FluxError(`unsupported field type ${typeName(value)} of field ${label}`);
}
