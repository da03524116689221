import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tasksUsing } from '../../client/src/commands/tasksUsing.ts';
import { json, serve } from '../influx/faultServer.ts';

const script = { id: 's1', orgID: 'o', name: 'n', script: 'x = 1' };
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, name: `t${index}`, scriptID: 's1' }));

async function said(status: number, body: unknown): Promise<string> {
  await using fixture = await serve((_, response) => json(response, status, body));
  return await tasksUsing(fixture.client, script);
}

test('the tasks that run a script are named', async () => {
  assert.equal(await said(200, { tasks: [] }), 'No task uses “n”.');
  assert.equal(await said(200, { tasks: named(1) }), 'The task “t0” runs “n” by its ID.');
  assert.equal(await said(200, { tasks: named(2) }), '2 tasks run “n” by its ID: “t0”, “t1”.');
  assert.equal(
    await said(200, { tasks: named(7) }),
    '7 tasks run “n” by its ID: “t0”, “t1”, “t2”, “t3”, “t4”, and 2 more.',
  );
});

test('what could not be found out is said, and is no failure', async () => {
  assert.equal(
    await said(404, { code: 'not found', message: 'path not found' }),
    'Whether tasks use “n” could not be found out: this server has no tasks.',
  );
  assert.equal(
    await said(403, { code: 'forbidden', message: 'no' }),
    'Whether tasks use “n” could not be found out: the token may not read tasks.',
  );
  assert.match(await said(400, { code: 'invalid', message: 'odd' }), /could not be found out: odd\.$/);
});
