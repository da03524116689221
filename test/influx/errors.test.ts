import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InfluxClient } from '../../client/src/influx/client.ts';
import type { InfluxErrorCode } from '../../client/src/influx/errors.ts';
import { failure, textOf } from './failure.ts';
import { json, serve, token } from './faultServer.ts';

/** What a server answers to a list of scripts, and what a person is told. */
const answers: [name: string, status: number, body: unknown, code: InfluxErrorCode, says: RegExp][] = [
  ['401', 401, { code: 'unauthorized', message: 'unauthorized access' }, 'unauthorized', /Enter Token/],
  ['403', 403, { code: 'forbidden', message: 'no' }, 'forbidden', /all-access token/],
  [
    '404 of an unknown path',
    404,
    { code: 'not found', message: 'path not found' },
    'noScriptsApi',
    /OSS has none/,
  ],
  ['409', 409, { code: 'conflict', message: 'conflict' }, 'conflict', /Choose another name/],
  ['413', 413, { code: 'request too large', message: 'too large' }, 'tooLarge', /too large/],
  ['422', 422, { code: 'conflict', message: 'uniqueness violation' }, 'conflict', /Choose another name/],
  ['400 with a number in code', 400, { code: 3, message: 'bad limit', details: [] }, 'invalid', /bad limit/],
  [
    '400 of missing parameters',
    400,
    { code: 'invalid', message: 'invalid parameters provided' },
    'missingParameter',
    /Every key/,
  ],
  [
    '400 of the compiler',
    400,
    { code: 'invalid', message: 'compilation failed: error @1:2-1:3: no' },
    'compilation',
    /does not compile/,
  ],
  ['500', 500, { code: 'internal error', message: 'oops' }, 'server', /status 500.*oops/],
  ['400 with text', 400, 'nonsense', 'notInflux', /not InfluxDB's API/],
];

for (const [name, status, body, code, says] of answers) {
  test(`${name} is ${code}`, async () => {
    await using fixture = await serve((_, response) => {
      if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
      else json(response, status, body);
    });
    const error = await failure(fixture.client.scripts.list());
    assert.equal(error.code, code);
    assert.match(error.message, says);
    assert.equal(error.facts.status, status);
  });
}

test('404 of a script and of a bucket are told apart', async () => {
  let message = 'script "x" not found';
  await using fixture = await serve((_, response) => json(response, 404, { code: 'not found', message }));
  const script = await failure(fixture.client.scripts.find('x'));
  assert.equal(script.code, 'scriptNotFound');
  assert.match(script.message, /script "x" not found\. Refresh the sidebar/);
  message = 'failed to initialize execute state: could not find bucket "b"';
  const bucket = await failure(fixture.client.scripts.invoke('x', {}));
  assert.equal(bucket.code, 'bucketNotFound');
  assert.match(bucket.message, /bucket "b"\. Check the bucket's name/);
});

test('nobody at the address', async () => {
  const fixture = await serve(() => undefined);
  await fixture[Symbol.asyncDispose]();
  const client = new InfluxClient({ name: 'Test', url: fixture.url, token: () => Promise.resolve(token) });
  const error = await failure(client.scripts.list());
  assert.equal(error.code, 'unreachable');
  assert.match(error.message, /cannot be reached .*connection refused.*Is the server running/);
  await client.close();
});

test('no token is said before anything is sent', async () => {
  await using fixture = await serve((_, response) => json(response, 200, { scripts: [] }));
  const client = new InfluxClient({
    name: 'Test',
    url: fixture.url,
    token: () => Promise.resolve(undefined),
  });
  const error = await failure(client.scripts.list());
  assert.equal(error.code, 'noToken');
  assert.match(error.message, /Enter Token/);
  assert.deepEqual(fixture.requests, []);
  await client.close();
});

test('a web page is not taken for an answer', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><title>Login</title></html>');
  });
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'notInflux');
  assert.match(error.message, /web page.*Check the connection's address/);
});

test('a proxy’s page is not quoted whole', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
  });
  const error = await failure(fixture.client.scripts.invoke('x', {}));
  assert.equal(error.code, 'unavailable');
  assert.match(error.message, /502 Bad Gateway\. Try again later/);
  assert.doesNotMatch(error.message, /</);
});

test('a redirect to another origin is not followed, and its target never sees the token', async () => {
  await using elsewhere = await serve((_, response) => json(response, 200, { scripts: [] }));
  await using fixture = await serve((_, response) => {
    response.writeHead(307, { location: `${elsewhere.url}/api/v2/scripts` });
    response.end();
  });
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'redirected');
  assert.match(error.message, /redirects.*Check the connection's address/);
  assert.deepEqual(elsewhere.requests, []);
});

test('no first byte within the time limit', async () => {
  await using fixture = await serve(() => undefined, { firstByte: 300 });
  const error = await failure(fixture.client.scripts.invoke('x', {}));
  assert.equal(error.code, 'timeout');
  assert.match(error.message, /no answer within the time limit.*look before you try again/);
  assert.equal(fixture.requests.length, 1);
});

test('a body that is cut off', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/csv', 'content-length': '100' });
    response.write(',result', () => response.destroy());
  });
  const { body } = await fixture.client.scripts.invoke('x', {});
  const error = await failure(textOf(body));
  assert.equal(error.code, 'cutOff');
  assert.match(error.message, /incomplete/);
});

test('gzip is read, and a cut one is an error', async () => {
  const packed = gzipSync(JSON.stringify({ scripts: [] }));
  let sent = packed;
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(sent);
  });
  assert.deepEqual(await fixture.client.scripts.list(), []);
  sent = packed.subarray(0, packed.length - 12);
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'cutOff');
  assert.match(error.message, /incomplete: try again/);
});

test('a cancelled request rejects with the abort, at once', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/csv' });
    response.write('a'.repeat(1000));
  });
  const abort = new AbortController();
  const { body } = await fixture.client.scripts.invoke('x', {}, abort.signal);
  const reading = textOf(body);
  abort.abort();
  await assert.rejects(reading, { name: 'AbortError' });
});

test('the log has method, path, status and time, and no token', async () => {
  await using fixture = await serve((_, response) => json(response, 200, { scripts: [] }));
  await fixture.client.scripts.list();
  const [entry] = fixture.log;
  assert.equal(entry?.method, 'GET');
  assert.equal(entry?.path, '/api/v2/scripts');
  assert.equal(entry?.status, 200);
  assert.ok((entry?.milliseconds ?? -1) >= 0);
  assert.ok(!JSON.stringify(fixture.log).includes(token));
});
