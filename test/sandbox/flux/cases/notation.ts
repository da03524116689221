import { toText } from '../../../../sandbox/flux/convert.ts';
import { box, type Column, type KeyPart, type Table } from '../../../../sandbox/flux/table.ts';
import { formatTime } from '../../../../sandbox/flux/time.ts';
import { Time, UInt, type Value } from '../../../../sandbox/flux/values.ts';

/**
 * A table on one line, as a person would write it down: the group key, the other columns in alphabetical order, the rows.
 *
 *     [t=a u=x] _time _value | 10:00 1.5 | 10:10 -
 *
 * A cell shows its type: `1` int, `1u` uint, `1.0` float, `true` bool, `10:00` time (of the inputs' day, else in full), and what
 * is left is text, quoted unless it is a plain word. `-` is null. A column that holds no value names its type: `_value:int`.
 * Floats are told to twelve digits: the last ones hang on the order of sums.
 */
export function notation(table: Table): string {
  const key = [...table.key.parts]
    .sort(byLabel)
    .map(({ label, type, cell }) => `${label}=${shown(box(type, cell))}`);
  const columns = table.columns.filter(({ label }) => !table.key.has(label)).sort(byLabel);
  const rows = Array.from({ length: table.length }, (_, row) =>
    columns.map((column) => shown(column.value(row))).join(' '),
  );
  return [[`[${key.join(' ')}]`, ...columns.map(header)].join(' '), ...rows].join(' | ');
}

function byLabel(a: Column | KeyPart, b: Column | KeyPart): number {
  return a.label < b.label ? -1 : 1;
}

function header(column: Column): string {
  const known = Array.from({ length: column.length }, (_, row) => column.cell(row)).some(
    (cell) => cell !== null,
  );
  return known ? column.label : `${column.label}:${column.type}`;
}

/** A scalar in the notation of cells. */
export function shown(value: Value): string {
  if (value === null) return '-';
  if (value instanceof UInt) return `${value.value}u`;
  if (value instanceof Time) return formatTime(value.ns).replace(/^2030-05-15T(\d\d:\d\d):00Z$/, '$1');
  if (typeof value === 'number') {
    const rounded = Number(value.toPrecision(12));
    if (Object.is(value, -0)) return '-0.0';
    return Number.isInteger(rounded) ? `${toText(rounded)}.0` : toText(rounded);
  }
  if (typeof value !== 'string') return toText(value);
  return /^(?!(?:true|false)$)[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value);
}
