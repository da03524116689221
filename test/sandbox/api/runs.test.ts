import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Task } from '../../../client/src/influx/types.ts';
import type { TaskRun } from '../../../sandbox/tasks/runs.ts';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/tasks';
const rows = (text: string) => `import "array"\narray.from(rows: [${text}])`;
const endless = `import "array"
l = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
f = (n) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => array.map(arr: l, fn: (x) => n))))))))
array.from(rows: [{n: length(arr: f(n: 1))}])`;

let api: TestSandbox;

async function taskOf(text: string, more: object = {}): Promise<string> {
  const scriptID = await api.script(text);
  const reply = await api.send('POST', path, { name: 'n', scriptID, every: '24h', ...more });
  assert.equal(reply.status, 201, reply.text);
  return (reply.json() as Task).id;
}

async function runNow(id: string, body?: object): Promise<TaskRun> {
  const reply = await api.send('POST', `${path}/${id}/runs`, body);
  assert.equal(reply.status, 201, reply.text);
  return reply.json() as TaskRun;
}

async function runsOf(id: string, query = ''): Promise<readonly TaskRun[]> {
  const reply = await api.send('GET', `${path}/${id}/runs${query}`);
  assert.equal(reply.status, 200, reply.text);
  return (reply.json() as { runs: TaskRun[] }).runs;
}

