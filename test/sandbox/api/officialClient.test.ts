import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { flux, type HttpError, InfluxDB, Point } from '@influxdata/influxdb-client';
import {
  AuthorizationsAPI,
  BucketsAPI,
  DeleteAPI,
  FluxScriptInvocationAPI,
  HealthAPI,
  OrgsAPI,
  PingAPI,
  QueryAPI,
  ScriptsAPI,
  TasksAPI,
} from '@influxdata/influxdb-client-apis';
import { startFromSource, type TestSandbox } from './start.ts';

let api: TestSandbox;
let influx: InfluxDB;
let orgID: string;
before(async () => {
  api = await startFromSource({ org: 'team' });
  orgID = api.sandbox.orgID;
  influx = new InfluxDB({ url: api.sandbox.url, token: 'secret' });
});
after(() => api.sandbox.close());

const lastPoint = 'from(bucket: params.b) |> range(start: -7d) |> limit(n: int(v: params.n))';

suite('the official JavaScript client', { timeout: 60_000 }, () => {
  test('ScriptsAPI', async () => {
    const scripts = new ScriptsAPI(influx);
    const body = { name: 'official', description: 'd', script: lastPoint, language: 'flux' } as const;
    const made = await scripts.postScripts({ body });
    assert.equal(made.name, 'official');
    const scriptID = made.id ?? '';
    assert.deepEqual(await scripts.getScriptsID({ scriptID }), made);
    const changed = await scripts.patchScriptsID({ scriptID, body: { description: 'new' } });
    assert.equal(changed.description, 'new');
    const listed = await scripts.getScripts({ limit: 10, offset: 0 });
    assert.ok(listed.scripts?.some(({ id }) => id === scriptID));
    const csv = await scripts.postScriptsIDInvoke({ scriptID, body: { params: { b: 'factory', n: 1 } } });
    assert.match(String(csv), /^,result,table,/);
    await assert.rejects(scripts.postScripts({ body }), (error: HttpError) => {
      assert.deepEqual(
        [error.statusCode, error.code, error.json?.message],
        [422, 'conflict', 'uniqueness violation'],
      );
      return true;
    });
    await scripts.deleteScriptsID({ scriptID });
    await assert.rejects(scripts.getScriptsID({ scriptID }), (error: HttpError) => error.statusCode === 404);
  });

  test('FluxScriptInvocationAPI, with and without gzip', async () => {
    const scriptID = await api.script(lastPoint);
    for (const gzip of [false, true]) {
      const invocable = new FluxScriptInvocationAPI(influx, { gzip });
      const answer = invocable.invoke(scriptID, { b: 'air_sensor', n: 2 });
      const rows = await answer.collectRows<Record<string, string>>();
      assert.equal(rows.length, 2 * 24);
      assert.ok(rows.every((row) => row['_measurement'] === 'airSensors' && row['_value'] !== ''));
      const lines = await invocable.invoke(scriptID, { b: 'air_sensor', n: 2 }).collectLines();
      assert.equal(lines.filter((line) => /^,_result/.test(line)).length, 2 * 24);
      await assert.rejects(
        invocable.invoke(scriptID, { b: 'air_sensor' }).collectRows(),
        (error: HttpError) => error.json?.message === 'invalid parameters provided',
      );
    }
  });

  test('QueryApi: rows, lines, tagged templates, types', async () => {
    const query = influx.getQueryApi({ org: 'team', now: () => '2030-01-01T00:00:00Z' });
    const name = 'a "b"';
    const rows = await query.collectRows<Record<string, unknown>>(
      flux`import "array" array.from(rows: [{t: now(), s: ${name}, i: ${7}, f: 1.5, b: true}])`,
    );
    assert.deepEqual(rows, [
      { result: '_result', table: 0, t: '2030-01-01T00:00:00Z', s: name, i: 7, f: 1.5, b: true },
    ]);
    const lines = await query.collectLines('import "array" array.from(rows: [{v: 1}])');
    assert.deepEqual(lines.slice(0, 4), [
      '#datatype,string,long,long',
      '#group,false,false,false',
      '#default,_result,,',
      ',result,table,v',
    ]);
    await assert.rejects(query.collectRows('nothing'), (error: HttpError) => {
      assert.equal(error.statusCode, 400);
      return /undefined identifier nothing/.test(error.message);
    });
    const analysis = await new QueryAPI(influx).postQueryAnalyze({ body: { query: 'from(: "x")' } });
    assert.equal(analysis.errors?.[0]?.line, 1);
    const { ast } = await new QueryAPI(influx).postQueryAst({ body: { query: 'x = 1' } });
    assert.equal(ast?.files?.[0]?.body?.[0]?.type, 'VariableAssignment');
  });

  test('WriteApi and DeleteAPI', async () => {
    const buckets = new BucketsAPI(influx);
    await buckets.postBuckets({ body: { orgID, name: 'written', retentionRules: [] } });
    const write = influx.getWriteApi('team', 'written', 'ns');
    const time = Date.now() - 60_000;
    for (let i = 0; i < 10; i++) {
      write.writePoint(
        new Point('m')
          .tag('t', `a ${i % 2}`)
          .intField('v', i)
          .timestamp(`${time + i}000000`),
      );
    }
    await write.close();
    const query = influx.getQueryApi('team');
    const sum = 'from(bucket: "written") |> range(start: -1h) |> group() |> sum()';
    assert.equal((await query.collectRows<{ _value: number }>(sum))[0]?._value, 45);
    await new DeleteAPI(influx).postDelete({
      org: 'team',
      bucket: 'written',
      body: { start: '2000-01-01T00:00:00Z', stop: '2100-01-01T00:00:00Z', predicate: 't="a 1"' },
    });
    assert.equal((await query.collectRows<{ _value: number }>(sum))[0]?._value, 20);
  });

  test('BucketsAPI', async () => {
    const buckets = new BucketsAPI(influx);
    const made = await buckets.postBuckets({
      body: { orgID, name: 'official', retentionRules: [{ type: 'expire', everySeconds: 86_400 }] },
    });
    const bucketID = made.id ?? '';
    assert.equal((await buckets.getBucketsID({ bucketID })).name, 'official');
    const changed = await buckets.patchBucketsID({ bucketID, body: { name: 'renamed' } });
    assert.equal(changed.name, 'renamed');
    const listed = await buckets.getBuckets({ orgID, name: 'renamed' });
    assert.deepEqual(
      listed.buckets?.map(({ id }) => id),
      [bucketID],
    );
    await buckets.deleteBucketsID({ bucketID });
    await assert.rejects(buckets.getBucketsID({ bucketID }), (error: HttpError) => error.statusCode === 404);
  });

  test('OrgsAPI', async () => {
    const orgs = new OrgsAPI(influx);
    const { orgs: [found] = [] } = await orgs.getOrgs({ org: 'team' });
    assert.equal(found?.id, orgID);
    assert.equal((await orgs.getOrgsID({ orgID })).name, 'team');
    await orgs.patchOrgsIDSecrets({ orgID, body: { a: 'b' } });
    assert.deepEqual((await orgs.getOrgsIDSecrets({ orgID })).secrets, ['a']);
    await orgs.postOrgsIDSecrets({ orgID, body: { secrets: ['a'] } });
    assert.deepEqual((await orgs.getOrgsIDSecrets({ orgID })).secrets, []);
  });

  test('TasksAPI', async () => {
    const tasks = new TasksAPI(influx);
    const text = 'option task = {name: "t", every: 24h}\nimport "array"\narray.from(rows: [{v: 1}])';
    const body = { orgID, flux: text.replace(/^(option.*)\n(import.*)$/m, '$2\n$1') };
    const task = await tasks.postTasks({ body });
    const taskID = task.id;
    assert.deepEqual([task.name, task.every, task.status], ['t', '24h', 'active']);
    const run = await tasks.postTasksIDRuns({ taskID, body: {} });
    const runID = run.id ?? '';
    while ((await tasks.getTasksIDRunsID({ taskID, runID })).finishedAt === undefined) await pause(20);
    assert.equal((await tasks.getTasksIDRunsID({ taskID, runID })).status, 'success');
    assert.equal((await tasks.getTasksIDRuns({ taskID })).runs?.length, 1);
    assert.ok(
      (await tasks.getTasksIDLogs({ taskID })).events?.some(
        ({ message }) => message === 'Completed(success)',
      ),
    );
    assert.ok((await tasks.getTasksIDRunsIDLogs({ taskID, runID })).events?.length);
    assert.equal((await tasks.postTasksIDRunsIDRetry({ taskID, runID, body: {} })).taskID, taskID);
    assert.equal((await tasks.patchTasksID({ taskID, body: { status: 'inactive' } })).status, 'inactive');
    assert.deepEqual(
      (await tasks.getTasks({ name: 't' })).tasks?.map(({ id }) => id),
      [taskID],
    );
    await tasks.deleteTasksID({ taskID });
    await assert.rejects(tasks.getTasksID({ taskID }), (error: HttpError) => error.statusCode === 404);
  });

  test('AuthorizationsAPI', async () => {
    const authorizations = new AuthorizationsAPI(influx);
    const made = await authorizations.postAuthorizations({
      body: { orgID, permissions: [{ action: 'read', resource: { type: 'buckets' } }] },
    });
    const authID = made.id ?? '';
    const limited = new InfluxDB({ url: api.sandbox.url, token: made.token ?? '' });
    assert.ok((await new BucketsAPI(limited).getBuckets()).buckets?.length);
    await assert.rejects(
      new ScriptsAPI(limited).getScripts(),
      (error: HttpError) => error.statusCode === 403,
    );
    await authorizations.patchAuthorizationsID({ authID, body: { status: 'inactive' } });
    await assert.rejects(
      new BucketsAPI(limited).getBuckets(),
      (error: HttpError) => error.statusCode === 401,
    );
    assert.equal((await authorizations.getAuthorizationsID({ authID })).status, 'inactive');
    assert.equal((await authorizations.getAuthorizations()).authorizations?.length, 1);
    await authorizations.deleteAuthorizationsID({ authID });
    assert.equal((await authorizations.getAuthorizations()).authorizations?.length, 0);
  });

  test('HealthAPI and PingAPI', async () => {
    assert.equal((await new HealthAPI(influx).getHealth()).status, 'pass');
    await new PingAPI(influx).getPing();
  });
});
