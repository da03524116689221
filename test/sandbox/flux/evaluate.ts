import { defaultLimits, type Limits } from '../../../sandbox/flux/context.ts';
import { toText } from '../../../sandbox/flux/convert.ts';
import { runProgram } from '../../../sandbox/flux/program.ts';
import type { Table } from '../../../sandbox/flux/table.ts';
import { formatTime, parseTime } from '../../../sandbox/flux/time.ts';
import { Time, type Value } from '../../../sandbox/flux/values.ts';
import { type ParamObject, toFlux } from '../../../sandbox/query/params.ts';
import { SampleSource, type StoredBucket } from '../../../sandbox/sample/source.ts';

/** What `now()` answers in these tests; the sample data reaches up to it. */
export const now = parseTime('2030-05-15T12:00:00Z') ?? new Time(0n);

export const buckets: readonly StoredBucket[] = (['air_sensor', 'factory'] as const).map((name, i) => ({
  id: `000000000000000${i}`,
  name,
  organizationID: '0000000000000009',
  retentionNs: 0n,
  sample: name,
}));

export interface Setting {
  readonly params?: ParamObject;
  readonly limits?: Partial<Limits>;
}

/** Runs a script without the type check and gives its tables. */
export function evaluate(text: string, setting: Setting = {}) {
  return runProgram(text, {
    source: new SampleSource(buckets, Number(now.ns / 1_000_000_000n)),
    now,
    ...(setting.params && { params: toFlux(setting.params) }),
    limits: { ...defaultLimits, ...setting.limits },
  });
}

/**
 * Every table as a person would write it down:
 *
 *     _result [t=a]
 *     v:int z:float
 *     1 2.5
 *
 * `-` is null; times without a zone's Z are short.
 */
export function render(text: string, setting: Setting = {}): string {
  const lines: string[] = [];
  for (const { name, stream } of evaluate(text, setting).results) {
    let any = false;
    for (const table of stream.tables()) {
      lines.push(...renderTable(name, table));
      any = true;
    }
    if (!any) lines.push(`${name} without tables`);
  }
  return lines.join('\n');
}

function renderTable(name: string, table: Table): string[] {
  const key = table.key.parts.map(
    ({ label, type, cell }) =>
      `${label}=${shown(type === 'time' && typeof cell === 'bigint' ? formatTime(cell) : String(cell))}`,
  );
  const free = table.columns.filter(({ label }) => !table.key.has(label));
  return [
    `${name} [${key.join(' ')}]`,
    free.map(({ label, type }) => `${label}:${type}`).join(' '),
    ...Array.from({ length: table.length }, (_, row) =>
      free.map((column) => cellText(column.value(row))).join(' '),
    ),
  ];
}

function cellText(value: Value): string {
  if (value === null) return '-';
  return shown(value instanceof Time ? formatTime(value.ns) : toText(value));
}

function shown(text: string): string {
  return text.replace(/^2030-05-15T(\d\d:\d\d):00Z$/, '$1');
}

/** The golden text of a test, without its indentation. */
export function golden(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** A stream with one table per value of `t`, for tests: rows `time t value` with `-` for null. */
export function data(rows: string, type: 'int' | 'float' | 'string' = 'int'): string {
  const lines = golden(rows).split('\n');
  const records = lines.map((line) => {
    const [time = '', t = '', value = ''] = line.split(' ');
    return `{_time: 2030-05-15T${time}:00Z, t: "${t}", v: "${value}"}`;
  });
  const conversion = type === 'string' ? 'r.v' : `${type}(v: r.v)`;
  return `array.from(rows: [${records.join(', ')}])
    |> map(fn: (r) => ({_time: r._time, t: r.t, _value: if r.v == "-" then r.none else ${conversion}}))
    |> group(columns: ["t"])`;
}

/** The beginning of a script that uses `data`. */
export const prelude = 'import "array"\n';
