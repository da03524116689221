import { type Composed, composed } from '../registry.ts';

/** Package experimental/oee: how well equipment is used. */
export const oee: readonly Composed[] = [
  composed(
    'computeAPQ(productionEvents: stream, partEvents: stream, runningState: string, plannedTime: duration, idealCycleTime: duration)',
    `(productionEvents, partEvents, runningState, plannedTime, idealCycleTime) => {
      made = (column) => partEvents
        |> difference(columns: [column], nonNegative: true)
        |> sum(column: column)
        |> duplicate(column: "_stop", as: "_time")
      parts = experimental.join(
        left: made(column: "partCount"),
        right: made(column: "badCount"),
        fn: (left, right) => ({left with badCount: right.badCount}),
      )
      running = productionEvents
        |> events.duration(unit: 1ns, columnName: "runTime")
        |> filter(fn: (r) => r.state == runningState)
        |> sum(column: "runTime")
        |> map(fn: (r) => ({r with
          _time: r._stop,
          availability: float(v: r.runTime) / float(v: int(v: plannedTime)),
        }))
      return experimental.join(left: running, right: parts, fn: (left, right) => {
        total = float(v: right.partCount)
        performance = total * float(v: int(v: idealCycleTime)) / float(v: left.runTime)
        quality = (total - float(v: right.badCount)) / total
        return {left with
          oee: left.availability * performance * quality,
          performance: performance,
          quality: quality,
        }
      })
    }`,
    ['contrib/tomhollingworth/events', 'experimental'],
  ),
  composed(
    'APQ(<-tables: stream, runningState: string, plannedTime: duration, idealCycleTime: duration)',
    `(runningState, plannedTime, idealCycleTime, tables=<-) => oee.computeAPQ(
      productionEvents: tables,
      partEvents: tables,
      runningState: runningState,
      plannedTime: plannedTime,
      idealCycleTime: idealCycleTime,
    )`,
    ['experimental/oee'],
  ),
];
