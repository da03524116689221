import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Script } from '../../../client/src/influx/types.ts';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/scripts';
const request = {
  name: 'one',
  description: 'd',
  script: 'from(bucket: params.b) |> range(start: -1h)',
  language: 'flux',
};

suite('/api/v2/scripts', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource({ org: 'team' });
  });
  after(() => api.sandbox.close());

  test('create, find, update, delete', async () => {
    const created = await api.send('POST', path, request);
    assert.equal(created.status, 201);
    const script = created.json() as Required<Script>;
    assert.match(script.id, /^[0-9a-f]{16}$/);
    assert.match(script.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.deepEqual(
      { ...script },
      {
        ...request,
        id: script.id,
        orgID: api.sandbox.orgID,
        createdAt: script.createdAt,
        updatedAt: script.createdAt,
      },
    );

    const found = await api.send('GET', `${path}/${script.id}`);
    assert.equal(found.status, 200);
    assert.deepEqual(found.json(), script);

    const updated = await api.send('PATCH', `${path}/${script.id}`, { script: 'x', name: 'renamed' });
    assert.equal(updated.status, 200);
    const changed = updated.json() as Required<Script>;
    assert.deepEqual(
      { ...changed },
      { ...script, script: 'x', name: 'renamed', updatedAt: changed.updatedAt },
    );
    assert.ok(changed.updatedAt > script.updatedAt);

    assert.equal((await api.send('DELETE', `${path}/${script.id}`)).status, 204);
    assert.equal((await api.send('DELETE', `${path}/${script.id}`)).status, 204);
    const gone = await api.send('GET', `${path}/${script.id}`);
    assert.equal(gone.status, 404);
    assert.deepEqual(gone.json(), { code: 'not found', message: `script "${script.id}" not found` });
    assert.equal(gone.headers.get('x-platform-error-code'), 'not found');
    assert.equal((await api.send('PATCH', `${path}/${script.id}`, {})).status, 404);
    assert.equal((await api.invoke(script.id)).status, 404);
    assert.equal((await api.send('GET', `${path}/${script.id}/params`)).status, 404);
  });

  test('an empty update answers 200 and changes nothing', async () => {
    const id = await api.script('x = 1');
    const before = (await api.send('GET', `${path}/${id}`)).json();
    for (const body of [undefined, {}]) {
      const reply = await api.send('PATCH', `${path}/${id}`, body);
      assert.equal(reply.status, 200);
      assert.deepEqual(reply.json(), before);
    }
  });

  test('each update is later than the one before', async () => {
    const id = await api.script('x = 1');
    const times: string[] = [];
    for (let i = 0; i < 20; i++) {
      const reply = await api.send('PATCH', `${path}/${id}`, { description: `d${i}` });
      times.push((reply.json() as Required<Script>).updatedAt);
    }
    assert.deepEqual(times, [...new Set(times)].sort());
  });

  test('a name is unique', async () => {
    const id = await api.script('x = 1', 'taken');
    const other = await api.script('x = 1', 'other');
    const conflict = { code: 'conflict', message: 'uniqueness violation' };
    const again = await api.send('POST', path, { ...request, name: 'taken' });
    assert.deepEqual([again.status, again.json()], [422, conflict]);
    const renamed = await api.send('PATCH', `${path}/${other}`, { name: 'taken' });
    assert.deepEqual([renamed.status, renamed.json()], [422, conflict]);
    assert.equal((await api.send('PATCH', `${path}/${id}`, { name: 'taken' })).status, 200);
  });

  test('what is missing, empty or of the wrong type is refused', async () => {
    for (const name of ['name', 'description', 'script', 'language']) {
      for (const value of [undefined, '', 5]) {
        const reply = await api.send('POST', path, { ...request, name: 'bad', [name]: value });
        assert.equal(reply.status, 400, `${name}: ${value}`);
        assert.equal((reply.json() as { code: string }).code, 'invalid');
        assert.ok(reply.text.includes(name));
      }
    }
    for (const body of ['', '{', '[]', '"x"'])
      assert.equal((await api.send('POST', path, body)).status, 400, body);
    assert.equal((await api.send('POST', path, { ...request, name: 'bad', description: ' ' })).status, 201);
  });

  test('non-flux scripts are stored, and not run', async () => {
    const id = await api.script('SELECT 1', 'in sql', 'sql');
    const invoked = await api.invoke(id);
    assert.deepEqual(
      [invoked.status, (invoked.json() as { message: string }).message],
      [400, 'the sandbox runs scripts in flux only; this one is in sql'],
    );
    assert.equal((await api.send('GET', `${path}/${id}/params`)).status, 400);
  });

  test('params', async () => {
    const id = await api.script(
      'from(bucket: params.bucket) |> range(start: params.start) |> filter(fn: (r) => r.x == params["a b"])',
    );
    const reply = await api.send('GET', `${path}/${id}/params`);
    assert.deepEqual(
      [reply.status, reply.json()],
      [200, { params: { 'a b': 'any', bucket: 'string', start: 'any' } }],
    );
    const none = await api.script('from(bucket: "b") |> range(start: -1h)');
    assert.deepEqual((await api.send('GET', `${path}/${none}/params`)).json(), { params: {} });
    const broken = await api.script('from(bucket: ');
    const failed = await api.send('GET', `${path}/${broken}/params`);
    assert.equal(failed.status, 400);
    assert.match(failed.text, /"code":"invalid","message":"compilation failed: error @1:/);
  });
});

suite('the list of scripts', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource({ sampleData: false });
    for (let i = 0; i < 120; i++) await api.script('x = 1', `s${i}`);
  });
  after(() => api.sandbox.close());

  const names = async (query: string) =>
    ((await api.send('GET', path + query)).json() as { scripts: Script[] }).scripts.map(
      (script) => script.name,
    );

  test('comes in pages of 100', async () => {
    assert.equal((await names('')).length, 100);
    assert.equal((await names('?limit=0&offset=0')).length, 100);
    assert.deepEqual(await names('?limit=2&offset=118'), ['s118', 's119']);
    assert.equal((await names('?limit=500')).length, 120);
    assert.deepEqual(await names('?offset=1000'), []);
  });
  test('by name', async () => {
    assert.deepEqual(await names('?name=s7'), ['s7']);
    assert.deepEqual(await names('?name=none'), []);
    assert.equal((await names('?name=')).length, 100);
  });
  test('a wrong limit answers the gateway’s error', async () => {
    const reply = await api.send('GET', `${path}?limit=-1`);
    assert.deepEqual(
      [reply.status, reply.json()],
      [
        400,
        {
          code: 3,
          message: 'parsing field "limit": strconv.ParseUint: parsing "-1": invalid syntax',
          details: [],
        },
      ],
    );
    assert.equal((await api.send('GET', `${path}?limit=501`)).status, 400);
    assert.equal((await api.send('GET', `${path}?offset=x`)).status, 400);
  });
});

test('a server that ignores renames answers 200 and the old name', async () => {
  await using api = await startFromSource({ ignoreRename: true });
  const id = await api.script('x = 1', 'old');
  const reply = await api.send('PATCH', `${path}/${id}`, { name: 'new' });
  assert.deepEqual([reply.status, (reply.json() as Script).name], [200, 'old']);
});
