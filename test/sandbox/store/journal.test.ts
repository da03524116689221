import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Database } from '../../../sandbox/store/database.ts';
import { Journal } from '../../../sandbox/store/journal.ts';
import { Mirror } from '../../../sandbox/store/mirror.ts';

const bucket = { id: 'b', name: 'b', organizationID: 'o', retentionNs: 0n };
const everything = { start: -(2n ** 62n), stop: 2n ** 62n };

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens the folder, does something, closes it, and gives what was said and what is there. */
async function opened(folder: string, work?: (database: Database) => Promise<void>, buckets = ['b', 'c']) {
  const said: string[] = [];
  const database = await Database.open(
    (id) => (buckets.includes(id) ? 0n : undefined),
    (sentence) => said.push(sentence),
    folder,
  );
  await work?.(database);
  const mirror = new Mirror();
  mirror.apply(database.feed().take());
  await database.close();
  const points = buckets.flatMap((id) =>
    mirror.series(id).flatMap((series) => {
      const { times, values } = series.read(everything);
      const cells = values();
      const name = [id, series.measurement, ...series.tags.flat(), series.field].join(' ');
      return Array.from(times, (time, i) => `${name} ${time} ${cells[i]}`);
    }),
  );
  return { said, points };
}

const write = (database: Database, text: string, id = 'b') =>
  database.write({ ...bucket, id }, Buffer.from(text), { unit: 1n, now: 77n });

