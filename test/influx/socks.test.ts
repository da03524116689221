import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { InfluxClient, type InfluxClientOptions } from '../../client/src/influx/client.ts';
import { failure } from './failure.ts';
import { json, serve, token } from './faultServer.ts';
import { type SocksOptions, serveSocks } from './socksServer.ts';
import { Authority, serveTls } from './tlsServer.ts';

const authority = new Authority();
after(() => authority[Symbol.dispose]());
const certificate = authority.issue('server', 'DNS:influx.example,IP:127.0.0.1,IP:2001:db8::7');
const certificates = { ca: authority.own.certFile };

/** A server behind a SOCKS proxy, and a client that has to go through it. */
async function behind(
  address: (port: number) => string,
  options: SocksOptions = {},
  { scheme = 'https', host = 'influx.example' } = {},
) {
  const stack = new AsyncDisposableStack();
  const answer = (_: unknown, response: Parameters<typeof json>[0]) => json(response, 200, { scripts: [] });
  const server =
    scheme === 'https' ? stack.use(await serveTls(certificate, answer)) : stack.use(await serve(answer));
  const port = 'port' in server ? server.port : Number(new URL(server.url).port);
  const proxy = stack.use(await serveSocks(options));
  const settings: InfluxClientOptions = {
    name: 'Test',
    url: `${scheme}://${host}:${port}`,
    token: () => token,
    certificates,
    proxy: { environment: { ALL_PROXY: address(proxy.port) } },
    timeouts: { connect: 2_000 },
  };
  const client = stack.adopt(new InfluxClient(settings), (each) => each.close());
  return { client, port, proxy, server, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

for (const scheme of ['https', 'http']) {
  test(`${scheme} through SOCKS 5: the proxy looks the name up, and a connection serves many requests`, async () => {
    await using it = await behind((port) => `socks5://127.0.0.1:${port}`, {}, { scheme });
    for (let i = 0; i < 5; i++) assert.deepEqual(await it.client.scripts.list(), []);
    assert.equal(it.server.requests.length, 5);
    assert.deepEqual([...new Set(it.proxy.requests)], [`name influx.example:${it.port}`]);
    assert.ok(it.proxy.requests.length <= 2, it.proxy.requests.join());
  });
}

test('an IPv6 address goes as one', async () => {
  await using it = await behind((port) => `socks5h://127.0.0.1:${port}`, {}, { host: '[2001:db8::7]' });
  assert.deepEqual(await it.client.scripts.list(), []);
  assert.deepEqual(it.proxy.requests, [`IPv6 20010db8000000000000000000000007:${it.port}`]);
});

test('user name and password', async () => {
  const credentials = 'me:se cret';
  await using it = await behind((port) => `socks://me:se%20cret@127.0.0.1:${port}`, { credentials });
  assert.deepEqual(await it.client.scripts.list(), []);
  for (const [who, says] of [
    ['me:wrong@', /it does not accept the user name and password\)\. Give the proxy your user name/],
    ['', /it wants a user name and a password\)\. Give the proxy your user name and password/],
  ] as const) {
    await using refused = await behind((port) => `socks5://${who}127.0.0.1:${port}`, { credentials });
    const error = await failure(refused.client.scripts.invoke('a1', {}));
    assert.equal(error.code, 'proxy');
    assert.match(error.message, says);
    assert.doesNotMatch(error.message, /me:|wrong/);
    assert.equal(error.facts.sent, false);
    assert.deepEqual(refused.server.requests, []);
  }
});

test('what the proxy refuses is said in words', async () => {
  for (const [reply, says] of [
    [2, /its rules do not allow this server/],
    [5, /the server refuses its connection/],
    [77, /it answered with 77/],
  ] as const) {
    await using it = await behind((port) => `socks5://127.0.0.1:${port}`, { reply });
    const error = await failure(it.client.scripts.list());
    assert.equal(error.code, 'proxy');
    assert.match(error.message, says);
  }
});

test('a proxy that is none, says nothing, or is not there', async () => {
  for (const [greet, says] of [
    [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /it does not speak SOCKS 5/],
    ['', /it did not answer in time/],
    [undefined, /it closes the connection/],
  ] as const) {
    const server = createServer((socket) => {
      socket.on('error', () => {}).resume();
      if (greet === undefined) socket.end();
      else socket.write(greet);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const client = new InfluxClient({
      name: 'Test',
      url: 'https://influx.example',
      token: () => token,
      proxy: { address: `socks5://127.0.0.1:${port}` },
      timeouts: { connect: 300 },
    });
    const error = await failure(client.scripts.list());
    assert.equal(error.code, 'proxy');
    assert.match(error.message, says);
    await client.close();
    await new Promise((closed) => server.close(closed));
    const gone = new InfluxClient({
      name: 'Test',
      url: 'https://influx.example',
      token: () => token,
      proxy: { address: `socks5://127.0.0.1:${port}` },
    });
    assert.match((await failure(gone.scripts.list())).message, /127\.0\.0\.1:\d+: connection refused/);
    await gone.close();
  }
});

test('SOCKS 4 is said to be', async () => {
  const client = new InfluxClient({
    name: 'Test',
    url: 'https://influx.example',
    token: () => token,
    proxy: { address: 'socks4://127.0.0.1:1080' },
  });
  const error = await failure(client.scripts.list());
  await client.close();
  assert.equal(error.code, 'setting');
  assert.match(error.message, /speaks SOCKS 4, and only SOCKS 5 can be used/);
});
