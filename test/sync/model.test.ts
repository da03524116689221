import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { Ran, Share } from './modelWorker.ts';

const seeds = (process.env['MODEL_SEEDS'] ?? '1,2,3').split(',').map(Number);
/** Of all seeds together. */
const count = Number(process.env['MODEL_SEQUENCES'] ?? 5000);
/** Where to begin, to see one sequence again. */
const first = Number(process.env['MODEL_FIRST'] ?? 0);
/** Threads of their own also keep the test runner from following every promise, which takes a third of the time. */
const threads = Math.min(2, count);

for (const seed of seeds) {
  const own = Math.ceil(count / seeds.length);
  test(`${own} random sequences of seed ${seed} lose nothing`, async (context) => {
    const shares = Array.from({ length: threads }, (_, index) => ({
      seed,
      first: first + index,
      end: first + own,
      step: threads,
    }));
    const ran = await Promise.all(shares.map(run));
    const failures = ran.flatMap((part) => part.failures);
    assert.ok(failures.length === 0, failures.join('\n\n'));
    assert.equal(sum(ran.map(({ sequences }) => sequences)), own);
    context.diagnostic(`${own} sequences, ${sum(ran.map(({ steps }) => steps))} steps`);
  });
}

async function run(share: Share): Promise<Ran> {
  const worker = new Worker(new URL('modelWorker.ts', import.meta.url), { workerData: share });
  try {
    const [ran] = (await once(worker, 'message')) as [Ran];
    return ran;
  } finally {
    await worker.terminate();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