/** Asks until it is so. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await pause(20);
  }
}

function finished(id: string, runID: string): Promise<TaskRun> {
  return until(async () => {
    const run = (await api.send('GET', `${path}/${id}/runs/${runID}`)).json() as TaskRun;
    return run.finishedAt === undefined ? undefined : run;
  });
}

suite('runs of tasks', { timeout: 60_000 }, () => {
  before(async () => {
    api = await startFromSource({ org: 'team' });
  });
  after(() => api.sandbox.close());

  test('run now runs the script with its parameters, as of the time that is asked for', async () => {
    const text = rows('{v: 1 / (if params.a == "x" and now() == 2030-01-01T00:00:00Z then 1 else 0)}');
    const id = await taskOf(text, { scriptParameters: { a: 'x' } });
    const run = await runNow(id, { scheduledFor: '2030-01-01T00:00:00Z' });
    assert.deepEqual(
      [run.taskID, run.status, run.scheduledFor],
      [id, 'scheduled', '2030-01-01T00:00:00.000Z'],
    );
    assert.ok(run.requestedAt);
    const through = await finished(id, run.id);
    assert.equal(through.status, 'success', JSON.stringify(through.log));
    assert.ok((through.startedAt ?? '') <= (through.finishedAt ?? ''));
    assert.equal(through.log.at(-1)?.message, 'Completed(success)');
    const task = (await api.send('GET', `${path}/${id}`)).json() as Record<string, unknown>;
    assert.deepEqual(
      [task['lastRunStatus'], task['latestCompleted']],
      ['success', '2030-01-01T00:00:00.000Z'],
    );

    // At another time the same script divides by zero.
    const other = await finished(id, (await runNow(id)).id);
    assert.equal(other.status, 'failed');
    const failed = (await api.send('GET', `${path}/${id}`)).json() as Record<string, unknown>;
    assert.match(String(failed['lastRunError']), /cannot divide by zero/);
  });

  test('runs that are through are in the bucket _tasks', async () => {
    const id = await taskOf(rows('{v: 1 / params.a}'), { scriptParameters: { a: 0 } });
    const { id: runID } = await runNow(id, { scheduledFor: '2030-01-01T00:00:00Z' });
    const run = await finished(id, runID);
    const query = `from(bucket: "_tasks") |> range(start: -1h) |> filter(fn: (r) => r.taskID == "${id}")
      |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")
      |> keep(columns: ["_measurement", "status", "runID", "scheduledFor", "startedAt", "finishedAt"])`;
    // It is written down a moment after it has ended.
    const [names = '', row = ''] = await until(async () => {
      const lines = (await api.query(query)).text.split('\r\n');
      return lines[1] ? lines : undefined;
    });
    const cells = row.split(',');
    const found = Object.fromEntries(names.split(',').map((name, i) => [name, cells[i]]));
    const { _measurement, status, scheduledFor, startedAt, finishedAt } = found;
    assert.deepEqual(
      [_measurement, status, found['runID'], scheduledFor, startedAt, finishedAt],
      ['runs', 'failed', runID, '2030-01-01T00:00:00Z', run.startedAt, run.finishedAt],
    );
    const logs = await api.query(
      `from(bucket: "_tasks") |> range(start: -1h) |> filter(fn: (r) => r.taskID == "${id}" and r._field == "logs")`,
    );
    assert.match(logs.text, /divide by zero/);
  });

  test('an error behind the first rows fails the run', async () => {
    const id = await taskOf(
      `${rows('{v: 1}')} |> yield(name: "good")\narray.from(rows: [{v: 0}]) |> map(fn: (r) => ({v: 1 / r.v})) |> yield(name: "bad")`,
    );
    const run = await finished(id, (await runNow(id)).id);
    assert.equal(run.status, 'failed');
    assert.match(run.log.map(({ message }) => message).join('\n'), /cannot divide by zero/);
  });

  test('list, logs, retry', async () => {
    const id = await taskOf(rows('{v: 1}'));
    const made: string[] = [];
    for (const day of [1, 2, 3]) {
      const { id: runID } = await runNow(id, { scheduledFor: `2030-01-0${day}T00:00:00Z` });
      made.unshift(runID);
      await finished(id, runID);
    }
    const ids = async (query: string) => (await runsOf(id, query)).map((run) => run.id);
    assert.deepEqual(await ids(''), made);
    assert.deepEqual(await ids('?limit=2'), made.slice(0, 2));
    assert.deepEqual(await ids(`?limit=2&after=${made[1]}`), made.slice(2));
    assert.deepEqual(await ids('?afterTime=2030-01-01T12:00:00Z&beforeTime=2030-01-02T12:00:00Z'), [made[1]]);
    assert.equal((await api.send('GET', `${path}/${id}/runs?afterTime=now`)).status, 400);
    assert.equal((await api.send('GET', `${path}/${id}/runs?limit=0`)).status, 400);

    const logs = (await api.send('GET', `${path}/${id}/logs`)).json() as { events: TaskRun['log'] };
    assert.deepEqual([...new Set(logs.events.map(({ runID }) => runID))], [...made].reverse());
    const own = (await api.send('GET', `${path}/${id}/runs/${made[0]}/logs`)).json() as typeof logs;
    assert.ok(own.events.length >= 2 && own.events.every(({ runID }) => runID === made[0]));

    const again = await api.send('POST', `${path}/${id}/runs/${made[2]}/retry`);
    assert.equal(again.status, 200);
    const retried = again.json() as TaskRun;
    assert.equal(retried.scheduledFor, '2030-01-01T00:00:00.000Z');
    assert.equal((await finished(id, retried.id)).status, 'success');
    await api.send('PATCH', `${path}/${id}`, { status: 'inactive' });
    assert.equal((await api.send('POST', `${path}/${id}/runs/${made[2]}/retry`)).status, 400);
    for (const [method, tail] of [
      ['GET', 'runs/00ff'],
      ['DELETE', 'runs/00ff'],
      ['GET', 'runs/00ff/logs'],
      ['POST', 'runs/00ff/retry'],
      // It is through.
      ['DELETE', `runs/${made[0]}`],
    ] as const) {
      assert.equal((await api.send(method, `${path}/${id}/${tail}`)).status, 404, `${method} ${tail}`);
    }
    assert.equal((await api.send('POST', `${path}/${id}/runs`, { scheduledFor: 'now' })).status, 400);
  });

  test('a run can be cancelled', async () => {
    const id = await taskOf(endless);
    const { id: runID } = await runNow(id);
    await until(async () => ((await runsOf(id))[0]?.status === 'started' ? true : undefined));
    assert.equal((await api.send('DELETE', `${path}/${id}/runs/${runID}`)).status, 204);
    assert.equal((await finished(id, runID)).status, 'canceled');
  });

  test('a task whose script is gone fails and says so', async () => {
    const scriptID = await api.script(rows('{v: 1}'));
    const { id } = (await api.send('POST', path, { name: 'n', scriptID, every: '24h' })).json() as Task;
    await api.send('DELETE', `/api/v2/scripts/${scriptID}`);
    const run = await finished(id, (await runNow(id)).id);
    assert.equal(run.status, 'failed');
    assert.match(run.log[1]?.message ?? '', new RegExp(`script "${scriptID}" not found`));
  });

  test('a schedule runs when it is due, until the task is inactive', async () => {
    const flux =
      'import "influxdata/influxdb/tasks"\nimport "array"\noption task = {name: "tick", every: 1s}\narray.from(rows: [{last: tasks.lastSuccess(orTime: -1h)}])';
    const create = async () => ((await api.send('POST', path, { flux })).json() as Task).id;
    const twoRuns = (of: string) =>
      until(async () => {
        const done = (await runsOf(of)).filter(({ status }) => status === 'success');
        return done.length >= 2 ? done : undefined;
      });
    const id = await create();
    const two = await twoRuns(id);
    for (const run of two) {
      assert.match(run.scheduledFor, /\.000Z$/);
      assert.equal(run.requestedAt, undefined);
    }
    assert.equal(new Set(two.map(({ scheduledFor }) => scheduledFor)).size, two.length);
    await api.send('PATCH', `${path}/${id}`, { status: 'inactive' });
    const known = await until(async () => {
      const runs = await runsOf(id);
      return runs.every(({ finishedAt }) => finishedAt) ? runs.length : undefined;
    });
    await twoRuns(await create());
    assert.equal((await runsOf(id)).length, known);
  });

  test('tasks.lastSuccess answers the last run that was a success, else what is given', async () => {
    const text = (time: string) =>
      `import "influxdata/influxdb/tasks"\nimport "array"\narray.from(rows: [{v: 1 / (if tasks.lastSuccess(orTime: 2020-01-01T00:00:00Z) == ${time} then 1 else 0)}])`;
    const id = await taskOf(text('2020-01-01T00:00:00Z'));
    const first = await finished(id, (await runNow(id, { scheduledFor: '2030-01-01T00:00:00Z' })).id);
    assert.equal(first.status, 'success');
    assert.equal((await finished(id, (await runNow(id)).id)).status, 'failed');
    const { scriptID } = (await api.send('GET', `${path}/${id}`)).json() as Task;
    await api.send('PATCH', `/api/v2/scripts/${scriptID}`, { script: text('2030-01-01T00:00:00Z') });
    assert.equal((await finished(id, (await runNow(id)).id)).status, 'success');
  });

  test('tasks.lastSuccessTime is null until there is one', async () => {
    const id = await taskOf(
      `import "influxdata/influxdb/tasks"\nimport "array"\narray.from(rows: [{v: 1 / (if (exists tasks.lastSuccessTime) == params.known then 1 else 0)}])`,
      { scriptParameters: { known: false } },
    );
    assert.equal((await finished(id, (await runNow(id)).id)).status, 'success');
    assert.equal((await finished(id, (await runNow(id)).id)).status, 'failed');
    await api.send('PATCH', `${path}/${id}`, { scriptParameters: { known: true } });
    const run = await finished(id, (await runNow(id)).id);
    assert.equal(run.status, 'success', JSON.stringify(run.log));
  });
});

test('runs outlive a restart, and one that was on its way failed', { timeout: 30_000 }, async () => {
  const data = mkdtempSync(join(tmpdir(), 'runs-'));
  try {
    api = await startFromSource({ data, sampleData: false });
    const id = await taskOf(rows('{v: 1}'));
    const done = await finished(id, (await runNow(id)).id);
    await api.sandbox.close();
    await using again = await startFromSource({ data, sampleData: false });
    api = again;
    assert.deepEqual(await runsOf(id), [done]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
