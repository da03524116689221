// Adds up how long each press stood still.
//
// ## Parameters
// - start: Earliest time to include, a duration before now. Default is `-2d`.
// - atLeast: Leave out presses that stood still for fewer minutes than this. Default is `0`.
minutesPerPoint = 5

from(bucket: "factory")
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == "press" and r._field == "running" and not r._value)
    |> count()
    |> map(fn: (r) => ({line: r.line, minutes: r._value * minutesPerPoint}))
    |> filter(fn: (r) => r.minutes >= int(v: params.atLeast))
