import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { after, before, test } from 'node:test';
import { type SocksServer, serveSocks } from '../influx/socksServer.ts';
import { Authority, forwardTo, type Listening, serveTls } from '../influx/tlsServer.ts';
import { Fixture, script, token } from './cli.ts';

const authority = new Authority();
const server = authority.issue('server', 'DNS:influx.example,IP:127.0.0.1');
const client = authority.issue('client', 'DNS:client.example');

let fixture: Fixture;
let secure: Listening;
let strict: Listening;
let socks: SocksServer;
let usual: Record<string, string>;

before(async () => {
  fixture = await Fixture.make();
  await fixture.manifest('one');
  await fixture.write({ 'one.flux': script('1') });
  const forward = forwardTo(fixture.api.sandbox.url);
  secure = await serveTls(server, forward);
  strict = await serveTls({ ...server, ca: authority.own.cert, requestCert: true }, forward);
  socks = await serveSocks();
  usual = { INFLUX_TOKEN: token, INFLUX_HOST: `https://127.0.0.1:${secure.port}` };
});
after(async () => {
  for (const each of [fixture, secure, strict, socks]) await each?.[Symbol.asyncDispose]();
  authority[Symbol.dispose]();
});

async function status(environment: Record<string, string>, ...flags: string[]) {
  fixture.environment = { ...usual, ...environment };
  return await fixture.run('status', ...flags);
}

test('an authority that is named is trusted, and what to do without it is said', async () => {
  const untrusted = await status({});
  assert.equal(untrusted.code, 1);
  assert.match(untrusted.stderr, /nobody this computer trusts.*name its file with --ca or FLUX_SCRIPTS_CA\./);
  const { certFile } = authority.own;
  assert.equal((await status({}, '--ca', relative(fixture.folder, certFile))).code, 0);
  assert.equal((await status({ FLUX_SCRIPTS_CA: certFile })).code, 0);
  const missing = await status({ FLUX_SCRIPTS_CA: certFile }, '--ca', 'missing.pem');
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /ca cannot be read: .*missing\.pem \(ENOENT\)\. Correct --ca/);
});

test('verification is off for who says so, as to the influx CLI, and that is said', async () => {
  for (const [environment, ...flags] of [
    [{}, '--skip-verify'],
    [{ INFLUX_SKIP_VERIFY: 'true' }],
    [{ INFLUX_SKIP_VERIFY: '1' }],
  ] as const) {
    const { code, stderr } = await status(environment, ...flags);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /is not checked: whoever answers there gets the token\. Better name its authority/);
  }
  assert.equal((await status({ INFLUX_SKIP_VERIFY: 'false' })).code, 1);
  const unclear = await status({ INFLUX_SKIP_VERIFY: 'maybe' });
  assert.equal(unclear.code, 2);
  assert.match(unclear.stderr, /INFLUX_SKIP_VERIFY must be true or false/);
});

test('a client certificate, with a key that is plain or encrypted', async () => {
  const { certFile } = authority.own;
  const at = { INFLUX_HOST: `https://127.0.0.1:${strict.port}`, FLUX_SCRIPTS_CA: certFile };
  const without = await status(at);
  assert.equal(without.code, 1);
  assert.match(without.stderr, /did not accept this client.*--certificate and --key, or FLUX_SCRIPTS_CERT/);
  assert.equal((await status(at, '--certificate', client.certFile, '--key', client.keyFile)).code, 0);
  const key = authority.encrypted(client, token, false);
  const locked = { ...at, FLUX_SCRIPTS_CERTIFICATE: client.certFile, FLUX_SCRIPTS_KEY: key };
  const asked = await status(locked);
  assert.equal(asked.code, 1);
  assert.match(
    asked.stderr,
    /is encrypted, and its passphrase is missing\. Set FLUX_SCRIPTS_KEY_PASSPHRASE\./,
  );
  assert.match((await status({ ...locked, FLUX_SCRIPTS_KEY_PASSPHRASE: 'x' })).stderr, /does not open with/);
  assert.equal((await status({ ...locked, FLUX_SCRIPTS_KEY_PASSPHRASE: token })).code, 0);
});

test('a SOCKS proxy of the environment', async () => {
  const host = `https://influx.example:${secure.port}`;
  const { code, stderr } = await status(
    { INFLUX_HOST: host, ALL_PROXY: `socks5://127.0.0.1:${socks.port}` },
    '--ca',
    authority.own.certFile,
  );
  assert.equal(code, 0, stderr);
  assert.equal(socks.requests[0], `name influx.example:${secure.port}`);
  assert.equal(stderr, '');
});

test('all of it is in the help of what connects, and refused elsewhere', async () => {
  const { stdout } = await fixture.run('status', '--help');
  for (const word of [
    '--ca FILE',
    '--certificate FILE',
    '--key FILE',
    'INFLUX_SKIP_VERIFY',
    'FLUX_SCRIPTS_KEY_PASSPHRASE',
  ]) {
    assert.ok(stdout.includes(word), word);
  }
  assert.equal((await fixture.run('validate', '--skip-verify')).code, 2);
});
