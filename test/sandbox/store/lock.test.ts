import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FolderLock } from '../../../sandbox/store/lock.ts';

suite('the lock of a folder', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    path = join(folder, 'sandbox.lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const left = (lock: object | string) =>
    writeFile(path, typeof lock === 'string' ? lock : JSON.stringify(lock));

  test('a second one is refused and told who has it, until the first lets go', async () => {
    const first = await FolderLock.take(folder);
    await assert.rejects(FolderLock.take(folder, 0), ({ message }: Error) => {
      assert.match(message, /is in use by another sandbox, process \d+\. Stop that one, or .*--data/);
      return message.includes(folder) && message.includes(String(process.pid));
    });
    await first.release();
    assert.deepEqual(await readdir(folder), []);
    const second = await FolderLock.take(folder, 0);
    assert.deepEqual(await readdir(folder), ['sandbox.lock']);
    await second.release();
  });

  test('one that is about to end is waited for', async () => {
    const first = await FolderLock.take(folder);
    const second = FolderLock.take(folder);
    await first.release();
    await (await second).release();
  });

  test('of many at once one has it', async () => {
    await left({ pid: process.pid, port: 1, id: 'stale' });
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => FolderLock.take(folder, 0)));
    const locks = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    assert.equal(locks.length, 1);
    await locks[0]?.release();
    assert.deepEqual(await readdir(folder), []);
  });

  test('what a killed process left does not count', async () => {
    const module = new URL('../../../sandbox/store/lock.ts', import.meta.url).href;
    const script = `import { FolderLock } from ${JSON.stringify(module)};
      await FolderLock.take(${JSON.stringify(folder)});
      console.log('taken');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    });
    await once(child.stdout, 'data');
    await assert.rejects(FolderLock.take(folder, 0), new RegExp(`process ${child.pid}\\.`));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await FolderLock.take(folder, 0)).release();
  });

  test('a process that has only the number of the one that was killed does not count', async () => {
    const other = createServer((socket) => socket.end('something else')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    for (const stale of [
      { pid: process.pid, port, id: 'mine' },
      // Nobody listens there.
      { pid: process.pid, port: 1, id: 'mine' },
      { pid: 2 ** 30, port, id: 'something else' },
      '',
      '{"pid": "x"}',
    ]) {
      await left(stale);
      const lock = await FolderLock.take(folder, 0);
      assert.equal((JSON.parse(await readFile(path, 'utf8')) as { pid: number }).pid, process.pid);
      await lock.release();
    }
    other.close();
  });
});
