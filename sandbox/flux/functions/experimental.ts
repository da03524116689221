import { Grouping } from '../build.ts';
import type { Context } from '../context.ts';
import { FluxError } from '../errors.ts';
import { type Builtin, builtin, type Composed, composed } from '../registry.ts';
import { nullRow } from '../rows.ts';
import type { Args } from '../signature.ts';
import type { Stream } from '../stream.ts';
import { Column, GroupKey, type KeyPart, Table, unbox } from '../table.ts';
import { quantile } from './aggregates.ts';
import { groupStream } from './grouping.ts';
import { fill } from './series.ts';
import { diff } from './testing.ts';

/** Functions of the universe that this package has for the column `_value` alone. */
const plain = [
  'count',
  'distinct',
  'first',
  'last',
  'max',
  'mean',
  'min',
  'mode',
  'skew',
  'spread',
  'sum',
  'unique',
];

/** Package experimental, but for what dates and errors are about. */
export const experimentalTables: readonly (Builtin | Composed)[] = [
  ...plain.map((name) => composed(`${name}(<-tables: stream)`, `(tables=<-) => tables |> ${name}()`)),
  composed(
    'stddev(<-tables: stream, ?mode: string)',
    '(mode="sample", tables=<-) => tables |> stddev(mode: mode)',
  ),
  builtin('quantile(<-tables: stream, q: float, ?compression: float, ?method: string)', (args, context) =>
    quantile(args, context, args.float('q')),
  ),
  composed('kaufmansAMA(<-tables: stream, n: int)', '(n, tables=<-) => tables |> kaufmansAMA(n: n)'),
  composed(
    'integral(<-tables: stream, ?unit: duration, ?interpolate: string)',
    '(unit=1s, interpolate="", tables=<-) => tables |> integral(unit: unit, interpolate: interpolate)',
  ),
  composed(
    'histogram(<-tables: stream, bins: array, ?normalize: bool)',
    '(bins, normalize=false, tables=<-) => tables |> histogram(bins: bins, normalize: normalize)',
  ),
  composed(
    'histogramQuantile(<-tables: stream, ?quantile: float, ?minValue: float)',
    `(quantile=0.0, minValue=0.0, tables=<-) =>
      tables |> histogramQuantile(quantile: quantile, minValue: minValue)`,
  ),
  composed(
    'window(<-tables: stream, ?every: duration, ?period: duration, ?offset: duration, ?location: record, ?createEmpty: bool)',
    `(every=0s, period=0s, offset=0s, location={zone: "UTC", offset: 0s}, createEmpty=false, tables=<-) => tables
      |> window(every: every, period: period, offset: offset, location: location, createEmpty: createEmpty)`,
  ),
  builtin('diff(<-got: stream, want: stream)', diff),
  composed(
    'join(left: stream, right: stream, fn: function)',
    `(left, right, fn) => join.time(
        left: left, right: right, as: (l, r) => fn(left: l, right: r), method: "inner")`,
    ['join'],
  ),
  builtin('chain(first: stream, second: stream)', (args, context) => {
    const [first, second] = [args.stream('first'), args.stream('second')];
    return second.all(function* () {
      for (const table of first.tables()) context.budget.spend(1 + table.length);
      yield* second.tables();
    });
  }),
  builtin('objectKeys(o: record)', (args) => [...args.record('o').labels()].sort()),
  builtin('fill(<-tables: stream, ?value: any, ?usePrevious: bool)', fill),
  builtin('set(<-tables: stream, o: record)', set),
  builtin('group(<-tables: stream, mode: string, columns: array)', extend),
  builtin('preview(<-tables: stream, ?nrows: int, ?ntables: int)', preview),
  // Moves each table's times so that its first row comes to lie on alignTo.
  composed(
    'alignTime(<-tables: stream, ?alignTo: any)',
    `(alignTo=time(v: 0), tables=<-) => tables
      |> stateDuration(fn: (r) => true, column: "__since", unit: 1ns)
      |> map(fn: (r) => ({r with _time: time(v: int(v: alignTo) + r.__since)}))
      |> drop(columns: ["__since"])`,
  ),
  builtin('unpivot(<-tables: stream, ?otherColumns: array)', unpivot),
];

