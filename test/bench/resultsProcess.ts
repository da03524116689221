// Reads one answer with one reader: `node --expose-gc resultsProcess.ts READER KIND MEGABYTES PASSES`; a line of JSON out.
import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerKind, generatedAnswer } from './answers.ts';
import { answerReaders } from './readers.ts';

const [name = '', kind = '', megabytes = '', passes = ''] = process.argv.slice(2);
const read = answerReaders[name]?.();
if (read === undefined || gc === undefined) throw new Error('An unknown reader, or no --expose-gc.');

const answer = generatedAnswer(kind as AnswerKind, Number(megabytes));

// Warm: what a person meets is a host that has shown results before.
const small = generatedAnswer(kind as AnswerKind, 2);
for (let warm = 0; warm < 30; warm++) read(small.chunks);

const milliseconds = Array.from({ length: Number(passes) }, () => timed(read));
// Apart from the timing: each collection that is asked for makes the engine forget what it has learned.
const { held, rows } = await kept(read);
process.stdout.write(
  JSON.stringify({ milliseconds, bytes: answer.bytes, expected: answer.rows, rows, held }),
);

/** One pass; what it kept is let go of with the call. */
function timed(reader: typeof read & {}): number {
  const start = performance.now();
  const { kept } = reader(answer.chunks);
  const took = performance.now() - start;
  if (kept === undefined) throw new Error('Nothing was kept.');
  return took;
}

async function kept(reader: typeof read & {}): Promise<{ held: number; rows: number }> {
  const before = await memory();
  const result = reader(answer.chunks);
  const held = (await memory()) - before;
  return { held, rows: result.rows() };
}

async function memory(): Promise<number> {
  // Array buffers are given back some time after the collection that finds them.
  for (let round = 0; round < 3; round++) {
    gc?.();
    await sleep(30);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
