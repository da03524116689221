import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificatesOf, insecureWarning, readConnections } from '../../client/src/connections/profile.ts';
import { normalizeUrl } from '../../client/src/influx/url.ts';

test('usable entries are connections', () => {
  const { connections, problems } = readConnections(
    [
      { name: 'Production', url: 'https://us-east-1-1.aws.cloud2.influxdata.com/', org: 'acme' },
      { name: 'CI', url: 'http://127.0.0.1:8086', tokenEnvironmentVariable: 'INFLUX_TOKEN' },
    ],
    normalizeUrl,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(connections, [
    {
      name: 'Production',
      url: 'https://us-east-1-1.aws.cloud2.influxdata.com',
      org: 'acme',
      source: 'settings',
    },
    {
      name: 'CI',
      url: 'http://127.0.0.1:8086',
      tokenEnvironmentVariable: 'INFLUX_TOKEN',
      source: 'settings',
    },
  ]);
});

test('each unusable entry is described, and the others stay', () => {
  const { connections, problems } = readConnections(
    [
      null,
      {},
      { name: 'a' },
      { name: 'b', url: 'ftp://x' },
      { name: 'c', url: 'http://c' },
      { name: 'c', url: 'http://d' },
    ],
    normalizeUrl,
  );
  assert.deepEqual(
    connections.map(({ name }) => name),
    ['c'],
  );
  assert.equal(problems.length, 5);
  assert.match(problems[0] ?? '', /Entry 1 .* no name/);
  assert.match(problems[2] ?? '', /Entry 3 .*\(a\) has no url/);
  assert.match(problems[3] ?? '', /Entry 4 .*\(b\)/);
  assert.match(problems[4] ?? '', /Entry 6 .* repeats the name “c”/);
});

test('a setting that is no list gives nothing', () => {
  assert.deepEqual(readConnections('x', normalizeUrl), { connections: [], problems: [] });
  assert.deepEqual(readConnections([{ name: 'A', url: 'http://a' }, {}, {}], normalizeUrl, 2).problems, [
    'Entry 2 of the setting fluxScripts.connections has no name: give it one.',
    "Entry 1 of the workspace's setting fluxScripts.connections has no name: give it one.",
  ]);
});

test('only what is marked as production is', () => {
  const url = 'http://127.0.0.1:8086';
  const marks = [true, false, 'yes', undefined];
  const entries = marks.map((production, index) => ({ name: `${index}`, url, production }));
  const { connections } = readConnections(entries, normalizeUrl);
  assert.deepEqual(
    connections.map(({ production }) => production),
    [true, undefined, undefined, undefined],
  );
});

test('certificates are files; verification is off only for a plain true, and said aloud', () => {
  const entries = [
    {
      name: 'a',
      url: 'https://a',
      ca: '/ca.pem',
      certificate: '/c.pem',
      key: '/k.pem',
      allowInsecureTls: true,
    },
    { name: 'b', url: 'https://b', ca: '', certificate: 7, allowInsecureTls: 'true' },
    { name: 'c', url: 'http://c', allowInsecureTls: true },
  ];
  const { connections } = readConnections(entries, normalizeUrl);
  assert.deepEqual(connections.map(certificatesOf), [
    { ca: '/ca.pem', certificate: '/c.pem', key: '/k.pem', allowInsecureTls: true },
    {},
    { allowInsecureTls: true },
  ]);
  const [a, b, c] = connections.map(insecureWarning);
  assert.match(a ?? '', /a does not check.*whoever answers at https:\/\/a gets the token/);
  assert.deepEqual([b, c], [undefined, undefined]);
});
