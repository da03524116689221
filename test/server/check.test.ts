import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type CheckResult, checkRequest } from '../../server/src/protocol.ts';
import { type Client, startClient } from './client.ts';

let client: Client;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

async function check(text: string): Promise<CheckResult['errors']> {
  return (await client.connection.sendRequest<CheckResult>(checkRequest, { text })).errors;
}

test('a text that compiles has no errors, and params is none', async () => {
  assert.deepEqual(await check('from(bucket: params.bucket) |> range(start: -1h)'), []);
});

test('an error has its place, in UTF-16 units', async () => {
  assert.deepEqual(await check('a = "😀" + rnge'), [
    {
      message: 'undefined identifier rnge',
      range: { start: { line: 0, character: 11 }, end: { line: 0, character: 15 } },
    },
  ]);
});

test('a lint is no error', async () => {
  assert.deepEqual(await check('snake_case = 1'), []);
});
