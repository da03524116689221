import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InfluxClient, type InfluxClientOptions } from '../../client/src/influx/client.ts';
import { failure } from './failure.ts';
import { json, serve, token } from './faultServer.ts';
import { Authority, serveProxy, serveTls } from './tlsServer.ts';

const authority = new Authority();
after(() => authority[Symbol.dispose]());
const certificate = authority.issue('server', 'DNS:influx.example,IP:127.0.0.1');
const client = authority.issue('client', 'DNS:client.example');
const trusting = { ca: authority.own.certFile };
const empty = { scripts: [] };

/** Lists the scripts with a client of its own. */
async function list(port: number, options: Partial<InfluxClientOptions>, host = '127.0.0.1') {
  const url = `https://${host}:${port}`;
  const influx = new InfluxClient({ name: 'Test', url, token: () => token, ...options });
  try {
    return await influx.scripts.list();
  } finally {
    await influx.close();
  }
}

test('an authority of its own is trusted when the connection names it', async () => {
  await using server = await serveTls(certificate, (_, response) => json(response, 200, empty));
  assert.equal((await failure(list(server.port, {}))).code, 'tlsUntrusted');
  assert.deepEqual(server.requests, []);
  assert.deepEqual(await list(server.port, { certificates: trusting }), []);
  assert.equal(server.requests.length, 1);
});

test('verification is off only for who says so', async () => {
  await using server = await serveTls(certificate, (_, response) => json(response, 200, empty));
  assert.deepEqual(await list(server.port, { certificates: { allowInsecureTls: true } }), []);
  assert.equal((await failure(list(server.port, { certificates: {} }))).code, 'tlsUntrusted');
});

test('a client certificate is shown to who asks for one', async () => {
  // In TLS 1.3 the server says what it misses only after the handshake.
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const strict = { ...certificate, ca: authority.own.cert, requestCert: true, maxVersion } as const;
    await using server = await serveTls(strict, (_, response) => json(response, 200, empty));
    const url = `https://127.0.0.1:${server.port}`;
    const influx = new InfluxClient({ name: 'Test', url, token: () => token, certificates: trusting });
    const large = { x: 'x'.repeat(1 << 20) };
    for (const ask of [() => influx.scripts.list(), () => influx.scripts.invoke('a1', large)]) {
      const error = await failure(ask());
      assert.equal(error.code, 'tlsClient', `${maxVersion}: ${error.message}`);
      assert.match(error.message, /Name the files of your “certificate” and its “key”/);
    }
    await influx.close();
    const certificates = { ...trusting, certificate: client.certFile, key: client.keyFile };
    assert.deepEqual(await list(server.port, { certificates }), []);
    assert.equal(server.requests.length, 1);
  }
});

for (const form of ['PKCS #8', 'traditional'] as const) {
  test(`a key that is encrypted, ${form}: its passphrase is asked for, and opens it`, async () => {
    const strict = { ...certificate, ca: authority.own.cert, requestCert: true };
    await using server = await serveTls(strict, (_, response) => json(response, 200, empty));
    const key = authority.encrypted(client, 'open sesame', form === 'traditional');
    const known: (string | undefined)[] = [undefined, 'close sesame', 'open sesame'];
    const passphrase = () => Promise.resolve(known.shift());
    const url = `https://127.0.0.1:${server.port}`;
    const certificates = { ...trusting, certificate: client.certFile, key, passphrase };
    const influx = new InfluxClient({ name: 'Test', url, token: () => token, certificates });
    for (const says of [/is encrypted, and its passphrase is missing/, /does not open with the passphrase/]) {
      const error = await failure(influx.scripts.list());
      assert.equal(error.code, 'keyPassphrase');
      assert.match(error.message, says);
      assert.match(error.message, /Run “Flux Scripts: Enter Key Passphrase…”/);
      assert.doesNotMatch(error.message, /sesame/);
      assert.equal(error.action, 'enterPassphrase');
    }
    assert.deepEqual(await influx.scripts.list(), []);
    await influx.close();
    assert.equal(server.requests.length, 1);
  });
}

test('files that cannot be used are named before anything is sent', async () => {
  await using server = await serveTls(certificate, (_, response) => json(response, 200, empty));
  const text = join(authority.folder, 'notes.txt');
  writeFileSync(text, 'no certificate');
  for (const [certificates, says] of [
    [{ ca: '/not/there.pem' }, /ca cannot be read: \/not\/there\.pem \(ENOENT\)\. Correct/],
    [{ ca: 'there.pem' }, /ca is no absolute path: there\.pem/],
    [{ ca: text }, /ca is no PEM file/],
    [{ certificate: client.certFile }, /needs both/],
    [{ certificate: client.certFile, key: certificate.keyFile }, /cannot be used: .*mismatch/],
  ] as const) {
    const error = await failure(list(server.port, { certificates }));
    assert.equal(error.code, 'setting');
    assert.match(error.message, says);
  }
  assert.deepEqual(server.requests, []);
});

