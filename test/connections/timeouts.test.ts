import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTimeouts } from '../../client/src/connections/timeouts.ts';

const read = (settings: Record<string, unknown>) => readTimeouts((name) => settings[name]);

test('time limits are never below what the server gives a query', () => {
  const low = read({ connectTimeout: 0.1, firstByteTimeout: 30, idleTimeout: 1 });
  assert.deepEqual(low, { connect: 1000, firstByte: 95_000, idle: 95_000 });
});

test('time limits are seconds, and what is no number is the usual', () => {
  const high = { connectTimeout: 20, firstByteTimeout: 300, idleTimeout: 1e12 };
  assert.deepEqual(read(high), { connect: 20_000, firstByte: 300_000, idle: 86_400_000 });
  const odd = read({ connectTimeout: 'soon', firstByteTimeout: -1, idleTimeout: null });
  assert.deepEqual(odd, { connect: 10_000, firstByte: 120_000, idle: 120_000 });
});
