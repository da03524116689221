import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/functions';
const rows = 'import "array"\narray.from(rows: [{v: params.a}])';

interface Run {
  readonly id: string;
  readonly status: string;
  readonly error?: string;
  readonly startedAt: string;
  readonly logs: readonly unknown[];
  readonly response: { readonly statusCode: string; readonly data?: unknown };
}

suite('what only the older functions path has', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource();
  });
  after(() => api.sandbox.close());

  const trigger = (body: object) => api.send('POST', `${path}/trigger`, body);
  const runs = async (id: string, query = '') => {
    const reply = await api.send('GET', `${path}/${id}/runs${query}`);
    assert.equal(reply.status, 200, reply.text);
    return (reply.json() as { runs: Run[] }).runs;
  };

  test('a trigger runs a script without storing it', async () => {
    const before = (await api.send('GET', path)).text;
    const reply = await trigger({ script: rows, language: 'flux', method: 'POST', params: { a: 'x' } });
    assert.equal(reply.status, 200, reply.text);
    const { id, startedAt, ...run } = reply.json() as Run;
    assert.match(id, /^[0-9a-f]{16}$/);
    assert.ok(Math.abs(Date.parse(startedAt) - Date.now()) < 60_000);
    assert.deepEqual(run, {
      status: 'ok',
      logs: [],
      response: {
        type: 'http',
        dataType: 'json',
        headers: {},
        statusCode: '200',
        data: ',result,table,v\r\n,_result,0,x\r\n\r\n',
      },
    });
    assert.equal((await api.send('GET', path)).text, before);
  });

  test('what the script does wrong is in the answer', async () => {
    const cases: readonly (readonly [script: string, error: RegExp, statusCode: string])[] = [
      ['x =', /compilation failed/, '500'],
      [rows, /invalid parameters provided/, '500'],
      ['from(bucket: "no") |> range(start: -1h)', /bucket .*no/, '404'],
      [
        'import "array"\narray.from(rows: [{v: 1}]) |> yield(name: "a")\narray.from(rows: [{v: 0}]) |> map(fn: (r) => ({v: 1 / r.v})) |> yield(name: "b")',
        /divide by zero/,
        '500',
      ],
    ];
    for (const [script, error, statusCode] of cases) {
      const reply = await trigger({ script, language: 'flux', method: 'GET' });
      assert.equal(reply.status, 200, reply.text);
      const run = reply.json() as Run;
      assert.equal(run.status, 'error', script);
      assert.match(run.error ?? '', error);
      assert.equal(run.response.statusCode, statusCode, script);
      assert.equal(run.response.data, undefined);
    }
  });

  test('a trigger needs a script, its language and a method', async () => {
    const whole = { script: rows, language: 'flux', method: 'POST' };
    for (const [more, words] of [
      [{ script: '' }, /script is required/],
      [{ language: undefined }, /language is required/],
      [{ method: undefined }, /method is required/],
      [{ method: 'PUT' }, /GET or POST/],
      [{ language: 'python' }, /flux only; this one is in python/],
      [{ params: [1] }, /params/],
    ] as const) {
      const reply = await trigger({ ...whole, ...more });
      assert.equal(reply.status, 400, JSON.stringify(more));
      assert.match((reply.json() as { message: string }).message, words);
    }
  });

  test('invocations by either path are runs, the newest first', async () => {
    const id = await api.script(rows);
    assert.deepEqual(await runs(id), []);
    assert.equal((await api.invoke(id, { a: 1 })).status, 200);
    assert.equal((await api.invoke(id)).status, 400);
    assert.equal((await api.send('GET', `${path}/${id}/invoke?a=1`)).status, 200);
    const all = await runs(id);
    assert.deepEqual(
      all.map(({ status, error, response }) => [status, error, response.statusCode]),
      [
        ['ok', undefined, '200'],
        ['error', 'invalid parameters provided', '500'],
        ['ok', undefined, '200'],
      ],
    );
    assert.ok(all.every(({ response }) => response.data === undefined));
    assert.deepEqual(await runs(id, '?limit=1&offset=1'), [all[1]]);
    const one = await api.send('GET', `${path}/${id}/runs/${all[1]?.id}`);
    assert.deepEqual([one.status, one.json()], [200, all[1]]);
    assert.equal((await api.send('GET', `${path}/${id}/runs/00ff`)).status, 404);
    assert.equal((await api.send('GET', `${path}/${id}/runs?limit=501`)).status, 400);
    assert.equal((await api.send('GET', `${path}/00ff/runs`)).status, 404);
    await api.send('DELETE', `${path}/${id}`);
    assert.equal((await api.send('GET', `${path}/${id}/runs`)).status, 404);
  });

  test('the last hundred are kept', async () => {
    const id = await api.script('import "array"\narray.from(rows: [{v: 1}])');
    for (let i = 0; i < 101; i++) await api.invoke(id);
    assert.equal((await runs(id, '?limit=500')).length, 100);
  });
});
