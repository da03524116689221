import { type Composed, composed } from '../registry.ts';

/** What package experimental/prometheus has that reads nothing off the net. */
export const prometheus: readonly Composed[] = [
  composed(
    'histogramQuantile(<-tables: stream, quantile: float, ?metricVersion: int, ?onNonmonotonic: string)',
    `(quantile, metricVersion=2, onNonmonotonic="error", tables=<-) => {
      // Bounds are the tag le, or in the older format the fields' names.
      bounded = if metricVersion == 2 then
        tables
          |> group(mode: "except", columns: ["le", "_value"])
          |> map(fn: (r) => ({r with le: float(v: r.le)}))
      else if metricVersion == 1 then
        tables
          |> filter(fn: (r) => r._field != "sum" and r._field != "count")
          |> map(fn: (r) => ({r with le: float(v: r._field)}))
          |> group(mode: "except", columns: ["_field", "le", "_value"])
      else
        die(msg: "Invalid metricVersion. Available versions are 1 and 2.")

      return bounded
        |> histogramQuantile(quantile: quantile, onNonmonotonic: onNonmonotonic)
        |> group(mode: "except", columns: ["le", "_value", "_time"])
        |> set(key: "quantile", value: string(v: quantile))
        |> experimental.group(mode: "extend", columns: ["quantile"])
    }`,
    ['experimental'],
  ),
];
