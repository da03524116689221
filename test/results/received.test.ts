import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { ReceivedBytes } from '../../client/src/results/received.ts';

const MEGABYTE = 1 << 20;

/** Bytes that say where they are. */
function bytesFrom(from: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => {
    const at = from + index;
    return (at ^ (at >> 8) ^ (at >> 16)) & 0xff;
  });
}

async function fill(received: ReceivedBytes, count: number, step: number): Promise<void> {
  for (let at = 0; at < count; at += step) {
    const chunk = bytesFrom(at, Math.min(step, count - at));
    await received.add(chunk);
    // The chunk is its sender's again.
    chunk.fill(0);
  }
}

suite('what a run received', () => {
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'flux-received-'));
  });
  after(() => rm(root, { recursive: true }));

  for (const [size, step] of [
    [0, 1],
    [70_000, 999],
    [MEGABYTE, 65_536],
    [MEGABYTE + 1, 65_536],
    [5 * MEGABYTE + 12_345, 70_001],
    [4 * MEGABYTE, 3 * MEGABYTE + 7],
  ] as const) {
    test(`${size} bytes in chunks of ${step} come back, whole and in parts`, async () => {
      const folder = join(root, `a${size}`, 'deep');
      const received = new ReceivedBytes({ folder });
      await fill(received, size, step);
      received.end(true);
      assert.deepEqual(
        [received.bytes, received.ended, received.complete, received.problem],
        [size, true, true, ''],
      );
      const parts: Uint8Array[] = [];
      for await (const part of received.chunks()) {
        assert.ok(part.length <= MEGABYTE);
        parts.push(part);
      }
      assert.ok(Buffer.concat(parts).equals(bytesFrom(0, size)));
      for (const [from, count] of [
        [0, 1],
        [MEGABYTE - 3, 6],
        [3 * MEGABYTE - 3, 6],
        [Math.max(0, size - 5), 100],
        [size + 1, 4],
      ] as const) {
        const expected = bytesFrom(from, Math.max(0, Math.min(count, size - from)));
        assert.deepEqual(await received.read(from, count), expected, `${count} from ${from}`);
      }
      if (process.platform !== 'win32' && size > 2 * MEGABYTE) {
        // Nobody can open it, and it ends with this process, whatever becomes of that.
        assert.deepEqual(await readdir(folder), []);
      }
      await received.dispose();
      await received.dispose();
      if (size > MEGABYTE) {
        assert.deepEqual(await readdir(folder), []);
      }
      if (size > 0) {
        await assert.rejects(received.read(0, 1), /not shown any more/);
      }
    });
  }

  test('can be read while it grows', async () => {
    const received = new ReceivedBytes({ folder: root });
    const filling = fill(received, 4 * MEGABYTE, 50_000);
    let looks = 0;
    let over = false;
    const looking = (async () => {
      while (!over) {
        const { bytes } = received;
        const from = Math.max(0, bytes - 2_000_000 + looks);
        assert.deepEqual(await received.read(from, bytes - from), bytesFrom(from, bytes - from));
        looks += 1;
        await new Promise(setImmediate);
      }
    })();
    await filling;
    over = true;
    await looking;
    assert.ok(looks > 0);
    await received.dispose();
  });

  test('a disk that refuses is told; what came before it stays, without a gap', async () => {
    const blocked = join(root, 'a-file');
    await writeFile(blocked, '');
    const received = new ReceivedBytes({ folder: join(blocked, 'below') });
    await fill(received, 6 * MEGABYTE, 100_000);
    received.end(true);
    assert.match(received.problem, /could not be written to .*below/);
    assert.equal(received.complete, false);
    assert.ok(received.bytes >= MEGABYTE && received.bytes <= 2 * MEGABYTE, String(received.bytes));
    assert.deepEqual(await received.read(0, received.bytes), bytesFrom(0, received.bytes));
    await received.dispose();
  });

  test('disposing while it is written and read leaves no file', async () => {
    const folder = join(root, 'disposed');
    const received = new ReceivedBytes({ folder });
    const filling = fill(received, 8 * MEGABYTE, 300_000);
    while (received.bytes < 3 * MEGABYTE) {
      await new Promise(setImmediate);
    }
    const reading = received.read(0, 2 * MEGABYTE).catch((error: Error) => error.message);
    await received.dispose();
    await filling;
    assert.ok((await reading) instanceof Uint8Array || /not shown/.test(String(await reading)));
    assert.deepEqual(await readdir(folder), []);
  });
});
