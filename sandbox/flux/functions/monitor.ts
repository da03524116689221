import { type Composed, composed, type PackageOption } from '../registry.ts';
import type { Value } from '../values.ts';

const path = 'influxdata/influxdb/monitor';
const bucket = '_monitoring';

export const monitorConstants: Readonly<Record<string, Value>> = {
  bucket,
  levelOK: 'ok',
  levelInfo: 'info',
  levelWarn: 'warn',
  levelCrit: 'crit',
  levelUnknown: 'unknown',
};

/** Where statuses and notifications go. */
export const monitorOptions: Readonly<Record<string, PackageOption>> = { write: {}, log: {} };

/** Package influxdata/influxdb/monitor (https://docs.influxdata.com/flux/v0/stdlib/influxdata/influxdb/monitor/). */
export const monitor: readonly Composed[] = [
  ...Object.keys(monitorOptions).map((name) =>
    composed(`${name}(<-tables: stream)`, `(tables=<-) => tables |> experimental.to(bucket: "${bucket}")`, [
      'experimental',
    ]),
  ),
  stored('from(start: any, ?stop: any, ?fn: function)', 'statuses', 'fn=(r) => true'),
  stored('logs(start: any, ?stop: any, fn: function)', 'notifications', 'fn'),
  composed(
    'check(<-tables: stream, data: record, messageFn: function, ?crit: function, ?warn: function, ?info: function, ?ok: function)',
    `(data, messageFn, crit=(r) => false, warn=(r) => false, info=(r) => false, ok=(r) => true, tables=<-) => tables
      |> experimental.set(o: data.tags)
      |> experimental.group(mode: "extend", columns: experimental.objectKeys(o: data.tags))
      |> map(fn: (r) => {
        level = if crit(r: r) then "crit" else if warn(r: r) then "warn" else if info(r: r) then "info" else if ok(r: r) then "ok" else "unknown"

        return {r with
          _measurement: "statuses",
          _source_measurement: r._measurement,
          _type: data._type,
          _check_id: data._check_id,
          _check_name: data._check_name,
          _level: level,
          _source_timestamp: int(v: r._time),
          _time: now(),
        }
      })
      |> map(fn: (r) => ({r with _message: messageFn(r: r)}))
      |> experimental.group(mode: "extend", columns: ["_source_measurement", "_type", "_check_id", "_check_name", "_level"])
      |> monitor.write()`,
    ['experimental', path],
  ),
  composed(
    'notify(<-tables: stream, endpoint: function, data: record)',
    `(endpoint, data, tables=<-) => tables
      |> experimental.set(o: data)
      |> experimental.group(mode: "extend", columns: experimental.objectKeys(o: data))
      |> map(fn: (r) => ({r with _measurement: "notifications", _status_timestamp: int(v: r._time), _time: now()}))
      |> endpoint()
      |> experimental.group(mode: "extend", columns: ["_sent"])
      |> monitor.log()`,
    ['experimental', path],
  ),
  composed(
    'deadman(<-tables: stream, t: time)',
    '(t, tables=<-) => tables |> max(column: "_time") |> map(fn: (r) => ({r with dead: r._time < t}))',
  ),
  composed(
    'stateChangesOnly(<-tables: stream)',
    `(tables=<-) => tables ${changes({
      rank: 'if r._level == "crit" then 4 else if r._level == "warn" then 3 else if r._level == "info" then 2 else if r._level == "ok" then 1 else 0',
      isChange: '!= 0',
    })}`,
    ['experimental'],
  ),
  composed(
    'stateChanges(<-tables: stream, ?fromLevel: string, ?toLevel: string)',
    `(fromLevel="any", toLevel="any", tables=<-) => {
      reached = if toLevel == "any" then (r) => exists r._level and r._level != fromLevel else (r) => r._level == toLevel
      left = if fromLevel == "any" then (r) => exists r._level and r._level != toLevel else (r) => r._level == fromLevel
      // Only the step from a row that is left to one that is reached makes 1.
      between = (tables=<-) => tables ${changes({
        rank: 'if reached(r: r) then 1 else if left(r: r) then 0 else -10',
        isChange: '== 1',
      })}

      return if fromLevel == "any" and toLevel == "any" then tables |> monitor.stateChangesOnly() else tables |> between()
    }`,
    ['experimental', path],
  ),
];

/** Reads a measurement of the bucket, a column for each field. */
function stored(signature: string, measurement: string, fn: string): Composed {
  return composed(
    signature,
    `(start, stop=now(), ${fn}) => influxdb.from(bucket: "${bucket}")
      |> range(start: start, stop: stop)
      |> filter(fn: (r) => r._measurement == "${measurement}")
      |> filter(fn: fn)
      |> schema.fieldsAsCols()`,
    ['influxdata/influxdb', 'influxdata/influxdb/schema'],
  );
}

/** The rows, in order of time and whatever their level was, at which the difference of the levels' ranks is a change. */
function changes({ rank, isChange }: { readonly rank: string; readonly isChange: string }): string {
  return `|> map(fn: (r) => ({r with level_value: ${rank}}))
    |> duplicate(column: "_level", as: "__level")
    |> drop(columns: ["_level"])
    |> rename(columns: {__level: "_level"})
    |> sort(columns: ["_source_timestamp", "_time"])
    |> difference(columns: ["level_value"])
    |> filter(fn: (r) => r.level_value ${isChange})
    |> drop(columns: ["level_value"])
    |> experimental.group(mode: "extend", columns: ["_level"])`;
}
