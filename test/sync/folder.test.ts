import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNameFor } from '../../client/src/sync/fileName.ts';
import { manifestFile } from '../../client/src/sync/manifest.ts';
import { Workspace } from './workspace.ts';

test('a script is found by its name, and once known by its ID', async () => {
  await using space = await Workspace.open();
  const script = await space.there('a', 'x = 1');
  space.here('a.flux', 'x = 1');
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
  await space.scripts.update(script.id, { name: 'b' });
  const state = await space.state('a');
  assert.equal(state.status, 'modifiedThere');
  assert.equal(state.remote?.name, 'b');
});

test('a script that was made again there has another ID, and no base', async () => {
  await using space = await Workspace.open();
  const old = await space.there('a', 'x = 1');
  await space.pull('a');
  await space.scripts.delete(old.id);
  assert.equal((await space.state('a')).status, 'deletedThere');
  await space.there('a', 'x = 2');
  const state = await space.state('a');
  assert.equal(state.status, 'conflict');
  assert.equal(state.base, undefined);
});

test('a script that was made again with the same text is in sync, and known by its new ID', async () => {
  await using space = await Workspace.open();
  const old = await space.there('a', 'x = 1');
  await space.pull('a');
  await space.scripts.delete(old.id);
  const made = await space.there('a', 'x = 1');
  assert.equal((await space.state('a')).base?.id, made.id);
  await space.scripts.update(made.id, { script: 'x = 2' });
  assert.deepEqual(await space.statuses(), { a: 'modifiedThere' });
});

test('one script was renamed there, and another one has its old name', async () => {
  await using space = await Workspace.open();
  const script = await space.there('a', 'x = 1');
  await space.pull('a');
  await space.scripts.update(script.id, { name: 'b' });
  const other = await space.there('a', 'x = 2');
  const states = await space.states();
  assert.deepEqual(
    states.map(({ status, remote, file }) => [status, remote?.id, file]).sort(),
    [
      ['modifiedThere', script.id, 'a.flux'],
      ['onlyThere', other.id, undefined],
    ].sort(),
  );
});

test('a lost base is found again where both sides are the same', async () => {
  await using space = await Workspace.open();
  const script = await space.there('a', 'x = 1\n');
  await space.pull('a');
  await space.folder.setBase('a.flux', undefined);
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
  await space.scripts.update(script.id, { script: 'x = 2\n' });
  assert.deepEqual(await space.statuses(), { a: 'modifiedThere' });
});

test('a lost base where they are not the same is a conflict', async () => {
  await using space = await Workspace.open();
  await space.there('a', 'x = 1');
  await space.pull('a');
  space.here('a.flux', 'x = 2');
  await space.folder.setBase('a.flux', undefined);
  assert.deepEqual(await space.statuses(), { a: 'conflict' });
});

test('both sides came to the same: what follows is no conflict', async () => {
  await using space = await Workspace.open();
  const script = await space.there('a', 'x = 1');
  await space.pull('a');
  space.here('a.flux', 'x = 2');
  await space.scripts.update(script.id, { script: 'x = 2' });
  assert.deepEqual(await space.statuses(), { a: 'inSync' });
  await space.scripts.update(script.id, { script: 'x = 3' });
  assert.deepEqual(await space.statuses(), { a: 'modifiedThere' });
});

test('an entry without a file was deleted here, or was never pulled', async () => {
  await using space = await Workspace.open();
  await space.there('a', 'x = 1');
  await space.there('b', 'x = 1');
  await space.pull('a');
  space.files.texts.delete('a.flux');
  space.enter(...space.entries(), { file: 'b.flux', name: 'b' }, { file: 'c.flux', name: 'c' });
  // Of “c” there is neither a file nor a script.
  assert.deepEqual(await space.statuses(), { a: 'deletedHere', b: 'onlyThere' });
  assert.equal((await space.state('b')).file, 'b.flux');
});

test('a script lies in one file, whatever two of them were once', async () => {
  await using space = await Workspace.open();
  await space.there('a', 'x = 1');
  await space.pull('a');
  const base = (await space.state('a')).base;
  assert.ok(base);
  space.here('A-old.flux', 'x = 0', { name: 'old' });
  await space.folder.setBase('A-old.flux', base);
  assert.deepEqual(await space.statuses(), { a: 'inSync', old: 'onlyHere' });
  assert.equal(space.folder.base('A-old.flux'), undefined);
});

