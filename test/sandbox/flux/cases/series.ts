import type { Family } from './case.ts';

/** Functions that look at a row and those before it. */
export const series: Family = {
  path: 'universe',
  imports: ['sampledata'],
  streams: {
    difference: {
      call: 'difference()',
      // From the last value that is not null.
      nulls: '[t=a] _time _value | 10:10 - | 10:20 3 | 10:30 -2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:10 2 | 10:20 -1 | 10:30 4
               [t=b] _time _value | 10:10 -6 | 10:20 0`,
      groups: `[t=a u=x] _time _value | 10:10 2
             [t=a u=y] _time:time _value:int
             [t=b u=x] _time _value | 10:10 6 | 10:20 0`,
      more: {
        'the documentation’s figures with nulls': [
          'sampledata.int(includeNull: true) |> difference() |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | - | 9 | - | - | -3\n[tag=t2] _value | - | -7 | 22 | - | -18',
        ],
        'never negative': [
          'tables |> difference(nonNegative: true)',
          `[t=a] _time _value | 10:10 2 | 10:20 - | 10:30 4
           [t=b] _time _value | 10:10 - | 10:20 0`,
        ],
        'from zero after a fall': [
          'tables |> difference(nonNegative: true, initialZero: true)',
          `[t=a] _time _value | 10:10 2 | 10:20 2 | 10:30 4
           [t=b] _time _value | 10:10 4 | 10:20 0`,
        ],
        'a fall below zero has no difference': [
          'array.from(rows: [{_value: 2}, {_value: -1}]) |> difference(nonNegative: true, initialZero: true)',
          '[] _value:int | -',
        ],
        'with the first row': [
          'nulls |> difference(keepFirst: true)',
          '[t=a] _time _value | 10:00 - | 10:10 - | 10:20 3 | 10:30 -2',
        ],
        'uints give ints': [
          'nulls |> toUInt() |> difference()',
          '[t=a] _time _value | 10:10 - | 10:20 3 | 10:30 -2',
        ],
        text: ['nulls |> toString() |> difference()', '! unsupported difference column type _value:string'],
      },
    },
    derivative: {
      call: 'derivative(unit: 10m)',
      nulls: '[t=a] _time _value | 10:10 - | 10:20 1.5 | 10:30 -2.0',
      empty: '[t=a] _time:time _value:float',
      tables: `[t=a] _time _value | 10:10 2.0 | 10:20 -1.0 | 10:30 4.0
               [t=b] _time _value | 10:10 -6.0 | 10:20 0.0`,
      groups: `[t=a u=x] _time _value | 10:10 2.0
             [t=a u=y] _time:time _value:float
             [t=b u=x] _time _value | 10:10 6.0 | 10:20 0.0`,
      more: {
        'never negative': [
          'tables |> derivative(unit: 10m, nonNegative: true)',
          `[t=a] _time _value | 10:10 2.0 | 10:20 - | 10:30 4.0
           [t=b] _time _value | 10:10 - | 10:20 0.0`,
        ],
        'from zero after a fall': [
          'tables |> derivative(unit: 10m, nonNegative: true, initialZero: true)',
          `[t=a] _time _value | 10:10 2.0 | 10:20 2.0 | 10:30 4.0
           [t=b] _time _value | 10:10 4.0 | 10:20 0.0`,
        ],
        'a time that is null': [
          'nulls |> map(fn: (r) => ({r with _time: if exists r._value then r._time else debug.null(type: "time")})) |> derivative()',
          '! derivative found null time in time column',
        ],
        'times backwards': [
          'nulls |> sort(columns: ["_time"], desc: true) |> derivative()',
          '! derivative found out-of-order times in time column',
        ],
        text: ['nulls |> toString() |> derivative()', '! unsupported derivative column type _value:string'],
      },
    },
    increase: {
      call: 'increase()',
      // A fall is a restart at zero; where there is nothing to rise from, the sum stays.
      nulls: '[t=a] _time _value | 10:00 0 | 10:10 0 | 10:20 3 | 10:30 5',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 0 | 10:10 2 | 10:20 4 | 10:30 8
               [t=b] _time _value | 10:00 0 | 10:10 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:00 0 | 10:10 2
             [t=a u=y] _time _value | 10:00 0
             [t=b u=x] _time _value | 10:00 0 | 10:10 6 | 10:20 6`,
      more: {
        'the documentation’s figures': [
          'sampledata.int() |> increase() |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | 0 | 12 | 19 | 29 | 44 | 48\n[tag=t2] _value | 0 | 4 | 4 | 26 | 39 | 40',
        ],
      },
    },
    cumulativeSum: {
      call: 'cumulativeSum()',
      nulls: '[t=a] _time _value | 10:00 1 | 10:10 1 | 10:20 5 | 10:30 7',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:10 4 | 10:20 6 | 10:30 12
               [t=b] _time _value | 10:00 10 | 10:10 14 | 10:20 18`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 4
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 10 | 10:20 18`,
      more: {
        'nothing to add up yet': [
          'nulls |> difference(keepFirst: true) |> cumulativeSum()',
          '[t=a] _time _value | 10:00 0 | 10:10 0 | 10:20 3 | 10:30 1',
        ],
        text: ['array.from(rows: [{_value: "a"}, {_value: "b"}]) |> cumulativeSum()', '[] _value | a | b'],
        'several columns': [
          'array.from(rows: [{a: 1, b: 0.5, c: 1}, {a: 2, b: 1.0, c: 1}]) |> cumulativeSum(columns: ["a", "b"])',
          '[] a b c | 1 0.5 1 | 3 1.5 1',
        ],
        'what is no number stays': [
          'nulls |> limit(n: 1) |> cumulativeSum(columns: ["_time"])',
          '[t=a] _time _value | 10:00 1',
        ],
        'a fall below zero adds nothing': [
          'array.from(rows: [{_value: 19}, {_value: 4}, {_value: -3}, {_value: 19}]) |> increase()',
          '[] _value | 0 | 4 | 4 | 26',
        ],
      },
    },
    elapsed: {
      call: 'elapsed(unit: 1m)',
      nulls: '[t=a] _time _value elapsed | 10:10 - 10 | 10:20 4 10 | 10:30 2 10',
      empty: '[t=a] _time:time _value:int elapsed:int',
      tables: `[t=a] _time _value elapsed | 10:10 3 10 | 10:20 2 10 | 10:30 6 10
               [t=b] _time _value elapsed | 10:10 4 10 | 10:20 4 10`,
      groups: `[t=a u=x] _time _value elapsed | 10:10 3 10
             [t=a u=y] _time:time _value:int elapsed:int
             [t=b u=x] _time _value elapsed | 10:10 8 10 | 10:20 8 10`,
      more: {
        'whole units': [
          'groups |> elapsed(unit: 3m, columnName: "n") |> first(column: "n")',
          `[t=a u=x] _time _value n | 10:10 3 3
           [t=a u=y] _time:time _value:int n:int
           [t=b u=x] _time _value n | 10:10 8 3`,
        ],
        'a column that is not there': ['nulls |> elapsed(timeColumn: "x")', '! column "x" does not exist'],
      },
    },
    fill: {
      call: 'fill(value: 0)',
      nulls: '[t=a] _time _value | 10:00 1 | 10:10 0 | 10:20 4 | 10:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6
               [t=b] _time _value | 10:00 10 | 10:10 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
      more: {
        'with the value before': [
          'nulls |> fill(usePrevious: true)',
          '[t=a] _time _value | 10:00 1 | 10:10 1 | 10:20 4 | 10:30 2',
        ],
        'nothing stands before': [
          'nulls |> tail(n: 3) |> fill(usePrevious: true)',
          '[t=a] _time _value | 10:10 - | 10:20 4 | 10:30 2',
        ],
        'a column that is not there': [
          'nulls |> tail(n: 1) |> fill(column: "x", value: "new")',
          '[t=a] _time _value x | 10:30 2 new',
        ],
        'with a value before in a column that is not there': [
          'nulls |> tail(n: 1) |> fill(column: "x", usePrevious: true)',
          '[t=a] _time _value | 10:30 2',
        ],
        'another type': ['nulls |> fill(value: 0.0)', '! fill column type mismatch: int/float'],
        neither: ['nulls |> fill()', '! fill requires exactly one of value or usePrevious'],
      },
    },
    timeShift: {
      call: 'timeShift(duration: 1h)',
      nulls: '[t=a] _time _value | 11:00 1 | 11:10 - | 11:20 4 | 11:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 11:00 1 | 11:10 3 | 11:20 2 | 11:30 6
               [t=b] _time _value | 11:00 10 | 11:10 4 | 11:20 4`,
      groups: `[t=a u=x] _time _value | 11:00 1 | 11:10 3
             [t=a u=y] _time _value | 11:00 5
             [t=b u=x] _time _value | 11:00 2 | 11:10 8 | 11:20 8`,
      more: {
        'the bounds go along, backwards too': [
          'nulls |> range(start: start, stop: stop) |> tail(n: 1) |> timeShift(duration: -30m)',
          '[_start=09:30 _stop=10:30 t=a] _time _value | 10:00 2',
        ],
        'a time that is null': [
          'nulls |> tail(n: 1) |> map(fn: (r) => ({_time: r._time, v: debug.null(type: "time")})) |> timeShift(duration: 1h, columns: ["_time", "v"])',
          '[] _time | 11:30',
        ],
      },
    },
    truncateTimeColumn: {
      call: 'truncateTimeColumn(unit: 20m)',
      nulls: '[t=a] _time _value | 10:00 1 | 10:00 - | 10:20 4 | 10:20 2',
      empty: 'nothing',
      tables: `[t=a] _time _value | 10:00 1 | 10:00 3 | 10:20 2 | 10:20 6
               [t=b] _time _value | 10:00 10 | 10:00 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:00 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:00 8 | 10:20 8`,
    },
  },
};
