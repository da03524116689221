import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from './failure.ts';
import { json, serve } from './faultServer.ts';

const task = (number: number, scriptID = 's1') => ({
  id: `${number}`.padStart(16, '0'),
  orgID: 'o',
  name: `task ${number}`,
  scriptID,
});

test('the tasks of a script are read page by page, and each once', async () => {
  for (const count of [0, 1, 99, 100, 101, 250]) {
    const all = Array.from({ length: count }, (_, index) => task(index));
    await using fixture = await serve(({ url = '' }, response) => {
      const query = new URL(url, 'http://x').searchParams;
      assert.equal(query.get('scriptID'), 's1');
      const start = all.findIndex(({ id }) => id === query.get('after')) + 1;
      json(response, 200, { tasks: all.slice(start, start + Number(query.get('limit'))) });
    });
    assert.deepEqual(await fixture.client.tasks.ofScript('s1'), all);
    assert.equal(fixture.requests.length, Math.floor(count / 100) + 1);
  }
});

test('a server that knows neither the filter nor the pages does not mislead, nor lead round in circles', async () => {
  const all = Array.from({ length: 100 }, (_, index) => task(index, index === 7 ? 's1' : 's2'));
  await using fixture = await serve((_, response) => json(response, 200, { tasks: all }));
  assert.deepEqual(
    (await fixture.client.tasks.ofScript('s1')).map(({ id }) => id),
    [all[7]?.id],
  );
  assert.equal(fixture.requests.length, 2);
});

test('a server without tasks, or without permission, is an error that can be told', async () => {
  await using without = await serve((_, response) =>
    json(response, 404, { code: 'not found', message: 'path not found' }),
  );
  assert.equal((await failure(without.client.tasks.ofScript('s1'))).code, 'notFound');
  await using forbidden = await serve((_, response) =>
    json(response, 403, { code: 'forbidden', message: 'insufficient permissions' }),
  );
  assert.equal((await failure(forbidden.client.tasks.ofScript('s1'))).code, 'forbidden');
  await using odd = await serve((_, response) => json(response, 200, { tasks: [{ nothing: 1 }] }));
  assert.equal((await failure(odd.client.tasks.ofScript('s1'))).code, 'notInflux');
});
