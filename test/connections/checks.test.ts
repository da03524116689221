import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConnection, reportText } from '../../client/src/connections/checks.ts';
import type { Connection } from '../../client/src/connections/profile.ts';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { json, serve } from '../influx/faultServer.ts';

const orgs = [{ id: '00000000000000aa', name: 'mine' }];

/** What a server answers, by the beginning of the path. */
type Answers = Readonly<Record<string, readonly [status: number, body: unknown]>>;
const good: Answers = {
  '/ping': [200, {}],
  '/api/v2/orgs': [200, { orgs }],
  '/api/v2/scripts': [200, { scripts: [] }],
};

async function check(answers: Answers, { org, token = 'x' }: { org?: string; token?: string } = {}) {
  await using fixture = await serve(({ url = '' }, response) => {
    const [status, body] = Object.entries(answers).find(([path]) => url.startsWith(path))?.[1] ?? [404, {}];
    json(response, status, body);
  });
  return await checkAt(fixture.url, { org, token });
}

async function checkAt(url: string, { org, token = 'x' }: { org?: string | undefined; token?: string }) {
  const connection: Connection = {
    name: 'Plant',
    url,
    source: 'settings',
    ...(org !== undefined && { org }),
  };
  const client = new InfluxClient({ ...connection, token: () => token || undefined });
  try {
    const report = await checkConnection(client, connection);
    return { text: reportText(report).replace(/127\.0\.0\.1:\d+/g, 'HOST'), code: report.error?.code };
  } finally {
    await client.close();
  }
}

test('a connection that works', async () => {
  const { text, code } = await check(good);
  assert.equal(code, undefined);
  assert.equal(
    text,
    `✓ HOST answers.
✓ It accepts the token.
✓ The organization is mine.
✓ It has invokable scripts.
✓ The token may read them.`,
  );
});

const refused = (status: number, code: string, message: string) => [status, { code, message }] as const;

for (const [what, answers, options, wanted] of [
  ['token', { ...good, '/api/v2/orgs': refused(401, 'unauthorized', 'unauthorized access') }, {}, '✓✗–––'],
  ['organization', good, { org: 'other' }, '✓✓✗––'],
  ['scripts', { ...good, '/api/v2/scripts': refused(404, 'not found', 'path not found') }, {}, '✓✓✓✗–'],
  ['permission', { ...good, '/api/v2/scripts': refused(403, 'forbidden', 'no functions') }, {}, '✓✓✓✓✗'],
  ['no token', good, { token: '' }, '–✗–––'],
  ['no InfluxDB', { ...good, '/api/v2/orgs': [200, 'a page'] }, {}, '✗––––'],
] as const) {
  test(`names what is wrong: ${what}`, async () => {
    const { text } = await check(answers, options);
    assert.equal(text.replace(/^(.).*$\n?/gm, '$1'), wanted);
    assert.match(text, /✗ .*(Plant|HOST)/);
  });
}

test('names what is wrong: host, and certificate', async () => {
  const gone = await serve((_, response) => response.end());
  await gone[Symbol.asyncDispose]();
  assert.match((await checkAt(gone.url, {})).text, /^✗ Plant cannot be reached .*\n– /);
  await using plain = await serve((_, response) => response.end());
  const { text, code } = await checkAt(plain.url.replace('http:', 'https:'), {});
  assert.equal(code, 'tls');
  assert.match(text, /^✓ HOST answers\.\n✗ Plant: no TLS connection with .* does not speak TLS.*\n– /);
});
