import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Fixture, outcomes, script } from './cli.ts';

interface StatusJson {
  readonly connection: { readonly name: string; readonly url: string; readonly org: string };
  readonly scripts: readonly { name: string; status: string; file?: string; id?: string }[];
  readonly summary: Readonly<Record<string, number>>;
}

const statuses = (json: StatusJson) =>
  Object.fromEntries(json.scripts.map(({ name, status }) => [name, status]));

test('what is new is pushed, is in sync then, and a second push changes nothing', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('one', 'two');
  await fixture.write({ 'one.flux': script('1'), 'two.flux': script('2') });
  const before = await fixture.run('status');
  assert.equal(before.code, 0);
  assert.match(before.stdout, /^only here +one +one\.flux$/m);
  assert.match(before.stdout, /2 only here$/m);
  assert.equal((await fixture.run('status', '--exit-code')).code, 4);

  const pushed = await fixture.json('push', '--all');
  assert.equal(pushed.exitCode, 0);
  assert.deepEqual(outcomes(pushed), ['one: created', 'two: created']);
  assert.equal(await fixture.remoteText('two'), script('2'));

  const server = await fixture.remote();
  assert.deepEqual(outcomes(await fixture.json('push', '--all')), ['one: unchanged', 'two: unchanged']);
  assert.deepEqual(await fixture.remote(), server);
  assert.equal((await fixture.run('status', '--exit-code')).code, 0);
  const status = await fixture.json<StatusJson>('status');
  assert.deepEqual(statuses(status), { one: 'inSync', two: 'inSync' });
  assert.equal(status.summary['inSync'], 2);
  assert.equal(status.summary['conflict'], 0);
  assert.deepEqual(status.connection.org, 'sandbox');
});

test('a pull then push is identical to the byte', async () => {
  await using fixture = await Fixture.make();
  const texts = {
    lf: 'x = 1\n',
    none: 'x = 1',
    crlf: 'x = 1\r\ny = 2\r\n',
    'a/b: ..': '// µ 😀\nx = 1\n\n\n',
  };
  for (const [name, text] of Object.entries(texts)) await fixture.api.script(text, name);
  const pulled = await fixture.json('pull', '--all');
  assert.equal(pulled.exitCode, 0);
  assert.equal(pulled.results.filter(({ outcome }) => outcome === 'created').length, 4);
  assert.equal(await fixture.read('crlf.flux'), texts.crlf);
  const server = await fixture.remote();
  const pushed = await fixture.json('push', '--all', '--allow-errors');
  assert.ok(pushed.results.every(({ outcome }) => outcome === 'unchanged'));
  assert.deepEqual(await fixture.remote(), server);
  for (const [name, text] of Object.entries(texts)) assert.equal(await fixture.remoteText(name), text);
});

test('only what is named is brought, by its name or its file', async () => {
  await using fixture = await Fixture.make();
  for (const name of ['one', 'two', 'three']) await fixture.api.script(script(name), name);
  assert.deepEqual(outcomes(await fixture.json('pull', 'one', 'two')), ['one: created', 'two: created']);
  assert.deepEqual((await readdir(fixture.folder)).filter((name) => name.endsWith('.flux')).sort(), [
    'one.flux',
    'two.flux',
  ]);
  await fixture.write({ 'one.flux': script('new'), 'two.flux': script('new') });
  assert.deepEqual(outcomes(await fixture.json('push', './one.flux')), ['one: updated']);
  assert.equal(await fixture.remoteText('two'), script('two'));
  const unknown = await fixture.run('push', 'four');
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /There is no script “four”/);
});

