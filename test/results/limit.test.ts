import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { after, before, suite, test } from 'node:test';
import { request } from 'undici';
import { Reading, type ReadingOptions } from '../../client/src/results/reading.ts';
import type { ResultsRun } from '../../client/src/results/run.ts';
import { readings, run } from './sources.ts';

/** A source that counts what is pulled, and what ends it. */
class Counted {
  pulled = 0;
  closed = false;
  readonly #bytes: Uint8Array;
  readonly #end: Error | undefined;
  readonly chunks: number;

  constructor(bytes: Uint8Array, end?: Error) {
    this.#bytes = bytes;
    this.#end = end;
    this.chunks = Math.ceil(bytes.length / 65_536);
  }

  get run(): ResultsRun {
    return run(() => Promise.resolve(this.#stream()));
  }

  async *#stream(): AsyncGenerator<Uint8Array> {
    try {
      for (let at = 0; at < this.#bytes.length; at += 65_536) {
        await Promise.resolve();
        this.pulled += 1;
        yield this.#bytes.subarray(at, at + 65_536);
      }
      if (this.#end !== undefined) {
        throw this.#end;
      }
    } finally {
      this.closed = true;
    }
  }
}

/** A reading with ways to wait for it. */
class Watched {
  readonly reading: Reading;
  #check: () => void = () => undefined;

  constructor(of: ResultsRun, options: ReadingOptions) {
    this.reading = new Reading(of, options, () => this.#check());
  }

  /** Until it pauses. */
  async paused(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#check = () => {
        if (this.reading.paused) {
          resolve();
        }
      };
      this.#check();
    });
    // What was pulled ahead has arrived.
    await new Promise(setImmediate);
  }
}

const ANSWER = readings(20, 10_000);
const ROWS = 200_000;
const OPTIONS = { maxBytes: 500_000 };

async function bytesOf(reading: Reading): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of reading.received.chunks()) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

suite('a run that meets the memory limit', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux-limit-'));
  });
  after(() => rm(folder, { recursive: true }));

  test('pauses, and pulls no more than one chunk ahead', async () => {
    const source = new Counted(ANSWER);
    const watched = new Watched(source.run, OPTIONS);
    const { reading } = watched;
    const ended = reading.read();
    await watched.paused();
    const { pulled } = source;
    assert.ok(pulled > 1 && pulled < source.chunks / 2, `${pulled} of ${source.chunks}`);
    for (let turn = 0; turn < 50; turn++) {
      await new Promise(setImmediate);
    }
    assert.equal(source.pulled, pulled);
    const { store, received } = reading;
    assert.ok(store.memory < 2 * OPTIONS.maxBytes);
    assert.ok(store.rowCount > 1000 && store.rowCount < ROWS / 2);
    assert.equal(store.capped, false);
    reading.cancel();
    assert.deepEqual(await ended, { kind: 'cancelled' });
    assert.equal(received.complete, false);
    // Rows and bytes stay.
    assert.ok(store.rowCount > 1000);
    assert.ok(received.bytes > 500_000);
    await received.dispose();
  });

  test('keeps going: the bytes are whole, the rows counted, the memory does not grow', async () => {
    const source = new Counted(ANSWER);
    const watched = new Watched(source.run, { ...OPTIONS, folder });
    const { reading } = watched;
    const ended = reading.read();
    await watched.paused();
    const { rowCount, memory } = reading.store;
    const tables = reading.store.tables.length;
    reading.decide('continue');
    reading.decide('stop');
    const outcome = await ended;
    assert.ok(outcome.kind === 'done');
    assert.deepEqual([outcome.rows, outcome.tables, outcome.capped], [ROWS, tables, true]);
    const { store, received } = reading;
    assert.deepEqual([store.rowCount, store.capped], [rowCount, true]);
    assert.ok(store.memory <= memory, `${store.memory}`);
    assert.equal(store.rowsLeftOut, ROWS - rowCount);
    assert.deepEqual([received.complete, received.bytes, received.problem], [true, ANSWER.length, '']);
    assert.ok((await bytesOf(reading)).equals(ANSWER));
    // Only Windows keeps the name of a file that is open.
    assert.equal((await readdir(folder)).length, process.platform === 'win32' ? 1 : 0);
    await received.dispose();
    assert.deepEqual(await readdir(folder), []);
  });

  test('stops: what arrived stays, incomplete, and the connection is let go of', async () => {
    const source = new Counted(ANSWER);
    const watched = new Watched(source.run, OPTIONS);
    const ended = watched.reading.read();
    await watched.paused();
    watched.reading.decide('stop');
    const outcome = await ended;
    assert.ok(outcome.kind === 'incomplete');
    assert.match(outcome.reason, /memoryLimit/);
    assert.equal(source.closed, true);
    assert.equal(watched.reading.received.complete, false);
    assert.ok(watched.reading.store.rowCount > 1000);
    await watched.reading.received.dispose();
  });

  test('an error behind the limit is still seen, and so is a cut', async () => {
    const late = Buffer.concat([ANSWER, Buffer.from('\r\n,error,reference\r\n,late trouble,\r\n')]);
    const failing = new Watched(new Counted(late).run, OPTIONS);
    const failed = failing.reading.read();
    await failing.paused();
    failing.reading.decide('continue');
    const outcome = await failed;
    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.error.message, 'late trouble');

    const cutting = new Watched(new Counted(ANSWER.subarray(0, ANSWER.length - 30)).run, OPTIONS);
    const cut = cutting.reading.read();
    await cutting.paused();
    cutting.reading.decide('continue');
    assert.equal((await cut).kind, 'incomplete');
    await failing.reading.received.dispose();
    await cutting.reading.received.dispose();
  });

  test('a connection that ends or breaks while nobody decides', async () => {
    // The limit is met in the last of the chunks.
    const short = readings(1, 4000);
    const limit = { maxBytes: 60_000 };
    for (const end of [undefined, new Error('other side closed')]) {
      const source = run(() =>
        Promise.resolve(
          (async function* () {
            await Promise.resolve();
            yield short;
            if (end !== undefined) {
              throw end;
            }
          })(),
        ),
      );
      const { reading } = new Watched(source, limit);
      const outcome = await reading.read();
      if (end === undefined) {
        assert.ok(outcome.kind === 'done');
        assert.deepEqual([outcome.rows, outcome.capped], [4000, true]);
      } else {
        assert.ok(outcome.kind === 'incomplete');
        assert.match(outcome.reason, /broke off: other side closed/);
      }
      assert.ok(reading.store.rowCount > 100 && reading.store.rowCount < 4000);
      assert.equal(reading.received.bytes, short.length);
      await reading.received.dispose();
    }
  });

  test('a disk that refuses does not end the run; the export is not called whole', async () => {
    const blocked = join(folder, 'a-file');
    await writeFile(blocked, '');
    const watched = new Watched(new Counted(ANSWER).run, { ...OPTIONS, folder: join(blocked, 'below') });
    const ended = watched.reading.read();
    await watched.paused();
    watched.reading.decide('continue');
    const outcome = await ended;
    assert.ok(outcome.kind === 'done');
    assert.equal(outcome.rows, ROWS);
    const { received } = watched.reading;
    assert.equal(received.complete, false);
    assert.match(received.problem, /could not be written/);
    assert.ok((await bytesOf(watched.reading)).equals(ANSWER.subarray(0, received.bytes)));
    await received.dispose();
    await rm(blocked);
  });

  test('a row that is longer than the memory: its bytes are kept all the same', async () => {
    const long = Buffer.from(`,result,table,x\r\n,r,0,1\r\n,r,0,${'y'.repeat(2_000_000)}\r\n,r,0,2\r\n`);
    const watched = new Watched(new Counted(long).run, OPTIONS);
    const ended = watched.reading.read();
    await watched.paused();
    watched.reading.decide('continue');
    const outcome = await ended;
    assert.ok(outcome.kind === 'incomplete');
    assert.match(outcome.reason, /too long/);
    assert.equal(watched.reading.store.rowCount, 1);
    assert.ok((await bytesOf(watched.reading)).equals(long));
    await watched.reading.received.dispose();
  });
});