/** Package experimental/aggregate. */
export const rates: readonly Composed[] = [
  composed(
    'rate(<-tables: stream, every: duration, ?groupColumns: array, ?unit: duration)',
    `(every, groupColumns=[], unit=1s, tables=<-) => tables
      |> derivative(nonNegative: true, unit: unit)
      |> aggregateWindow(
        every: every,
        fn: (column, tables=<-) => tables
          |> mean(column: column)
          |> group(columns: groupColumns)
          |> experimental.group(columns: ["_start", "_stop"], mode: "extend")
          |> sum(),
      )`,
    ['experimental'],
  ),
];

/** Package experimental/table. */
export const tableFill: readonly Builtin[] = [
  builtin('fill(<-tables: stream)', (args) =>
    args.stream().map((table) => (table.length === 0 ? nullRow(table) : table)),
  ),
];

/** Columns with one value each; those of the key change with it. */
function set(args: Args): Stream {
  const record = args.record('o');
  const parts = [...record.labels()].map((label): KeyPart => {
    const { type, cell } = unbox(record.get(label));
    if (!type) throw new FluxError(`set: ${label} is null`);
    return { label, type, cell };
  });
  return args.stream().all(function* (tables) {
    const groups = new Grouping();
    for (const table of tables) {
      const key = table.key.with(parts.filter((part) => table.key.has(part.label)));
      const columns = parts.map(({ label, type, cell }) => Column.constant(label, type, cell, table.length));
      groups.add(key, { table: new Table(key, table.set(columns).columns, table.length) });
    }
    yield* groups.tables();
  });
}

function extend(args: Args, context: Context): Stream {
  if (args.string('mode') !== 'extend')
    throw new FluxError('the only mode of experimental.group is "extend"');
  const added = args.strings('columns');
  return groupStream(args.stream(), context, (table) => [
    ...new Set([...table.key.parts.map(({ label }) => label), ...added]),
  ]);
}

function preview(args: Args): Stream {
  const [rows, most] = [Number(args.int('nrows', 5n)), Number(args.int('ntables', 5n))];
  return args.stream().all(function* (tables) {
    let count = 0;
    for (const table of tables) {
      if (count++ >= most) return;
      yield table.slice(0, Math.min(rows, table.length));
    }
  });
}

/** A table for each column that is neither in the key nor among the others, named in `_field`. */
function unpivot(args: Args, context: Context): Stream {
  const others = args.strings('otherColumns', ['_time']);
  return args.stream().all(function* (tables) {
    const groups = new Grouping();
    for (const table of tables) {
      context.budget.spend(1 + table.length);
      if ((table.column('_field') && !others.includes('_field')) || table.column('_value'))
        throw new FluxError(`unpivot can't have "_field" or "_value" as an input column`);
      const missing = others.find((label) => label !== '_field' && !table.column(label));
      if (missing !== undefined)
        throw new FluxError(`unpivot could not find column named ${JSON.stringify(missing)}`);
      for (const column of table.columns) {
        if (table.key.has(column.label) || others.includes(column.label)) continue;
        const rows = Array.from({ length: table.length }, (_, row) => row).filter(
          (row) => column.cell(row) !== null,
        );
        const field: KeyPart = { label: '_field', type: 'string', cell: column.label };
        // `_field` among the others is a column, and no part of the key.
        const key = others.includes('_field') ? table.key : new GroupKey([...table.key.parts, field]);
        const kept = others.flatMap((label) =>
          label === '_field'
            ? Column.constant(label, field.type, field.cell, rows.length)
            : (table.column(label)?.take(rows) ?? []),
        );
        const columns = [
          ...key.columns(rows.length),
          ...kept.filter(({ label }) => !key.has(label)),
          column.take(rows).as('_value'),
        ];
        groups.add(key, { table: new Table(key, columns, rows.length) });
      }
    }
    yield* groups.tables();
  });
}
