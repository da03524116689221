import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startFromSource, type TestSandbox } from './start.ts';

suite('the server', () => {
  let api: TestSandbox;
  before(async () => {
    api = await startFromSource({ org: 'team' });
  });
  after(() => api.sandbox.close());

  test('takes the token as Token or Bearer, and nothing else', async () => {
    const get = async (authorization: string) =>
      (await api.send('GET', '/api/v2/orgs', undefined, { Authorization: authorization })).status;
    assert.equal(await get('Token secret'), 200);
    assert.equal(await get('Bearer secret'), 200);
    for (const wrong of ['', 'secret', 'token secret', 'Token other', 'Basic secret', 'Token ']) {
      assert.equal(await get(wrong), 401, wrong);
    }
    const reply = await api.send('GET', '/api/v2/scripts', undefined, { Authorization: 'Token x' });
    assert.deepEqual(reply.json(), { code: 'unauthorized', message: 'unauthorized access' });
  });
  test('says that it is not OSS', async () => {
    const reply = await api.send('GET', '/health', undefined, { Authorization: '' });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get('x-influxdb-build'), 'Cloud');
    assert.equal((reply.json() as { status: string }).status, 'pass');
    assert.equal((await api.send('HEAD', '/ping')).status, 204);
  });
  test('knows its organization', async () => {
    const { orgID } = api.sandbox;
    for (const query of ['', '?org=team', `?orgID=${orgID}`]) {
      const reply = (await api.send('GET', `/api/v2/orgs${query}`)).json() as {
        orgs: Record<string, unknown>[];
      };
      assert.equal(reply.orgs.length, 1);
      assert.deepEqual(
        [reply.orgs[0]?.['id'], reply.orgs[0]?.['name'], reply.orgs[0]?.['defaultStorageType']],
        [orgID, 'team', 'tsm'],
      );
    }
    assert.equal((await api.send('GET', '/api/v2/orgs?org=other')).status, 404);
    assert.equal((await api.send('GET', '/api/v2/orgs?orgID=0000000000000001')).status, 404);
  });
  test('lists its buckets', async () => {
    const names = async (query: string) =>
      (
        (await api.send('GET', `/api/v2/buckets${query}`)).json() as {
          buckets: { name: string; orgID: string }[];
        }
      ).buckets.map(({ name }) => name);
    assert.deepEqual(await names(''), ['air_sensor', 'factory', '_tasks', '_monitoring']);
    assert.deepEqual(await names('?limit=1'), ['air_sensor']);
    assert.deepEqual(await names('?limit=1&offset=1'), ['factory']);
    assert.deepEqual(await names('?name=factory'), ['factory']);
    assert.equal((await api.send('GET', '/api/v2/buckets?limit=101')).status, 400);
  });
  test('refuses unknown paths and methods', async () => {
    const unknown = await api.send('GET', '/api/v2/nothing');
    assert.deepEqual(
      [unknown.status, unknown.json()],
      [404, { code: 'not found', message: 'path not found' }],
    );
    const method = await api.send('PUT', '/api/v2/scripts', {});
    assert.equal(method.status, 405);
    assert.equal((method.json() as { code: string }).code, 'method not allowed');
    assert.equal(method.headers.get('allow'), 'GET, POST, HEAD, OPTIONS');
  });
  test('listens on the loopback address only', () => {
    assert.match(api.sandbox.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

test('a taken port is an error', async () => {
  await using first = await startFromSource();
  const port = Number(new URL(first.sandbox.url).port);
  await assert.rejects(startFromSource({ port }), /EADDRINUSE/);
});
