import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { failure, textOf } from './failure.ts';
import { json, serve, token } from './faultServer.ts';
import { serveRaw } from './rawServer.ts';

const empty = { scripts: [] };

test('connections are used again, and gzip is asked for', async () => {
  const connections = new Set<Socket>();
  let encoding: string | undefined;
  await using fixture = await serve((request, response) => {
    connections.add(request.socket);
    encoding = String(request.headers['accept-encoding']);
    json(response, 200, empty);
  });
  for (let i = 0; i < 10; i++) await fixture.client.scripts.list();
  // The pool opens a second one when the first is not yet known to be free.
  assert.ok(connections.size <= 2, `${connections.size} connections`);
  assert.equal(encoding, 'gzip');
});

test('the token goes into its header alone, and blanks around it do not', async () => {
  let header: string | undefined;
  await using fixture = await serve((request, response) => {
    header = request.headers.authorization;
    json(response, 200, empty);
  });
  const client = new InfluxClient({ name: 'Test', url: fixture.url, token: () => ` ${token}\n` });
  await client.scripts.list();
  await client.close();
  assert.equal(header, `Token ${token}`);
  assert.ok(!fixture.requests.join().includes(token));
});

test('a token that no header can carry is refused before anything is sent', async () => {
  await using fixture = await serve((_, response) => json(response, 200, empty));
  for (const bad of ['two words', 'a\r\nX-Evil: 1', 'tökén']) {
    const client = new InfluxClient({ name: 'Test', url: fixture.url, token: () => bad });
    const error = await failure(client.scripts.list());
    assert.equal(error.code, 'badToken');
    assert.match(error.message, /Enter Token/);
    assert.ok(!error.message.includes(bad));
    await client.close();
  }
  assert.deepEqual(fixture.requests, []);
});

test('a server that repeats the token does not get it into the message', async () => {
  await using fixture = await serve((request, response) =>
    json(response, 401, { code: 'unauthorized', message: `bad header ${request.headers.authorization}` }),
  );
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'unauthorized');
  assert.match(error.message, /bad header Token …/);
  assert.deepEqual(JSON.parse(error.body), { code: 'unauthorized', message: 'bad header Token …' });
});

test('a path in front of the API stays', async () => {
  await using fixture = await serve((_, response) => json(response, 200, empty));
  const client = new InfluxClient({ name: 'Test', url: `${fixture.url}/influx`, token: () => token });
  await client.scripts.list();
  await client.close();
  assert.match(fixture.requests[0] ?? '', /^GET \/influx\/api\/v2\/scripts\?/);
});

test('a body arrives while the server still writes', async () => {
  const [first, second] = [',result,table\r\n', ',_result,0\r\n'];
  let rest: ServerResponse | undefined;
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write(first);
    rest = response;
  });
  const { body } = await fixture.client.scripts.invoke('a1', {});
  let text = '';
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString();
    // Only now is there more: who waited for the end would never get here.
    if (text === first) rest?.end(second);
  }
  assert.equal(text, first + second);
});

test('a packed body that stops arriving is a time-out', async () => {
  const packed = gzipSync('x'.repeat(100_000));
  await using fixture = await serve(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-encoding': 'gzip' });
      response.write(packed.subarray(0, 50));
    },
    { idle: 300 },
  );
  const { body } = await fixture.client.scripts.invoke('a1', {});
  const error = await failure(textOf(body));
  assert.equal(error.code, 'timeout');
  assert.match(error.message, /stopped arriving.*may have acted/);
});

test('broken compression is said to be so', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-encoding': 'gzip' });
    response.end('this is not gzip');
  });
  const { body } = await fixture.client.scripts.invoke('a1', {});
  const error = await failure(textOf(body));
  assert.equal(error.code, 'cutOff');
  assert.match(error.message, /compression is broken/);
});

