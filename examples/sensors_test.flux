// Testcases are Flux's own unit tests: press the button beside one, or open Testing in the activity bar. They run on the
// sandbox and need no server. Change a number below, run again, and the difference is shown.
import "array"
import "testing"

readings =
    array.from(
        rows: [
            {_time: 2030-01-01T00:00:00Z, sensor_id: "TLM0100", _value: 70.0},
            {_time: 2030-01-01T00:05:00Z, sensor_id: "TLM0100", _value: 72.0},
            {_time: 2030-01-01T00:12:00Z, sensor_id: "TLM0100", _value: 75.0},
            {_time: 2030-01-01T00:05:00Z, sensor_id: "TLM0101", _value: 68.0},
        ],
    )
        |> group(columns: ["sensor_id"])

celsius = (fahrenheit) => (fahrenheit - 32.0) / 1.8

warmest = (tables=<-) =>
    tables
        |> highestMax(n: 1, groupColumns: ["sensor_id"])
        |> keep(columns: ["sensor_id", "_value"])

testcase freezing_point {
    testing.assertEqualValues(got: celsius(fahrenheit: 32.0), want: 0.0)
}

testcase mean_of_ten_minutes {
    got =
        readings
            |> range(start: 2030-01-01T00:00:00Z, stop: 2030-01-01T00:20:00Z)
            |> aggregateWindow(every: 10m, fn: mean, createEmpty: false)
            |> keep(columns: ["_time", "sensor_id", "_value"])
    want =
        array.from(
            rows: [
                {_time: 2030-01-01T00:10:00Z, sensor_id: "TLM0100", _value: 71.0},
                {_time: 2030-01-01T00:20:00Z, sensor_id: "TLM0100", _value: 75.0},
                {_time: 2030-01-01T00:10:00Z, sensor_id: "TLM0101", _value: 68.0},
            ],
        )
            |> group(columns: ["sensor_id"])

    testing.diff(got: got, want: want)
}

testcase warmest_sensor {
    testing.diff(got: readings |> warmest(), want: array.from(rows: [{sensor_id: "TLM0100", _value: 75.0}]))
}

testcase no_reading_above_eighty {
    testing.assertEmpty(tables: readings |> filter(fn: (r) => r._value > 80.0))
}
