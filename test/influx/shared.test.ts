import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { json, serve } from './faultServer.ts';

const script = (name: string) => ({ id: name, orgID: 'o', name, script: 's' });

test('a list is read once for all who ask meanwhile, and again for who asks later', async () => {
  await using fixture = await serve((_, response) => json(response, 200, { scripts: [script('a')] }));
  const { scripts } = fixture.client;
  const [one, two] = await Promise.all([scripts.list(), scripts.list()]);
  assert.deepEqual(one, two);
  assert.notEqual(one, two);
  assert.equal(fixture.requests.length, 1);
  await Promise.all([scripts.list(), scripts.list({ name: 'a' })]);
  assert.equal(fixture.requests.length, 3);
});

test('who cancels leaves the others their list', async () => {
  const asked = new EventEmitter();
  const held = once(asked, 'request') as Promise<[ServerResponse]>;
  await using fixture = await serve((_, response) => asked.emit('request', response));
  const abort = new AbortController();
  const left = fixture.client.scripts.list({ signal: abort.signal });
  const stays = fixture.client.scripts.list();
  const [response] = await held;
  abort.abort();
  await assert.rejects(left, { name: 'AbortError' });
  json(response, 200, { scripts: [script('a')] });
  assert.equal((await stays).length, 1);
  assert.equal(fixture.requests.length, 1);
});

test('a list that was begun before a change is not shared after it', async () => {
  const held: ServerResponse[] = [];
  const asked = new EventEmitter();
  const first = once(asked, 'first');
  await using fixture = await serve((request, response) => {
    if (request.method === 'DELETE') return void response.writeHead(204).end();
    if (held.push(response) === 1) asked.emit('first');
    else json(response, 200, { scripts: [] });
  });
  const before = fixture.client.scripts.list();
  await first;
  await fixture.client.scripts.delete('a');
  assert.deepEqual(await fixture.client.scripts.list(), []);
  json(held[0] as ServerResponse, 200, { scripts: [script('a')] });
  assert.equal((await before).length, 1);
});
