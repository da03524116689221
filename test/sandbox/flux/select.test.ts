import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { evaluate, render } from './evaluate.ts';

const prelude = 'import "contrib/jsternberg/influxdb"\nimport "influxdata/influxdb/v1"\n';
const sources = 'from(bucket: "air_sensor") |> range(start: -1h)';

suite('contrib/jsternberg/influxdb', () => {
  const check = (flux: string, wanted: string) => {
    const tables = render(prelude + wanted);
    assert.notEqual(tables, '_result without tables');
    assert.equal(render(prelude + flux), tables);
  };

  test('from reads a range', () => {
    check('influxdb.from(bucket: "air_sensor", start: -1h)', sources);
    check(
      'influxdb.from(bucket: "air_sensor", start: -1h, stop: -30m)',
      'from(bucket: "air_sensor") |> range(start: -1h, stop: -30m)',
    );
  });
  test('now is what the script makes of it', () => {
    const option = 'option now = () => 2030-05-15T06:00:00Z\n';
    const flux = 'influxdb.from(bucket: "air_sensor", start: -1h) |> last() |> keep(columns: ["_stop"])';
    assert.match(render(`${prelude}${option}${flux}`), /_stop=06:00/);
  });
  test('select gives fields as columns and only the tags as key', () => {
    const rows = (filters: string) =>
      `${sources} |> filter(fn: (r) => r._measurement == "airSensors")${filters} |> v1.fieldsAsCols() |> drop(columns: ["_measurement", "_start", "_stop"])`;
    const select = (more: string) =>
      `influxdb.select(from: "air_sensor", start: -1h, m: "airSensors"${more})`;
    check(select(''), rows(''));
    check(
      select(', fields: ["co", "humidity"]'),
      rows(' |> filter(fn: (r) => r._field == "co" or r._field == "humidity")'),
    );
    check(
      select(', where: (r) => r.sensor_id == "TLM0100"'),
      rows(' |> filter(fn: (r) => r.sensor_id == "TLM0100")'),
    );
    assert.equal(render(prelude + select(', fields: ["none"]')), '_result without tables');
    assert.equal(
      render(`${prelude}influxdb.select(from: "air_sensor", start: -1h, m: "none")`),
      '_result without tables',
    );
  });
  test('no other server is read', () => {
    const flux = `${prelude}influxdb.from(bucket: "air_sensor", start: -1h, host: "https://example.com")`;
    assert.throws(() => evaluate(flux), /leave host out/);
  });
});
