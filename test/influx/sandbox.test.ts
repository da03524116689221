import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { errorPlaces } from '../../client/src/results/errorPlaces.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';
import { failure, textOf } from './failure.ts';

let sandbox: TestSandbox;
let client: InfluxClient;

before(async () => {
  sandbox = await startFromSource();
  const { url, token } = sandbox.sandbox;
  client = new InfluxClient({ name: 'Sandbox', url, token: () => token });
});
after(async () => {
  await client?.close();
  await sandbox?.sandbox.close();
});

test('probe knows the sandbox', async () => {
  const { kind, version, org } = await client.probe();
  assert.deepEqual({ kind, version }, { kind: 'sandbox', version: 'sandbox' });
  assert.equal(org?.name, (await client.orgs.list())[0]?.name);
});

test('a script lives from its creation to its end', async () => {
  const text = 'import "array"\n\narray.from(rows: [{value: params.text}])';
  const request = { name: 'echo', description: '', script: text, language: 'flux' };
  const { id } = await client.scripts.create(request);
  assert.equal((await failure(client.scripts.create(request))).code, 'conflict');
  assert.deepEqual(Object.keys((await client.scripts.params(id)) ?? {}), ['text']);
  const { ignored } = await client.scripts.update(id, { description: 'says it again' });
  assert.deepEqual(ignored, []);
  const { body } = await client.scripts.invoke(id, { text: 'grüß dich' });
  assert.match(await textOf(body), /grüß dich/);
  assert.equal((await failure(client.scripts.invoke(id, {}))).code, 'missingParameter');
  await client.scripts.delete(id);
  assert.equal((await failure(client.scripts.find(id))).code, 'scriptNotFound');
});

test('a query runs a text that is no script yet, with its types', async () => {
  const query = 'import "array"\n\narray.from(rows: [{n: int(v: params.n)}])';
  const { body } = await client.query.run({ query, params: { n: 7 } });
  const csv = await textOf(body);
  assert.match(csv, /#datatype,.*long/);
  assert.match(csv, /,7\r\n/);
});

test('a text that does not compile is placed', async () => {
  const error = await failure(client.query.run({ query: 'x = 1 + "a"' }));
  assert.equal(error.code, 'compilation');
  assert.equal(errorPlaces(error.message)[0]?.start.line, 1);
});

test('there are buckets', async () => {
  assert.ok((await client.buckets.list()).length > 0);
});

test('a wrong token is said to be one', async () => {
  const stranger = new InfluxClient({ name: 'Sandbox', url: sandbox.sandbox.url, token: () => 'wrong' });
  const error = await failure(stranger.probe());
  await stranger.close();
  assert.equal(error.code, 'unauthorized');
  assert.match(error.message, /Enter Token/);
});
