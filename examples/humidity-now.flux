// Last humidity of one sensor.
//
// ## Parameters
// - sensor: Sensor to look at. Default is `TLM0201`.
from(bucket: "air_sensor")
    |> range(start: -1h)
    |> filter(fn: (r) => r._measurement == "airSensors" and r._field == "humidity")
    |> filter(fn: (r) => r.sensor_id == params.sensor)
    |> last()
