import type { ValueType } from './case.ts';

/** Rows as `time key… value`; `-` is null. */
const rows = {
  nulls: ['10:00 a - 1', '10:10 a - -', '10:20 a - 4', '10:30 a - 2'],
  tables: [
    '10:00 a - 1',
    '10:10 a - 3',
    '10:20 a - 2',
    '10:30 a - 6',
    '10:00 b - 10',
    '10:10 b - 4',
    '10:20 b - 4',
  ],
  groups: ['10:00 a x 1', '10:10 a x 3', '10:00 a y 5', '10:00 b x 2', '10:10 b x 8', '10:20 b x 8'],
};

/**
 * The beginning of every example: four streams with the columns `_time` and `_value`.
 *
 * - `nulls`: one table, its second value is null
 * - `empty`: one table without rows
 * - `tables`: two tables, told apart by `t`
 * - `groups`: three tables, told apart by `t` and `u`
 *
 * `start` and `stop` are the hour in which all rows lie; `debug.null` gives null.
 */
export function prelude(of: ValueType = 'int', imports: readonly string[] = []): string {
  const packages = new Set(['array', 'internal/debug', ...imports.filter((path) => path !== 'universe')]);
  return `${[...packages].map((path) => `import "${path}"`).join('\n')}
start = 2030-05-15T10:00:00Z
stop = 2030-05-15T11:00:00Z
nulls = ${stream(rows.nulls, of, ['t'])}
empty = nulls |> filter(fn: (r) => false, onEmpty: "keep")
tables = ${stream(rows.tables, of, ['t'])}
groups = ${stream(rows.groups, of, ['t', 'u'])}
`;
}

function stream(lines: readonly string[], of: ValueType, key: readonly string[]): string {
  const records = lines.map((line) => {
    const [time = '', t = '', u = '', value = ''] = line.split(' ');
    const second = key.includes('u') ? `, u: "${u}"` : '';
    return `{_time: 2030-05-15T${time}:00Z, t: "${t}"${second}, _value: ${literal(value, of)}}`;
  });
  return `array.from(rows: [${records.join(', ')}]) |> group(columns: ${JSON.stringify(key)})`;
}

function literal(value: string, of: ValueType): string {
  if (value === '-') return `debug.null(type: "${of}")`;
  return of === 'int' ? value : of === 'float' ? `${value}.0` : `"${value}"`;
}
