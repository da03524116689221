import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';
import { failure, textOf } from './failure.ts';
import { json, serve } from './faultServer.ts';

/** A sandbox that has only the functions that came before scripts. */
let sandbox: TestSandbox;
let client: InfluxClient;
let paths: string[];

before(async () => {
  sandbox = await startFromSource();
  const fault = '404;message=path not found';
  for (const path of ['/api/v2/scripts', '/api/v2/scripts/*']) {
    const reply = await sandbox.send('POST', '/sandbox/faults', { fault, path, times: 10_000 });
    assert.ok(reply.status < 300, reply.text);
  }
});
beforeEach(async () => {
  await client?.close();
  const { url, token } = sandbox.sandbox;
  paths = [];
  const log = ({ method, path }: { method: string; path: string }) => void paths.push(`${method} ${path}`);
  client = new InfluxClient({ name: 'Older', url, token: () => token, log });
});
after(async () => {
  await client?.close();
  await sandbox?.sandbox.close();
});

const text = 'import "array"\n\narray.from(rows: [{value: params.text}])';
const request = { name: 'echo', description: '', script: text, language: 'flux' };

test('a script lives from its creation to its end', async () => {
  const { id } = await client.scripts.create(request);
  assert.equal((await failure(client.scripts.create(request))).code, 'conflict');
  assert.ok((await client.scripts.list()).some((script) => script.id === id && script.name === 'echo'));
  assert.equal((await client.scripts.find(id)).script, text);
  const { script, ignored } = await client.scripts.update(id, { name: 'echo 2', description: 'again' });
  assert.deepEqual([script.name, script.description, ignored], ['echo 2', 'again', []]);
  const { body } = await client.scripts.invoke(id, { text: 'grüß dich' });
  assert.match(await textOf(body), /grüß dich/);
  assert.equal((await failure(client.scripts.invoke(id, {}))).code, 'missingParameter');
  await client.scripts.delete(id);
  assert.equal((await failure(client.scripts.find(id))).code, 'scriptNotFound');
  assert.equal(client.scripts.path, '/api/v2/functions');
});

test('scripts are asked for once, and functions from there on', async () => {
  await Promise.all([client.scripts.list(), client.scripts.list({ name: 'echo' })]);
  await client.scripts.list();
  const count = (path: string) => paths.filter((each) => each === `GET ${path}`).length;
  assert.equal(count('/api/v2/scripts'), 2);
  // One tells whether there are any, and each list is one.
  assert.equal(count('/api/v2/functions'), 4);
  assert.equal(count('/api/v2/orgs'), 1);
});

test('such a server tells no types', async () => {
  const [script] = await client.scripts.list();
  assert.equal(await client.scripts.params(script?.id ?? ''), undefined);
});

test('it is known for what it has, without being asked again', async () => {
  assert.equal(await client.scripts.probe(), 'functions');
  const asked = paths.length;
  assert.equal(await client.scripts.support(), 'functions');
  assert.equal(paths.length, asked);
  assert.equal((await client.identify()).scripts, 'functions');
});

test('functions are the organization’s: it is said whose, as their contract wants', async () => {
  await using fixture = await serve(({ url = '', method }, response, body) => {
    if (url.startsWith('/api/v2/orgs')) json(response, 200, { orgs: [{ id: '0a', name: 'mine' }] });
    else if (!url.startsWith('/api/v2/functions')) json(response, 404, { message: 'path not found' });
    else if (method === 'GET') json(response, 200, { functions: [] });
    else json(response, 201, { id: 'f1', ...JSON.parse(body) });
  });
  await fixture.client.scripts.list();
  const made = await fixture.client.scripts.create(request);
  assert.equal(made.orgID, '0a');
  assert.equal(fixture.requests.at(-2), 'GET /api/v2/functions?limit=100&offset=0&orgID=0a');
  assert.deepEqual(JSON.parse(fixture.bodies.at(-1) ?? ''), { ...request, description: ' ', orgID: '0a' });
});

test('a server with neither is said to have none, and asked for functions once', async () => {
  await using fixture = await serve(({ url = '' }, response) =>
    url.startsWith('/api/v2/orgs')
      ? json(response, 200, { orgs: [{ id: '0a', name: 'mine' }] })
      : json(response, 404, { code: 'not found', message: 'path not found' }),
  );
  for (let i = 0; i < 3; i++) {
    assert.equal((await failure(fixture.client.scripts.list())).code, 'noScriptsApi');
  }
  assert.equal(await fixture.client.scripts.support(), 'none');
  assert.equal(fixture.requests.filter((each) => each.includes('/functions')).length, 1);
});

test('a server that cannot say it at the moment is asked again', async () => {
  let busy = true;
  await using fixture = await serve(({ url = '' }, response) => {
    if (url.startsWith('/api/v2/orgs')) json(response, 200, { orgs: [{ id: '0a', name: 'mine' }] });
    else if (url.startsWith('/api/v2/scripts')) json(response, 404, { message: 'path not found' });
    else if (busy) json(response, 500, { code: 'internal error', message: 'oops' });
    else json(response, 200, { functions: [] });
  });
  assert.equal((await failure(fixture.client.scripts.list())).code, 'server');
  busy = false;
  assert.deepEqual(await fixture.client.scripts.list(), []);
});
