import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { type Cell, Column, GroupKey, Table, unbox } from '../table.ts';
import { addDuration } from '../time.ts';
import { Duration, Time } from '../values.ts';

/** Functions that look at a row and those before it. */
export const series: readonly Builtin[] = [
  builtin(
    'difference(<-tables: stream, ?nonNegative: bool, ?columns: array, ?keepFirst: bool, ?initialZero: bool)',
    difference,
  ),
  builtin(
    'derivative(<-tables: stream, ?unit: duration, ?nonNegative: bool, ?columns: array, ?timeColumn: string, ?initialZero: bool)',
    derivative,
  ),
  builtin('cumulativeSum(<-tables: stream, ?columns: array)', cumulativeSum),
  builtin('movingAverage(<-tables: stream, n: int)', movingAverage),
  builtin('elapsed(<-tables: stream, ?unit: duration, ?timeColumn: string, ?columnName: string)', elapsed),
  builtin('fill(<-tables: stream, ?column: string, ?value: any, ?usePrevious: bool)', fill),
  builtin('timeShift(<-tables: stream, duration: duration, ?columns: array)', timeShift),
];

const second = new Duration(0, 1_000_000_000n);

/** Changes the named columns that a table has; `change` gives the new cells of one. */
function changeColumns(
  args: Args,
  context: Context,
  change: (column: Column, table: Table) => Column,
  stream = args.stream(),
): Stream {
  const labels = new Set(args.strings('columns', ['_value']));
  return stream.map((table) => {
    context.budget.spend(1 + table.length);
    return table.with(
      table.columns.map((column) => (labels.has(column.label) ? change(column, table) : column)),
    );
  });
}

function isNumeric({ type }: Column): boolean {
  return type === 'float' || type === 'int' || type === 'uint';
}

function numeric(column: Column, name: string): void {
  if (isNumeric(column)) return;
  throw new FluxError(`unsupported ${name} column type ${column.label}:${column.type}`);
}

/** The difference of two cells of one numeric type. A uint's difference is an int. */
function minus(a: Cell, b: Cell): bigint | number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return BigInt.asIntN(64, a - b);
  return Number(a) - Number(b);
}

function dropFirst(stream: Stream): Stream {
  return stream.map((table) => table.slice(Math.min(1, table.length), table.length));
}

function difference(args: Args, context: Context): Stream {
  const nonNegative = args.bool('nonNegative', false);
  const initialZero = args.bool('initialZero', false);
  const changed = changeColumns(args, context, (column, table) => {
    numeric(column, 'difference');
    let previous: Cell = null;
    const cells: Cell[] = [];
    for (let row = 0; row < table.length; row++) {
      const cell = column.cell(row);
      let result: Cell = cell === null || previous === null ? null : minus(cell, previous);
      if (nonNegative && result !== null && result < 0) {
        result = !initialZero || Number(cell) < 0 ? null : typeof cell === 'bigint' ? cell : Number(cell);
      }
      cells.push(result);
      if (cell !== null) previous = cell;
    }
    return Column.of(column.label, column.type === 'float' ? 'float' : 'int', cells);
  });
  return args.bool('keepFirst', false) ? changed : dropFirst(changed);
}

function derivative(args: Args, context: Context): Stream {
  const unit = Number(args.duration('unit', second).ns);
  const nonNegative = args.bool('nonNegative', false);
  const initialZero = args.bool('initialZero', false);
  const timeColumn = args.string('timeColumn', '_time');
  const advancing = args.stream().map((table) => advancingRows(table, timeColumn));
  const changed = changeColumns(
    args,
    context,
    (column, table) => {
      numeric(column, 'derivative');
      let previous: { readonly time: bigint; readonly cell: Cell } | undefined;
      const cells: Cell[] = [];
      for (let row = 0; row < table.length; row++) {
        const [time, cell] = [table.times(timeColumn).cell(row), column.cell(row)];
        if (cell === null || typeof time !== 'bigint') {
          cells.push(null);
          continue;
        }
        let result: number | null = null;
        if (previous && time > previous.time) {
          let rise = Number(minus(cell, previous.cell));
          if (rise < 0 && nonNegative) rise = initialZero ? Number(cell) : Number.NaN;
          result = Number.isNaN(rise) && nonNegative ? null : rise / (Number(time - previous.time) / unit);
        }
        cells.push(result);
        previous = { time, cell };
      }
      return Column.of(column.label, 'float', cells);
    },
    advancing,
  );
  return dropFirst(changed);
}

/** Of rows with the same time the first one. */
function advancingRows(table: Table, timeColumn: string): Table {
  const times = table.times(timeColumn);
  const rows: number[] = [];
  let previous: bigint | undefined;
  for (let row = 0; row < table.length; row++) {
    const time = times.cell(row);
    if (typeof time !== 'bigint') throw new FluxError('derivative found null time in time column');
    if (previous !== undefined && time < previous)
      throw new FluxError('derivative found out-of-order times in time column');
    if (time !== previous) rows.push(row);
    previous = time;
  }
  return rows.length === table.length ? table : table.take(rows);
}

