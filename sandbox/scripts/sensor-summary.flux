// Summarizes one field of every air sensor in three results: lowest, mean and highest.
//
// ## Parameters
// - start: Earliest time to include, a duration before now. Default is `-7d`.
// - field: Field to summarize: `temperature`, `humidity` or `co`. Default is `humidity`.
data =
    from(bucket: "air_sensor")
        |> range(start: duration(v: params.start))
        |> filter(fn: (r) => r._measurement == "airSensors" and r._field == params.field)

data |> min() |> group() |> sort(columns: ["sensor_id"]) |> yield(name: "lowest")
data |> mean() |> group() |> sort(columns: ["sensor_id"]) |> yield(name: "mean")
data |> max() |> group() |> sort(columns: ["sensor_id"]) |> yield(name: "highest")
