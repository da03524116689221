import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { NodeFiles } from '../../client/src/cli/nodeFiles.ts';

let home: string;
let files: NodeFiles;
const root = () => join(home, 'root');

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'files-'));
  await mkdir(root());
  files = new NodeFiles(root());
});
after(() => rm(home, { recursive: true, force: true }));

test('reads, writes and removes, below folders too', async () => {
  assert.equal(await files.read('deep/er/a.flux'), undefined);
  await files.write('deep/er/a.flux', '\ufeffx\r\n');
  assert.equal(await files.read('deep/er/a.flux'), '\ufeffx\r\n');
  await files.remove('deep/er/a.flux');
  await files.remove('deep/er/a.flux');
  assert.equal(await files.read('deep/er/a.flux'), undefined);
  assert.deepEqual(await readdir(join(root(), 'deep/er')), []);
});

test('a file keeps its mode', async () => {
  await files.write('mode.flux', 'a');
  await chmod(join(root(), 'mode.flux'), 0o666);
  await files.write('mode.flux', 'b');
  assert.equal((await stat(join(root(), 'mode.flux'))).mode & 0o777, 0o666);
});

test('a link inside stays a link; one that leads out is not followed, in either direction', async () => {
  await files.write('real.flux', 'a');
  await symlink('real.flux', join(root(), 'link.flux'));
  await files.write('link.flux', 'b');
  assert.equal(await files.read('real.flux'), 'b');
  assert.ok((await lstat(join(root(), 'link.flux'))).isSymbolicLink());

  const outside = join(home, 'outside.flux');
  await writeFile(outside, 'secret');
  await symlink(outside, join(root(), 'out.flux'));
  await symlink(home, join(root(), 'up'));
  await symlink(join(home, 'nothing'), join(root(), 'dangling.flux'));
  for (const path of ['out.flux', 'up/outside.flux', 'up/new.flux', 'up/new/new.flux', 'dangling.flux']) {
    await assert.rejects(files.write(path, 'x'), /link/, path);
  }
  await assert.rejects(files.read('out.flux'), /link/);
  await assert.rejects(files.read('up/outside.flux'), /link/);
  await assert.rejects(files.remove('up/outside.flux'), /link/);
  assert.equal(await readFile(outside, 'utf8'), 'secret');
  assert.deepEqual((await readdir(home)).sort(), ['outside.flux', 'root']);
});

test('what is no UTF-8 is not taken for text', async () => {
  await writeFile(join(root(), 'latin.flux'), Buffer.from([0x66, 0xfc, 0x72]));
  await assert.rejects(files.read('latin.flux'), /not UTF-8/);
});
