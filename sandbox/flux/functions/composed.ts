import { type Composed, composed } from '../registry.ts';

/** One record per group, and the n with the largest or smallest value of them. */
function ranked(name: string, choose: string, order: 'top' | 'bottom'): Composed {
  return composed(
    `${name}(<-tables: stream, n: int, ?column: string, ?groupColumns: array)`,
    `(n, column="_value", groupColumns=[], tables=<-) => tables
      |> group(columns: groupColumns)
      |> ${choose}(column: column)
      |> group()
      |> ${order}(n: n, columns: [column])`,
  );
}

/** The universe's functions that are made of other functions. */
export const compositions: readonly Composed[] = [
  ranked('highestMax', 'max', 'top'),
  ranked('highestAverage', 'mean', 'top'),
  ranked('highestCurrent', 'last', 'top'),
  ranked('lowestMin', 'min', 'bottom'),
  ranked('lowestAverage', 'mean', 'bottom'),
  ranked('lowestCurrent', 'last', 'bottom'),
  composed(
    'timedMovingAverage(<-tables: stream, every: duration, period: duration, ?column: string)',
    `(every, period, column="_value", tables=<-) => tables
      |> window(every: every, period: period)
      |> mean(column: column)
      |> duplicate(column: "_stop", as: "_time")
      |> window(every: inf)`,
  ),
  composed(
    'truncateTimeColumn(<-tables: stream, unit: duration, ?timeColumn: string)',
    '(unit, timeColumn="_time", tables=<-) => tables |> map(fn: (r) => ({r with _time: date.truncate(t: r._time, unit: unit)}))',
    ['date'],
  ),
  composed(
    'timeWeightedAvg(<-tables: stream, unit: duration)',
    `(unit, tables=<-) => tables
      |> integral(unit: unit, interpolate: "linear")
      |> map(fn: (r) => ({r with _value: r._value * float(v: int(v: unit)) / float(v: int(v: r._stop) - int(v: r._start))}))`,
  ),
  composed(
    'increase(<-tables: stream, ?columns: array)',
    `(columns=["_value"], tables=<-) => tables
      |> difference(columns: columns, nonNegative: true, keepFirst: true, initialZero: true)
      |> cumulativeSum(columns: columns)`,
  ),
  composed(
    'doubleEMA(<-tables: stream, n: int)',
    `(n, tables=<-) => tables
      |> exponentialMovingAverage(n: n)
      |> duplicate(column: "_value", as: "__once")
      |> exponentialMovingAverage(n: n)
      |> map(fn: (r) => ({r with _value: 2.0 * r.__once - r._value}))
      |> drop(columns: ["__once"])`,
  ),
  composed(
    'tripleEMA(<-tables: stream, n: int)',
    `(n, tables=<-) => tables
      |> exponentialMovingAverage(n: n)
      |> duplicate(column: "_value", as: "__once")
      |> exponentialMovingAverage(n: n)
      |> duplicate(column: "_value", as: "__twice")
      |> exponentialMovingAverage(n: n)
      |> map(fn: (r) => ({r with _value: 3.0 * r.__once - 3.0 * r.__twice + r._value}))
      |> drop(columns: ["__once", "__twice"])`,
  ),
  composed(
    'kaufmansER(<-tables: stream, n: int)',
    `(n, tables=<-) => tables
      |> chandeMomentumOscillator(n: n)
      |> map(fn: (r) => ({r with _value: (if r._value < 0.0 then -r._value else r._value) / 100.0}))`,
  ),
  composed(
    'stateCount(<-tables: stream, fn: function, ?column: string)',
    `(fn, column="stateCount", tables=<-) => tables |> stateTracking(fn: fn, countColumn: column)`,
  ),
  composed(
    'stateDuration(<-tables: stream, fn: function, ?column: string, ?timeColumn: string, ?unit: duration)',
    `(fn, column="stateDuration", timeColumn="_time", unit=1s, tables=<-) => tables
      |> stateTracking(fn: fn, durationColumn: column, timeColumn: timeColumn, durationUnit: unit)`,
  ),
  composed(
    'cov(x: stream, y: stream, on: array, ?pearsonr: bool)',
    `(x, y, on, pearsonr=false) => join(tables: {x: x, y: y}, on: on)
      |> covariance(pearsonr: pearsonr, columns: ["_value_x", "_value_y"])`,
  ),
  composed(
    'pearsonr(x: stream, y: stream, on: array)',
    `(x, y, on) => cov(x: x, y: y, on: on, pearsonr: true)`,
  ),
];
