import type { Family, StreamCase } from './case.ts';

/** The columns `_value` of all inputs in another type; `as` writes a number as that type is shown. */
function converted(call: string, as: (value: number) => string): StreamCase {
  const row = (time: string, value: number) => `${time} ${as(value)}`;
  return {
    call,
    nulls: `[t=a] _time _value | ${row('10:00', 1)} | 10:10 - | ${row('10:20', 4)} | ${row('10:30', 2)}`,
    empty: 'nothing',
    tables: `[t=a] _time _value | ${row('10:00', 1)} | ${row('10:10', 3)} | ${row('10:20', 2)} | ${row('10:30', 6)}
             [t=b] _time _value | ${row('10:00', 10)} | ${row('10:10', 4)} | ${row('10:20', 4)}`,
    groups: `[t=a u=x] _time _value | ${row('10:00', 1)} | ${row('10:10', 3)}
           [t=a u=y] _time _value | ${row('10:00', 5)}
           [t=b u=x] _time _value | ${row('10:00', 2)} | ${row('10:10', 8)} | ${row('10:20', 8)}`,
  };
}
const nanoseconds = (value: number) =>
  `1970-01-01T00:00:00.${String(value).padStart(9, '0').replace(/0+$/, '')}Z`;
const none = 'debug.null(type: "string")';

/** Columns and values in other types. Null stays null. */
export const conversions: Family = {
  path: 'universe',
  streams: {
    toInt: {
      ...converted('toString() |> toInt()', String),
      more: {
        floats: ['array.from(rows: [{_value: 2.9}, {_value: -2.9}]) |> toInt()', '[] _value | 2 | -2'],
        'no column _value': ['array.from(rows: [{a: 1}]) |> toInt()', '! _value'],
        'no number': ['array.from(rows: [{_value: "x"}]) |> toInt()', '! cannot convert string "x" to int'],
      },
    },
    toUInt: converted('toUInt()', (value) => `${value}u`),
    toFloat: converted('toFloat()', (value) => `${value}.0`),
    toString: converted('toString()', (value) => `"${value}"`),
    toTime: converted('toTime()', nanoseconds),
    toBool: {
      ...converted(
        'map(fn: (r) => ({r with _value: if exists r._value then 1 else r._value})) |> toBool()',
        () => 'true',
      ),
      more: {
        'neither 0 nor 1': ['nulls |> toBool()', '! cannot convert int 4 to bool'],
        texts: [
          'array.from(rows: [{_value: "true"}, {_value: "false"}]) |> toBool()',
          '[] _value | true | false',
        ],
      },
    },
  },
  values: {
    int: {
      values: [
        ['int(v: "-12")', '-12'],
        ['int(v: 3.9)', '3'],
        ['int(v: -3.9)', '-3'],
        ['int(v: true)', '1'],
        ['int(v: uint(v: 7))', '7'],
        ['int(v: 1970-01-01T00:00:01Z)', '1000000000'],
        ['int(v: 1m)', '60000000000'],
        ['int(v: "1.5")', '! cannot convert string "1.5" to int'],
        ['int(v: "9223372036854775808")', '! out of range'],
      ],
      nulls: [[`int(v: ${none})`, '-']],
    },
    uint: {
      values: [
        ['uint(v: "12")', '12u'],
        ['uint(v: 3.9)', '3u'],
        ['uint(v: false)', '0u'],
        ['uint(v: -1)', '18446744073709551615u'],
        ['uint(v: 1970-01-01T00:00:01Z)', '1000000000u'],
        ['uint(v: "-1")', '! cannot convert string "-1" to uint'],
      ],
      nulls: [[`uint(v: ${none})`, '-']],
    },
    float: {
      values: [
        ['float(v: "1e3")', '1000.0'],
        ['float(v: 3)', '3.0'],
        ['float(v: true)', '1.0'],
        ['float(v: "+Inf")', '+Inf'],
        ['float(v: "x")', '! cannot convert string "x" to float'],
        ['float(v: 1h)', '! cannot convert duration to float'],
      ],
      nulls: [[`float(v: ${none})`, '-']],
    },
    string: {
      values: [
        ['string(v: 12)', '"12"'],
        ['string(v: 1.5)', '"1.5"'],
        ['string(v: true)', '"true"'],
        ['string(v: 2030-01-01T00:00:00Z)', '"2030-01-01T00:00:00.000000000Z"'],
        ['string(v: 1h30m)', '"1h30m"'],
        ['string(v: [1])', '! cannot convert array to string'],
      ],
      nulls: [[`string(v: ${none})`, '-']],
    },
    bool: {
      values: [
        ['bool(v: "true")', 'true'],
        ['bool(v: 0)', 'false'],
        ['bool(v: 1.0)', 'true'],
        ['bool(v: 2)', '! cannot convert int 2 to bool'],
        ['bool(v: "yes")', '! cannot convert string "yes" to bool'],
      ],
      nulls: [[`bool(v: ${none})`, '-']],
    },
    time: {
      values: [
        ['time(v: "2030-05-15")', '00:00'],
        ['time(v: "2030-05-15T11:00:00+01:00")', '10:00'],
        ['time(v: 1)', '1970-01-01T00:00:00.000000001Z'],
        ['time(v: "noon")', '! cannot convert string "noon" to time'],
        ['time(v: 1.5)', '! cannot convert float to time'],
      ],
      nulls: [[`time(v: ${none})`, '-']],
    },
    duration: {
      values: [
        ['duration(v: "1h30m")', '1h30m'],
        ['duration(v: 60000000000)', '1m'],
        ['duration(v: "1 h")', '! cannot convert string "1 h" to duration'],
        ['duration(v: 1.5)', '! cannot convert float to duration'],
      ],
      nulls: [[`duration(v: ${none})`, '-']],
    },
    bytes: {
      values: [['bytes(v: "abc")', '0x616263']],
      nulls: [[`bytes(v: ${none})`, '-']],
    },
  },
};
