import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

const path = '/api/v2/authorizations';
type Shown = Record<string, unknown> & { readonly id: string; readonly token: string };
const may = (action: string, type: string, id?: string) => ({
  action,
  resource: { type, ...(id && { id }) },
});

suite('/api/v2/authorizations', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource({ org: 'team' });
  });
  after(() => api.sandbox.close());

  const create = async (permissions: readonly object[], more: object = {}): Promise<Shown> => {
    const reply = await api.send('POST', path, { orgID: api.sandbox.orgID, permissions, ...more });
    assert.equal(reply.status, 201, reply.text);
    return reply.json() as Shown;
  };
  const as = (token: string) => (method: string, at: string, body?: unknown) =>
    api.send(method, at, body, { Authorization: `Token ${token}` });
  const bucketId = async (name: string) =>
    ((await api.send('GET', `/api/v2/buckets?name=${name}`)).json() as { buckets: { id: string }[] })
      .buckets[0]?.id;

  test('create, list, find, update, delete', async () => {
    const made = await create([may('read', 'buckets')], { description: 'for reading' });
    assert.deepEqual(
      [made['status'], made['description'], made['org'], made['orgID'], made['permissions']],
      ['active', 'for reading', 'team', api.sandbox.orgID, [may('read', 'buckets')]],
    );
    const found = (await api.send('GET', `${path}/${made.id}`)).json() as Shown;
    // Only who makes a token sees it.
    assert.deepEqual(found, { ...made, token: 'redacted' });
    const listed = (await api.send('GET', path)).json() as { authorizations: Shown[] };
    assert.deepEqual(listed.authorizations, [found]);
    for (const [query, count] of [
      [`?orgID=${api.sandbox.orgID}`, 1],
      ['?org=team', 1],
      ['?org=other', 0],
      ['?userID=00ff', 0],
      ['?offset=1', 0],
    ] as const) {
      const reply = (await api.send('GET', path + query)).json() as { authorizations: Shown[] };
      assert.equal(reply.authorizations.length, count, query);
    }
    assert.equal(JSON.stringify(listed).includes(made.token), false);

    assert.equal((await as(made.token)('GET', '/api/v2/buckets')).status, 200);
    const inactive = (await api.send('PATCH', `${path}/${made.id}`, { status: 'inactive' })).json() as Shown;
    assert.equal(inactive['status'], 'inactive');
    assert.equal((await as(made.token)('GET', '/api/v2/buckets')).status, 401);
    await api.send('PATCH', `${path}/${made.id}`, { status: 'active' });
    assert.equal((await as(made.token)('GET', '/api/v2/buckets')).status, 200);

    assert.equal((await api.send('DELETE', `${path}/${made.id}`)).status, 204);
    assert.equal((await as(made.token)('GET', '/api/v2/buckets')).status, 401);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      assert.equal(
        (await api.send(method, `${path}/${made.id}`, method === 'GET' ? undefined : {})).status,
        404,
        method,
      );
    }
  });

  test('a token that may read only', async () => {
    const { token } = await create(['buckets', 'functions', 'tasks'].map((type) => may('read', type)));
    const id = await api.script('from(bucket: "air_sensor") |> range(start: -1h) |> limit(n: 1)');
    const read = as(token);
    assert.equal((await read('GET', `/api/v2/scripts/${id}`)).status, 200);
    assert.equal((await read('POST', `/api/v2/scripts/${id}/invoke`, {})).status, 200);
    assert.equal((await read('GET', '/api/v2/tasks')).status, 200);
    const refused = await read('PATCH', `/api/v2/scripts/${id}`, { description: 'x' });
    assert.deepEqual(
      [refused.status, refused.json()],
      [403, { code: 'forbidden', message: `write:functions/${id} is unauthorized` }],
    );
    assert.equal(refused.headers.get('x-platform-error-code'), 'forbidden');
    for (const [method, at] of [
      ['POST', '/api/v2/scripts'],
      ['POST', '/api/v2/functions'],
      ['DELETE', `/api/v2/scripts/${id}`],
      ['POST', '/api/v2/tasks'],
      ['GET', path],
      ['POST', path],
      ['GET', `/api/v2/orgs/${api.sandbox.orgID}/secrets`],
      ['POST', '/sandbox/faults'],
    ] as const) {
      assert.equal(
        (await read(method, at, method === 'GET' ? undefined : {})).status,
        403,
        `${method} ${at}`,
      );
    }
  });

  test('a token for one bucket reads this one, and manages no scripts', async () => {
    const { token } = await create([may('read', 'buckets', await bucketId('factory'))]);
    const only = as(token);
    const query = (bucket: string) =>
      only('POST', '/api/v2/query', {
        query: `from(bucket: "${bucket}") |> range(start: -1h) |> limit(n: 1)`,
      });
    assert.equal((await query('factory')).status, 200);
    const other = await query('air_sensor');
    assert.equal(other.status, 404);
    assert.match(other.text, /could not find bucket \\"air_sensor\\"/);
    assert.equal((await only('GET', '/api/v2/scripts')).status, 403);
    assert.equal((await only('GET', '/api/v2/orgs')).status, 200);
  });

  test('an expired token is refused as an unknown one', async () => {
    const past = await create([may('read', 'tasks')], { expiresAt: '2020-01-01T00:00:00Z' });
    const reply = await as(past.token)('GET', '/api/v2/tasks');
    assert.deepEqual(
      [reply.status, reply.json()],
      [401, { code: 'unauthorized', message: 'unauthorized access' }],
    );
    const ahead = await create([may('read', 'tasks')], { expiresAt: '2120-01-01T00:00:00Z' });
    assert.equal((await as(ahead.token)('GET', '/api/v2/tasks')).status, 200);
  });

  test('a token makes none that may more than itself', async () => {
    const { token } = await create([may('write', 'authorizations'), may('read', 'tasks')]);
    const post = (permissions: readonly object[]) =>
      as(token)('POST', path, { orgID: api.sandbox.orgID, permissions });
    assert.equal((await post([may('read', 'tasks')])).status, 201);
    assert.equal((await post([may('write', 'tasks')])).status, 403);
  });

  test('bad requests', async () => {
    const { orgID } = api.sandbox;
    const permissions = [may('read', 'tasks')];
    for (const [body, status] of [
      [{ permissions }, 400],
      [{ orgID: '00ff', permissions }, 404],
      [{ orgID }, 400],
      [{ orgID, permissions: [] }, 400],
      [{ orgID, permissions: [{ action: 'own', resource: { type: 'tasks' } }] }, 400],
      [{ orgID, permissions: [{ action: 'read', resource: {} }] }, 400],
      [{ orgID, permissions, status: 'on' }, 400],
      [{ orgID, permissions, expiresAt: 'soon' }, 400],
    ] as const) {
      assert.equal((await api.send('POST', path, body)).status, status, JSON.stringify(body));
    }
  });
});

test('tokens outlive a restart, and no file holds them', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tokens-'));
  try {
    const first = await startFromSource({ data, sampleData: false });
    const { token } = (
      await first.send('POST', path, { orgID: first.sandbox.orgID, permissions: [may('read', 'tasks')] })
    ).json() as Shown;
    await first.sandbox.close();
    assert.equal(readFileSync(join(data, 'authorizations.json'), 'utf8').includes(token), false);
    await using again = await startFromSource({ data, sampleData: false });
    const reply = await again.send('GET', '/api/v2/tasks', undefined, { Authorization: `Bearer ${token}` });
    assert.equal(reply.status, 200);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