test('a change there is not overwritten by a push, nor one here by a pull', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('one');
  await fixture.write({ 'one.flux': script('base') });
  await fixture.run('push', '--all');
  await fixture.write({ 'one.flux': script('mine') });
  await fixture.changeThere('one', script('theirs'));

  for (let attempt = 0; attempt < 2; attempt++) {
    const push = await fixture.json('push', '--all');
    assert.deepEqual([push.exitCode, outcomes(push)], [3, ['one: conflict']]);
    const pull = await fixture.json('pull', 'one');
    assert.deepEqual([pull.exitCode, outcomes(pull)], [3, ['one: conflict']]);
  }
  assert.equal(await fixture.remoteText('one'), script('theirs'));
  assert.equal(await fixture.read('one.flux'), script('mine'));
  assert.match((await fixture.run('push', 'one')).stdout, /conflict: one .*--overwrite/);

  assert.deepEqual(outcomes(await fixture.json('push', 'one', '--overwrite')), ['one: updated']);
  assert.equal(await fixture.remoteText('one'), script('mine'));
  assert.equal((await fixture.run('status', '--exit-code')).code, 0);

  await fixture.write({ 'one.flux': script('mine again') });
  await fixture.changeThere('one', script('theirs again'));
  assert.deepEqual(outcomes(await fixture.json('pull', 'one', '--overwrite')), ['one: updated']);
  assert.equal(await fixture.read('one.flux'), script('theirs again'));
});

test('a change on one side goes to the other', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('here', 'there');
  await fixture.write({ 'here.flux': script('base'), 'there.flux': script('base') });
  await fixture.run('push', '--all');
  await fixture.write({ 'here.flux': script('new') });
  await fixture.changeThere('there', script('new'));

  const plan = await fixture.json<{
    push: { name: string; action: string }[];
    pull: { name: string; action: string }[];
  }>('plan');
  const actions = (items: { name: string; action: string }[]) =>
    items.map(({ name, action }) => `${name}: ${action}`).sort();
  assert.equal(plan.exitCode, 0);
  assert.deepEqual(actions(plan.push), ['here: update', 'there: leave']);
  assert.deepEqual(actions(plan.pull), ['here: leave', 'there: update']);
  assert.match((await fixture.run('plan')).stdout, /update +here +was changed here/);

  assert.deepEqual(outcomes(await fixture.json('push', '--all')), ['here: updated', 'there: left']);
  assert.deepEqual(outcomes(await fixture.json('pull', '--all')), ['here: unchanged', 'there: updated']);
  assert.equal(await fixture.read('there.flux'), script('new'));
  assert.equal(await fixture.remoteText('here'), script('new'));
});

test('bases that are lost are made again where both sides are the same', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('one', 'two');
  await fixture.write({ 'one.flux': script('1'), 'two.flux': script('2') });
  await fixture.run('push', '--all');
  assert.equal(await fixture.read('.flux-scripts/.gitignore'), '*\n');
  await fixture.forget();
  await fixture.write({ 'two.flux': script('changed') });
  // Nobody knows any more who has changed it.
  assert.deepEqual(outcomes(await fixture.json('push', '--all')), ['one: unchanged', 'two: conflict']);
  await fixture.write({ 'one.flux': script('changed') });
  assert.deepEqual(outcomes(await fixture.json('push', '--all')), ['one: updated', 'two: conflict']);

  for (const file of await readdir(join(fixture.folder, '.flux-scripts'))) {
    if (file.endsWith('.json')) await fixture.write({ [`.flux-scripts/${file}`]: '{"broken' });
  }
  assert.equal((await fixture.run('push', 'one')).code, 0);
  await fixture.write({ 'one.flux': script('changed again') });
  assert.deepEqual(outcomes(await fixture.json('push', 'one')), ['one: updated']);
});