test('what cannot be read says so', async () => {
  await using space = await Workspace.open();
  space.files.texts.set(manifestFile, '{');
  await assert.rejects(
    space.states(),
    /flux-scripts\.json is not valid JSON .*restore it from version control/s,
  );
});

test('all scripts are seen, with one request for a hundred', async (context) => {
  await using space = await Workspace.open();
  let made = 0;
  for (const count of [0, 11, 100, 101, 501, 1000]) {
    for (; made < count; made++) {
      const text = `x = ${made}\n`;
      await space.there(`s${made}`, text);
      space.files.texts.set(`s${made}.flux`, text);
    }
    space.enter(
      ...Array.from({ length: made }, (_, index) => ({ file: `s${index}.flux`, name: `s${index}` })),
    );
    space.requests.length = 0;
    const began = performance.now();
    const states = await space.states();
    const took = performance.now() - began;
    assert.equal(states.length, count);
    assert.ok(states.every(({ status }) => status === 'inSync'));
    assert.ok(space.requests.length <= Math.ceil(count / 100) + 1, `${space.requests.length} requests`);
    assert.ok(space.requests.every((request) => request === 'GET /api/v2/scripts'));
    context.diagnostic(`${count} scripts: ${space.requests.length} requests, ${took.toFixed(0)} ms`);
  }
});

test('names that no file can have, and that clash, become files of their own', async () => {
  await using space = await Workspace.open();
  const names = [
    'a/b',
    'a:b',
    '../../up',
    '..',
    'CON',
    'Name',
    'name',
    'e\u0301',
    '\u00e9',
    'x'.repeat(300),
    '温'.repeat(100),
  ];
  for (const name of names) await space.there(name, `// ${name}`);
  for (const name of names) {
    const outcome = await space.pull(name);
    assert.deepEqual(outcome, { kind: 'done', did: 'created' });
  }
  assert.deepEqual(new Set(Object.values(await space.statuses())), new Set(['inSync']));
  const files = space.entries().map(({ file }) => file);
  assert.equal(new Set(files.map((file) => file.normalize('NFC').toLowerCase())).size, names.length);
  for (const file of files) {
    assert.doesNotMatch(file, /[/\\:]|^\./);
    assert.ok(Buffer.byteLength(file) < 255);
  }
  for (const { file, name } of space.entries()) assert.equal(space.files.texts.get(file), `// ${name}`);
});

test('a new file takes no name that something else has', async () => {
  await using space = await Workspace.open();
  const script = await space.there('A', 'x = 1');
  space.files.texts.set('a.flux', 'something else');
  space.enter({ file: 'A-2.flux', name: 'other' });
  assert.equal(await space.folder.freeFileFor(script), 'A-3.flux');
  assert.equal(fileNameFor('A'), 'A.flux');
});

test('each connection has bases of its own', async () => {
  await using one = await Workspace.open();
  await using two = await Workspace.open();
  await one.there('a', 'x = 1');
  await one.pull('a');
  const states = await one.folder.states([]);
  assert.equal(states[0]?.status, 'deletedThere');
  two.here('a.flux', 'x = 1');
  assert.deepEqual(await two.statuses(), { a: 'onlyHere' });
});

test('a new file goes into the folder that is asked for, past what is there; one that has a place stays', async () => {
  await using space = await Workspace.open();
  for (const name of ['a', 'A']) await space.there(name, `// ${name}`);
  space.files.texts.set('flows/keep.flux', 'not ours');
  const done = { kind: 'done', did: 'created' };
  assert.deepEqual(await space.pull('a', { into: 'flows' }), done);
  assert.deepEqual(await space.pull('A', { into: 'flows' }), done);
  assert.deepEqual(space.entries(), [
    { file: 'flows/A-2.flux', name: 'A' },
    { file: 'flows/a.flux', name: 'a' },
  ]);
  assert.deepEqual(await space.statuses(), { a: 'inSync', A: 'inSync' });
  space.files.texts.delete('flows/a.flux');
  assert.deepEqual(await space.pull('a', { into: 'other' }), done);
  assert.equal(space.files.texts.get('flows/a.flux'), '// a');
});