suite('the journal of points', () => {
  test('brings back writes, deletions and refusals', () =>
    inFolder(async (folder) => {
      const before = await opened(folder, async (database) => {
        await write(database, 'm,t=a f=1,s="x\ny" 1\nm,t=a f=2 2');
        await write(database, 'm,t=a f=20 2\nm,t=a f="refused" 9\nm f=3');
        await write(database, 'n i=-5i,u=6u,b=t 1', 'c');
        await database.delete('b', { start: 1n, stop: 1n, predicate: 't=a AND _field="f"' });
        assert.equal((await write(database, 'm f=1\nbroken')).bad.length, 1);
      });
      assert.deepEqual(before.points, [
        'b m f 77 3',
        'b m t a f 2 20',
        'b m t a s 1 x\ny',
        'c n b 1 true',
        'c n i 1 -5',
        'c n u 1 6',
      ]);
      assert.deepEqual(await opened(folder), before);
      assert.deepEqual((await opened(folder, undefined, ['c'])).points.length, 3, 'a bucket that is gone');
    }));

  test('a record that was cut off is dropped, told, and does not hide what follows', () =>
    inFolder(async (folder) => {
      await opened(folder, async (database) => {
        await write(database, 'm f=1 1');
        await write(database, 'm f=2 2');
      });
      const log = join(folder, 'points-1.log');
      const { length } = await readFile(log);
      await truncate(log, length - 3);
      const { said, points } = await opened(
        folder,
        async (database) => void (await write(database, 'm f=3 3')),
      );
      assert.equal(said.length, 1);
      assert.match(
        said[0] ?? '',
        /^The last \d+ bytes of .*points-1\.log hold no whole record and are dropped/,
      );
      assert.deepEqual(points, ['b m f 1 1', 'b m f 3 3']);
      assert.deepEqual(await opened(folder), { said: [], points });
    }));

  test('every cut of the log gives the writes before it', () =>
    inFolder(async (folder) => {
      const ends: number[] = [];
      const log = join(folder, 'points-1.log');
      await opened(folder, async (database) => {
        for (let i = 0; i < 4; i++) {
          await write(database, `m f=${i} ${i}`);
          ends.push((await readFile(log)).length);
        }
      });
      const whole = await readFile(log);
      for (let cut = whole.length; cut >= 0; cut -= 13) {
        await writeFile(log, whole.subarray(0, cut));
        assert.equal((await opened(folder)).points.length, ends.filter((end) => end <= cut).length, `${cut}`);
      }
    }));

  test('changed bytes are found', () =>
    inFolder(async (folder) => {
      await opened(folder, async (database) => void (await write(database, 'm f=1 1')));
      const log = join(folder, 'points-1.log');
      const bytes = await readFile(log);
      bytes[bytes.length - 1] = '2'.charCodeAt(0);
      await writeFile(log, bytes);
      const { said, points } = await opened(folder);
      assert.deepEqual([said.length, points], [1, []]);
    }));

  test('snapshots take the place of logs', () =>
    inFolder(async (folder) => {
      const filler = 'x'.repeat(1_000);
      const lines = (from: number) =>
        Array.from(
          { length: 1_000 },
          (_, i) => `m,t=${i % 3} i=${from + i}i,b=${i % 2 === 0},s="${filler} ${i % 10}" ${from + i}`,
        );
      const before = await opened(folder, async (database) => {
        await write(database, 'gone f=1 1');
        await database.delete('b', { start: 0n, stop: 5n, predicate: '' });
        // The same texts again and again: the log grows, what comes of it does not.
        for (let i = 0; i < 70; i++) await write(database, lines((i % 4) * 1_000).join('\n'));
        await write(database, 'last f=1 1');
      });
      const names = await readdir(folder);
      assert.ok(names.includes('points-2.snapshot') && names.includes('points-2.log'), names.join());
      assert.equal(names.length, 2, names.join());
      assert.equal(before.points.length, 4_000 * 3 + 1);
      assert.deepEqual(await opened(folder), before);
      // A snapshot that was never finished is none.
      await writeFile(join(folder, 'points-3.snapshot.new'), 'half');
      assert.deepEqual(await opened(folder), before);
      await truncate(join(folder, 'points-2.snapshot'), 5_000);
      await assert.rejects(opened(folder), /points-2\.snapshot: it is damaged/);
    }));

  test('a snapshot that is not finished leaves the logs', () =>
    inFolder(async (folder) => {
      const open = (apply: (head: unknown) => void) =>
        Journal.open(folder, ({ head }) => apply(head), assert.fail);
      const journal = await open(() => assert.fail());
      await journal.append({ n: 1 }, Buffer.from('one'));
      const failing = {
        [Symbol.iterator]() {
          throw new Error('the process ends here');
        },
      };
      await assert.rejects(journal.snapshot(failing));
      await journal.append({ n: 2 }, new Uint8Array());
      await journal.close();
      const heads: unknown[] = [];
      await (await open((head) => heads.push(head))).close();
      assert.deepEqual(heads, [{ n: 1 }, { n: 2 }]);
    }));

  test('an error of the disk is told to who writes', () =>
    inFolder(async (folder) => {
      const database = await Database.open(() => 0n, assert.fail, folder);
      await rm(folder, { recursive: true });
      await assert.rejects(write(database, 'm f=1 1'), /ENOENT/);
      await database.close();
    }));

  test('finds every acknowledged write after SIGKILL at any moment', { timeout: 120_000 }, () =>
    inFolder(async (folder) => {
      const acknowledged = new Set<number>();
      let next = 1;
      for (let round = 0; round < 6; round++) {
        const child = spawn(
          process.execPath,
          [
            '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
            fileURLToPath(new URL('writer.ts', import.meta.url)),
            folder,
            String(next),
          ],
          { stdio: ['ignore', 'pipe', 'inherit'] },
        );
        const enough = 1 + Math.floor(Math.random() * 60);
        let seen = 0;
        for await (const line of createInterface(child.stdout)) {
          acknowledged.add(Number(line));
          next = Math.max(next, Number(line) + 10);
          if (++seen === enough) child.kill('SIGKILL');
        }
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      const { points } = await opened(folder);
      const found = new Set(points.filter((line) => line.includes(' f ')));
      for (const number of acknowledged)
        for (let i = 0; i < 20; i++)
          assert.ok(found.has(`b m batch ${number % 5} f ${number * 100 + i} ${number}`), `batch ${number}`);
      assert.ok(acknowledged.size >= 6);
    }),
  );
});
