import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/buckets';

interface Bucket {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly retentionRules: readonly { readonly everySeconds: number }[];
}

async function buckets(api: TestSandbox): Promise<readonly Bucket[]> {
  return ((await api.send('GET', path)).json() as { buckets: Bucket[] }).buckets;
}

suite('system buckets', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource();
  });
  after(() => api.sandbox.close());

  test('are there, and stay as they are', async () => {
    const system = (await buckets(api)).filter(({ type }) => type === 'system');
    assert.deepEqual(
      system.map(({ name, retentionRules }) => [name, retentionRules[0]?.everySeconds]),
      [
        ['_tasks', 3 * 86_400],
        ['_monitoring', 7 * 86_400],
      ],
    );
    for (const { id, name } of system) {
      const renamed = await api.send('PATCH', `${path}/${id}`, { name: 'mine' });
      assert.deepEqual([renamed.status, /cannot be renamed/.test(renamed.text)], [400, true]);
      const deleted = await api.send('DELETE', `${path}/${id}`);
      assert.deepEqual([deleted.status, /cannot be deleted/.test(deleted.text)], [400, true]);
      const same = await api.send('PATCH', `${path}/${id}`, { name, description: 'd' });
      assert.equal(same.status, 200, same.text);
    }
  });

  test('a check writes its statuses, a notification is logged, and both can be read again', async () => {
    const check = await api.query(`import "array"
import "influxdata/influxdb/monitor"
array.from(rows: [{_time: now(), _measurement: "m", host: "a", v: 7.0}, {_time: now(), _measurement: "m", host: "b", v: 1.0}])
  |> group(columns: ["_measurement", "host"])
  |> monitor.check(
    data: {_check_id: "0000000000000001", _check_name: "high", _type: "threshold", tags: {}},
    crit: (r) => r.v > 5.0,
    messageFn: (r) => "\${r.host} is \${r._level}",
  )`);
    assert.equal(check.status, 200, check.text);
    const told = await api.query(`import "influxdata/influxdb/monitor"
monitor.from(start: -1h, fn: (r) => r._level == "crit")
  |> monitor.notify(
    data: {_notification_rule_id: "2", _notification_rule_name: "r", _notification_endpoint_id: "3", _notification_endpoint_name: "e"},
    endpoint: (tables=<-) => tables |> map(fn: (r) => ({r with _sent: "true"})),
  )`);
    assert.equal(told.status, 200, told.text);
    const read = async (flux: string) => {
      const { status, text } = await api.query(`import "influxdata/influxdb/monitor"\n${flux}`);
      assert.equal(status, 200, text);
      return text.trim().split('\r\n').slice(1);
    };
    const kept =
      '|> keep(columns: ["host", "_level", "_message", "v"]) |> group() |> sort(columns: ["host"])';
    assert.deepEqual(
      (await read(`monitor.from(start: -1h) ${kept}`)).map((row) => row.split(',').slice(3).sort().join(' ')),
      ['7 a a is crit crit', '1 b b is ok ok'],
    );
    const logged = await read(`monitor.logs(start: -1h, fn: (r) => r._sent == "true") ${kept}`);
    assert.deepEqual(
      logged.map((row) => row.split(',').slice(3).sort().join(' ')),
      ['7 a a is crit crit'],
    );
  });
});

test('a folder of an older sandbox gets them', { timeout: 30_000 }, async () => {
  const data = mkdtempSync(join(tmpdir(), 'system-'));
  const file = join(data, 'buckets.json');
  try {
    await (await startFromSource({ data })).sandbox.close();
    const known = JSON.parse(readFileSync(file, 'utf8')) as Bucket[];
    const older = known.filter(({ name }) => !name.startsWith('_'));
    writeFileSync(file, JSON.stringify(older));
    for (let start = 0; start < 2; start++) {
      await using api = await startFromSource({ data });
      assert.deepEqual(
        (await buckets(api)).map(({ name }) => name),
        [...older.map(({ name }) => name), '_tasks', '_monitoring'],
      );
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
