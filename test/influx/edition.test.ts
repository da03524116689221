import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { errorPlaces } from '../../client/src/results/errorPlaces.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';
import { failure } from './failure.ts';
import { json, serve } from './faultServer.ts';
import { type OssServer, startOssServer } from './ossServer.ts';

let sandbox: TestSandbox;
let oss: OssServer;
let client: InfluxClient;

const clientOf = (url: string) =>
  new InfluxClient({ name: 'Old', url, org: 'sandbox', token: () => sandbox.sandbox.token });

before(async () => {
  sandbox = await startFromSource();
  oss = await startOssServer(sandbox.sandbox.url);
  client = clientOf(oss.url);
});
after(async () => {
  await client?.close();
  await oss?.[Symbol.asyncDispose]();
  await sandbox?.[Symbol.asyncDispose]();
});

const script = `import "array"
array.from(rows: [{name: params.name, count: params.count + 1, share: params.share * 2.0, on: params.on}])`;
const params = { name: 'a "b"', count: 41, share: 1, on: true };

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('a draft runs on InfluxDB OSS: its values come beside it, with their types', async () => {
  const edition = await client.edition();
  assert.equal(edition, 'oss');
  const answer = await client.query.runWithParams(edition, script, params, { floats: new Set(['share']) });
  const csv = await textOf(answer.body);
  assert.match(csv, /#datatype,string,long,.*long/);
  assert.match(csv, /"a ""b"""/);
  assert.match(csv, /,42,/);
  assert.deepEqual(Object.keys(oss.queries.at(-1) ?? {}).includes('extern'), true);
  assert.deepEqual(Object.keys(oss.queries.at(-1) ?? {}).includes('params'), false);
});

test('without parameters neither is sent', async () => {
  const answer = await client.query.runWithParams('oss', 'import "array"\narray.from(rows: [{a: 1}])', {});
  assert.match(await textOf(answer.body), /,1\r\n/);
  assert.deepEqual(
    ['extern', 'params'].filter((key) => key in (oss.queries.at(-1) ?? {})),
    [],
  );
});

test('an error there is placed in the draft', async () => {
  const error = await failure(client.query.runWithParams('oss', 'x = 1\ny = rnge(n: params.n)', { n: 1 }));
  assert.equal(error.code, 'compilation');
  assert.equal(errorPlaces(error.message)[0]?.start.line, 2);
  assert.doesNotMatch(error.message, /push/);
});

test('the cloud takes params', async () => {
  await using cloud = await serve(({ url = '' }, response) => {
    response.setHeader('x-influxdb-build', 'Cloud');
    if (url === '/ping') response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'text/csv' }).end('\r\n');
  });
  for (const _ of [1, 2]) {
    await textOf((await cloud.client.query.runWithParams(await cloud.client.edition(), 'x', { a: 1 })).body);
  }
  // What it is was asked once.
  assert.deepEqual(cloud.requests, ['GET /ping', 'POST /api/v2/query', 'POST /api/v2/query']);
  assert.deepEqual(JSON.parse(cloud.bodies[1] ?? '').params, { a: 1 });
});

test('a server that does not say what it is is told by its scripts', async () => {
  await using silent = await startOssServer(sandbox.sandbox.url, { silent: true });
  const stranger = clientOf(silent.url);
  assert.equal(await stranger.edition(), 'oss');
  await stranger.close();
  await using hidden = await serve(({ url = '' }, response) =>
    url.startsWith('/api/v2/scripts') ? json(response, 200, { scripts: [] }) : json(response, 404, {}),
  );
  assert.equal(await hidden.client.edition(), 'cloud');
});

test('a server that is down is asked again', async () => {
  let down = true;
  await using moody = await serve((_, response) => {
    if (down) response.destroy();
    else response.writeHead(204, { 'x-influxdb-build': 'OSS' }).end();
  });
  await failure(moody.client.edition());
  down = false;
  assert.equal(await moody.client.edition(), 'oss');
});

test('that it has no scripts is said with what works all the same', async () => {
  const error = await failure(client.scripts.list());
  assert.equal(error.code, 'noScriptsApi');
  assert.match(error.message, /InfluxDB OSS has none.*Run Draft/);
});
