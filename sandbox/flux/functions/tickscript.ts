import { type Composed, composed } from '../registry.ts';

const path = 'contrib/bonitoo-io/tickscript';

const select = (name: string) =>
  composed(
    `${name}(<-tables: stream, as: string, ?column: string, ?fn: function)`,
    `(as, column="_value", fn=(column, tables=<-) => tables, tables=<-) => {
      from = column

      return tables
        |> fn(column: from)
        |> rename(fn: (column) => if column == from then as else column)
    }`,
  );

/** Package contrib/bonitoo-io/tickscript (https://docs.influxdata.com/flux/v0/stdlib/contrib/bonitoo-io/tickscript/). */
export const tickscript: readonly Composed[] = [
  composed(
    'defineCheck(id: any, name: any, ?type: any)',
    '(id, name, type="custom") => ({_check_id: id, _check_name: name, _type: type, tags: {}})',
  ),
  composed(
    'alert(<-tables: stream, check: record, ?id: function, ?details: function, ?message: function, ?crit: function, ?warn: function, ?info: function, ?ok: function, ?topic: string)',
    `(
      check,
      id=(r) => "\${r._check_id}",
      details=(r) => "",
      message=(r) => "Threshold Check: \${r._check_name} is: \${r._level}",
      crit=(r) => false,
      warn=(r) => false,
      info=(r) => false,
      ok=(r) => true,
      topic="",
      tables=<-,
    ) => {
      ofTopic = (tables=<-) => tables
        |> set(key: "_topic", value: topic)
        |> experimental.group(mode: "extend", columns: ["_topic"])
      described = tables
        |> drop(fn: (column) => column =~ /_start.*/ or column =~ /_stop.*/)
        |> map(fn: (r) => ({r with _check_id: check._check_id, _check_name: check._check_name}))
        |> map(fn: (r) => ({r with id: id(r: r)}))
        |> map(fn: (r) => ({r with details: details(r: r)}))

      return (if topic == "" then described else described |> ofTopic())
        |> monitor.check(data: check, messageFn: message, crit: crit, warn: warn, info: info, ok: ok)
    }`,
    ['experimental', 'influxdata/influxdb/monitor'],
  ),
  composed(
    'deadman(<-tables: stream, check: record, measurement: string, ?threshold: int, ?id: function, ?message: function, ?topic: string)',
    `(
      check,
      measurement,
      threshold=0,
      id=(r) => "\${r._check_id}",
      message=(r) => "Deadman Check: \${r._check_name} is: " + (if r.dead then "dead" else "alive"),
      topic="",
      tables=<-,
    ) => {
      // A stream without any table has nothing to count in: one row more, of the measurement's own, tells it from others.
      extra = array.from(rows: [{_measurement: measurement, _time: 2000-01-01T00:00:00Z}])
        |> group(columns: ["_measurement"])
      counts = union(tables: [extra, tables])
        |> keep(columns: ["_measurement", "_time"])
        |> duplicate(column: "_measurement", as: "__rows")
        |> count(column: "__rows")
        |> findColumn(fn: (key) => key._measurement == measurement, column: "__rows")

      return (if counts[0] == 1 then extra |> limit(n: 0) else tables)
        |> duplicate(column: "_measurement", as: "__rows")
        |> count(column: "__rows")
        |> map(fn: (r) => ({r with _time: now()}))
        |> map(fn: (r) => ({r with dead: r.__rows <= threshold}))
        |> drop(columns: ["__rows"])
        |> tickscript.alert(check: check, id: id, message: message, crit: (r) => r.dead, topic: topic)
    }`,
    ['array', path],
  ),
  select('select'),
  select('compute'),
  composed(
    'selectWindow(<-tables: stream, as: string, fn: function, every: duration, defaultValue: any, ?column: string)',
    `(as, fn, every, defaultValue, column="_value", tables=<-) => {
      from = column

      return tables
        |> aggregateWindow(every: every, fn: fn, column: from, createEmpty: true)
        |> fill(column: from, value: defaultValue)
        |> rename(fn: (column) => if column == from then as else column)
    }`,
  ),
  composed(
    'groupBy(<-tables: stream, columns: array)',
    `(columns, tables=<-) => tables
      |> group(columns: columns)
      |> experimental.group(mode: "extend", columns: ["_measurement"])`,
    ['experimental'],
  ),
  composed(
    'join(tables: record, measurement: any, ?on: array)',
    `(tables, measurement, on=["_time"]) => join(tables: tables, on: on)
      |> map(fn: (r) => ({r with _measurement: measurement}))
      |> experimental.group(mode: "extend", columns: ["_measurement"])`,
    ['experimental'],
  ),
];
