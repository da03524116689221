import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredScript } from '../../client/src/influx/scripts.ts';
import { BaseStore, baseOf } from '../../client/src/sync/base.ts';
import { ScriptFolder } from '../../client/src/sync/folder.ts';
import { follow } from '../../client/src/sync/follow.ts';
import { formatManifest, type ManifestEntry } from '../../client/src/sync/manifest.ts';
import { MemoryFiles, MemoryStore } from './memoryFiles.ts';

const before: StoredScript = {
  id: 'a1',
  orgID: 'o',
  name: 'old',
  description: 'before',
  script: 'x = 1\n',
  updatedAt: '2026-01-01T00:00:00.000001Z',
};
const later = '2026-01-01T00:00:00.000002Z';

/** A folder whose one file holds `before`, or what is said of it. */
async function folderWith(entry: Partial<ManifestEntry> = {}, text = before.script, base = baseOf(before)) {
  const files = new MemoryFiles();
  files.texts.set('f.flux', text);
  files.texts.set(
    'flux-scripts.json',
    formatManifest({ scripts: [{ file: 'f.flux', name: 'old', ...entry }] }),
  );
  const folder = new ScriptFolder(files, new BaseStore(new MemoryStore()), 'http://server');
  await folder.setBase('f.flux', base);
  return folder;
}
const status = async (folder: ScriptFolder, now: StoredScript) => (await folder.states([now]))[0]?.status;

test('a new name comes into the manifest, and the file stays in sync', async () => {
  const folder = await folderWith();
  const after = { ...before, name: 'new', updatedAt: later };
  assert.equal(await follow(folder, before, after), 'f.flux');
  assert.deepEqual((await folder.manifest()).scripts, [{ file: 'f.flux', name: 'new' }]);
  assert.deepEqual(folder.base('f.flux'), baseOf(after));
  assert.equal(await status(folder, after), 'inSync');
});

test('a description follows where the manifest has one, and has not another', async () => {
  const after = { ...before, description: 'after', updatedAt: later };
  const described = async (entry: Partial<ManifestEntry>) => {
    const folder = await folderWith(entry);
    await follow(folder, before, after);
    return { entry: (await folder.manifest()).scripts[0], status: await status(folder, after) };
  };
  assert.deepEqual(await described({ description: 'before' }), {
    entry: { file: 'f.flux', name: 'old', description: 'after' },
    status: 'inSync',
  });
  assert.deepEqual(await described({}), { entry: { file: 'f.flux', name: 'old' }, status: 'inSync' });
  const own = await described({ description: 'mine, not pushed' });
  assert.equal(own.entry?.description, 'mine, not pushed');
  assert.notEqual(own.status, 'inSync');
});

test('what was changed here stays changed here', async () => {
  const folder = await folderWith({}, 'x = 2 // mine\n');
  const after = { ...before, name: 'new', updatedAt: later };
  await follow(folder, before, after);
  assert.equal(await status(folder, after), 'modifiedHere');
});

test('what was changed there before is still to be pulled', async () => {
  const seen = { ...before, script: 'x = 3 // theirs\n', updatedAt: '2026-01-01T00:00:00.000003Z' };
  const folder = await folderWith();
  const after = { ...seen, name: 'new', updatedAt: '2026-01-01T00:00:00.000004Z' };
  await follow(folder, seen, after);
  assert.equal(await status(folder, after), 'modifiedThere');
});

test('what somebody changed in the same moment is still to be pulled', async () => {
  const folder = await folderWith();
  const after = { ...before, name: 'new', script: 'x = 4 // theirs\n', updatedAt: later };
  await follow(folder, before, after);
  assert.equal(await status(folder, after), 'modifiedThere');
});

test('a script that was made again has its file under the new ID', async () => {
  const folder = await folderWith({}, 'x = 2 // mine\n');
  const after = { ...before, id: 'b2', updatedAt: later };
  await follow(folder, before, after);
  assert.equal(folder.base('f.flux')?.id, 'b2');
  assert.equal(await status(folder, after), 'modifiedHere');
});

test('a file that holds another script is left alone', async () => {
  const folder = await folderWith({}, before.script, baseOf({ ...before, id: 'other' }));
  assert.equal(await follow(folder, before, { ...before, name: 'new' }), undefined);
  assert.deepEqual((await folder.manifest()).scripts, [{ file: 'f.flux', name: 'old' }]);
});

test('a manifest that was never pulled from here follows by the name', async () => {
  const folder = await folderWith();
  await folder.setBase('f.flux', undefined);
  const after = { ...before, name: 'new', updatedAt: later };
  assert.equal(await follow(folder, before, after), 'f.flux');
  assert.equal(folder.base('f.flux'), undefined);
  assert.equal(await status(folder, after), 'inSync');
});
