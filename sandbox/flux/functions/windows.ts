import { Grouping } from '../build.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin } from '../registry.ts';
import { nullRow } from '../rows.ts';
import type { Args } from '../signature.ts';
import { type Bounds, intersect, Stream } from '../stream.ts';
import { Column, type KeyPart, Table } from '../table.ts';
import { addMonths, windowStart } from '../time.ts';
import { Duration } from '../values.ts';
import type { Zone } from '../zone.ts';
import { duplicateColumn } from './shape.ts';
import { boundsKey } from './sources.ts';

export const windows: readonly Builtin[] = [
  builtin(
    'window(<-tables: stream, ?every: duration, ?period: duration, ?offset: duration, ?location: record, ?timeColumn: string, ?startColumn: string, ?stopColumn: string, ?createEmpty: bool)',
    window,
  ),
  builtin(
    'aggregateWindow(<-tables: stream, every: duration, fn: function, ?period: duration, ?offset: duration, ?location: record, ?column: string, ?timeSrc: string, ?timeDst: string, ?createEmpty: bool)',
    aggregateWindow,
  ),
];

/** `inf`: one window over the whole range. */
export const infinity = new Duration(0, 9_223_372_036_854_775_807n);
const none = new Duration(0, 0n);

interface WindowOptions {
  readonly every: Duration;
  readonly period: Duration;
  readonly offset: Duration;
  readonly timeColumn: string;
  readonly startColumn: string;
  readonly stopColumn: string;
  readonly createEmpty: boolean;
  readonly zone: Zone;
}

function optionsOf(args: Args, context: Context): WindowOptions {
  const given = args.duration('every', none);
  const period = args.duration('period', none);
  if (given.isZero && period.isZero)
    throw new FluxError(
      'window function requires at least one of "every" or "period" to be set and non-zero',
    );
  const every = given.isZero ? period : given;
  return {
    every,
    period: period.isZero ? every : period,
    offset: args.duration('offset', none),
    timeColumn: args.string('timeColumn', '_time'),
    startColumn: args.string('startColumn', '_start'),
    stopColumn: args.string('stopColumn', '_stop'),
    createEmpty: args.bool('createEmpty', false),
    zone: args.zone(context),
  };
}

function window(args: Args, context: Context): Stream {
  return windowStream(args.stream(), optionsOf(args, context), context);
}

function windowStream(stream: Stream, options: WindowOptions, context: Context): Stream {
  const { bounds } = stream;
  if (!bounds) throw new FluxError('nil bounds provided to window; use range to set the window range');
  return stream.all(function* (tables) {
    const grouping = new Grouping();
    for (const table of tables) {
      const split =
        options.every === infinity
          ? wholeRange(table, bounds, options)
          : splitTable(table, bounds, options, context);
      for (const part of split) grouping.add(part.key, { table: part });
    }
    yield* grouping.tables();
  });
}

/** All windows of the range, in order, cut to it. They begin and end by the zone's clocks. */
function windowsOf(bounds: Bounds, options: WindowOptions, context: Context): Bounds[] {
  const { every, period, offset, zone } = options;
  if (period.ns < 0n || period.months < 0) throw new FluxError('the period of a window must be positive');
  const found: Bounds[] = [];
  const [first, last] = [zone.toLocal(bounds.start), zone.toLocal(bounds.stop)];
  // Steps go from boundary to boundary, and the offset is laid on each: a month from the 30th is no boundary.
  const moved = (boundary: bigint) => addMonths(boundary, offset.months) + offset.ns;
  let boundary = windowStart(addMonths(first, -offset.months) - offset.ns, every, none);
  // Longer periods let earlier windows reach into the range.
  while (end(moved(before(boundary, every)), period) > first) boundary = before(boundary, every);
  for (; moved(boundary) < last; boundary = after(boundary, every)) {
    const start = moved(boundary);
    context.budget.spend(1);
    const window = { start: zone.toUtc(start), stop: zone.toUtc(end(start, period)) };
    // Clocks that are put forward skip whole windows.
    if (window.stop <= bounds.start || window.start >= bounds.stop || window.start >= window.stop) continue;
    found.push(intersect(window, bounds));
  }
  return found;
}

