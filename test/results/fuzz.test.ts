import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, read } from './read.ts';

/** Repeatable random numbers from 0 to 1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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

test('no bytes make the reader throw, and how they are cut makes no difference', () => {
  for (let seed = 1; seed <= 4000; seed++) {
    const next = random(seed);
    const parts = Array.from({ length: 1 + Math.floor(next() * 24) }, () => {
      const piece = PIECES[Math.floor(next() * PIECES.length)] ?? '';
      return next() < 0.9 ? piece : piece.slice(0, Math.floor(next() * piece.length));
    });
    const bytes = new TextEncoder().encode(parts.join(''));
    for (let damage = Math.floor(next() * 3); damage > 0 && bytes.length > 0; damage--) {
      bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    }
    const cuts = Array.from({ length: Math.floor(next() * 12) }, () =>
      Math.floor(next() * bytes.length),
    ).sort((a, b) => a - b);
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
    const next = random(seed);
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
