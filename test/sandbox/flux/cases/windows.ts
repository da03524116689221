import type { Family } from './case.ts';

/** Ranges and windows of time. */
export const windows: Family = {
  path: 'universe',
  streams: {
    range: {
      call: 'range(start: start, stop: 2030-05-15T10:20:00Z)',
      nulls: '[_start=10:00 _stop=10:20 t=a] _time _value | 10:00 1 | 10:10 -',
      empty: '[_start=10:00 _stop=10:20 t=a] _time:time _value:int',
      tables: `[_start=10:00 _stop=10:20 t=a] _time _value | 10:00 1 | 10:10 3
               [_start=10:00 _stop=10:20 t=b] _time _value | 10:00 10 | 10:10 4`,
      groups: `[_start=10:00 _stop=10:20 t=a u=x] _time _value | 10:00 1 | 10:10 3
             [_start=10:00 _stop=10:20 t=a u=y] _time _value | 10:00 5
             [_start=10:00 _stop=10:20 t=b u=x] _time _value | 10:00 2 | 10:10 8`,
      more: {
        'a duration counts from now, which is noon': [
          'nulls |> range(start: -110m, stop: -90m)',
          '[_start=10:10 _stop=10:30 t=a] _time _value | 10:10 - | 10:20 4',
        ],
        'no time at all': ['nulls |> range(start: stop, stop: start)', '! cannot query an empty range'],
        'a column that is not there': ['nulls |> range(start: start, timeColumn: "x")', '! x'],
        'a column of another type': [
          'nulls |> range(start: start, timeColumn: "_value")',
          '! _value is not of type time',
        ],
      },
    },
    window: {
      call: 'range(start: start, stop: stop) |> window(every: 20m)',
      nulls: `[_start=10:00 _stop=10:20 t=a] _time _value | 10:00 1 | 10:10 -
              [_start=10:20 _stop=10:40 t=a] _time _value | 10:20 4 | 10:30 2`,
      empty: 'nothing',
      tables: `[_start=10:00 _stop=10:20 t=a] _time _value | 10:00 1 | 10:10 3
               [_start=10:00 _stop=10:20 t=b] _time _value | 10:00 10 | 10:10 4
               [_start=10:20 _stop=10:40 t=a] _time _value | 10:20 2 | 10:30 6
               [_start=10:20 _stop=10:40 t=b] _time _value | 10:20 4`,
      groups: `[_start=10:00 _stop=10:20 t=a u=x] _time _value | 10:00 1 | 10:10 3
             [_start=10:00 _stop=10:20 t=a u=y] _time _value | 10:00 5
             [_start=10:00 _stop=10:20 t=b u=x] _time _value | 10:00 2 | 10:10 8
             [_start=10:20 _stop=10:40 t=b u=x] _time _value | 10:20 8`,
      more: {
        'empty windows when asked': [
          'groups |> range(start: start, stop: stop) |> filter(fn: (r) => r.u == "y") |> window(every: 30m, createEmpty: true)',
          `[_start=10:00 _stop=10:30 t=a u=y] _time _value | 10:00 5
           [_start=10:30 _stop=11:00 t=a u=y] _time:time _value:int`,
        ],
        'windows that overlap': [
          'nulls |> range(start: start, stop: stop) |> window(every: 30m, period: 1h) |> sum()',
          `[_start=10:00 _stop=10:30 t=a] _value | 5
           [_start=10:00 _stop=11:00 t=a] _value | 7
           [_start=10:30 _stop=11:00 t=a] _value | 2`,
        ],
        'windows with gaps': [
          'nulls |> range(start: start, stop: stop) |> window(every: 20m, period: 10m)',
          `[_start=10:00 _stop=10:10 t=a] _time _value | 10:00 1
           [_start=10:20 _stop=10:30 t=a] _time _value | 10:20 4`,
        ],
        'an offset moves the boundaries': [
          'nulls |> range(start: start, stop: stop) |> window(every: 30m, offset: 10m) |> count()',
          `[_start=10:00 _stop=10:10 t=a] _value | 1
           [_start=10:10 _stop=10:40 t=a] _value | 3`,
        ],
        'back to one': [
          'tables |> range(start: start, stop: stop) |> window(every: 20m) |> sum() |> window(every: inf, timeColumn: "_stop")',
          `[_start=10:00 _stop=11:00 t=a] _value | 4 | 8
           [_start=10:00 _stop=11:00 t=b] _value | 14 | 4`,
        ],
        'without a range': [
          'nulls |> window(every: 1h)',
          '! nil bounds provided to window; use range to set the window range',
        ],
        'without a length': [
          'nulls |> range(start: start, stop: stop) |> window()',
          '! window function requires at least one of "every" or "period" to be set and non-zero',
        ],
      },
    },
    aggregateWindow: {
      call: 'range(start: start, stop: stop) |> aggregateWindow(every: 30m, fn: sum)',
      nulls: '[_start=10:00 _stop=11:00 t=a] _time _value | 10:30 5 | 11:00 2',
      empty: '[_start=10:00 _stop=11:00 t=a] _time _value:int | 10:30 - | 11:00 -',
      tables: `[_start=10:00 _stop=11:00 t=a] _time _value | 10:30 6 | 11:00 6
               [_start=10:00 _stop=11:00 t=b] _time _value | 10:30 18 | 11:00 -`,
      groups: `[_start=10:00 _stop=11:00 t=a u=x] _time _value | 10:30 4 | 11:00 -
             [_start=10:00 _stop=11:00 t=a u=y] _time _value | 10:30 5 | 11:00 -
             [_start=10:00 _stop=11:00 t=b u=x] _time _value | 10:30 18 | 11:00 -`,
      more: {
        'no empty windows': [
          'groups |> range(start: start, stop: stop) |> aggregateWindow(every: 30m, fn: count, createEmpty: false)',
          `[_start=10:00 _stop=11:00 t=a u=x] _time _value | 10:30 2
           [_start=10:00 _stop=11:00 t=a u=y] _time _value | 10:30 1
           [_start=10:00 _stop=11:00 t=b u=x] _time _value | 10:30 3`,
        ],
        'an empty table with no empty windows': [
          'empty |> range(start: start, stop: stop) |> aggregateWindow(every: 30m, fn: count, createEmpty: false)',
          'nothing',
        ],
        'zero is counted': [
          'empty |> range(start: start, stop: stop) |> aggregateWindow(every: 1h, fn: count)',
          '[_start=10:00 _stop=11:00 t=a] _time _value | 11:00 0',
        ],
        'the window’s beginning': [
          'nulls |> range(start: start, stop: stop) |> aggregateWindow(every: 30m, fn: mean, timeSrc: "_start")',
          '[_start=10:00 _stop=11:00 t=a] _time _value | 10:00 2.5 | 10:30 2.0',
        ],
        'a selector': [
          'nulls |> range(start: start, stop: stop) |> aggregateWindow(every: 30m, fn: last)',
          '[_start=10:00 _stop=11:00 t=a] _time _value | 10:30 4 | 11:00 2',
        ],
        'a function of one’s own': [
          'nulls |> range(start: start, stop: stop) |> aggregateWindow(every: 30m, fn: (column, tables=<-) => tables |> max(column: column))',
          '[_start=10:00 _stop=11:00 t=a] _time _value | 10:30 4 | 11:00 2',
        ],
        'an offset': [
          'nulls |> range(start: start, stop: stop) |> aggregateWindow(every: 30m, offset: 15m, fn: count, createEmpty: false)',
          '[_start=10:00 _stop=11:00 t=a] _time _value | 10:15 2 | 10:45 2',
        ],
        'windows of months': [
          `array.from(rows: [{_time: 2030-01-31T00:00:00Z, _value: 1}, {_time: 2030-03-01T00:00:00Z, _value: 2}])
            |> range(start: 2030-01-01T00:00:00Z, stop: 2030-04-01T00:00:00Z)
            |> aggregateWindow(every: 1mo, fn: sum) |> drop(columns: ["_start", "_stop"])`,
          '[] _time _value | 2030-02-01T00:00:00Z 1 | 2030-03-01T00:00:00Z - | 2030-04-01T00:00:00Z 2',
        ],
      },
    },
  },
};
