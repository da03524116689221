import { type Composed, composed } from '../registry.ts';

/** Package contrib/anaisdg/statsmodels: the line through the first table's rows, counted from 1, laid to all tables. */
export const statsmodels: readonly Composed[] = [
  composed(
    'linearRegression(<-tables: stream)',
    `(tables=<-) => {
      points = tables
        |> rename(columns: {_value: "y"})
        |> map(fn: (r) => ({r with x: 1.0}))
        |> cumulativeSum(columns: ["x"])
      sums = points
        |> reduce(
          identity: {N: 0.0, sx: 0.0, sxx: 0.0, sxy: 0.0, sy: 0.0},
          fn: (r, accumulator) => ({
            N: accumulator.N + 1.0,
            sx: accumulator.sx + r.x,
            sxx: accumulator.sxx + r.x * r.x,
            sxy: accumulator.sxy + r.x * r.y,
            sy: accumulator.sy + r.y,
          }),
        )
        |> tableFind(fn: (key) => true)
        |> getRecord(idx: 0)
      meanX = sums.sx / sums.N
      meanY = sums.sy / sums.N
      slope = (sums.sxy - meanX * meanY * sums.N) / (sums.sxx - sums.N * meanX * meanX)
      intercept = meanY - slope * meanX
      return points |> map(fn: (r) => {
        estimate = slope * r.x + intercept
        return {r with
          N: sums.N,
          errors: (r.y - estimate) ^ 2.0,
          slope: slope,
          sx: sums.sx,
          sxx: sums.sxx,
          sxy: sums.sxy,
          sy: sums.sy,
          y_hat: estimate,
        }
      })
    }`,
  ),
];

/** Package contrib/anaisdg/anomalydetection: how far each value is from its time's median, in median distances. */
export const anomalydetection: readonly Composed[] = [
  composed(
    'mad(<-table: stream, ?threshold: float)',
    `(threshold=3.0, table=<-) => {
      data = table |> group(columns: ["_time"])
      distances = join(tables: {data: data, med: data |> median()}, on: ["_time"])
        |> map(fn: (r) => ({r with _value: math.abs(x: r._value_data - r._value_med)}))
        |> drop(columns: ["_start", "_stop", "_value_data", "_value_med"])
      typical = distances
        |> median()
        |> map(fn: (r) => ({r with MAD: 1.4826 * r._value}))
        |> filter(fn: (r) => r.MAD > 0.0)
      return join(tables: {diff: distances, diff_med: typical}, on: ["_time"])
        |> map(fn: (r) => ({r with _value: r._value_diff / r._value_diff_med}))
        |> map(fn: (r) => ({r with level: if r._value >= threshold then "anomaly" else "normal"}))
    }`,
    ['math'],
  ),
];
