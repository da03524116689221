import type { Family, StreamCase } from './case.ts';

/** The same tables as those that come in. */
const unchanged = (call: string): StreamCase => ({
  call,
  nulls: '[t=a] _time _value | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
  empty: '[t=a] _time:time _value:int',
  tables: `[t=a] _time _value | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6
           [t=b] _time _value | 10:00 10 | 10:10 4 | 10:20 4`,
  groups: `[t=a u=x] _time _value | 10:00 1 | 10:10 3
           [t=a u=y] _time _value | 10:00 5
           [t=b u=x] _time _value | 10:00 2 | 10:10 8 | 10:20 8`,
});

export const rates: Family = {
  path: 'experimental/aggregate',
  imports: ['sampledata'],
  streams: {
    rate: {
      call: 'range(start: start, stop: stop) |> aggregate.rate(every: 30m, unit: 10m)',
      // Of the rises only, their mean in each window, summed over the tables.
      nulls: '[_start=10:00 _stop=11:00] _time _value | 10:30 1.5 | 11:00 -',
      empty: '[_start=10:00 _stop=11:00] _time _value:float | 10:30 - | 11:00 -',
      tables: '[_start=10:00 _stop=11:00] _time _value | 10:30 2.0 | 11:00 4.0',
      groups: [
        'groups |> range(start: start, stop: stop) |> aggregate.rate(every: 30m, unit: 10m, groupColumns: ["t"])',
        `[_start=10:00 _stop=11:00 t=a] _time _value | 10:30 2.0 | 11:00 -
         [_start=10:00 _stop=11:00 t=b] _time _value | 10:30 3.0 | 11:00 -`,
      ],
      more: {
        'the documentation’s figures': [
          'sampledata.int() |> range(start: sampledata.start, stop: sampledata.stop) |> aggregate.rate(every: 30s, groupColumns: ["tag"]) |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | 1.2 | 1.0\n[tag=t2] _value | - | 2.2',
        ],
      },
    },
  },
};

export const tableFill: Family = {
  path: 'experimental/table',
  streams: { fill: { ...unchanged('table.fill()'), empty: '[t=a] _time:time _value:int | - -' } },
};

export const interpolate: Family = {
  path: 'interpolate',
  streams: {
    linear: {
      call: 'interpolate.linear(every: 15m)',
      of: 'float',
      nulls: '! null _value found during linear interpolation',
      empty: '[t=a] _time:time _value:float',
      tables: `[t=a] _time _value | 10:00 1.0 | 10:10 3.0 | 10:15 2.5 | 10:20 2.0 | 10:30 6.0
               [t=b] _time _value | 10:00 10.0 | 10:10 4.0 | 10:15 4.0 | 10:20 4.0`,
      groups: `[t=a u=x] _time _value | 10:00 1.0 | 10:10 3.0
               [t=a u=y] _time _value | 10:00 5.0
               [t=b u=x] _time _value | 10:00 2.0 | 10:10 8.0 | 10:15 8.0 | 10:20 8.0`,
      more: {
        'a column outside the key': [
          'tables |> set(key: "n", value: "z") |> interpolate.linear(every: 1m)',
          '! requires column "n" to be in group key',
        ],
        ints: [
          'tables |> toInt() |> interpolate.linear(every: 1m)',
          '! cannot interpolate int values; expected float values',
        ],
      },
    },
  },
};

export const events: Family = {
  path: 'contrib/tomhollingworth/events',
  streams: {
    duration: {
      call: 'events.duration(stop: stop, unit: 10m)',
      nulls: '[t=a] _time _value duration | 10:00 1 1 | 10:10 - 1 | 10:20 4 1 | 10:30 2 3',
      empty: '[t=a] _time:time _value:int duration:int',
      tables: `[t=a] _time _value duration | 10:00 1 1 | 10:10 3 1 | 10:20 2 1 | 10:30 6 3
               [t=b] _time _value duration | 10:00 10 1 | 10:10 4 1 | 10:20 4 4`,
      groups: `[t=a u=x] _time _value duration | 10:00 1 1 | 10:10 3 5
               [t=a u=y] _time _value duration | 10:00 5 6
               [t=b u=x] _time _value duration | 10:00 2 1 | 10:10 8 1 | 10:20 8 4`,
      more: {
        'up to the range’s stop': [
          'groups |> filter(fn: (r) => r.u == "y") |> range(start: start, stop: stop) |> events.duration(columnName: "s")',
          '[_start=10:00 _stop=11:00 t=a u=y] _time _value s | 10:00 5 3600',
        ],
      },
    },
  },
};

