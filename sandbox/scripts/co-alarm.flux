// Finds the windows in which carbon monoxide went over a threshold.
//
// ## Parameters
// - start: Earliest time to include, a duration before now. Default is `-24h`.
// - threshold: Highest value that is still fine, in parts per million. Default is `1.0`.
// - every: Length of a window; the highest value in it counts. Default is `30m`.
// - onlyAlarms: Whether to leave out the windows in which all was fine. Default is `true`.
threshold = float(v: params.threshold)

from(bucket: "air_sensor")
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == "airSensors" and r._field == "co")
    |> aggregateWindow(every: duration(v: params.every), fn: max, createEmpty: false)
    |> map(
        fn: (r) =>
            ({r with
                level: if r._value > threshold * 1.4 then "crit" else if r._value > threshold then "warn" else "ok",
                message: "${r.sensor_id}: ${r._value} ppm",
            }),
    )
    |> filter(fn: (r) => r.level != "ok" or not bool(v: params.onlyAlarms))