test('a tunnel through a proxy: the proxy sees the host, and neither token nor path', async () => {
  await using server = await serveTls(certificate, (_, response) => json(response, 200, empty));
  await using proxy = await serveProxy('me:se cret');
  const address = `http://me:se%20cret@127.0.0.1:${proxy.port}`;
  const options = { certificates: trusting, proxy: { environment: { HTTPS_PROXY: address } } };
  assert.deepEqual(await list(server.port, options, 'influx.example'), []);
  assert.deepEqual(proxy.requests, [`CONNECT influx.example:${server.port}`]);
  assert.deepEqual(server.requests, ['GET /api/v2/scripts?limit=100&offset=0']);
});

test('one tunnel serves many requests', async () => {
  await using server = await serveTls(certificate, (_, response) => json(response, 200, empty));
  await using proxy = await serveProxy();
  const influx = new InfluxClient({
    name: 'Test',
    url: `https://influx.example:${server.port}`,
    token: () => token,
    certificates: trusting,
    proxy: { address: `127.0.0.1:${proxy.port}` },
  });
  for (let i = 0; i < 6; i++) await influx.scripts.list();
  await influx.close();
  assert.equal(server.requests.length, 6);
  assert.ok(proxy.requests.length <= 2, proxy.requests.join());
});

test('what is not encrypted is forwarded by the proxy', async () => {
  await using server = await serve((_, response) => json(response, 200, empty));
  await using proxy = await serveProxy('me:secret');
  const url = server.url.replace('127.0.0.1', 'influx.example');
  const authorization = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const influx = new InfluxClient({
    name: 'Test',
    url: `${url}/base`,
    token: () => token,
    proxy: { address: `127.0.0.1:${proxy.port}`, authorization },
  });
  assert.deepEqual(await influx.scripts.list(), []);
  await influx.close();
  assert.deepEqual(server.requests, ['GET /base/api/v2/scripts?limit=100&offset=0']);
  assert.deepEqual(proxy.requests, [`GET ${url}/base/api/v2/scripts?limit=100&offset=0`]);
});

for (const scheme of ['https', 'http']) {
  test(`${scheme}: a proxy that wants to know who asks`, async () => {
    await using server = await serveTls(certificate, (_, response) => json(response, 200, empty));
    await using proxy = await serveProxy('me:secret');
    const influx = new InfluxClient({
      name: 'Test',
      url: `${scheme}://influx.example:${server.port}`,
      token: () => token,
      proxy: { address: `http://me:wrong@127.0.0.1:${proxy.port}` },
    });
    const error = await failure(influx.scripts.invoke('a1', {}));
    await influx.close();
    assert.equal(error.code, 'proxy');
    assert.match(
      error.message,
      /status 407.*Give the proxy your user name and password: VS Code's http\.proxy/,
    );
    assert.doesNotMatch(error.message, /wrong|me:/);
    assert.equal(proxy.requests.length, 1);
    assert.deepEqual(server.requests, []);
  });
}

for (const scheme of ['https', 'http']) {
  test(`${scheme}: a proxy that is not there is not taken for the server`, async () => {
    const gone = await serveProxy();
    await gone[Symbol.asyncDispose]();
    const influx = new InfluxClient({
      name: 'Test',
      url: `${scheme}://influx.example`,
      token: () => token,
      proxy: { address: `127.0.0.1:${gone.port}` },
    });
    const error = await failure(influx.scripts.list());
    await influx.close();
    assert.equal(error.code, 'proxy');
    assert.match(
      error.message,
      /through the proxy \(127\.0\.0\.1:\d+: connection refused\)\. Check the proxy/,
    );
  });
}

test('the certificate of a proxy is checked too, unless VS Code is told not to', async () => {
  await using server = await serve((_, response) => json(response, 200, empty));
  // It answers as the server would: here only the way to it is looked at.
  await using proxy = await serveTls(certificate, (_, response) => json(response, 200, empty));
  const through = (strict: boolean) =>
    new InfluxClient({
      name: 'Test',
      url: server.url.replace('127.0.0.1', 'influx.example'),
      token: () => token,
      proxy: { address: `https://127.0.0.1:${proxy.port}`, strict },
    });
  await using stack = new AsyncDisposableStack();
  const [strict, lax] = [through(true), through(false)].map((it) => stack.adopt(it, (each) => each.close()));
  assert.equal((await failure(strict?.scripts.list() ?? Promise.resolve())).code, 'proxy');
  assert.deepEqual(await lax?.scripts.list(), []);
  assert.equal(proxy.requests.length, 1);
});
