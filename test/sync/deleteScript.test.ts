import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteScript } from '../../client/src/sync/update.ts';
import { failure } from '../influx/failure.ts';
import { json, serve } from '../influx/faultServer.ts';

const script = { id: 'a1', orgID: 'o', name: 'n', script: 'x = 1' };
const notFound = { code: 'not found', message: 'script "a1" not found' };

/** A server with one script, which a DELETE takes away or not, and answers or not. */
function server({ obeys = true, answer = 204 }: { obeys?: boolean; answer?: number | 'none' }) {
  let gone = false;
  return serve((request, response) => {
    if (request.method !== 'DELETE') {
      json(response, gone ? 404 : 200, gone ? notFound : script);
      return;
    }
    gone = obeys;
    if (answer === 'none') request.socket.destroy();
    else if (answer === 204) response.writeHead(204).end();
    else json(response, answer, { code: 'forbidden', message: 'no' });
  });
}

test('what is gone is known to be gone', async () => {
  await using fixture = await server({});
  assert.deepEqual(await deleteScript(fixture.client.scripts, 'a1'), { gone: true });
});

test('success for a script that stays is no deletion', async () => {
  await using fixture = await server({ obeys: false });
  assert.deepEqual(await deleteScript(fixture.client.scripts, 'a1'), { gone: false });
});

test('an answer that was lost is found out', async () => {
  await using acted = await server({ answer: 'none' });
  assert.deepEqual(await deleteScript(acted.client.scripts, 'a1'), { gone: true, answerLost: true });
  await using idle = await server({ obeys: false, answer: 'none' });
  assert.equal((await failure(deleteScript(idle.client.scripts, 'a1'))).code, 'cutOff');
});

test('a refusal is a failure', async () => {
  await using fixture = await server({ obeys: false, answer: 403 });
  assert.equal((await failure(deleteScript(fixture.client.scripts, 'a1'))).code, 'forbidden');
});