suite('a paused run holds the server back', () => {
  let server: Server;
  let sent = 0;
  let response: ServerResponse;
  before(async () => {
    server = createServer((_, answer) => {
      response = answer;
      sent = 0;
      // That it is cut off is what a test wants.
      pipeline(taken(), answer).catch(() => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());

  function* taken() {
    for (const at of Array.from({ length: Math.ceil(ANSWER.length / 65_536) }, (_, part) => part * 65_536)) {
      sent = at;
      yield ANSWER.subarray(at, at + 65_536);
    }
  }

  const overHttp = () =>
    run(async (signal) => {
      const { port } = server.address() as AddressInfo;
      return (await request(`http://127.0.0.1:${port}`, { signal })).body;
    });

  test('through the socket, and goes on where it was', async () => {
    const watched = new Watched(overHttp(), OPTIONS);
    const ended = watched.reading.read();
    await watched.paused();
    // The server writes until the buffers between the two are full.
    let before = -1;
    while (before !== sent || !response.writableNeedDrain) {
      before = sent;
      await new Promise(setImmediate);
    }
    assert.ok(sent < ANSWER.length, `${sent} of ${ANSWER.length} sent`);
    watched.reading.decide('continue');
    const outcome = await ended;
    assert.ok(outcome.kind === 'done');
    assert.equal(outcome.rows, ROWS);
    assert.ok((await bytesOf(watched.reading)).equals(ANSWER));
    await watched.reading.received.dispose();
  });

  test('and says so when the server gives up meanwhile', async () => {
    const watched = new Watched(overHttp(), OPTIONS);
    const ended = watched.reading.read();
    await watched.paused();
    response.destroy();
    watched.reading.decide('continue');
    const outcome = await ended;
    assert.ok(outcome.kind === 'incomplete');
    assert.match(outcome.reason, /broke off/);
    assert.ok((await bytesOf(watched.reading)).equals(ANSWER.subarray(0, watched.reading.received.bytes)));
    await watched.reading.received.dispose();
  });
});
