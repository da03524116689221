import { aggregates } from './aggregates.ts';
import { averages } from './averages.ts';
import type { Example, Family, StreamCase } from './case.ts';
import { strict, type untold } from './case.ts';
import { histograms as histogramCases } from './histograms.ts';
import { selectors } from './selectors.ts';
import { series } from './series.ts';
import { windows } from './windows.ts';

/** The universe's cases of a function, asked of package experimental. */
function renamed(name: string, from: Family): StreamCase {
  const one = from.streams?.[name];
  if (!one) throw new TypeError(`no cases of ${name}`);
  const call = (flux: string) => flux.replace(new RegExp(`(?<=^|\\|> )${name}\\(`), `experimental.${name}(`);
  const of = <T extends string | Example | typeof untold>(example: T) =>
    Array.isArray(example) ? ([call(example[0]), example[1]] as const) : example;
  return {
    ...one,
    call: call(one.call),
    nulls: of(one.nulls),
    empty: of(one.empty),
    tables: of(one.tables),
    groups: of(one.groups),
    more: {},
  };
}
const same = (from: Family, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, renamed(name, from)]));

export const experimental: Family = {
  path: 'experimental',
  streams: {
    ...same(aggregates, 'count', 'mean', 'mode', 'skew', 'spread', 'sum', 'stddev', 'quantile', 'integral'),
    ...same(selectors, 'distinct', 'first', 'last', 'max', 'min', 'unique'),
    ...same(averages, 'kaufmansAMA'),
    ...same(series, 'fill'),
    ...same(histogramCases, 'histogram', 'histogramQuantile'),
    ...same(windows, 'window'),
    group: {
      call: 'experimental.group(mode: "extend", columns: ["_value"])',
      nulls: `[_value=1 t=a] _time | 10:00
              [_value=2 t=a] _time | 10:30
              [_value=4 t=a] _time | 10:20
              [_value=- t=a] _time | 10:10`,
      empty: 'nothing',
      tables: `[_value=1 t=a] _time | 10:00
               [_value=2 t=a] _time | 10:20
               [_value=3 t=a] _time | 10:10
               [_value=4 t=b] _time | 10:10 | 10:20
               [_value=6 t=a] _time | 10:30
               [_value=10 t=b] _time | 10:00`,
      groups: `[_value=1 t=a u=x] _time | 10:00
               [_value=2 t=b u=x] _time | 10:00
               [_value=3 t=a u=x] _time | 10:10
               [_value=5 t=a u=y] _time | 10:00
               [_value=8 t=b u=x] _time | 10:10 | 10:20`,
      more: { 'another mode': ['nulls |> experimental.group(mode: "by", columns: ["t"])', '! extend'] },
    },
    set: {
      call: 'experimental.set(o: {u: "z", n: 1})',
      nulls: '[t=a] _time _value n u | 10:00 1 1 z | 10:10 - 1 z | 10:20 4 1 z | 10:30 2 1 z',
      empty: '[t=a] _time:time _value:int n:int u:string',
      tables: [
        'tables |> limit(n: 1) |> experimental.set(o: {t: "c"})',
        '[t=c] _time _value | 10:00 1 | 10:00 10',
      ],
      groups: `[t=a u=z] _time _value n | 10:00 1 1 | 10:10 3 1 | 10:00 5 1
               [t=b u=z] _time _value n | 10:00 2 1 | 10:10 8 1 | 10:20 8 1`,
    },
    preview: {
      call: 'experimental.preview(nrows: 1, ntables: 2)',
      nulls: '[t=a] _time _value | 10:00 1',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1
               [t=b] _time _value | 10:00 10`,
      groups: `[t=a u=x] _time _value | 10:00 1
               [t=a u=y] _time _value | 10:00 5`,
    },
    alignTime: {
      call: 'experimental.alignTime(alignTo: 2030-05-15T12:00:00Z)',
      nulls: '[t=a] _time _value | 12:00 1 | 12:10 - | 12:20 4 | 12:30 2',
      empty: 'nothing',
      tables: `[t=a] _time _value | 12:00 1 | 12:10 3 | 12:20 2 | 12:30 6
               [t=b] _time _value | 12:00 10 | 12:10 4 | 12:20 4`,
      groups: `[t=a u=x] _time _value | 12:00 1 | 12:10 3
               [t=a u=y] _time _value | 12:00 5
               [t=b u=x] _time _value | 12:00 2 | 12:10 8 | 12:20 8`,
      more: {
        'the epoch, when nothing is said': [
          'nulls |> limit(n: 1) |> experimental.alignTime()',
          '[t=a] _time _value | 1970-01-01T00:00:00Z 1',
        ],
      },
    },
    unpivot: {
      call: 'rename(columns: {_value: "temp"}) |> experimental.unpivot()',
      // A null has no row of its own.
      nulls: '[_field=temp t=a] _time _value | 10:00 1 | 10:20 4 | 10:30 2',
      empty: '[_field=temp t=a] _time:time _value:int',
      tables: `[_field=temp t=a] _time _value | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6
               [_field=temp t=b] _time _value | 10:00 10 | 10:10 4 | 10:20 4`,
      groups: `[_field=temp t=a u=x] _time _value | 10:00 1 | 10:10 3
               [_field=temp t=a u=y] _time _value | 10:00 5
               [_field=temp t=b u=x] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
      more: {
        'several columns': [
          'array.from(rows: [{_time: start, a: 1, b: 2}]) |> experimental.unpivot()',
          '[_field=a] _time _value | 10:00 1\n[_field=b] _time _value | 10:00 2',
        ],
        'a column _value': ['nulls |> experimental.unpivot()', '! can\'t have "_field" or "_value"'],
        'a column that is not there': [
          'nulls |> drop(columns: ["_value"]) |> experimental.unpivot(otherColumns: ["x"])',
          '! could not find column named "x"',
        ],
      },
    },
    join: {
      call: 'limit(n: 9)',
      nulls: [
        'experimental.join(left: nulls, right: tables, fn: (left, right) => ({left with w: right._value}))',
        '[t=a] _time _value w | 10:00 1 1 | 10:10 - 3 | 10:20 4 2 | 10:30 2 6',
      ],
      empty: [
        'experimental.join(left: empty, right: tables, fn: (left, right) => ({left with w: right._value}))',
        'nothing',
      ],
      tables: [
        'experimental.join(left: tables, right: tables |> tail(n: 1), fn: (left, right) => ({left with w: right._value}))',
        '[t=a] _time _value w | 10:30 6 6\n[t=b] _time _value w | 10:20 4 4',
      ],
      groups: [
        'experimental.join(left: groups, right: groups |> filter(fn: (r) => r._value > 4), fn: (left, right) => ({left with w: right._value}))',
        '[t=a u=y] _time _value w | 10:00 5 5\n[t=b u=x] _time _value w | 10:10 8 8 | 10:20 8 8',
      ],
    },
    chain: {
      call: 'limit(n: 9)',
      nulls: [
        'experimental.chain(first: tables, second: nulls |> tail(n: 3))',
        '[t=a] _time _value | 10:10 - | 10:20 4 | 10:30 2',
      ],
      empty: ['experimental.chain(first: tables, second: empty)', '[t=a] _time:time _value:int'],
      tables: [
        'experimental.chain(first: empty, second: tables |> limit(n: 1))',
        '[t=a] _time _value | 10:00 1\n[t=b] _time _value | 10:00 10',
      ],
      groups: [
        'experimental.chain(first: empty, second: groups |> count())',
        '[t=a u=x] _value | 2\n[t=a u=y] _value | 1\n[t=b u=x] _value | 3',
      ],
      more: {
        'the first one runs too': [
          'experimental.chain(first: nulls |> first(column: "x"), second: nulls)',
          '! no column "x" exists',
        ],
      },
    },
    diff: {
      call: 'limit(n: 9)',
      nulls: ['nulls |> experimental.diff(want: nulls)', 'nothing'],
      empty: ['empty |> experimental.diff(want: empty)', 'nothing'],
      tables: ['tables |> experimental.diff(want: tables)', 'nothing'],
      groups: ['groups |> experimental.diff(want: groups)', 'nothing'],
    },
  },
  values: {
    addDuration: strict(['experimental.addDuration(d: 1h, to: 2030-05-15T10:00:00Z)', '11:00']),
    subDuration: strict(['experimental.subDuration(d: 1h, from: 2030-05-15T10:00:00Z)', '09:00']),
    catch: {
      values: [
        ['experimental.catch(fn: () => 1).value', '1'],
        ['experimental.catch(fn: () => die(msg: "no way")).msg =~ /no way/', 'true'],
      ],
      nulls: [['experimental.catch(fn: () => debug.null(type: "int")).value', '-']],
    },
    objectKeys: strict(['experimental.objectKeys(o: {b: 1, a: 2})', '[a, b]']),
  },
};
