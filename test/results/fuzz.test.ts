import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reading } from '../../client/src/results/reading.ts';
import { picture, read } from './read.ts';
import { run, seeded } from './sources.ts';

const PIECES = [
  ',result,table,_time,_value\r\n',
  '#datatype,string,long,dateTime:RFC3339,double\r\n',
  '#group,false,false,true,false\r\n',
  '#default,_result,,,7\r\n',
  '#,\r\n',
  ',_result,0,2024-01-01T00:00:00Z,1.5\r\n',
  ',_result,0,2024-01-01T00:00:01.5Z,\r\n',
  ',_result,1,,NaN\r\n',
  ',other,1,x,18446744073709551616\r\n',
  ',error,reference\r\n',
  ',failed,\r\n',
  '\r\n',
  '\n',
  '\r',
  ',',
  '"',
  '""',
  '"a\r\nb"',
  '-',
  '0',
  '9999999999999999999',
  '.',
  'e9',
  'T',
  'é😀',
  '\u202e',
  'true',
];

/** An answer of pieces that belong into one, in any order, some cut short and with wrong bytes in them. */
function damaged(next: () => number, pieces = PIECES, most = 24): Uint8Array {
  const parts = Array.from({ length: 1 + Math.floor(next() * most) }, () => {
    const piece = pieces[Math.floor(next() * pieces.length)] ?? '';
    return next() < 0.9 ? piece : piece.slice(0, Math.floor(next() * piece.length));
  });
  const bytes = new TextEncoder().encode(parts.join(''));
  for (let damage = Math.floor(next() * 3); damage > 0 && bytes.length > 0; damage--) {
    bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
  }
  return bytes;
}

function cutsOf(next: () => number, bytes: Uint8Array): number[] {
  return Array.from({ length: Math.floor(next() * 12) }, () => Math.floor(next() * bytes.length)).sort(
    (a, b) => a - b,
  );
}

test('no bytes make the reader throw, and how they are cut makes no difference', () => {
  for (let seed = 1; seed <= 4000; seed++) {
    const next = seeded(seed);
    const bytes = damaged(next);
    const cuts = cutsOf(next, bytes);
    const whole = read(bytes);
    assert.notEqual(whole.state, 'reading');
    assert.deepEqual(picture(read(bytes, cuts)), picture(whole), `seed ${seed}, cuts ${cuts}`);
    assert.ok(whole.memory < 100_000, `seed ${seed} holds ${whole.memory} bytes`);
    const rows = whole.tables.reduce((sum, table) => sum + table.rowCount, 0);
    assert.equal(rows, whole.rowCount, `seed ${seed}`);
  }
});

test('noise ends, too, and stays within its limit', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const next = seeded(seed);
    const alphabet = [0x2c, 0x0a, 0x22, 0x0d, 0x23, 0x30, 0x31, 0x2e, 0xff];
    const bytes = Uint8Array.from(
      { length: 200_000 },
      () => alphabet[Math.floor(next() * (seed % 9) + 1)] ?? 0,
    );
    const store = read(bytes, [1, 65_536, 131_072], { maxBytes: 2_000_000 });
    assert.notEqual(store.state, 'reading');
    // One chunk's worth may come on top of the limit before it is noticed.
    assert.ok(store.memory < 30_000_000, `seed ${seed} holds ${store.memory} bytes`);
  }
});

test('a run over any bytes ends with an outcome, whatever is decided, and received what was sent', async () => {
  // Rows enough to meet a small limit.
  const pieces = [
    ...PIECES,
    ...Array.from(
      { length: 40 },
      (_, row) => `,_result,${row % 3},2024-01-01T00:00:${10 + row}Z,${row / 7}\r\n`,
    ),
  ];
  const kinds = new Map<string, number>();
  for (let seed = 1; seed <= 1500; seed++) {
    const next = seeded(seed);
    const bytes = damaged(next, pieces, 120);
    const cuts = [0, ...cutsOf(next, bytes), bytes.length];
    const breaks = next() < 0.2;
    const choice = next() < 0.7 ? 'continue' : next() < 0.5 ? 'stop' : 'cancel';
    const source = run(() =>
      Promise.resolve(
        (async function* () {
          for (let cut = 1; cut < cuts.length; cut++) {
            await Promise.resolve();
            yield bytes.slice(cuts[cut - 1], cuts[cut]);
          }
          if (breaks) {
            throw new Error('cut off');
          }
        })(),
      ),
    );
    const reading = new Reading(source, { maxBytes: 2000 + Math.floor(next() * 4000) }, () => {
      if (reading.paused && choice === 'cancel') {
        reading.cancel();
      } else if (reading.paused && choice !== 'cancel') {
        reading.decide(choice);
      }
    });
    const outcome = await reading.read();
    kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
    const { store, received } = reading;
    assert.notEqual(store.state, 'reading');
    const sent = bytes.subarray(0, received.bytes);
    assert.deepEqual(Buffer.from(await received.read(0, received.bytes)), Buffer.from(sent), `seed ${seed}`);
    if (outcome.kind === 'done') {
      assert.equal(received.bytes, bytes.length, `seed ${seed}`);
      const all = read(bytes);
      assert.equal(outcome.rows, all.rowCount, `seed ${seed}`);
      // What is kept is the beginning of the whole.
      const { tables } = picture(all);
      for (const [index, table] of picture(store).tables.entries()) {
        const rows = tables[index]?.rows.slice(0, table.rows.length).map(({ length }) => length);
        assert.deepEqual(
          table.rows.map(({ length }) => length),
          rows,
          `seed ${seed}`,
        );
      }
    }
    assert.ok(store.memory < 200_000, `seed ${seed} holds ${store.memory} bytes`);
    await received.dispose();
  }
  for (const kind of ['done', 'failed', 'incomplete', 'cancelled']) {
    assert.ok((kinds.get(kind) ?? 0) > 20, `${kind}: ${kinds.get(kind)}`);
  }
});

test('long rows in small chunks take time in proportion to their length', () => {
  const long = new TextEncoder().encode(`,result,table,x\r\n,r,0,"${'y, '.repeat(1_000_000)}"\r\n,r,0,1\r\n`);
  const cuts = Array.from({ length: Math.floor(long.length / 500) }, (_, at) => at * 500);
  const store = read(long, cuts);
  assert.equal(store.state, 'complete');
  assert.equal(store.rowCount, 2);
  assert.equal(store.blocks[0]?.columns[0]?.text(0).length, 3_000_000);
});
