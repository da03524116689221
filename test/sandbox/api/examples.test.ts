import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Script } from '../../../client/src/influx/types.ts';
import { exampleList } from '../../../sandbox/scripts/examples.ts';
import { readExamples, startFromSource, type TestSandbox } from './start.ts';

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

type Name = (typeof exampleList)[number]['name'];

/** Values with which each example runs, and what must come out. */
const runs: readonly (readonly [Name, object, (lines: readonly string[]) => void])[] = [
  ['getLastPoint', { mybucket: 'air_sensor' }, (lines) => assert.equal(lines.length, 1 + 24)],
  [
    'filter-and-group',
    { bucket: 'air_sensor', filterField: 'temperature', filterField2: 'humidity', groupColumn: 'sensor_id' },
    (lines) => {
      assert.equal(lines.at(-1)?.split(',')[2], '7');
      assert.ok(lines.length > 8 * 2 * 10_000);
    },
  ],
  [
    'filter-and-group',
    { bucket: 'air_sensor', filterField: 'temperature', filterField2: 'humidity', groupColumn: '_time' },
    (lines) => assert.ok(Number(lines.at(-1)?.split(',')[2]) > 10_000),
  ],
  [
    'filter-and-group',
    { bucket: 'factory', filterField: 'parts', filterField2: 'none', groupColumn: '_value' },
    (lines) => assert.ok(lines.length > 100),
  ],
  [
    'mean-per-sensor',
    { start: '-24h', every: '10m', field: 'temperature' },
    (lines) => {
      assert.ok(lines.length >= 8 * 144 && lines.length <= 8 * 145 + 1);
      for (const line of lines.slice(1)) {
        const value = Number(line.split(',')[8]);
        assert.ok(value > 65 && value < 80, line);
      }
    },
  ],
  [
    'sensor-summary',
    { start: '-7d', field: 'humidity' },
    (lines) => assert.equal(lines.filter((line) => /^,(lowest|mean|highest),0,/.test(line)).length, 24),
  ],
  [
    'co-alarm',
    { start: '-24h', threshold: 1.0, every: '30m', onlyAlarms: true },
    (lines) => {
      assert.ok(lines.length > 1);
      assert.ok(lines.slice(1).every((line) => /,TLM0[12]03,(warn|crit),TLM0[12]03: [\d.]+ ppm$/.test(line)));
    },
  ],
  [
    'between-times',
    { start: hoursAgo(3), stop: hoursAgo(1), sensor: 'TLM0100', n: 5 },
    (lines) => {
      assert.match(lines[0] ?? '', /,co,humidity,temperature$/);
      assert.equal(lines.length, 6);
    },
  ],
  [
    'press-downtime',
    { start: '-2d', atLeast: 0 },
    (lines) =>
      assert.deepEqual(
        lines.map((line) => line.split(',')[3]),
        ['line', 'A', 'B'],
      ),
  ],
];

suite('the example scripts', () => {
  let api: TestSandbox;
  let scripts: readonly Script[];
  before(async () => {
    api = await startFromSource({ examples: await readExamples() });
    scripts = ((await api.send('GET', '/api/v2/scripts')).json() as { scripts: Script[] }).scripts;
  });
  after(() => api.sandbox.close());

  test('are all there', () => {
    assert.deepEqual(
      scripts.map(({ name, description }) => ({ name, description })),
      exampleList,
    );
    assert.deepEqual(
      [...new Set(runs.map(([name]) => name))],
      exampleList.map(({ name }) => name),
    );
  });
  for (const [name, params, check] of runs) {
    test(`${name} ${JSON.stringify(params)}`, async () => {
      const id = scripts.find((script) => script.name === name)?.id ?? '';
      const reply = await api.invoke(id, params);
      assert.equal(reply.status, 200, reply.text);
      check(reply.text.split('\r\n').filter((line) => line !== ''));
    });
  }
  test('document every parameter that they read', async () => {
    for (const script of scripts.slice(2)) {
      const reply = await api.send('GET', `/api/v2/scripts/${script.id}/params`);
      const { params } = reply.json() as { params: Record<string, string> };
      assert.ok(Object.keys(params).length > 0);
      for (const key of Object.keys(params))
        assert.ok(script.script.includes(`// - ${key}: `), `${script.name}: ${key}`);
    }
  });
});