/** Rows without a value have the sum so far; what holds no numbers stays as it is. */
function cumulativeSum(args: Args, context: Context): Stream {
  return changeColumns(args, context, (column, table) => {
    if (!isNumeric(column)) return column;
    let sum: bigint | number = column.type === 'float' ? 0 : 0n;
    const cells: Cell[] = [];
    for (let row = 0; row < table.length; row++) {
      const cell = column.cell(row);
      if (typeof cell === 'bigint' && typeof sum === 'bigint') sum += cell;
      else if (typeof cell === 'number' && typeof sum === 'number') sum += cell;
      cells.push(sum);
    }
    return Column.of(column.label, column.type, cells);
  });
}

/** The mean of each n rows in a row; a table shorter than that gives the mean of what it has. */
function movingAverage(args: Args, context: Context): Stream {
  const n = Number(args.int('n'));
  if (n <= 0)
    throw new FluxError(`cannot take moving average with a period of ${n} (must be greater than 0)`);
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length * Math.min(n, 1_000));
    const column = table.column('_value');
    if (!column) throw new FluxError('cannot find _value column');
    if (!isNumeric(column))
      throw new FluxError(`cannot take moving average of column _value (type ${column.type})`);
    if (table.length === 0) return table.set([Column.of('_value', 'float', [])]);
    const cells: Cell[] = [];
    for (let row = Math.min(n, table.length) - 1; row < table.length; row++) {
      let [sum, count] = [0, 0];
      for (let i = Math.max(row - n + 1, 0); i <= row; i++) {
        const cell = column.cell(i);
        if (cell === null) continue;
        sum += Number(cell);
        count++;
      }
      cells.push(count === 0 ? null : sum / count);
    }
    return table.slice(table.length - cells.length, table.length).set([Column.of('_value', 'float', cells)]);
  });
}

function elapsed(args: Args, context: Context): Stream {
  const unit = args.duration('unit', second).ns;
  const [timeColumn, name] = [args.string('timeColumn', '_time'), args.string('columnName', 'elapsed')];
  if (unit <= 0n) throw new FluxError('elapsed: the unit must be positive');
  const changed = args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const times = table.times(timeColumn);
    const cells: Cell[] = [];
    for (let row = 0; row < table.length; row++) {
      const [time, previous] = [times.cell(row), row > 0 ? times.cell(row - 1) : null];
      cells.push(typeof time === 'bigint' && typeof previous === 'bigint' ? (time - previous) / unit : null);
    }
    return table.set([Column.of(name, 'int', cells)]);
  });
  return dropFirst(changed);
}

/** `fill`, here and in package experimental. */
export function fill(args: Args, context: Context): Stream {
  const label = args.string('column', '_value');
  const usePrevious = args.bool('usePrevious', false);
  if (args.has('usePrevious') === args.has('value'))
    throw new FluxError('fill requires exactly one of value or usePrevious');
  const { type, cell } = unbox(args.value('value'));
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const column = table.column(label);
    if (!column) return type ? table.set([Column.constant(label, type, cell, table.length)]) : table;
    const part = table.key.part(label);
    if (part && part.cell !== null) return table;
    if (type && type !== column.type)
      throw new FluxError(`fill column type mismatch: ${column.type}/${type}`);
    if (!part) return table.set([filled(column, usePrevious ? undefined : cell)]);
    const columns = table.set([Column.constant(label, part.type, cell, table.length)]).columns;
    return new Table(table.key.with([{ ...part, cell }]), columns, table.length);
  });
}

/** Without a value each null takes the value before it. */
function filled(column: Column, value: Cell | undefined): Column {
  let previous: Cell = null;
  const cells = Array.from({ length: column.length }, (_, row): Cell => {
    const cell = column.cell(row) ?? (value === undefined ? previous : value);
    previous = cell;
    return cell;
  });
  return Column.of(column.label, column.type, cells);
}

function timeShift(args: Args, context: Context): Stream {
  const duration = args.duration('duration');
  const labels = new Set(args.strings('columns', ['_start', '_stop', '_time']));
  const shift = (cell: Cell) => (typeof cell === 'bigint' ? addDuration(new Time(cell), duration).ns : cell);
  return args.stream().map((table) => {
    context.budget.spend(1 + table.length);
    const columns = table.columns.map((column) => {
      if (!labels.has(column.label) || column.type !== 'time') return column;
      if (column.isConstant)
        return Column.constant(column.label, 'time', shift(column.cell(0)), table.length);
      return Column.of(column.label, 'time', Array.from(column.cells(), shift));
    });
    const key = new GroupKey(
      table.key.parts.map((part) =>
        labels.has(part.label) && part.type === 'time' ? { ...part, cell: shift(part.cell) } : part,
      ),
    );
    return new Table(key, columns, table.length);
  });
}
