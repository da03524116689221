import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { failure, textOf } from './failure.ts';
import { json, serve, token } from './faultServer.ts';

const script = { id: 'a1', orgID: 'o', name: 'n', script: 'x = 1' };
const org = { id: '00000000000000aa', name: 'mine' };

/** A server that can be tested: what it says of itself, its organizations, and whether it has scripts. */
function server(headers: Record<string, string>, orgs: unknown[] = [org], scripts = true) {
  return serve(({ url = '' }, response) => {
    if (url.startsWith('/ping')) response.writeHead(204, headers).end();
    else if (url.startsWith('/api/v2/orgs')) json(response, 200, { orgs });
    else if (scripts) json(response, 200, { scripts: [] });
    else json(response, 404, { code: 'not found', message: 'path not found' });
  });
}

const cloud = { 'x-influxdb-build': 'Cloud' };

test('probe tells the kinds of servers apart', async () => {
  const kinds = [
    [await server(cloud), 'cloud'],
    [await server(cloud, [{ ...org, defaultStorageType: 'tsm' }]), 'cloud'],
    [await server(cloud, [{ ...org, defaultStorageType: 'iox' }]), 'cloudServerless'],
    [await server({ 'x-influxdb-build': 'OSS', 'x-influxdb-version': 'v2.7.1' }), 'oss'],
    [await server({ ...cloud, 'x-influxdb-version': 'sandbox' }), 'sandbox'],
    [await server({}), 'unknown'],
  ] as const;
  for (const [fixture, kind] of kinds) {
    const info = await fixture.client.probe();
    assert.equal(info.kind, kind);
    assert.equal(info.org?.id, org.id);
    assert.equal(fixture.requests.length, 3);
    await fixture[Symbol.asyncDispose]();
  }
});

test('probe of a server without scripts says which servers have them', async () => {
  await using fixture = await server({ 'x-influxdb-build': 'OSS' }, [org], false);
  const error = await failure(fixture.client.probe());
  assert.equal(error.code, 'noScriptsApi');
  assert.match(error.message, /InfluxDB OSS has none/);
});

test('probe does without /ping', async () => {
  await using fixture = await serve(({ url = '' }, response) =>
    url.startsWith('/ping')
      ? json(response, 404, {})
      : json(response, 200, { orgs: [{ ...org, defaultStorageType: 'iox' }] }),
  );
  assert.equal((await fixture.client.probe()).kind, 'cloudServerless');
});

test('probe finds the organization by name and by ID, and names those that there are', async () => {
  await using fixture = await server(cloud, [{ id: 'b', name: 'other' }, org]);
  const probe = async (wanted: string) => {
    const options = { name: 'Test', url: fixture.url, token: () => token, org: wanted };
    const client = new InfluxClient(options);
    return await client.probe().finally(() => client.close());
  };
  assert.equal((await probe('mine')).org?.id, org.id);
  assert.equal((await probe(org.id)).org?.name, 'mine');
  const error = await failure(probe('nobody'));
  assert.equal(error.code, 'organizationNotFound');
  assert.match(error.message, /“nobody”.*other, mine\. Run/);
  assert.doesNotMatch(error.message, /server says/);
});

test('a query carries all annotations, its params and the organization, and streams', async () => {
  let url = '';
  await using fixture = await serve((request, response) => {
    url = request.url ?? '';
    response.writeHead(200, { 'content-type': 'text/csv' }).end('#datatype,string\r\n');
  });
  const options = { name: 'Test', url: fixture.url, token: () => token, org: 'my org' };
  const client = new InfluxClient(options);
  const now = '2026-01-31T12:00:00Z';
  const { body } = await client.query.run({ query: 'x = params.a', params: { a: 1 }, now });
  assert.equal(await textOf(body), '#datatype,string\r\n');
  await client.close();
  assert.equal(url, '/api/v2/query?org=my+org');
  assert.deepEqual(JSON.parse(fixture.bodies[0] ?? ''), {
    type: 'flux',
    query: 'x = params.a',
    params: { a: 1 },
    now,
    dialect: { header: true, delimiter: ',', annotations: ['datatype', 'group', 'default'] },
  });
});