for (const encoding of ['identity', 'gzip']) {
  test(`a body (${encoding}) that fails before anybody reads it ends nothing else`, async () => {
    await using fixture = await serveRaw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: 900\r\n\r\n`);
      setImmediate(() => socket.destroy());
    });
    const { body } = await fixture.client.scripts.invoke('a1', {});
    // The client has seen the end of that connection when a second one is answered.
    const { body: second } = await fixture.client.scripts.invoke('a1', {});
    assert.equal((await failure(textOf(second))).code, 'cutOff');
    assert.equal((await failure(textOf(body))).code, 'cutOff');
  });
}

test('a body that breaks in a chunk is cut off', async () => {
  await using fixture = await serveRaw((socket) => {
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel');
  });
  const { body } = await fixture.client.scripts.invoke('a1', {});
  const error = await failure(textOf(body));
  assert.equal(error.code, 'cutOff');
  assert.equal(error.facts.status, 200);
});

test('a web page is no CSV either', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>InfluxDB</title>');
  });
  assert.equal((await failure(fixture.client.scripts.invoke('a1', {}))).code, 'notInflux');
  assert.equal((await failure(fixture.client.scripts.delete('a1'))).code, 'notInflux');
});

for (const [what, body] of [
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"hello"'],
  ['half of it', '{"scripts":[{"id"'],
  ['scripts that are none', '{"scripts":[{"id":"a1"}]}'],
  ['something else under the name', '{"scripts":{"a":1}}'],
]) {
  test(`${what} instead of the JSON that was asked for`, async () => {
    await using fixture = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    });
    const error = await failure(fixture.client.scripts.list());
    assert.equal(error.code, 'notInflux');
    assert.match(error.message, /Check the connection's address/);
    assert.equal(fixture.requests.length, 1);
  });
}

test('what does not speak HTTP is no InfluxDB, and is asked once', async () => {
  await using fixture = await serveRaw((socket) => socket.end('220 mail.example ESMTP\r\n'));
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'notInflux');
  assert.match(error.message, /does not speak HTTP/);
  assert.equal(fixture.connections(), 1);
});

test('https:// to a server without TLS', async () => {
  await using fixture = await serve((_, response) => json(response, 200, empty));
  const url = fixture.url.replace('http:', 'https:');
  const client = new InfluxClient({ name: 'Test', url, token: () => token });
  const error = await failure(client.scripts.list());
  await client.close();
  assert.equal(error.code, 'tls');
  assert.match(error.message, /http:\/\/\?/);
  assert.deepEqual(fixture.requests, []);
});

test('an error page that is cut off still counts for its status', async () => {
  await using fixture = await serveRaw((socket) => {
    socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 500\r\n\r\n{"code":"unauth');
  });
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'unauthorized');
  assert.equal(error.facts.status, 401);
});

test('an endless error page is not read to its end', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(500, { 'content-type': 'text/plain' });
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  });
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'server');
  assert.ok(error.message.length < 3000);
});

for (const [location, says] of [
  ['https://user:pass@elsewhere.example/path?token=secret', /redirects to https:\/\/elsewhere\.example\)/],
  ['http://', /redirects to nowhere/],
] as const) {
  test(`a redirect to ${location} is named and not followed`, async () => {
    await using fixture = await serve((_, response) => response.writeHead(302, { location }).end());
    const error = await failure(fixture.client.scripts.list());
    assert.equal(error.code, 'redirected');
    assert.match(error.message, says);
    assert.doesNotMatch(error.message, /secret|pass@/);
    assert.equal(fixture.requests.length, 1);
  });
}

test('a read goes on at the same origin, with its token', async () => {
  const tokens = new Set<string | undefined>();
  await using fixture = await serve((request, response) => {
    tokens.add(request.headers.authorization);
    if (request.url?.startsWith('/new/')) json(response, 200, empty);
    else response.writeHead(308, { location: `/new${request.url}` }).end('moved');
  });
  assert.deepEqual(await fixture.client.scripts.list(), []);
  assert.deepEqual(fixture.requests, [
    'GET /api/v2/scripts?limit=100&offset=0',
    'GET /new/api/v2/scripts?limit=100&offset=0',
  ]);
  assert.deepEqual([...tokens], [`Token ${token}`]);
});

test('what writes is sent to no second place, not even of the same origin', async () => {
  await using fixture = await serve((_, response) => response.writeHead(307, { location: '/new' }).end());
  assert.equal((await failure(fixture.client.scripts.invoke('a1', {}))).code, 'redirected');
  assert.equal((await failure(fixture.client.scripts.delete('a1'))).code, 'redirected');
  assert.equal(fixture.requests.length, 2);
});

test('redirects in a circle, and without an end, are given up', async () => {
  await using circle = await serve((request, response) =>
    response.writeHead(302, { location: request.url === '/b' ? '/c' : '/b' }).end(),
  );
  assert.match((await failure(circle.client.scripts.list())).message, /in a circle/);
  assert.equal(circle.requests.length, 3);
  await using endless = await serve((_, response) =>
    response.writeHead(302, { location: `/${endless.requests.length}` }).end(),
  );
  assert.match((await failure(endless.client.scripts.list())).message, /in a circle/);
  assert.equal(endless.requests.length, 6);
});

test('a cancelled wait for the first byte ends at once, and the server sees it', async () => {
  const abort = new AbortController();
  const gone = new EventEmitter();
  const closed = once(gone, 'close');
  await using fixture = await serve((request) => {
    request.socket.once('close', () => gone.emit('close'));
    abort.abort();
  });
  await assert.rejects(fixture.client.scripts.invoke('a1', {}, abort.signal), { name: 'AbortError' });
  await closed;
  assert.deepEqual(
    fixture.log.map(({ error }) => error),
    ['cancelled'],
  );
});

test('cancelling in the middle of a body closes the connection', async () => {
  const gone = new EventEmitter();
  const closed = once(gone, 'close');
  await using fixture = await serve((request, response) => {
    request.socket.once('close', () => gone.emit('close'));
    response.writeHead(200, { 'content-type': 'text/csv', 'content-encoding': 'gzip' });
    // Of noise, so that something comes out of the first bytes.
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 2654435761) >>> 24));
    response.write(gzipSync(noise, { level: 0 }).subarray(0, 150_000));
  });
  const abort = new AbortController();
  const reason = new Error('enough');
  const { body } = await fixture.client.scripts.invoke('a1', {}, abort.signal);
  await assert.rejects(async () => {
    for await (const _ of body) abort.abort(reason);
  }, reason);
  await closed;
});

test('leaving a body early closes the connection', async () => {
  const gone = new EventEmitter();
  const closed = once(gone, 'close');
  await using fixture = await serve((request, response) => {
    request.socket.once('close', () => gone.emit('close'));
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write('a');
  });
  const { body } = await fixture.client.scripts.invoke('a1', {});
  for await (const _ of body) break;
  await closed;
});

test('an aborted signal sends nothing, and ends a wait between two tries', async () => {
  const abort = new AbortController();
  await using fixture = await serve((_, response) => {
    json(response, 503, {}, { 'retry-after': '20' });
    response.once('finish', () => setImmediate(() => abort.abort()));
  });
  await assert.rejects(fixture.client.scripts.list({ signal: abort.signal }), { name: 'AbortError' });
  await assert.rejects(fixture.client.scripts.list({ signal: abort.signal }), { name: 'AbortError' });
  assert.equal(fixture.requests.length, 1);
});

test('closing ends what is under way like a cancellation', async () => {
  await using fixture = await serve(() => void fixture.client.close());
  await assert.rejects(fixture.client.scripts.list(), { name: 'AbortError' });
  await assert.rejects(fixture.client.scripts.list(), { name: 'AbortError' });
  assert.equal(fixture.requests.length, 1);
});

test('a refused connection is tried once more, even for what writes: nothing was sent', async () => {
  const server = createServer((_, response) =>
    json(response, 201, { id: 'a1', orgID: 'o', name: 'n', script: 's' }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  const client = new InfluxClient({
    name: 'Test',
    url: `http://127.0.0.1:${port}`,
    token: () => token,
    // It comes back as soon as the first try is known to have failed.
    log: ({ error }) => error && server.listen(port, '127.0.0.1'),
  });
  const created = await client.scripts.create({ name: 'n', description: 'd', script: 's', language: 'flux' });
  assert.equal(created.id, 'a1');
  await client.close();
  server.closeAllConnections();
  server.close();
});

