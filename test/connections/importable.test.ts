import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { findImportable, freeName } from '../../client/src/connections/importable.ts';
import { cloudRegions } from '../../client/src/connections/regions.ts';
import { normalizeUrl } from '../../client/src/influx/url.ts';

let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'importable-'));
  await mkdir(join(home, '.influxdbv2'));
});
after(() => rm(home, { recursive: true, force: true }));

const write = (text: string) => writeFile(join(home, '.influxdbv2', 'configs'), text);

test('the CLI’s configurations and the variables; a token in a variable stays there', async () => {
  await write(`[plant]
url = "https://plant.example/"
token = "t1"
org = "mine"
active = true
[bad]
url = "ftp://x"
token = "must-not-be-seen"
[none]
`);
  const { found, problems } = await findImportable(
    { INFLUX_HOST: 'localhost:8086', INFLUX_TOKEN: 't2', INFLUX_ORG_ID: '0a', INFLUX_ORG: ' ' },
    home,
  );
  assert.deepEqual(found, [
    {
      setting: { name: 'plant', url: 'https://plant.example', org: 'mine' },
      token: 't1',
      from: 'influxCli',
      active: true,
    },
    {
      setting: {
        name: 'localhost:8086',
        url: 'http://localhost:8086',
        org: '0a',
        tokenEnvironmentVariable: 'INFLUX_TOKEN',
      },
      from: 'environment',
      active: false,
    },
  ]);
  assert.equal(problems.length, 2);
  assert.match(problems.join(' '), /“bad”: .*https:\/\/.*“none” has no url/);
  assert.doesNotMatch(problems.join(' '), /must-not-be-seen/);
});

test('a file of one’s own, none, and one that cannot be read', async () => {
  const path = join(home, 'other');
  await writeFile(path, '[a]\nurl = "http://a"\n');
  const { found } = await findImportable({ INFLUX_CONFIGS_PATH: path }, home);
  assert.deepEqual(
    found.map(({ setting }) => setting.url),
    ['http://a'],
  );
  const none = await findImportable({ INFLUX_CONFIGS_PATH: join(home, 'missing') }, home);
  assert.deepEqual(none, { found: [], problems: [] });
  await write('[a]\ntoken = must-not-be-seen');
  const broken = await findImportable({}, home);
  assert.match(broken.problems.join(), /Line 2 .*cannot be read/);
  assert.doesNotMatch(broken.problems.join(), /must-not-be-seen/);
});

test('a name that is taken gets a number', () => {
  const taken = new Set(['a', 'a 2']);
  assert.equal(
    freeName('a', (name) => taken.has(name)),
    'a 3',
  );
  assert.equal(
    freeName('b', (name) => taken.has(name)),
    'b',
  );
});

test('every region is an address as it is kept', () => {
  for (const { url } of cloudRegions) assert.equal(normalizeUrl(url), url);
  assert.equal(new Set(cloudRegions.map(({ url }) => url)).size, cloudRegions.length);
});