function after(ns: bigint, every: Duration): bigint {
  return addMonths(ns, every.months) + every.ns;
}
function before(ns: bigint, every: Duration): bigint {
  return addMonths(ns, -every.months) - every.ns;
}
function end(start: bigint, period: Duration): bigint {
  return addMonths(start, period.months) + period.ns;
}

function splitTable(table: Table, bounds: Bounds, options: WindowOptions, context: Context): Table[] {
  const times = table.times(options.timeColumn);
  const cells = times.cells();
  context.budget.spend(1 + table.length);
  const order = inOrder(cells);
  const split: Table[] = [];
  let from = 0;
  for (const slot of windowsOf(bounds, options, context)) {
    // Windows come in order: what lies before this one lies before the next one too.
    while (from < order.length && timeAt(cells, order[from]) < slot.start) from++;
    let to = from;
    while (to < order.length && timeAt(cells, order[to]) < slot.stop) to++;
    if (to === from && !options.createEmpty) continue;
    const rows = order.sorted
      ? table.slice(from, to)
      : table.take(order.slice(from, to).sort((a, b) => a - b));
    split.push(keyed(rows, boundsKey(slot, options.startColumn, options.stopColumn)));
  }
  return split;
}

/** Row numbers in order of time, nulls left out; `sorted` when that is the order they have. */
function inOrder(cells: ArrayLike<unknown>): number[] & { sorted: boolean } {
  const rows: number[] = [];
  let sorted = true;
  for (let row = 0; row < cells.length; row++) {
    if (cells[row] === null) {
      sorted = false;
      continue;
    }
    if (row > 0 && timeAt(cells, row) < timeAt(cells, row - 1)) sorted = false;
    rows.push(row);
  }
  if (!sorted)
    rows.sort((a, b) =>
      timeAt(cells, a) < timeAt(cells, b) ? -1 : timeAt(cells, a) > timeAt(cells, b) ? 1 : a - b,
    );
  return Object.assign(rows, { sorted });
}

function timeAt(cells: ArrayLike<unknown>, row: number | undefined): bigint {
  const cell = cells[row ?? 0];
  return typeof cell === 'bigint' ? cell : 0n;
}

function wholeRange(table: Table, bounds: Bounds, options: WindowOptions): Table[] {
  if (table.length === 0 && !options.createEmpty) return [];
  return [keyed(table, boundsKey(bounds, options.startColumn, options.stopColumn))];
}

function keyed(table: Table, parts: readonly KeyPart[]): Table {
  const columns = parts.map((part) => Column.constant(part.label, part.type, part.cell, table.length));
  return new Table(table.key.with(parts), table.set(columns).columns, table.length);
}

/** Windows, aggregates each of them, and puts the results back together: what the library's own definition does. */
function aggregateWindow(args: Args, context: Context): Stream {
  const options = { ...optionsOf(args, context), createEmpty: args.bool('createEmpty', true) };
  const fn = args.function('fn');
  const column = args.string('column', '_value');
  const [timeSrc, timeDst] = [args.string('timeSrc', '_stop'), args.string('timeDst', '_time')];
  const aggregated = fn.call({
    column,
    [fn.pipe ?? 'tables']: windowStream(args.stream(), options, context),
  });
  if (!(aggregated instanceof Stream)) throw new FluxError('fn must return a stream of tables');
  // An empty window has a row, too, when it was asked for: with nulls, where a selector found nothing.
  const fill = (table: Table) => (options.createEmpty && table.length === 0 ? nullRow(table) : table);
  const timed = aggregated.map((table) => duplicateColumn(fill(table), timeSrc, timeDst));
  return windowStream(
    timed,
    { ...options, every: infinity, timeColumn: timeDst, createEmpty: false },
    context,
  );
}
