// Shows the readings of one air sensor between two points in time, one column per field.
//
// ## Parameters
// - start: First point in time to include. Default is `-3h`.
// - stop: Point in time before which the readings end. Default is `now`.
// - sensor: Sensor to show. Default is `TLM0100`.
// - n: How many readings to show at most. Default is `20`.
from(bucket: "air_sensor")
    |> range(start: time(v: params.start), stop: time(v: params.stop))
    |> filter(fn: (r) => r._measurement == "airSensors" and r.sensor_id == params.sensor)
    |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")
    |> limit(n: int(v: params.n))
