import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { InfluxClient } from '../../client/src/influx/client.ts';
import type { StoredScript } from '../../client/src/influx/scripts.ts';
import { type Base, BaseStore, baseOf } from '../../client/src/sync/base.ts';
import { updateScript } from '../../client/src/sync/update.ts';
import { failure } from '../influx/failure.ts';
import { json, serve } from '../influx/faultServer.ts';
import { startFromSource, type TestSandbox } from '../sandbox/api/start.ts';

let sandbox: TestSandbox;
let client: InfluxClient;
let made = 0;

before(async () => {
  sandbox = await startFromSource({ sampleData: false });
  const { url, token } = sandbox.sandbox;
  client = new InfluxClient({ name: 'Test', url, token: () => Promise.resolve(token) });
});
after(async () => {
  await client?.close();
  await sandbox?.sandbox.close();
});

async function script(text: string): Promise<{ script: StoredScript; base: Base }> {
  made++;
  const created = { name: `script ${made}`, description: 'd', script: text, language: 'flux' };
  const stored = await client.scripts.create(created);
  return { script: stored, base: baseOf(stored) };
}

const textOf = async (id: string) => (await client.scripts.find(id)).script;

test('a new text is written, and becomes the base', async () => {
  const { script: stored, base } = await script('x = 1');
  const outcome = await updateScript(client.scripts, stored.id, { text: 'x = 2' }, base);
  assert.equal(outcome.kind, 'updated');
  assert.equal(await textOf(stored.id), 'x = 2');
  const again = outcome.kind === 'updated' ? outcome.base : base;
  assert.equal((await updateScript(client.scripts, stored.id, { text: 'x = 3' }, again)).kind, 'updated');
});

test('the same text is not sent', async () => {
  const { script: stored, base } = await script('x = 1');
  const outcome = await updateScript(client.scripts, stored.id, { text: 'x = 1' }, base);
  assert.equal(outcome.kind, 'unchanged');
  assert.equal((await client.scripts.find(stored.id)).updatedAt, stored.updatedAt);
});

test('a newer version is a conflict, as often as it is tried, and one more change is one more', async () => {
  const { script: stored, base } = await script('x = 1');
  await client.scripts.update(stored.id, { script: 'x = "theirs"' });
  for (let attempt = 0; attempt < 2; attempt++) {
    const outcome = await updateScript(client.scripts, stored.id, { text: 'x = "mine"' }, base);
    assert.equal(outcome.kind, 'conflict');
  }
  const seen = await client.scripts.find(stored.id);
  await client.scripts.update(stored.id, { script: 'x = "theirs again"' });
  assert.equal(
    (await updateScript(client.scripts, stored.id, { text: 'x = "mine"' }, baseOf(seen))).kind,
    'conflict',
  );
  assert.equal(await textOf(stored.id), 'x = "theirs again"');

  const last = baseOf(await client.scripts.find(stored.id));
  assert.equal((await updateScript(client.scripts, stored.id, { text: 'x = "mine"' }, last)).kind, 'updated');
});

test('the version that a conflict showed can be overwritten, and no later one', async () => {
  const { script: stored, base } = await script('x = 1');
  const save = (from: Base) => updateScript(client.scripts, stored.id, { text: 'x = "mine"' }, from);
  await client.scripts.update(stored.id, { script: 'x = "theirs"' });
  const first = await save(base);
  assert.ok(first.kind === 'conflict');
  assert.equal(first.remote.script, 'x = "theirs"');
  await client.scripts.update(stored.id, { script: 'x = "theirs again"' });
  const second = await save(baseOf({ ...first.remote, id: stored.id }));
  assert.ok(second.kind === 'conflict');
  assert.equal(second.remote.script, 'x = "theirs again"');
  assert.equal((await save(baseOf({ ...second.remote, id: stored.id }))).kind, 'updated');
  assert.equal(await textOf(stored.id), 'x = "mine"');
});

test('without a base any other text is a conflict', async () => {
  const { script: stored } = await script('x = 1');
  assert.equal(
    (await updateScript(client.scripts, stored.id, { text: 'x = 2' }, undefined)).kind,
    'conflict',
  );
});

test('a new description is no conflict', async () => {
  const { script: stored, base } = await script('x = 1');
  await client.scripts.update(stored.id, { description: 'another' });
  assert.equal((await updateScript(client.scripts, stored.id, { text: 'x = 2' }, base)).kind, 'updated');
});

test('line ends alone are no conflict', async () => {
  const { script: stored, base } = await script('x = 1\ny = 2');
  await client.scripts.update(stored.id, { script: 'x = 1\r\ny = 2' });
  assert.equal((await updateScript(client.scripts, stored.id, { text: 'x = 3' }, base)).kind, 'updated');
});

test('a text that differs from the server’s in its line ends alone is not sent', async () => {
  const { script: stored, base } = await script('x = 1\ny = 2');
  for (const known of [base, undefined, { ...base, text: 'x = 0', updatedAt: '2020-01-01T00:00:00Z' }]) {
    const outcome = await updateScript(client.scripts, stored.id, { text: 'x = 1\r\ny = 2' }, known);
    assert.ok(outcome.kind === 'unchanged', outcome.kind);
    assert.equal(outcome.base.text, 'x = 1\ny = 2');
  }
  assert.equal((await client.scripts.find(stored.id)).updatedAt, stored.updatedAt);
});

test('a script that is gone is told', async () => {
  const { script: stored, base } = await script('x = 1');
  await client.scripts.delete(stored.id);
  assert.equal((await updateScript(client.scripts, stored.id, { text: 'x = 2' }, base)).kind, 'deleted');
});

test('a server that keeps its text is told apart from one that trims the end of it', async () => {
  const stored = { id: 'a1', orgID: 'o', name: 'n', script: 'x = 1' };
  let kept = 'x = 1';
  await using fixture = await serve(({ method }, response) =>
    json(response, 200, method === 'PATCH' ? { ...stored, script: kept } : stored),
  );
  const save = () => updateScript(fixture.client.scripts, 'a1', { text: 'x = 2\n' }, baseOf(stored));
  assert.equal((await save()).kind, 'ignored');
  kept = 'x = 2';
  assert.equal((await save()).kind, 'updated');
});

test('a failure to read the server’s version is no deletion, and nothing is written', async () => {
  await using fixture = await serve((_, response) =>
    json(response, 403, { code: 'forbidden', message: 'no' }),
  );
  const error = await failure(updateScript(fixture.client.scripts, 'a1', { text: 'x = 2' }, undefined));
  assert.equal(error.code, 'forbidden');
  assert.deepEqual(fixture.requests, ['GET /api/v2/scripts/a1']);
});

test('each holder of a text has a base of its own', async () => {
  const values = new Map<string, unknown>();
  const bases = new BaseStore({
    get: <T>(key: string) => values.get(key) as T | undefined,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  });
  const { base } = await script('x = 1');
  await bases.set('http://a', 'file:///x.flux', base);
  assert.deepEqual(bases.get('http://a', 'file:///x.flux'), base);
  assert.equal(bases.get('http://a', 'flux-script:/x'), undefined);
  assert.equal(bases.get('http://b', 'file:///x.flux'), undefined);
});
