import type { Family } from './case.ts';

/** Histograms, their bounds and their quantiles. */
export const histograms: Family = {
  path: 'universe',
  streams: {
    histogram: {
      call: 'histogram(bins: [2.0, 6.0, 10.0])',
      of: 'float',
      // Each bin counts what is not above it.
      nulls: '[t=a] _value le | 2.0 2.0 | 3.0 6.0 | 3.0 10.0',
      empty: '[t=a] _value le | 0.0 2.0 | 0.0 6.0 | 0.0 10.0',
      tables: `[t=a] _value le | 2.0 2.0 | 4.0 6.0 | 4.0 10.0
               [t=b] _value le | 0.0 2.0 | 2.0 6.0 | 3.0 10.0`,
      groups: `[t=a u=x] _value le | 1.0 2.0 | 2.0 6.0 | 2.0 10.0
             [t=a u=y] _value le | 0.0 2.0 | 1.0 6.0 | 1.0 10.0
             [t=b u=x] _value le | 1.0 2.0 | 1.0 6.0 | 3.0 10.0`,
      more: {
        'as shares, with names of one’s own': [
          'nulls |> histogram(bins: [4.0, 2.0], normalize: true, upperBoundColumn: "b", countColumn: "n")',
          '[t=a] b n | 2.0 0.666666666667 | 4.0 1.0',
        ],
        'a value above all bins': ['tables |> histogram(bins: [5.0])', '! found value greater than any bin'],
        ints: ['nulls |> toInt() |> histogram(bins: [5.0])', '! column "_value" must be a float got int'],
      },
    },
    histogramQuantile: {
      call: 'histogram(bins: [2.0, 6.0, 10.0]) |> histogramQuantile(quantile: 0.5)',
      of: 'float',
      // Half of 3 lies three quarters up the first bin; half of 4 is its bound; …
      nulls: '[t=a] _value | 1.5',
      empty: '[t=a] _value:float | -',
      tables: `[t=a] _value | 2.0
               [t=b] _value | 5.0`,
      groups: `[t=a u=x] _value | 2.0
             [t=a u=y] _value | 4.0
             [t=b u=x] _value | 7.0`,
      more: {
        'no bins': [
          'empty |> duplicate(column: "_value", as: "le") |> histogramQuantile(quantile: 0.5)',
          '! histogram is empty',
        ],
        'a count that is null': [
          'nulls |> duplicate(column: "_value", as: "le") |> histogramQuantile(quantile: 0.5)',
          '! unexpected null in the countColumn',
        ],
        'counts that fall': [
          'array.from(rows: [{le: 1.0, _value: 2.0}, {le: 2.0, _value: 1.0}]) |> histogramQuantile(quantile: 0.5)',
          '! histogram records counts are not monotonic',
        ],
        'counts that fall, forced up': [
          'array.from(rows: [{le: 1.0, _value: 2.0}, {le: 2.0, _value: 1.0}]) |> histogramQuantile(quantile: 0.5, onNonmonotonic: "force")',
          '[] _value | 0.5',
        ],
        'counts that fall, left out': [
          'array.from(rows: [{le: 1.0, _value: 2.0}, {le: 2.0, _value: 1.0}]) |> histogramQuantile(quantile: 0.5, onNonmonotonic: "drop")',
          'nothing',
        ],
      },
    },
  },
  values: {
    linearBins: {
      values: [
        ['linearBins(start: 0.0, width: 4.0, count: 3)', '[0, 4, 8, +Inf]'],
        ['linearBins(start: 0.0, width: 4.0, count: 2, infinity: false)', '[0, 4]'],
      ],
      nulls: [['linearBins(start: debug.null(type: "float"), width: 4.0, count: 3)', '! null']],
    },
    logarithmicBins: {
      values: [['logarithmicBins(start: 1.0, factor: 2.0, count: 3)', '[1, 2, 4, +Inf]']],
      nulls: [['logarithmicBins(start: 1.0, factor: debug.null(type: "float"), count: 3)', '! null']],
    },
  },
};
