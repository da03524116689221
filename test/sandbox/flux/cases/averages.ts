import { type Family, untold } from './case.ts';

/** Averages and indicators over the last rows. */
export const averages: Family = {
  path: 'universe',
  imports: ['sampledata'],
  streams: {
    movingAverage: {
      call: 'movingAverage(n: 2)',
      nulls: '[t=a] _time _value | 10:10 1.0 | 10:20 4.0 | 10:30 3.0',
      empty: '[t=a] _time:time _value:float',
      tables: `[t=a] _time _value | 10:10 2.0 | 10:20 2.5 | 10:30 4.0
               [t=b] _time _value | 10:10 7.0 | 10:20 4.0`,
      // A table that is too short has the average of what it holds.
      groups: `[t=a u=x] _time _value | 10:10 2.0
             [t=a u=y] _time _value | 10:00 5.0
             [t=b u=x] _time _value | 10:10 5.0 | 10:20 8.0`,
      more: {
        'the documentation’s figures with nulls': [
          'sampledata.int(includeNull: true) |> movingAverage(n: 3) |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | 2.5 | 7.0 | 7.0 | 4.0\n[tag=t2] _value | 0.5 | 6.66666666667 | 8.0 | 10.0',
        ],
        text: [
          'nulls |> toString() |> movingAverage(n: 2)',
          '! cannot take moving average of column _value (type string)',
        ],
        'no period': ['nulls |> movingAverage(n: 0)', '! cannot take moving average with a period of 0'],
      },
    },
    timedMovingAverage: {
      call: 'range(start: start, stop: stop) |> timedMovingAverage(every: 10m, period: 20m)',
      nulls:
        '[_start=10:00 _stop=11:00 t=a] _time _value | 10:10 1.0 | 10:20 1.0 | 10:30 4.0 | 10:40 3.0 | 10:50 2.0',
      empty: 'nothing',
      tables: `[_start=10:00 _stop=11:00 t=a] _time _value | 10:10 1.0 | 10:20 2.0 | 10:30 2.5 | 10:40 4.0 | 10:50 6.0
               [_start=10:00 _stop=11:00 t=b] _time _value | 10:10 10.0 | 10:20 7.0 | 10:30 4.0 | 10:40 4.0`,
      groups: `[_start=10:00 _stop=11:00 t=a u=x] _time _value | 10:10 1.0 | 10:20 2.0 | 10:30 3.0
             [_start=10:00 _stop=11:00 t=a u=y] _time _value | 10:10 5.0 | 10:20 5.0
             [_start=10:00 _stop=11:00 t=b u=x] _time _value | 10:10 2.0 | 10:20 5.0 | 10:30 8.0 | 10:40 8.0`,
    },
    exponentialMovingAverage: {
      call: 'exponentialMovingAverage(n: 2)',
      // Two thirds of the new value and one of the average; a null leaves it as it is.
      nulls: '[t=a] _time _value | 10:10 1.0 | 10:20 3.0 | 10:30 2.33333333333',
      empty: untold,
      tables: `[t=a] _time _value | 10:10 2.0 | 10:20 2.0 | 10:30 4.66666666667
               [t=b] _time _value | 10:10 7.0 | 10:20 5.0`,
      groups: `[t=a u=x] _time _value | 10:10 2.0
             [t=a u=y] _time _value | 10:00 5.0
             [t=b u=x] _time _value | 10:10 5.0 | 10:20 7.0`,
      more: {
        'nothing but null': [
          'nulls |> filter(fn: (r) => not exists r._value) |> exponentialMovingAverage(n: 1)',
          '[t=a] _time _value:float | 10:10 -',
        ],
      },
    },
    doubleEMA: {
      call: 'doubleEMA(n: 2)',
      // Twice the average, less the average of the averages.
      nulls: '[t=a] _time _value | 10:20 4.0 | 10:30 2.44444444444',
      empty: untold,
      tables: `[t=a] _time _value | 10:20 2.0 | 10:30 5.55555555556
               [t=b] _time _value | 10:20 4.0`,
      // What is too short for an average has the plain one: so the definition gives it; the documentation speaks of NaN.
      groups: `[t=a u=x] _time _value | 10:10 2.0
             [t=a u=y] _time _value | 10:00 5.0
             [t=b u=x] _time _value | 10:20 8.0`,
      more: {
        'the documentation’s figures': [
          'sampledata.int() |> doubleEMA(n: 3) |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | 16.3333333333 | 7.91666666667\n[tag=t2] _value | 15.0277777778 | 5.03472222222',
        ],
      },
    },
    tripleEMA: {
      call: 'tripleEMA(n: 2)',
      nulls: '[t=a] _time _value | 10:30 2.44444444444',
      empty: untold,
      tables: `[t=a] _time _value | 10:30 5.55555555556
               [t=b] _time _value | 10:20 3.0`,
      // What is too short for an average has the plain one: so the definition gives it; the documentation speaks of NaN.
      groups: `[t=a u=x] _time _value | 10:10 2.0
             [t=a u=y] _time _value | 10:00 5.0
             [t=b u=x] _time _value | 10:20 9.0`,
      more: {
        'the documentation’s figures': [
          'sampledata.int() |> tripleEMA(n: 3) |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | 7.625\n[tag=t2] _value | 4.07291666667',
        ],
      },
    },
    tripleExponentialDerivative: {
      call: 'tripleExponentialDerivative(n: 1)',
      // With n: 1 the averages are the values themselves: each against the one before, in percent.
      nulls: '[t=a] _time _value | 10:10 0.0 | 10:20 300.0 | 10:30 -50.0',
      empty: untold,
      tables: `[t=a] _time _value | 10:10 200.0 | 10:20 -33.3333333333 | 10:30 200.0
               [t=b] _time _value | 10:10 -60.0 | 10:20 0.0`,
      groups: `[t=a u=x] _time _value | 10:10 200.0
             [t=a u=y] _time _value | 10:00 NaN
             [t=b u=x] _time _value | 10:10 300.0 | 10:20 0.0`,
    },
    relativeStrengthIndex: {
      call: 'relativeStrengthIndex(n: 2)',
      // Gains and losses: 1 | 3 → 2 | half of it and 0 → 1, losses 0 | 0 | 1.
      nulls: '[t=a] _time _value | 10:20 100.0 | 10:30 50.0',
      empty: untold,
      tables: `[t=a] _time _value | 10:20 60.0 | 10:30 90.4761904762
               [t=b] _time _value | 10:20 62.5`,
      groups: `[t=a u=x] _time:time _value:float
             [t=a u=y] _time:time _value:float
             [t=b u=x] _time _value | 10:20 100.0`,
      more: {
        'the documentation’s figures': [
          'sampledata.int() |> relativeStrengthIndex(n: 3) |> keep(columns: ["tag", "_value"])',
          '[tag=t1] _value | 84.375 | 73.9726027397 | 36.6723259762\n[tag=t2] _value | 70.2702702703 | 59.4285714286 | 40.625',
        ],
      },
    },
    chandeMomentumOscillator: {
      call: 'chandeMomentumOscillator(n: 2)',
      nulls: '! chandeMomentumOscillator knows no nulls',
      empty: '[t=a] _time:time _value:float',
      // Up 2 and down 1; up 4 and down 1; down 6.
      tables: `[t=a] _time _value | 10:20 33.3333333333 | 10:30 60.0
               [t=b] _time _value | 10:20 -100.0`,
      groups: `[t=a u=x] _time:time _value:float
             [t=a u=y] _time:time _value:float
             [t=b u=x] _time _value | 10:20 100.0`,
    },
    kaufmansER: {
      call: 'kaufmansER(n: 2)',
      nulls: '! chandeMomentumOscillator knows no nulls',
      empty: 'nothing',
      tables: `[t=a] _time _value | 10:20 0.333333333333 | 10:30 0.6
               [t=b] _time _value | 10:20 1.0`,
      groups: '[t=b u=x] _time _value | 10:20 1.0',
    },
    kaufmansAMA: {
      call: 'kaufmansAMA(n: 2)',
      nulls: '! kaufmansAMA knows no nulls',
      empty: '[t=a] _time:time _value:float',
      // From 3 on, by (ER·(2/3 − 2/31) + 2/31)² of the way.
      tables: `[t=a] _time _value | 10:20 2.92965146902 | 10:30 3.48633984367
               [t=b] _time _value | 10:20 4.0`,
      groups: `[t=a u=x] _time:time _value:float
             [t=a u=y] _time:time _value:float
             [t=b u=x] _time _value | 10:20 8.0`,
    },
  },
};
