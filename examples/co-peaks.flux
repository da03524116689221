// Highest carbon monoxide values of each sensor.
//
// ## Parameters
// - start: Earliest time to include, back from now. Default is `-24h`.
// - threshold: Values above this one count, in parts per million. Default is `0.5`.
// - count: How many values to return for each sensor. Default is `5`.
from(bucket: "air_sensor")
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == "airSensors" and r._field == "co")
    |> filter(fn: (r) => r._value > float(v: params.threshold))
    |> group(columns: ["sensor_id"])
    |> top(n: int(v: params.count))
