import { type Family, untold } from './case.ts';

/** One row for each table. Nulls are left out, and an aggregate of nothing is null. */
export const aggregates: Family = {
  path: 'universe',
  streams: {
    count: {
      call: 'count()',
      nulls: '[t=a] _value | 4',
      empty: '[t=a] _value | 0',
      tables: `[t=a] _value | 4
               [t=b] _value | 3`,
      groups: `[t=a u=x] _value | 2
             [t=a u=y] _value | 1
             [t=b u=x] _value | 3`,
      more: {
        'another column': ['nulls |> count(column: "_time")', '[t=a] _time | 4'],
        'a column that is not there': ['nulls |> count(column: "x")', '! column "x" does not exist'],
        'a column of the key': [
          'nulls |> count(column: "t")',
          '! cannot aggregate columns that are part of the group key',
        ],
      },
    },
    sum: {
      call: 'sum()',
      nulls: '[t=a] _value | 7',
      empty: '[t=a] _value:int | -',
      tables: `[t=a] _value | 12
               [t=b] _value | 18`,
      groups: `[t=a u=x] _value | 4
             [t=a u=y] _value | 5
             [t=b u=x] _value | 18`,
      more: {
        floats: ['nulls |> toFloat() |> sum()', '[t=a] _value | 7.0'],
        uints: ['nulls |> toUInt() |> sum()', '[t=a] _value | 7u'],
        text: ['nulls |> toString() |> sum()', '! unsupported aggregate column type string'],
      },
    },
    mean: {
      call: 'mean()',
      nulls: '[t=a] _value | 2.33333333333',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 3.0
               [t=b] _value | 6.0`,
      groups: `[t=a u=x] _value | 2.0
             [t=a u=y] _value | 5.0
             [t=b u=x] _value | 6.0`,
      more: {
        'nothing but null': [
          'nulls |> filter(fn: (r) => not exists r._value) |> mean()',
          '[t=a] _value:float | -',
        ],
        text: ['nulls |> toString() |> mean()', '! unsupported aggregate column type string'],
      },
    },
    spread: {
      call: 'spread()',
      nulls: '[t=a] _value | 3',
      empty: '[t=a] _value:int | -',
      tables: `[t=a] _value | 5
               [t=b] _value | 6`,
      groups: `[t=a u=x] _value | 2
             [t=a u=y] _value | 0
             [t=b u=x] _value | 6`,
      more: { times: ['nulls |> spread(column: "_time")', '! unsupported aggregate column type time'] },
    },
    stddev: {
      call: 'stddev(mode: "population")',
      // The roots of 14/9, 14/4, 24/3, 1 and 8 by hand.
      nulls: '[t=a] _value | 1.24721912892',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 1.87082869339
               [t=b] _value | 2.82842712475`,
      groups: `[t=a u=x] _value | 1.0
             [t=a u=y] _value | 0.0
             [t=b u=x] _value | 2.82842712475`,
      more: {
        'a sample of one has none': [
          'groups |> stddev()',
          `[t=a u=x] _value | 1.41421356237
           [t=a u=y] _value | NaN
           [t=b u=x] _value | 3.46410161514`,
        ],
        'an unknown mode': [
          'nulls |> stddev(mode: "both")',
          '! "both" is not a valid standard deviation mode',
        ],
      },
    },
    skew: {
      call: 'skew()',
      // √3·(20/9) / (14/3)^1.5; √4·18 / 14^1.5; √3·48 / 24^1.5
      nulls: '[t=a] _value | 0.381801774161',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 0.687243193489
               [t=b] _value | 0.707106781187`,
      groups: `[t=a u=x] _value | 0.0
             [t=a u=y] _value | NaN
             [t=b u=x] _value | -0.707106781187`,
    },
    mode: {
      call: 'mode()',
      nulls: '[t=a] _value:int | -',
      empty: untold,
      tables: `[t=a] _value:int | -
               [t=b] _value | 4`,
      groups: `[t=a u=x] _value:int | -
             [t=a u=y] _value:int | -
             [t=b u=x] _value | 8`,
      more: {
        'several modes, in order': [
          'array.from(rows: [{_value: 3}, {_value: 1}, {_value: 3}, {_value: 1}, {_value: 2}]) |> mode()',
          '[] _value | 1 | 3',
        ],
        'one value alone is none': [
          'nulls |> filter(fn: (r) => r._value == 1) |> mode()',
          '[t=a] _value:int | -',
        ],
        'nothing but null': [
          'nulls |> filter(fn: (r) => not exists r._value) |> mode()',
          '[t=a] _value:int | -',
        ],
        'the result is _value whatever the column': [
          'tables |> group() |> mode(column: "t")',
          '[] _value | a',
        ],
        'a column of the key': ['nulls |> mode(column: "t")', '[t=a] _value | a'],
        'a column that is not there': ['nulls |> mode(column: "x")', '[t=a] _value | ""'],
      },
    },
    median: {
      call: 'median()',
      of: 'float',
      nulls: '[t=a] _value | 2.0',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 2.5
               [t=b] _value | 4.0`,
      groups: `[t=a u=x] _value | 2.0
             [t=a u=y] _value | 5.0
             [t=b u=x] _value | 8.0`,
      more: {
        ints: ['nulls |> toInt() |> median()', '[t=a] _value | 2.0'],
        'ints, exactly': [
          'nulls |> toInt() |> median(method: "exact_mean")',
          '! unsupported aggregate column type int',
        ],
        'a selector chooses the row at or below': [
          'tables |> median(method: "exact_selector")',
          `[t=a] _time _value | 10:20 2.0
           [t=b] _time _value | 10:20 4.0`,
        ],
        'a selector of nothing': [
          'empty |> median(method: "exact_selector")',
          '[t=a] _time:time _value:float | - -',
        ],
      },
    },
    quantile: {
      call: 'quantile(q: 0.9, method: "exact_mean")',
      of: 'float',
      // 0.9 of the way from the first to the last: 2 + 0.8·2; 3 + 0.7·3; 4 + 0.8·6; 1 + 0.9·2
      nulls: '[t=a] _value | 3.6',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 5.1
               [t=b] _value | 8.8`,
      groups: `[t=a u=x] _value | 2.8
             [t=a u=y] _value | 5.0
             [t=b u=x] _value | 8.0`,
      more: {
        'the middle, estimated': ['nulls |> quantile(q: 0.5)', '[t=a] _value | 2.0'],
        'the ends': [
          'tables |> quantile(q: 1.0, method: "exact_mean")',
          `[t=a] _value | 6.0
           [t=b] _value | 10.0`,
        ],
        'a row of ints': [
          'nulls |> toInt() |> quantile(q: 0.9, method: "exact_selector")',
          '[t=a] _time _value | 10:20 4',
        ],
        'more than all': ['nulls |> quantile(q: 1.1)', '! quantile must be between 0 and 1'],
        'an unknown method': ['nulls |> quantile(q: 0.1, method: "guess")', '! unknown method guess'],
        'compression of what is exact': [
          'nulls |> quantile(q: 0.1, method: "exact_mean", compression: 10.0)',
          '! compression parameter is only valid for method estimate_tdigest',
        ],
      },
    },
    reduce: {
      call: 'reduce(identity: {n: 0, sum: 0}, fn: (r, accumulator) => ({n: accumulator.n + 1, sum: accumulator.sum + r._value}))',
      // What is added to null is null.
      nulls: '[t=a] n sum:int | 4 -',
      empty: [
        'empty |> reduce(identity: {n: 0}, fn: (r, accumulator) => ({n: accumulator.n + 1}))',
        '[t=a] n | 0',
      ],
      tables: `[t=a] n sum | 4 12
               [t=b] n sum | 3 18`,
      groups: `[t=a u=x] n sum | 2 4
             [t=a u=y] n sum | 1 5
             [t=b u=x] n sum | 3 18`,
      more: {
        'a name of the key': [
          'nulls |> reduce(identity: {t: "", n: 0}, fn: (r, accumulator) => ({t: "all", n: accumulator.n + 1}))',
          '[t=all] n | 4',
        ],
        'two tables into one': [
          'tables |> reduce(identity: {t: ""}, fn: (r, accumulator) => ({t: "all"}))',
          '! two reducers writing result to the same table',
        ],
      },
    },
    integral: {
      call: 'integral(unit: 10m)',
      nulls: '[t=a] _value | 8.0',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 8.5
               [t=b] _value | 11.0`,
      groups: `[t=a u=x] _value | 2.0
             [t=a u=y] _value | 0.0
             [t=b u=x] _value | 13.0`,
      more: {
        'up to the ends of the range': [
          'tables |> range(start: start, stop: 2030-05-15T10:40:00Z) |> filter(fn: (r) => r.t == "a") |> integral(unit: 10m, interpolate: "linear")',
          // After 6 the line goes on to 10: 8.5 + 8.
          '[_start=10:00 _stop=10:40 t=a] _value | 16.5',
        ],
        'an unknown interpolation': [
          'nulls |> integral(interpolate: "cubic")',
          '! unknown interpolation type',
        ],
      },
    },
    timeWeightedAvg: {
      call: 'range(start: start, stop: 2030-05-15T10:30:00Z) |> timeWeightedAvg(unit: 10m)',
      // The area, beyond the last row along its line, over three units: (8 + 0)/3 for 1, ?, 4 before 10:20, then on to 5.5.
      nulls: '[_start=10:00 _stop=10:30 t=a] _value | 3.25',
      empty: '[_start=10:00 _stop=10:30 t=a] _value:float | -',
      tables: `[_start=10:00 _stop=10:30 t=a] _value | 2.0
               [_start=10:00 _stop=10:30 t=b] _value | 5.0`,
      groups: `[_start=10:00 _stop=10:30 t=a u=x] _value | 4.0
             [_start=10:00 _stop=10:30 t=a u=y] _value | 5.0
             [_start=10:00 _stop=10:30 t=b u=x] _value | 7.0`,
    },
    covariance: {
      call: 'map(fn: (r) => ({r with y: r._value * r._value})) |> covariance(columns: ["_value", "y"])',
      of: 'float',
      // Over 1, 4, 2 and their squares: Σ(x−7/3)(y−7)/2 = (8 + 15 + 1)/2.
      nulls: '[t=a] _value | 12.0',
      empty: [
        'empty |> duplicate(column: "_value", as: "y") |> covariance(columns: ["_value", "y"])',
        '[t=a] _value | NaN',
      ],
      tables: `[t=a] _value | 34.0
               [t=b] _value | 168.0`,
      groups: `[t=a u=x] _value | 8.0
             [t=a u=y] _value | NaN
             [t=b u=x] _value | 120.0`,
      more: {
        'as a coefficient': [
          'tables |> duplicate(column: "_value", as: "y") |> covariance(columns: ["_value", "y"], pearsonr: true, valueDst: "r")',
          `[t=a] r | 1.0
           [t=b] r | 1.0`,
        ],
        'one column': ['tables |> covariance(columns: ["_value"])', '! must provide exactly two columns'],
        'a column that is not there': [
          'tables |> covariance(columns: ["_value", "y"])',
          '! specified column does not exist in table: y',
        ],
      },
    },
  },
};
