import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskRun } from '../../../sandbox/tasks/runs.ts';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/tasks';
const may = (action: 'read' | 'write', type: string) => ({ action, resource: { type } });
const all = [
  may('read', 'tasks'),
  may('write', 'tasks'),
  may('read', 'buckets'),
  may('write', 'buckets'),
  may('read', 'secrets'),
];
const writing = (bucket: string) => `import "array"
option task = {name: "writes", every: 24h}
array.from(rows: [{_time: now(), _measurement: "m", _field: "f", _value: 1}]) |> to(bucket: "${bucket}")`;

let api: TestSandbox;

async function authorization(permissions: readonly object[], more: object = {}) {
  const body = { orgID: api.sandbox.orgID, permissions, ...more };
  return (await api.send('POST', '/api/v2/authorizations', body)).json() as { id: string; token: string };
}

async function taskOf(token: string, flux: string) {
  const reply = await api.send('POST', path, { flux }, { Authorization: `Token ${token}` });
  assert.equal(reply.status, 201, reply.text);
  return reply.json() as { id: string; authorizationID?: string };
}

/** Runs a task, by the sandbox's own token: what counts is who made the task. */
async function outcome(id: string): Promise<string> {
  const { id: runID } = (await api.send('POST', `${path}/${id}/runs`)).json() as TaskRun;
  for (;;) {
    const run = (await api.send('GET', `${path}/${id}/runs/${runID}`)).json() as TaskRun;
    if (run.finishedAt !== undefined)
      return run.status === 'success' ? 'success' : run.log.map(({ message }) => message).join('\n');
    await pause(20);
  }
}

suite('a task has the rights of the authorization that made it', { timeout: 60_000 }, () => {
  before(async () => {
    api = await startFromSource();
    await api.send('POST', '/api/v2/buckets', { orgID: api.sandbox.orgID, name: 'b' });
    await api.send('POST', '/api/v2/buckets', { orgID: api.sandbox.orgID, name: 'c' });
  });
  after(() => api.sandbox.close());

  test("the sandbox's own token may everything", async () => {
    const { id, authorizationID } = await taskOf('secret', writing('b'));
    assert.equal(authorizationID, undefined);
    assert.equal(await outcome(id), 'success');
  });

  test('one that may not write does not write through a task', async () => {
    const { id: own, token } = await authorization(
      all.filter(({ action, resource }) => action === 'read' || resource.type === 'tasks'),
    );
    const { id, authorizationID } = await taskOf(token, writing('b'));
    assert.equal(authorizationID, own);
    assert.match(await outcome(id), /write:buckets\/\w+ is unauthorized/);
    // Whoever changes it: the rights stay.
    await api.send('PATCH', `${path}/${id}`, { description: 'x' });
    assert.equal(
      ((await api.send('GET', `${path}/${id}`)).json() as typeof api & { authorizationID: string })
        .authorizationID,
      own,
    );
    assert.match(await outcome(id), /is unauthorized/);
  });

  test('a bucket that it may not read is not there', async () => {
    const { token } = await authorization(all.filter(({ resource }) => resource.type === 'tasks'));
    const { id } = await taskOf(
      token,
      'option task = {name: "reads", every: 24h}\nfrom(bucket: "air_sensor") |> range(start: -1m)',
    );
    assert.match(await outcome(id), /air_sensor/);
  });

  test('one bucket, and calls of the API', async () => {
    const buckets = (await api.send('GET', '/api/v2/buckets')).json() as {
      buckets: { id: string; name: string }[];
    };
    const bucket = buckets.buckets.find(({ name }) => name === 'b')?.id ?? '';
    const { token } = await authorization([
      ...all.filter(({ resource }) => resource.type === 'tasks'),
      ...(['read', 'write'] as const).map((action) => ({
        action,
        resource: { type: 'buckets', id: bucket },
      })),
    ]);
    assert.equal(await outcome((await taskOf(token, writing('b'))).id), 'success');
    assert.match(await outcome((await taskOf(token, writing('c'))).id), /is unauthorized/);
    const status = (of: string, expected: number) => `import "experimental/influxdb"
import "array"
option task = {name: "calls", every: 24h}
array.from(rows: [{v: 1 / (if influxdb.api(method: "get", path: "${of}").statusCode == ${expected} then 1 else 0)}])`;
    assert.equal(await outcome((await taskOf(token, status('/api/v2/tasks', 200))).id), 'success');
    assert.equal(await outcome((await taskOf(token, status('/api/v2/scripts', 403))).id), 'success');
  });

  test('one that is revoked, deleted or expired runs nothing', async () => {
    const { id: own, token } = await authorization(all);
    const { id } = await taskOf(token, writing('b'));
    assert.equal(await outcome(id), 'success');
    await api.send('PATCH', `/api/v2/authorizations/${own}`, { status: 'inactive' });
    assert.match(await outcome(id), new RegExp(`unauthorized access: authorization ${own} is not active`));
    await api.send('PATCH', `/api/v2/authorizations/${own}`, { status: 'active' });
    assert.equal(await outcome(id), 'success');
    await api.send('DELETE', `/api/v2/authorizations/${own}`);
    assert.match(await outcome(id), new RegExp(`authorization ${own} is deleted`));

    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const short = await authorization(all, { expiresAt });
    const task = await taskOf(short.token, writing('b'));
    while (Date.now() <= Date.parse(expiresAt)) await pause(20);
    assert.match(await outcome(task.id), new RegExp(`has expired at ${expiresAt}`));
  });
});

test('the rights outlive a restart', { timeout: 30_000 }, async () => {
  const data = mkdtempSync(join(tmpdir(), 'rights-'));
  try {
    api = await startFromSource({ data });
    const { token } = await authorization(
      all.filter(({ action, resource }) => action === 'read' || resource.type === 'tasks'),
    );
    const { id } = await taskOf(token, writing('air_sensor'));
    await assert.rejects(startFromSource({ data }), /in use by another sandbox/);
    await api.sandbox.close();
    await using again = await startFromSource({ data, token: 'another' });
    api = again;
    assert.match(await outcome(id), /is unauthorized/);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