test('a read whose connection is lost is tried again, and not for ever', async () => {
  let tries = 0;
  await using once_ = await serve((request, response) => {
    tries++;
    if (tries === 1) request.socket.destroy();
    else json(response, 200, empty);
  });
  assert.deepEqual(await once_.client.scripts.list(), []);
  assert.equal(tries, 2);
  await using always = await serve((request) => request.socket.destroy());
  const error = await failure(always.client.scripts.list());
  assert.equal(error.code, 'cutOff');
  assert.match(error.message, /lost before it answered .*Try again\.$/);
  assert.equal(always.requests.length, 4);
});

test('a list that is cut in the middle is read again', async () => {
  let tries = 0;
  await using fixture = await serveRaw((socket) => {
    tries++;
    const text = JSON.stringify({ scripts: [{ id: 'a1', orgID: 'o', name: 'n', script: 's' }] });
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${tries === 1 ? '{"scr' : text}`);
  });
  assert.equal((await fixture.client.scripts.list()).length, 1);
  assert.equal(tries, 2);
});

test('a lost answer to what writes says that it may have happened', async () => {
  await using fixture = await serve((request) => request.socket.destroy());
  const error = await failure(fixture.client.scripts.invoke('a1', {}));
  assert.match(error.message, /lost before it answered.*may have acted all the same/);
  assert.equal(fixture.requests.length, 1);
});

test('the server’s name for a request is in the message and in the log', async () => {
  await using fixture = await serve((_, response) =>
    json(response, 500, { code: 'internal error', message: 'oops' }, { 'x-influxdb-request-id': 'req-7' }),
  );
  const error = await failure(fixture.client.scripts.list());
  assert.match(error.message, /status 500, request req-7/);
  assert.equal(fixture.log[0]?.requestId, 'req-7');
});

test('a body that fails has an entry of its own in the log', async () => {
  await using fixture = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' });
    response.write('a', () => response.destroy());
  });
  const { body } = await fixture.client.scripts.invoke('a1', {});
  await failure(textOf(body));
  assert.deepEqual(
    fixture.log.map(({ status, error }) => error ?? status),
    [200, 'cutOff'],
  );
});