test('a query is never sent twice', async () => {
  await using fixture = await serve((request) => request.socket.destroy());
  await failure(fixture.client.query.run({ query: 'x' }));
  assert.equal(fixture.requests.length, 1);
});

test('buckets are listed page by page, after the last one', async () => {
  const all = Array.from({ length: 150 }, (_, index) => ({ id: `b${String(index).padStart(3, '0')}` }));
  await using fixture = await serve(({ url = '' }, response) => {
    const after = new URL(url, 'http://x').searchParams.get('after') ?? '';
    json(response, 200, { buckets: all.filter(({ id }) => id > after).slice(0, 100) });
  });
  assert.equal((await fixture.client.buckets.list()).length, 150);
  assert.equal(fixture.requests.length, 2);
});

test('a server that ignores `after` does not keep the buckets going', async () => {
  const page = Array.from({ length: 100 }, (_, index) => ({ id: String(index) }));
  await using fixture = await serve((_, response) => json(response, 200, { buckets: page }));
  assert.equal((await fixture.client.buckets.list()).length, 100);
  assert.equal(fixture.requests.length, 2);
});

test('trimmed blanks are not a field that was ignored; another text is', async () => {
  await using fixture = await serve((_, response) => json(response, 200, script));
  const { ignored } = await fixture.client.scripts.update('a1', { description: '', script: 'x = 1\n' });
  assert.deepEqual(ignored, []);
  assert.deepEqual(JSON.parse(fixture.bodies[0] ?? ''), { description: ' ', script: 'x = 1\n' });
  const changes = { name: 'm', description: 'd', script: 'y' };
  assert.deepEqual((await fixture.client.scripts.update('a1', changes)).ignored, [
    'name',
    'description',
    'script',
  ]);
});

test('a script whose ID the server does not say is found by its name', async () => {
  const { id, ...withoutId } = script;
  await using fixture = await serve(({ method }, response) =>
    method === 'POST'
      ? json(response, 201, withoutId)
      : json(response, 200, { scripts: [{ ...script, id: 'b2', name: 'nn' }, script] }),
  );
  const request = { name: 'n', description: 'd', script: 'x = 1', language: 'flux' };
  assert.equal((await fixture.client.scripts.create(request)).id, id);
});

test('what is no ID reaches no other path of the API', async () => {
  await using fixture = await serve((_, response) => json(response, 200, script));
  const { scripts } = fixture.client;
  for (const id of ['', '..', '../buckets/b1', 'a/b', 'a?b']) {
    assert.equal((await failure(scripts.delete(id))).code, 'scriptNotFound');
    assert.equal((await failure(scripts.invoke(id, {}))).code, 'scriptNotFound');
  }
  assert.deepEqual(fixture.requests, []);
});

test('parameters: their types, and none at all', async () => {
  let answer: unknown = { params: { bucket: 'string' } };
  await using fixture = await serve((_, response) => json(response, 200, answer));
  assert.deepEqual(await fixture.client.scripts.params('a1'), { bucket: 'string' });
  answer = { params: null };
  assert.deepEqual(await fixture.client.scripts.params('a1'), {});
});

test('an invocation sends its params as they are', async () => {
  await using fixture = await serve((_, response) => response.end('\r\n'));
  const params = { start: '-7d', count: 3, on: true, none: null };
  const { body } = await fixture.client.scripts.invoke('a1', params);
  assert.equal(await textOf(body), '\r\n');
  assert.deepEqual(JSON.parse(fixture.bodies[0] ?? ''), { params });
  assert.deepEqual(fixture.requests, ['POST /api/v2/scripts/a1/invoke']);
});
