// Averages one field of every air sensor in windows of equal length.
//
// ## Parameters
// - start: Earliest time to include, a duration before now. Default is `-24h`.
// - every: Length of a window. Default is `10m`.
// - field: Field to average: `temperature`, `humidity` or `co`. Default is `temperature`.
from(bucket: "air_sensor")
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == "airSensors" and r._field == params.field)
    |> aggregateWindow(every: duration(v: params.every), fn: mean, createEmpty: false)