test('a fresh checkout makes the server what the files are, where that is asked for', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('one', 'two');
  await fixture.write({ 'one.flux': script('1'), 'two.flux': script('2') });
  await fixture.api.script(script('older'), 'one');
  await fixture.api.script(script('other'), 'other');
  const refused = await fixture.json('push', '--all');
  assert.deepEqual(
    [refused.exitCode, outcomes(refused)],
    [3, ['one: conflict', 'other: left', 'two: created']],
  );
  await fixture.forget();
  const pushed = await fixture.json('push', '--all', '--overwrite');
  assert.deepEqual(
    [pushed.exitCode, outcomes(pushed)],
    [0, ['one: updated', 'other: left', 'two: unchanged']],
  );
  assert.equal(await fixture.remoteText('one'), script('1'));
  assert.equal(await fixture.remoteText('other'), script('other'));
});

test('a base follows when both sides have come to the same text by themselves', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('one');
  await fixture.write({ 'one.flux': script('base') });
  await fixture.run('push', '--all');
  await fixture.write({ 'one.flux': script('same') });
  await fixture.changeThere('one', script('same'));
  await fixture.run('status');
  await fixture.write({ 'one.flux': script('mine') });
  assert.deepEqual(outcomes(await fixture.json('push', 'one')), ['one: updated']);
});

test('a dry run changes nothing', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('changed', 'new', 'gone');
  await fixture.write({ 'changed.flux': script('base'), 'gone.flux': script('gone') });
  await fixture.run('push', '--all');
  await fixture.write({ 'changed.flux': script('mine'), 'new.flux': script('new') });
  await rm(join(fixture.folder, 'gone.flux'));
  await fixture.api.script(script('there'), 'there');
  const [server, manifest] = [await fixture.remote(), await fixture.read('flux-scripts.json')];

  const push = await fixture.json('push', '--all', '--dry-run', '--delete');
  assert.deepEqual([push.exitCode, push.dryRun], [0, true]);
  assert.deepEqual(push.results.map(({ name, outcome, action }) => [name, outcome, action ?? '']).sort(), [
    ['changed', 'planned', 'update'],
    ['gone', 'planned', 'delete'],
    ['new', 'planned', 'create'],
    ['there', 'left', ''],
  ]);
  await fixture.json('pull', '--all', '--dry-run', '--overwrite');
  assert.deepEqual(await fixture.remote(), server);
  assert.equal(await fixture.read('flux-scripts.json'), manifest);
  assert.deepEqual((await readdir(fixture.folder)).filter((name) => name.endsWith('.flux')).sort(), [
    'changed.flux',
    'new.flux',
  ]);
  assert.equal(await fixture.read('changed.flux'), script('mine'));
});

test('nothing is deleted without its flag, on either side', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('here', 'there');
  await fixture.write({ 'here.flux': script('1'), 'there.flux': script('2') });
  await fixture.run('push', '--all');
  await rm(join(fixture.folder, 'here.flux'));
  await fixture.deleteThere('there');

  const push = await fixture.json('push', '--all');
  assert.deepEqual([push.exitCode, outcomes(push)], [3, ['here: refused', 'there: conflict']]);
  const pull = await fixture.json('pull', '--all');
  assert.deepEqual([pull.exitCode, outcomes(pull)], [3, ['here: conflict', 'there: refused']]);
  assert.equal(await fixture.remoteText('here'), script('1'));
  assert.equal(await fixture.read('there.flux'), script('2'));

  assert.deepEqual(outcomes(await fixture.json('push', 'here', '--delete')), ['here: deleted']);
  assert.equal(await fixture.remoteText('here'), undefined);
  assert.deepEqual(outcomes(await fixture.json('push', 'there', '--overwrite')), ['there: created']);
  await fixture.deleteThere('there');
  assert.deepEqual(outcomes(await fixture.json('pull', 'there', '--delete')), ['there: deleted']);
  assert.deepEqual(JSON.parse(await fixture.read('flux-scripts.json')), { scripts: [] });
});