const named = (label: string, call: string): StreamCase => ({
  call: `rename(columns: {t: "${label}"}) |> ${call}`,
  nulls: `[${label}=a] _time _value | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2`,
  empty: 'nothing',
  tables: `[${label}=a] _time _value | 10:00 1 | 10:10 3 | 10:20 2 | 10:30 6`,
  groups: `[${label}=a u=x] _time _value | 10:00 1 | 10:10 3
           [${label}=a u=y] _time _value | 10:00 5`,
});

export const queries: Family = {
  path: 'experimental/query',
  streams: {
    filterMeasurement: named('_measurement', 'query.filterMeasurement(measurement: "a")'),
    filterFields: {
      ...named('_field', 'query.filterFields(fields: ["a", "c"])'),
      more: {
        'no fields are all of them': [
          'tables |> query.filterFields() |> count()',
          '[t=a] _value | 4\n[t=b] _value | 3',
        ],
      },
    },
  },
};

export const fieldsAsCols: Family = {
  path: 'influxdata/influxdb/schema',
  streams: {
    fieldsAsCols: {
      call: 'rename(columns: {t: "_field"}) |> schema.fieldsAsCols()',
      nulls: '[] _time a | 10:00 1 | 10:10 - | 10:20 4 | 10:30 2',
      empty: '[] _time:time',
      tables: '[] _time a b | 10:00 1 10 | 10:10 3 4 | 10:20 2 4 | 10:30 6 -',
      groups: `[u=x] _time a b | 10:00 1 2 | 10:10 3 8 | 10:20 - 8
               [u=y] _time a | 10:00 5`,
    },
  },
};

export const testing: Family = {
  path: 'testing',
  streams: {
    load: unchanged('testing.load()'),
    diff: {
      call: 'limit(n: 9)',
      nulls: ['nulls |> testing.diff(want: nulls)', 'nothing'],
      empty: ['empty |> testing.diff(want: empty)', 'nothing'],
      tables: [
        'tables |> testing.diff(want: tables |> filter(fn: (r) => r._value != 6))',
        '[t=a] _diff _time _value | "+" 10:30 6',
      ],
      groups: [
        'groups |> testing.diff(want: groups |> filter(fn: (r) => r.u == "x"))',
        '[t=a u=y] _diff _time _value | "+" 10:00 5',
      ],
      more: {
        'null is no value': [
          'nulls |> limit(n: 2) |> testing.diff(want: nulls |> limit(n: 2) |> fill(value: 7))',
          '[t=a] _diff _time _value | "-" 10:10 7 | "+" 10:10 -',
        ],
        'floats that are near': [
          'array.from(rows: [{v: 1.0}]) |> testing.diff(want: array.from(rows: [{v: 1.0000001}]))',
          'nothing',
        ],
      },
    },
    assertEquals: {
      call: 'limit(n: 9)',
      nulls: ['nulls |> testing.assertEquals(name: "n", want: nulls) |> count()', '[t=a] _value | 4'],
      empty: ['empty |> testing.assertEquals(name: "n", want: empty) |> count()', '[t=a] _value | 0'],
      tables: [
        'tables |> testing.assertEquals(name: "n", want: tables |> limit(n: 1))',
        '! n: tables are not equal',
      ],
      groups: [
        'groups |> testing.assertEquals(name: "n", want: groups) |> count()',
        '[t=a u=x] _value | 2\n[t=a u=y] _value | 1\n[t=b u=x] _value | 3',
      ],
    },
    assertEmpty: {
      call: 'testing.assertEmpty()',
      nulls: '! expected empty table',
      empty: ['empty |> testing.assertEmpty() |> count()', '[t=a] _value | 0'],
      tables: '! expected empty table',
      groups: '! expected empty table',
    },
  },
};

export const debug: Family = {
  path: 'internal/debug',
  streams: {
    opaque: unchanged('debug.opaque()'),
    pass: unchanged('debug.pass()'),
    slurp: unchanged('debug.slurp()'),
  },
};
