import type { Family } from './case.ts';

/** Rows that are chosen. A null is never chosen; where nothing is, the table stays without rows. */
export const selectors: Family = {
  path: 'universe',
  streams: {
    first: {
      call: 'first()',
      nulls: ['nulls |> tail(n: 3) |> first()', '[t=a] _time _value | 10:20 4'],
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1
               [t=b] _time _value | 10:00 10`,
      groups: `[t=a u=x] _time _value | 10:00 1
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2`,
      more: {
        'of another column': [
          'nulls |> tail(n: 3) |> first(column: "_time")',
          '[t=a] _time _value:int | 10:10 -',
        ],
        'a column that is not there': ['nulls |> first(column: "x")', '! no column "x" exists'],
      },
    },
    last: {
      call: 'last()',
      nulls: ['nulls |> limit(n: 2) |> last()', '[t=a] _time _value | 10:00 1'],
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:30 6
               [t=b] _time _value | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:20 8`,
      more: { 'a column that is not there': ['nulls |> last(column: "x")', '! no column "x" exists'] },
    },
    min: {
      call: 'min()',
      nulls: '[t=a] _time _value | 10:00 1',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1
               [t=b] _time _value | 10:10 4`,
      groups: `[t=a u=x] _time _value | 10:00 1
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2`,
      more: {
        'nothing but null': [
          'nulls |> filter(fn: (r) => not exists r._value) |> min()',
          '[t=a] _time:time _value:int',
        ],
      },
    },
    max: {
      call: 'max()',
      nulls: '[t=a] _time _value | 10:20 4',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:30 6
               [t=b] _time _value | 10:00 10`,
      // The first of equals.
      groups: `[t=a u=x] _time _value | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:10 8`,
      more: {
        times: ['nulls |> max(column: "_time")', '[t=a] _time _value | 10:30 2'],
        'of an aggregate’s window': [
          'nulls |> range(start: start, stop: stop) |> aggregateWindow(every: 20m, fn: max)',
          '[_start=10:00 _stop=11:00 t=a] _time _value | 10:20 1 | 10:40 4 | 11:00 -',
        ],
      },
    },
    distinct: {
      call: 'distinct()',
      nulls: '[t=a] _value | 1 | - | 4 | 2',
      empty: '[t=a] _value:int',
      tables: `[t=a] _value | 1 | 3 | 2 | 6
               [t=b] _value | 10 | 4`,
      groups: `[t=a u=x] _value | 1 | 3
             [t=a u=y] _value | 5
             [t=b u=x] _value | 2 | 8`,
      more: {
        'a column of the key': [
          'tables |> distinct(column: "t")',
          `[t=a] _value | a
           [t=b] _value | b`,
        ],
        'a column that is not there': ['nulls |> distinct(column: "x")', '[t=a] _value | ""'],
      },
    },
    unique: {
      call: 'unique()',
      nulls: '[t=a] _time _value | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6
               [t=b] _time _value | 10:00 10 | 10:10 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 8`,
      more: {
        'null is one value': [
          'nulls |> map(fn: (r) => ({r with _value: if r._value == 4 then r._value else debug.null(type: "int")})) |> unique()',
          '[t=a] _time _value | 10:00 - | 10:20 4',
        ],
        'a column that is not there': ['nulls |> unique(column: "x")', '! no column "x" exists'],
      },
    },
    limit: {
      call: 'limit(n: 2)',
      nulls: '[t=a] _time _value | 10:00 1 | 10:10 -',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:10 3
               [t=b] _time _value | 10:00 10 | 10:10 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 8`,
      more: {
        'with an offset': [
          'tables |> limit(n: 2, offset: 2)',
          `[t=a] _time _value | 10:20 2 | 10:30 6
           [t=b] _time _value | 10:20 4`,
        ],
      },
    },
    tail: {
      call: 'tail(n: 2)',
      nulls: '[t=a] _time _value | 10:20 4 | 10:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:20 2 | 10:30 6
               [t=b] _time _value | 10:10 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:10 8 | 10:20 8`,
      more: {
        'with an offset': [
          'tables |> tail(n: 2, offset: 1)',
          `[t=a] _time _value | 10:10 3 | 10:20 2
           [t=b] _time _value | 10:00 10 | 10:10 4`,
        ],
      },
    },
    sample: {
      call: 'sample(n: 2, pos: 1)',
      nulls: '[t=a] _time _value | 10:10 - | 10:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:10 3 | 10:30 6
               [t=b] _time _value | 10:10 4`,
      groups: `[t=a u=x] _time _value | 10:10 3
             [t=a u=y] _time:time _value:int
             [t=b u=x] _time _value | 10:10 8`,
      more: {
        'no step': ['nulls |> sample(n: 0)', '! n must be a positive integer'],
        'a place behind the step': ['nulls |> sample(n: 2, pos: 2)', '! pos must be less than n'],
        'a column that is not there': ['nulls |> sample(n: 2, column: "x")', '! no column "x" exists'],
      },
    },
    sort: {
      call: 'sort()',
      // Nulls come first either way, as the language's own testcase has it; the documentation says that they come last here.
      nulls: '[t=a] _time _value | 10:10 - | 10:00 1 | 10:30 2 | 10:20 4',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:20 2 | 10:10 3 | 10:30 6
               [t=b] _time _value | 10:10 4 | 10:20 4 | 10:00 10`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
      more: {
        descending: [
          'nulls |> sort(desc: true)',
          '[t=a] _time _value | 10:10 - | 10:20 4 | 10:30 2 | 10:00 1',
        ],
        'by several columns': [
          'tables |> group() |> sort(columns: ["t", "_value"], desc: true) |> keep(columns: ["t", "_value"])',
          '[] _value t | 10 b | 4 b | 4 b | 6 a | 3 a | 2 a | 1 a',
        ],
      },
    },
    top: {
      call: 'top(n: 2)',
      nulls: '[t=a] _time _value | 10:10 - | 10:20 4',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:30 6 | 10:10 3
               [t=b] _time _value | 10:00 10 | 10:10 4`,
      groups: `[t=a u=x] _time _value | 10:10 3 | 10:00 1
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:10 8 | 10:20 8`,
    },
    bottom: {
      call: 'bottom(n: 2)',
      nulls: '[t=a] _time _value | 10:10 - | 10:00 1',
      empty: '[t=a] _time:time _value:int',
      tables: `[t=a] _time _value | 10:00 1 | 10:20 2
               [t=b] _time _value | 10:10 4 | 10:20 4`,
      groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
             [t=a u=y] _time _value | 10:00 5
             [t=b u=x] _time _value | 10:00 2 | 10:10 8`,
    },
    highestMax: {
      call: 'highestMax(n: 1, groupColumns: ["t"])',
      nulls: '[] _time _value t | 10:20 4 a',
      empty: 'nothing',
      tables: '[] _time _value t | 10:00 10 b',
      groups: '[] _time _value t u | 10:10 8 b x',
    },
    highestAverage: {
      call: 'highestAverage(n: 1, groupColumns: ["t"])',
      nulls: '[] _value t | 2.33333333333 a',
      empty: 'nothing',
      tables: '[] _value t | 6.0 b',
      groups: '[] _value t | 6.0 b',
    },
    highestCurrent: {
      call: 'highestCurrent(n: 1, groupColumns: ["t"])',
      nulls: '[] _time _value t | 10:30 2 a',
      empty: 'nothing',
      tables: '[] _time _value t | 10:30 6 a',
      groups: '[] _time _value t u | 10:20 8 b x',
    },
    lowestMin: {
      call: 'lowestMin(n: 1, groupColumns: ["t"])',
      nulls: '[] _time _value t | 10:00 1 a',
      empty: 'nothing',
      tables: '[] _time _value t | 10:00 1 a',
      groups: '[] _time _value t u | 10:00 1 a x',
    },
    lowestAverage: {
      call: 'lowestAverage(n: 1, groupColumns: ["t"])',
      nulls: '[] _value t | 2.33333333333 a',
      empty: 'nothing',
      tables: '[] _value t | 3.0 a',
      groups: '[] _value t | 3.0 a',
    },
    lowestCurrent: {
      call: 'lowestCurrent(n: 1, groupColumns: ["t"])',
      nulls: '[] _time _value t | 10:30 2 a',
      empty: 'nothing',
      tables: '[] _time _value t | 10:20 4 b',
      groups: '[] _time _value t u | 10:00 5 a y',
    },
    hourSelection: {
      call: 'hourSelection(start: 10, stop: 11)',
      nulls: '[t=a] _time _value | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
      empty: '[t=a] _time:time _value:int',
      tables: [
        'tables |> timeShift(duration: -20m) |> hourSelection(start: 10, stop: 11)',
        `[t=a] _time _value | 10:00 2 | 10:10 6
         [t=b] _time _value | 10:00 4`,
      ],
      groups: [
        'groups |> timeShift(duration: -10m) |> hourSelection(start: 22, stop: 9)',
        `[t=a u=x] _time _value | 09:50 1
         [t=a u=y] _time _value | 09:50 5
         [t=b u=x] _time _value | 09:50 2`,
      ],
      more: {
        'in a zone of its own': [
          'nulls |> hourSelection(start: 12, stop: 12, location: {zone: "Europe/Berlin", offset: 0s}) |> count()',
          '[t=a] _value | 4',
        ],
        'an hour that no day has': ['nulls |> hourSelection(start: 9, stop: 24)', '! 24'],
      },
    },
  },
};