test('what was deleted here and changed there is not deleted there', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('one');
  await fixture.write({ 'one.flux': script('base') });
  await fixture.run('push', '--all');
  await rm(join(fixture.folder, 'one.flux'));
  await fixture.changeThere('one', script('theirs'));
  assert.deepEqual(outcomes(await fixture.json('push', '--all', '--delete')), ['one: conflict']);
  assert.equal(await fixture.remoteText('one'), script('theirs'));
  assert.deepEqual(outcomes(await fixture.json('pull', 'one', '--overwrite')), ['one: created']);
  assert.equal(await fixture.read('one.flux'), script('theirs'));
});

test('what does not compile is refused, the rest is pushed', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('broken', 'good');
  await fixture.write({ 'broken.flux': 'x = 1 +\n', 'good.flux': script('1') });
  const push = await fixture.json('push', '--all');
  assert.deepEqual([push.exitCode, outcomes(push)], [3, ['broken: refused', 'good: created']]);
  assert.match(push.results.find(({ name }) => name === 'broken')?.message ?? '', /broken\.flux:\d+:\d+: /);
  assert.equal(await fixture.remoteText('broken'), undefined);
  assert.deepEqual(outcomes(await fixture.json('push', 'broken', '--allow-errors')), ['broken: created']);
  assert.equal(await fixture.remoteText('broken'), 'x = 1 +\n');
});

test('a file in another language becomes a script in it, and is not compiled as Flux', async () => {
  await using fixture = await Fixture.make();
  const scripts = [{ file: 'query.sql', name: 'query' }];
  await fixture.write({ 'flux-scripts.json': JSON.stringify({ scripts }), 'query.sql': 'select 1\n' });
  assert.deepEqual(outcomes(await fixture.json('push', '--all')), ['query: created']);
  const created = (await fixture.remote()).get('query');
  assert.equal(created?.language, 'sql');
  assert.equal(created?.script, 'select 1\n');
  await fixture.write({ 'query.sql': 'select 2\n' });
  assert.deepEqual(outcomes(await fixture.json('push', 'query')), ['query: updated']);
});

test('one that fails leaves the others be, and the next run does the rest', async () => {
  await using fixture = await Fixture.make();
  await fixture.manifest('a', 'b', 'c');
  // The server takes no empty script.
  await fixture.write({ 'a.flux': script('a'), 'b.flux': '', 'c.flux': script('c') });
  const push = await fixture.json('push', '--all');
  assert.deepEqual([push.exitCode, outcomes(push)], [1, ['a: created', 'b: failed', 'c: created']]);
  await fixture.write({ 'b.flux': script('b') });
  const again = await fixture.json('push', '--all');
  assert.deepEqual(outcomes(again), ['a: unchanged', 'b: created', 'c: unchanged']);
});

test('101 scripts go there and come here', async () => {
  await using fixture = await Fixture.make();
  const names = Array.from({ length: 101 }, (_, index) => `script-${index}`);
  await fixture.manifest(...names);
  await fixture.write(Object.fromEntries(names.map((name) => [`${name}.flux`, script(name)])));
  const push = await fixture.json('push', '--all');
  assert.equal(push.results.filter(({ outcome }) => outcome === 'created').length, 101);
  assert.equal((await fixture.remote()).size, 101);
  for (const name of await readdir(fixture.folder)) {
    await rm(join(fixture.folder, name), { recursive: true });
  }
  const pull = await fixture.json('pull', '--all');
  assert.equal(pull.results.filter(({ outcome }) => outcome === 'created').length, 101);
  assert.equal(await fixture.read('script-100.flux'), script('script-100'));
  assert.equal((await fixture.json<StatusJson>('status')).summary['inSync'], 101);
});

test('another organization of the same server has bases of its own', async () => {
  await using development = await Fixture.make();
  await using production = await Fixture.make();
  await development.manifest('one');
  await development.write({ 'one.flux': script('1') });
  await development.run('push', '--all');
  development.environment = production.environment;
  const status = await development.json<StatusJson>('status');
  assert.deepEqual(statuses(status), { one: 'onlyHere' });
  assert.deepEqual(outcomes(await development.json('push', '--all')), ['one: created']);
});
