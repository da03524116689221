import { type Composed, composed } from '../registry.ts';

/** Package influxdata/influxdb/sample, but for what is downloaded. */
export const sample: readonly Composed[] = [
  composed(
    'alignToNow(<-tables: stream)',
    `(tables=<-) => {
      newest = tables
        |> keep(columns: ["_time"])
        |> last(column: "_time")
        |> findRecord(fn: (key) => true, idx: 0)
      return tables |> timeShift(duration: duration(v: int(v: now()) - int(v: newest._time)))
    }`,
  ),
];

const readOffTheNet =
  ', which is read off the net (the buckets air_sensor and factory and package sampledata have data that is here),';
export const sampleRefusals: Readonly<Record<string, string>> = {
  data: readOffTheNet,
  list: readOffTheNet,
};
