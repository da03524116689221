import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dist } from '../sandbox/api/start.ts';
import { Fixture, script, token } from './cli.ts';

let fixture: Fixture;
before(async () => {
  fixture = await Fixture.make();
  await fixture.manifest('one');
  await fixture.write({ 'one.flux': script('1') });
});
after(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

/** Runs with another environment. */
async function within(environment: Record<string, string>, ...args: string[]) {
  const usual = fixture.environment;
  fixture.environment = environment;
  try {
    return await fixture.run(...args);
  } finally {
    fixture.environment = usual;
  }
}

async function configs(text: string): Promise<string> {
  const file = join(fixture.home, '.influxdbv2', 'configs');
  await mkdir(join(fixture.home, '.influxdbv2'), { recursive: true });
  await writeFile(file, text);
  return file;
}

const config = (name: string, url: string, more = '', secret = token) =>
  `[${name}]\n  url = "${url}"\n  token = "${secret}"\n  org = "sandbox"\n  ${more}\n`;

test('help and version, of the program and of each command', async () => {
  const help = await fixture.run('--help');
  assert.equal(help.code, 0);
  for (const name of ['status', 'plan', 'pull', 'push', 'invoke', 'validate', 'test']) {
    assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
    const own = await fixture.run(name, '--help');
    assert.equal(own.code, 0);
    assert.match(own.stdout, new RegExp(`^Usage: flux-scripts ${name}`));
  }
  for (const code of [0, 1, 2, 3, 4, 130]) assert.match(help.stdout, new RegExp(`^  ${code} `, 'm'));
});

test("the package's program runs as such, and says the package's version", async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { bin, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  assert.deepEqual(bin, { 'flux-scripts': 'dist/cli.js' });
  const copy = join(fixture.home, 'package', bin['flux-scripts']);
  await cp(join(dist, 'cli.js'), copy);
  await cp(join(root, 'package.json'), join(fixture.home, 'package', 'package.json'));
  await chmod(copy, 0o755);
  // The first line finds Node on the path.
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const said = execFileSync(copy, ['--version'], { encoding: 'utf8', env: { PATH: path } });
  assert.equal(said, `${version}\n`);
});

test('what is wrong on the command line is said, and ends with 2', async () => {
  const wrong: [string[], RegExp][] = [
    [[], /first argument is the command/],
    [['explode'], /first argument is the command/],
    [['status', '--frobnicate'], /--frobnicate/],
    [['status', 'one'], /takes options only/],
    [['push'], /Name the scripts, or give --all/],
    [['pull'], /Name the scripts, or give --all/],
    [['push', 'one', '--all'], /not both/],
    [['status', '--dir', 'nowhere'], /There is no folder/],
    [['status', '--host', ''], /--host must not be empty/],
    [['status', '--host', 'ftp://x'], /must begin with https/],
    [['invoke'], /name of one script/],
    [['validate', 'nowhere.flux'], /cannot be read/],
    [['validate', '--token', 'x'], /--token/],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await fixture.run(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
});

test('an error is JSON too, when JSON is asked for', async () => {
  const { code, stdout } = await fixture.run('push', '--json');
  const { command, exitCode, error } = JSON.parse(stdout);
  assert.deepEqual([code, command, exitCode], [2, 'push', 2]);
  assert.match(error.message, /Name the scripts/);
});

test('a token is not repeated, whatever is mistyped around it', async () => {
  for (const args of [
    [token],
    ['status', token],
    ['status', `--tokn=${token}`],
    ['status', '--tokn', token],
    ['push', token, '--token', token],
    ['status', '--host', `http://user:${token}@127.0.0.1`],
    ['status', '--org', token],
    ['invoke', 'one', '-p', token],
    ['status', '--token', `${token} with blanks`],
  ]) {
    // `run` looks for the token in what is said.
    assert.notEqual((await fixture.run(...args)).code, 0, args.join(' '));
  }
});

test('a token that is not accepted, and a server that is not there', async () => {
  const refused = await fixture.run('status', '--token', 'wrong-secret', '--json');
  assert.equal(refused.code, 1);
  assert.equal(JSON.parse(refused.stdout).error.code, 'unauthorized');
  assert.match(refused.stderr, /Correct --token/);
  assert.doesNotMatch(refused.stdout + refused.stderr, /wrong-secret|Flux Scripts:/);
  const gone = await fixture.run('status', '--host', 'http://127.0.0.1:1');
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /cannot be reached/);
});

test('an organization that the token does not have is refused', async () => {
  const { code, stderr } = await fixture.run('status', '--org', 'elsewhere');
  assert.equal(code, 1);
  assert.match(stderr, /“elsewhere”.*sandbox/);
  assert.equal((await fixture.run('status', '--org', fixture.api.sandbox.orgID)).code, 0);
});

test('without any connection it says how to give one', async () => {
  const { code, stderr } = await within({}, 'status');
  assert.equal(code, 2);
  assert.match(stderr, /--host and --token.*INFLUX_HOST.*influx config create/);
});

test("the influx CLI's active configuration is taken, quoted names and all", async () => {
  const { url } = fixture.api.sandbox;
  await configs(
    `${config('other', 'http://127.0.0.1:1')}# a comment\n${config('"my \\"own\\" conf"', url, 'active = true')}`,
  );
  const active = await within({}, 'status');
  assert.equal(active.code, 0, active.stderr);
  assert.match(active.stdout, /^my "own" conf: /m);
  assert.equal((await within({}, 'status', '--config', 'other')).code, 1);
  assert.equal((await within({ INFLUX_ACTIVE_CONFIG: 'other' }, 'status')).code, 1);
  const chosen = await within(
    { INFLUX_ACTIVE_CONFIG: 'other' },
    'status',
    '--active-config',
    'my "own" conf',
  );
  assert.equal(chosen.code, 0);
  const unknown = await within({}, 'status', '--config', 'nope');
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /“other”, “my "own" conf”/);
});

test('with none active, or several, the names are listed', async () => {
  const { url } = fixture.api.sandbox;
  await configs(config('one', url) + config("'second one'", url));
  const none = await within({}, 'status');
  assert.equal(none.code, 2);
  assert.match(none.stderr, /active.*--config: “one”, “second one”/);
  await configs(config('one', url, 'active = true') + config('two', url, 'active = true'));
  const several = await within({}, 'status');
  assert.equal(several.code, 2);
  assert.match(several.stderr, /Several.*“one”, “two”/);
});

test('flags win over the environment, the environment over the file', async () => {
  const { url } = fixture.api.sandbox;
  const file = await configs(config('dead', 'http://127.0.0.1:1', 'active = true', 'other-secret'));
  assert.equal((await within({}, 'status')).code, 1);
  assert.equal((await within({ INFLUX_HOST: url, INFLUX_TOKEN: token }, 'status')).code, 0);
  const dead = { INFLUX_HOST: 'http://127.0.0.1:1', INFLUX_TOKEN: 'x', INFLUX_ORG: 'x' };
  const flags = ['--host', url, '--token', token, '--org', 'sandbox'];
  assert.equal((await within(dead, 'status', ...flags)).code, 0);
  assert.equal((await within({ INFLUX_CONFIGS_PATH: `${file}-not-there` }, 'status')).code, 2);
});

test("a configuration's token goes to no other server", async () => {
  await configs(config('other', 'http://127.0.0.1:1', 'active = true'));
  const { code, stderr } = await within({ INFLUX_HOST: fixture.api.sandbox.url }, 'status');
  assert.equal(code, 2);
  assert.match(stderr, /no token for .*“other” is for another server/);
});

test('a configuration that cannot be read is named by its line, without what stands there', async () => {
  await configs(`[one]\nurl = "http://x"\ntoken = "${token}\n`);
  const { code, stderr } = await within({}, 'status');
  assert.equal(code, 2);
  assert.match(stderr, /Line 3 /);
});

test('a manifest that is broken is said to be', async () => {
  await fixture.write({ 'broken/flux-scripts.json': '{"scripts": [' });
  const { code, stderr } = await fixture.run('status', '--dir', 'broken');
  assert.equal(code, 1);
  assert.match(stderr, /flux-scripts\.json is not valid JSON/);
  await fixture.write({
    'broken/flux-scripts.json': '{"scripts": [{"file": "../one.flux", "name": "one"}]}',
  });
  assert.match((await fixture.run('push', '--all', '--dir', 'broken')).stderr, /lie below it/);
});
