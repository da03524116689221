import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Cell, Column, compareCells, Table } from '../table.ts';
import { toDate } from '../time.ts';
import { Time } from '../values.ts';

/** Functions that choose and order rows. */
export const order: readonly Builtin[] = [
  builtin('limit(<-tables: stream, n: int, ?offset: int)', limit),
  builtin('tail(<-tables: stream, n: int, ?offset: int)', tail),
  builtin('sort(<-tables: stream, ?columns: array, ?desc: bool)', (args, context) => {
    const columns = args.strings('columns', ['_value']);
    const desc = args.bool('desc', false);
    return args.stream().map((table) => sortTable(table, columns, desc, context));
  }),
  builtin('top(<-tables: stream, n: int, ?columns: array)', (args, context) => best(args, true, context)),
  builtin('bottom(<-tables: stream, n: int, ?columns: array)', (args, context) => best(args, false, context)),
  builtin('distinct(<-tables: stream, ?column: string)', (args, context) =>
    distinctValues(args.stream(), args.string('column', '_value'), context),
  ),
  builtin('unique(<-tables: stream, ?column: string)', unique),
  builtin('sample(<-tables: stream, n: int, ?pos: int, ?column: string)', sample),
  builtin(
    'hourSelection(<-tables: stream, start: int, stop: int, ?timeColumn: string, ?location: record)',
    hourSelection,
  ),
];

function count(args: Args, name: string): number {
  const value = args.int(name, 0n);
  if (value < 0n) throw new FluxError(`${name} must be zero or more, got ${value}`);
  return Number(value);
}

function limit(args: Args): Stream {
  const [n, offset] = [count(args, 'n'), count(args, 'offset')];
  return args.stream().map((table) => {
    const from = Math.min(offset, table.length);
    return table.slice(from, Math.min(from + n, table.length));
  });
}

function tail(args: Args): Stream {
  const [n, offset] = [count(args, 'n'), count(args, 'offset')];
  return args.stream().map((table) => {
    const to = Math.max(table.length - offset, 0);
    return table.slice(Math.max(to - n, 0), to);
  });
}

/**
 * A stable sort. Nulls come first, descending or not: so Flux's own testcase of `sort` has it, whatever its documentation
 * says. Columns that a table lacks do not count.
 */
export function sortTable(table: Table, labels: readonly string[], desc: boolean, context: Context): Table {
  context.budget.spend(table.length);
  const columns = labels.flatMap((label) => table.column(label) ?? []).filter((column) => !column.isConstant);
  if (columns.length === 0) return table;
  const sign = desc ? -1 : 1;
  const rows = Array.from({ length: table.length }, (_, row) => row);
  rows.sort((a, b) => {
    for (const column of columns) {
      const [x, y] = [column.cell(a), column.cell(b)];
      if ((x === null) !== (y === null)) return x === null ? -1 : 1;
      const result = compareCells(x, y);
      if (result !== 0) return sign * result;
    }
    return a - b;
  });
  return table.take(rows);
}

function best(args: Args, desc: boolean, context: Context): Stream {
  const n = count(args, 'n');
  const columns = args.strings('columns', ['_value']);
  return args.stream().map((table) => {
    const sorted = sortTable(table, columns, desc, context);
    return sorted.slice(0, Math.min(n, sorted.length));
  });
}

/** The rows in which a column's value comes for the first time. */
function firstRows(column: Column, length: number): number[] {
  const seen = new Set<Cell>();
  const rows: number[] = [];
  for (let row = 0; row < length; row++) {
    const cell = column.cell(row);
    if (seen.has(cell)) continue;
    seen.add(cell);
    rows.push(row);
  }
  return rows;
}

/** The key columns and `_value` with each distinct value once; an empty text where there is no such column. */
export function distinctValues(stream: Stream, label: string, context: Context): Stream {
  return stream.map((table) => {
    context.budget.spend(table.length);
    return distinctTable(table, label);
  });
}

export function distinctTable(table: Table, label: string): Table {
  const column = table.column(label);
  const part = table.key.part(label);
  const values = part
    ? Column.constant('_value', part.type, part.cell, 1)
    : column
      ? column.take(firstRows(column, table.length)).as('_value')
      : Column.constant('_value', 'string', '', 1);
  const key = table.key.has('_value') ? table.key.without(new Set(['_value'])) : table.key;
  return new Table(key, [...key.columns(values.length), values], values.length);
}

function unique(args: Args, context: Context): Stream {
  const label = args.string('column', '_value');
  return args.stream().map((table) => {
    context.budget.spend(table.length);
    const column = table.column(label);
    if (!column) throw new FluxError(`no column ${JSON.stringify(label)} exists`);
    return table.take(firstRows(column, table.length));
  });
}

/** Every nth row. A random offset unless `pos` names one. */
function sample(args: Args): Stream {
  const n = Number(args.int('n'));
  const position = Number(args.int('pos', -1n));
  if (n <= 0) throw new FluxError(`n must be a positive integer, but was ${n}`);
  if (position >= n) throw new FluxError(`pos must be less than n, but ${position} >= ${n}`);
  const label = args.string('column', '_value');
  return args.stream().map((table) => {
    if (!table.column(label)) throw new FluxError(`no column ${JSON.stringify(label)} exists`);
    const rows: number[] = [];
    for (let row = position < 0 ? Math.floor(Math.random() * n) : position; row < table.length; row += n)
      rows.push(row);
    return table.take(rows);
  });
}

/** Rows within hours of the day, both included; a range may go over midnight. */
function hourSelection(args: Args, context: Context): Stream {
  const zone = args.zone(context);
  const [start, stop] = [args.int('start'), args.int('stop')];
  for (const hour of [start, stop])
    if (hour < 0n || hour > 23n) throw new FluxError(`hours must be between 0 and 23, got ${hour}`);
  const label = args.string('timeColumn', '_time');
  return args.stream().map((table) => {
    context.budget.spend(table.length);
    const times = table.times(label);
    const rows: number[] = [];
    for (let row = 0; row < table.length; row++) {
      const time = times.cell(row);
      if (typeof time !== 'bigint') continue;
      const hour = BigInt(toDate(new Time(zone.toLocal(time))).getUTCHours());
      if (start <= stop ? hour >= start && hour <= stop : hour >= start || hour <= stop) rows.push(row);
    }
    return table.take(rows);
  });
}
