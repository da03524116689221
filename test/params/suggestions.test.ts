import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Connection } from '../../client/src/connections/profile.ts';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { namesQuestion, suggests } from '../../client/src/params/suggestions.ts';
import { ServerNames } from '../../client/src/views/serverNames.ts';
import type { ScriptParameter } from '../../server/src/protocol.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';

const parameter = (name: string, more: Partial<ScriptParameter> = {}): ScriptParameter => ({
  name,
  type: 'any',
  expects: 'string',
  places: [],
  ...more,
});
const bucket = parameter('bucket', { role: 'bucket' });
const measurement = parameter('measurement', { role: 'measurement' });
const field = parameter('field', { role: 'field', bucket: 'air-sensors' });
const tag = parameter('sensor', { role: 'tag', tagKey: 'sensor_id' });
const all = [bucket, measurement, field, tag];

const schema = (call: string) => ({
  kind: 'query',
  flux: `import "influxdata/influxdb/schema"\n\nschema.${call} |> limit(n: 1000)`,
});
const inputs = { bucket: 'b', measurement: 'm' };

const questions: [name: string, question: ReturnType<typeof namesQuestion>, expected: unknown][] = [
  ['buckets', namesQuestion(bucket, all, {}), { kind: 'buckets' }],
  ['measurements', namesQuestion(measurement, all, inputs), schema('measurements(bucket: "b")')],
  [
    'fields of a measurement',
    namesQuestion(field, all, inputs),
    schema('measurementFieldKeys(bucket: "b", measurement: "m")'),
  ],
  [
    'fields of the script’s own bucket',
    namesQuestion(field, [field], {}),
    schema('fieldKeys(bucket: "air-sensors")'),
  ],
  [
    'values of a tag',
    namesQuestion(tag, all, { bucket: 'b' }),
    schema('tagValues(bucket: "b", tag: "sensor_id")'),
  ],
  [
    'values of a tag of a measurement',
    namesQuestion(tag, all, inputs),
    schema('measurementTagValues(bucket: "b", measurement: "m", tag: "sensor_id")'),
  ],
  [
    'a name that would be more than a string',
    namesQuestion(measurement, all, { bucket: '") |> drop(${x}\\' }),
    schema('measurements(bucket: "\\") |> drop(\\${x}\\\\")'),
  ],
  [
    'a bucket that is not typed yet',
    namesQuestion(tag, all, {}),
    { kind: 'none', reason: 'bucket, the bucket, has no value yet' },
  ],
  [
    'no bucket anywhere',
    namesQuestion(tag, [tag], {}),
    { kind: 'none', reason: 'the script does not say in which bucket' },
  ],
];

for (const [name, question, expected] of questions) {
  test(`what the server is asked: ${name}`, () => assert.deepEqual(question, expected));
}

test('only what has a role is asked for', () => {
  assert.ok(suggests(bucket));
  assert.ok(!suggests(parameter('x')));
  assert.ok(!suggests({ role: 'tag' }));
});

suite('names from a server', () => {
  const never = new AbortController().signal;
  const requests: string[] = [];
  let sandbox: TestSandbox;
  let client: InfluxClient;
  let connection: Connection;

  before(async () => {
    sandbox = await startFromSource();
    const { url, token, org } = sandbox.sandbox;
    connection = { name: 'Sandbox', url, org, source: 'sandbox' };
    client = new InfluxClient({
      name: 'Sandbox',
      url,
      org,
      token: () => Promise.resolve(token),
      log: ({ path }) => requests.push(path),
    });
  });
  after(async () => {
    await client.close();
    await sandbox[Symbol.asyncDispose]();
  });

  test('every function of the schema package that is asked', async () => {
    const names = new ServerNames(() => client);
    const of = (asked: ScriptParameter, typed = {}) => names.of(connection, asked, all, typed, never);
    const buckets = await of(bucket);
    assert.ok(buckets.includes('air_sensor'), buckets.join());
    const typed = { bucket: 'air_sensor' };
    assert.deepEqual(await of(measurement, typed), ['airSensors']);
    assert.deepEqual(await of(field, typed), ['co', 'humidity', 'temperature']);
    assert.deepEqual(await of(field, { ...typed, measurement: 'airSensors' }), [
      'co',
      'humidity',
      'temperature',
    ]);
    const sensors = await of(tag, typed);
    assert.ok(sensors.includes('TLM0100'), sensors.join());
    assert.deepEqual(await of(tag, { ...typed, measurement: 'airSensors' }), sensors);
  });

  test('an answer is kept, and shared by those who wait', async () => {
    const names = new ServerNames(() => client);
    requests.length = 0;
    await Promise.all([1, 2, 3].map(() => names.of(connection, bucket, all, {}, never)));
    await names.of(connection, bucket, all, {}, never);
    assert.equal(requests.length, 1);
  });

  test('a failure says why, and is not kept', async () => {
    const names = new ServerNames(() => client);
    const typed = { bucket: 'no-such-bucket' };
    await assert.rejects(names.of(connection, measurement, all, typed, never), /no-such-bucket/);
    requests.length = 0;
    await assert.rejects(names.of(connection, measurement, all, typed, never), /no-such-bucket/);
    assert.equal(requests.length, 1);
  });

  test('who leaves is not kept waiting; the last one ends the request', async () => {
    let ended = false;
    const slow = new ServerNames(() => ({
      buckets: {
        list: ({ signal } = {}) =>
          new Promise((_, reject) => {
            signal?.addEventListener('abort', () => {
              ended = true;
              reject(signal.reason);
            });
          }),
      },
      query: client.query,
    }));
    const one = new AbortController();
    const two = new AbortController();
    const first = slow.of(connection, bucket, all, {}, one.signal);
    const second = slow.of(connection, bucket, all, {}, two.signal);
    one.abort();
    await assert.rejects(first, /abort/i);
    assert.equal(ended, false);
    two.abort();
    await assert.rejects(second, /abort/i);
    assert.equal(ended, true);
  });
});
