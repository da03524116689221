import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abilities, kindName, shortKindName } from '../../client/src/connections/kinds.ts';
import { json, serve } from '../influx/faultServer.ts';

const org = { id: '00000000000000aa', name: 'mine' };

/** A server by what it says of itself, its organization's storage, and the one of the two APIs that it has. */
function server(headers: Record<string, string>, storage?: string, has?: 'scripts' | 'functions') {
  return serve(({ url = '' }, response) => {
    if (url.startsWith('/ping')) response.writeHead(204, headers).end();
    else if (url.startsWith('/api/v2/orgs'))
      json(response, 200, { orgs: [{ ...org, ...(storage && { defaultStorageType: storage }) }] });
    else if (has && url.startsWith(`/api/v2/${has}`)) json(response, 200, { [has]: [] });
    else json(response, 404, { code: 'not found', message: 'path not found' });
  });
}

const cloud = { 'x-influxdb-build': 'Cloud' };
const oss = { 'x-influxdb-build': 'OSS', 'x-influxdb-version': 'v2.7.6' };
const sandbox = { ...cloud, 'x-influxdb-version': 'sandbox' };

test('what a server is, and what it can do', async () => {
  const kinds = [
    [await server(cloud, 'tsm', 'scripts'), 'InfluxDB Cloud (TSM)', 'Cloud', /invoked.*are Flux\.$/],
    [
      await server(cloud, 'iox', 'scripts'),
      'InfluxDB Cloud Serverless',
      'Cloud Serverless',
      /SQL or InfluxQL/,
    ],
    [
      await server(cloud, 'tsm', 'functions'),
      'InfluxDB Cloud (TSM)',
      'Cloud · functions',
      /functions API that came before scripts: they are stored there, and invoked/,
    ],
    [await server(oss), 'InfluxDB OSS v2.7.6', 'OSS · drafts only', /no invokable scripts: drafts run/],
    [await server(sandbox, undefined, 'scripts'), 'Sandbox', '', /are Flux\.$/],
    [await server({}), 'InfluxDB, of a kind that it does not tell', 'drafts only', /drafts run/],
  ] as const;
  for (const [fixture, name, short, can] of kinds) {
    const identity = await fixture.client.identify();
    assert.equal(kindName(identity), name);
    assert.equal(shortKindName(identity), short);
    assert.match(abilities(identity).join(' '), can);
    await fixture[Symbol.asyncDispose]();
  }
});

test('what is known of the scripts is not asked again', async () => {
  await using fixture = await server(cloud, 'iox', 'scripts');
  await fixture.client.scripts.list();
  assert.equal((await fixture.client.identify()).kind, 'cloudServerless');
  assert.deepEqual(
    fixture.requests.map((request) => request.split('?')[0]),
    ['GET /api/v2/scripts', 'GET /ping', 'GET /api/v2/orgs'],
  );
});

test('a token without permission does not make a server one without scripts', async () => {
  await using fixture = await serve(({ url = '' }, response) => {
    if (url.startsWith('/api/v2/scripts')) json(response, 403, { code: 'forbidden', message: 'no' });
    else json(response, 200, { orgs: [org] });
  });
  assert.equal((await fixture.client.identify()).scripts, 'scripts');
});
