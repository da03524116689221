import { Grouping } from '../build.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import { Stream } from '../stream.ts';
import { type Cell, Column, GroupKey, type KeyPart, Table } from '../table.ts';
import { parseTime } from '../time.ts';

/** What InfluxDB 1 answers: the parts that become tables. */
interface Series {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns?: readonly string[];
  readonly values?: readonly (readonly unknown[])[];
}

/** The functions of package influxdata/influxdb/v1 that are not schema's. */
export const influxql: readonly Builtin[] = [builtin('json(?json: string, ?file: string)', fromJson)];

function fromJson(args: Args, context: Context): Stream {
  const [text, file] = [args.string('json', ''), args.string('file', '')];
  if (text === '' && file === '') throw new FluxError('must provide json raw text or filename');
  if (text !== '' && file !== '')
    throw new FluxError('must provide exactly one of the parameters json or file');
  if (file !== '') throw new FluxError('the sandbox reads no files; give the text as json', 'unsupported');
  const groups = new Grouping();
  for (const series of firstResult(text)) {
    for (const table of tablesOf(series)) {
      context.budget.spend(1 + table.length);
      groups.add(table.key, { table });
    }
  }
  return new Stream(() => groups.tables());
}

/** The series of the first result; others are not read. */
function firstResult(text: string): readonly Series[] {
  let answer: { readonly results?: readonly { readonly series?: readonly Series[] }[] };
  try {
    answer = JSON.parse(text);
  } catch (error) {
    throw new FluxError(`the text is not JSON: ${(error as Error).message}`);
  }
  const [result] = Array.isArray(answer?.results) ? answer.results : [];
  if (!result) throw new FluxError('the text holds no results of InfluxDB 1');
  return result.series ?? [];
}

/** A table for each column but the time, of the rows in which it has a value. */
function tablesOf({ name = '', tags = {}, columns = [], values = [] }: Series): Table[] {
  const parts = Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, cell]): KeyPart => ({ label, type: 'string', cell }));
  if (name !== '') parts.unshift({ label: '_measurement', type: 'string', cell: name });
  const time = columns.indexOf('time');
  return columns.flatMap((field, at) => {
    const rows = values.filter((row) => row[at] !== null && row[at] !== undefined);
    if (at === time || rows.length === 0) return [];
    const key = new GroupKey([...parts, { label: '_field', type: 'string', cell: field }]);
    const times =
      time < 0
        ? []
        : [
            Column.of(
              '_time',
              'time',
              rows.map((row) => timeOf(row[time])),
            ),
          ];
    const cells = valuesOf(
      field,
      rows.map((row) => row[at]),
    );
    return [new Table(key, [...times, ...key.columns(rows.length), cells], rows.length)];
  });
}

function timeOf(given: unknown): Cell {
  const time = typeof given === 'string' ? parseTime(given) : undefined;
  if (!time || !String(given).includes('T'))
    throw new FluxError(`a time must be text as of RFC 3339, got ${JSON.stringify(given)}`);
  return time.ns;
}

const types = { number: 'float', string: 'string', boolean: 'bool' } as const;

/** JSON's numbers are floats. */
function valuesOf(field: string, given: readonly unknown[]): Column {
  const [kind] = new Set(given.map((value) => typeof value));
  if (
    (kind !== 'number' && kind !== 'string' && kind !== 'boolean') ||
    given.some((value) => typeof value !== kind)
  )
    throw new FluxError(`the values of ${JSON.stringify(field)} are not all of one simple type`);
  return Column.of('_value', types[kind], given as readonly Cell[]);
}
