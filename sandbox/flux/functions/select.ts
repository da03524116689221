import { type Composed, composed } from '../registry.ts';

const path = 'contrib/jsternberg/influxdb';
const server = '?host: string, ?org: string, ?stop: any, ?token: string';

/**
 * Package contrib/jsternberg/influxdb (https://docs.influxdata.com/flux/v0/stdlib/contrib/jsternberg/influxdb/).
 * No seconds from now are now, whatever the script makes of it.
 */
export const select: readonly Composed[] = [
  composed(
    `from(bucket: string, start: any, ${server})`,
    `(bucket, start, stop=0s, host="", org="", token="") => {
      source = if host == "" then influxdb.from(bucket: bucket) else influxdb.from(bucket: bucket, host: host)
      return source |> range(start: start, stop: stop)
    }`,
    ['influxdata/influxdb'],
  ),
  composed(
    `select(from: string, m: string, start: any, ?fields: array, ?where: function, ${server})`,
    `(from, m, start, stop=0s, fields=[], where=(r) => true, host="", org="", token="") => {
      measured = influxdb.from(bucket: from, start: start, stop: stop, host: host)
        |> filter(fn: (r) => r._measurement == m)
        |> filter(fn: where)
      wanted = if length(arr: fields) == 0 then measured else measured |> filter(fn: (r) => contains(value: r._field, set: fields))
      return wanted |> v1.fieldsAsCols() |> drop(columns: ["_measurement", "_start", "_stop"])
    }`,
    [path, 'influxdata/influxdb/v1'],
  ),
];
