import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InfluxClient, type InfluxClientOptions } from '../../client/src/influx/client.ts';
import { failure, textOf } from './failure.ts';
import { token } from './faultServer.ts';
import { authority, type Fault, serverFaults, unknownHost, wrongClock } from './faults.ts';
import { respond, TroubledServer } from './troubledServer.ts';

for (const fault of serverFaults) {
  test(fault.name, async () => {
    await using server = await TroubledServer.start(fault.secure ? { authority } : {});
    await server.suffer(fault.trouble);
    const options = {
      url: server.url,
      ...(fault.limit && { timeouts: fault.limit }),
      ...(fault.secure && { certificates: { ca: authority.own.certFile } }),
    };
    await withClient(options, async ({ scripts }) => {
      await fails(scripts.list(), fault, fault.says);
      assert.equal(server.requests.length, fault.reads);
      if (!fault.runsAnyway) {
        const run = scripts.invoke('a1', {}).then(({ body }) => textOf(body));
        await fails(run, fault, fault.changes ?? fault.says);
        const runs = server.requests.filter((request) => request.startsWith('POST'));
        assert.equal(runs.length, fault.reads > 0 ? 1 : 0, 'a run was sent twice');
      }
      assert.deepEqual(server.strayed, []);
      await server.recover();
      assert.deepEqual(await scripts.list(), []);
    });
  });
}

test(unknownHost.name, async () => {
  await withClient({ url: unknownHost.url }, ({ scripts }) =>
    fails(scripts.list(), unknownHost, unknownHost.says),
  );
});

test('a server whose clock is wrong: what it says of its scripts is passed on as it is', async () => {
  const script = { id: 'a', orgID: 'o', name: 'n', script: 's', updatedAt: '2024-01-01T00:00:00.000001Z' };
  await using behind = await TroubledServer.start();
  await behind.suffer({ answer: (_, response) => respond(response, 200, { scripts: [script] }) });
  await using server = await TroubledServer.start({ target: behind.url });
  await server.suffer(wrongClock);
  await withClient({ url: server.url }, async ({ scripts }) => {
    assert.equal((await scripts.list())[0]?.updatedAt, '2099-01-01T00:00:00.000001Z');
  });
});

/** With this fault's error, and the button that helps. */
async function fails(request: Promise<unknown>, fault: Fault, words: RegExp): Promise<void> {
  const error = await failure(request);
  assert.equal(error.code, fault.code);
  assert.match(error.message, words);
  assert.doesNotMatch(error.message, /<script/);
  assert.equal(error.action, fault.button);
}

async function withClient(
  options: Partial<InfluxClientOptions> & { readonly url: string },
  use: (client: InfluxClient) => Promise<void>,
): Promise<void> {
  const client = new InfluxClient({ name: 'Test', token: () => token, ...options });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}
