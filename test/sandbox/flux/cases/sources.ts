import type { Family } from './case.ts';

const hour = 'bucket: "air_sensor", start: -1h';

/** What reads a bucket without a pipe: here the sample data, a row each minute from eight sensors. */
export const reading: Family = {
  path: 'universe',
  sources: {
    from: [
      [
        'from(bucket: "air_sensor") |> range(start: -2m) |> filter(fn: (r) => r._field == "co" and r.sensor_id == "TLM0100") |> count()',
        '[_field=co _measurement=airSensors _start=11:58 _stop=12:00 sensor_id=TLM0100] _value | 2',
      ],
      ['from(bucket: "air_sensor") |> count()', '! cannot submit unbounded read'],
      ['from(bucket: "none") |> range(start: -1h)', '! could not find bucket "none"'],
      ['from() |> range(start: -1h)', '! must specify one of bucket or bucketID'],
    ],
    buckets: [
      ['buckets() |> keep(columns: ["name"]) |> sort(columns: ["name"])', '[] name | air_sensor | factory'],
    ],
  },
};

export const schema: Family = {
  path: 'influxdata/influxdb/schema',
  sources: {
    measurements: [['schema.measurements(bucket: "air_sensor")', '[] _value | airSensors']],
    fieldKeys: [
      ['schema.fieldKeys(bucket: "air_sensor")', '[] _value | co | humidity | temperature'],
      ['schema.fieldKeys(bucket: "air_sensor", predicate: (r) => r._field =~ /^h/)', '[] _value | humidity'],
    ],
    measurementFieldKeys: [
      [
        'schema.measurementFieldKeys(bucket: "air_sensor", measurement: "airSensors", start: -1h)',
        '[] _value | co | humidity | temperature',
      ],
    ],
    tagKeys: [
      [
        'schema.tagKeys(bucket: "air_sensor") |> sort()',
        '[] _value | _field | _measurement | _start | _stop | sensor_id',
      ],
    ],
    measurementTagKeys: [
      [
        'schema.measurementTagKeys(bucket: "air_sensor", measurement: "airSensors") |> sort()',
        '[] _value | _field | _measurement | _start | _stop | sensor_id',
      ],
    ],
    tagValues: [
      [
        'schema.tagValues(bucket: "air_sensor", tag: "sensor_id", predicate: (r) => r.sensor_id =~ /1$/)',
        '[] _value | TLM0101 | TLM0201',
      ],
    ],
    measurementTagValues: [
      [
        'schema.measurementTagValues(bucket: "air_sensor", measurement: "airSensors", tag: "sensor_id") |> limit(n: 2)',
        '[] _value | TLM0100 | TLM0101',
      ],
    ],
  },
};

export const ranges: Family = {
  path: 'experimental/query',
  sources: {
    fromRange: [
      [
        `query.fromRange(${hour}) |> filter(fn: (r) => r._field == "co") |> count() |> group() |> sum()`,
        '[] _value | 480',
      ],
    ],
    inBucket: [
      [
        `query.inBucket(${hour}, measurement: "airSensors", fields: ["co"], predicate: (r) => r.sensor_id == "TLM0100") |> count() |> keep(columns: ["_value"])`,
        '[] _value | 60',
      ],
      [`query.inBucket(${hour}, measurement: "none")`, 'nothing'],
    ],
  },
};
