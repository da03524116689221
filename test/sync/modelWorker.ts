import { parentPort, workerData } from 'node:worker_threads';
import { InfluxClient } from '../../client/src/influx/client.ts';
import { startFromSource } from '../sandbox/api/start.ts';
import { FaultProxy } from './modelFaults.ts';
import { Sequence } from './modelSteps.ts';
import type { Side } from './modelWorld.ts';

/** Sequences of one seed: all from `first` up to `end`, `step` apart. */
export interface Share {
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

export interface Ran {
  readonly sequences: number;
  readonly steps: number;
  /** What contradicts the model, with the steps that lead there. */
  readonly failures: readonly string[];
}

/** At once against the same two servers. */
const atOnce = 3;

async function run({ seed, first, end, step }: Share): Promise<Ran> {
  await using ending = new AsyncDisposableStack();
  const sides: Side[] = [];
  for (const label of ['development', 'production']) {
    const { sandbox } = ending.use(await startFromSource({ sampleData: false }));
    const { url, token } = sandbox;
    const client = ending.adopt(new InfluxClient({ name: label, url, token: () => token }), (it) =>
      it.close(),
    );
    const proxy = ending.adopt(await FaultProxy.start(url), (it) => it.close());
    sides.push({ label, url, token, scripts: client.scripts, proxy });
  }
  const ran = { sequences: 0, steps: 0, failures: [] as string[] };
  let next = first;
  const oneByOne = async () => {
    while (next < end && ran.failures.length === 0) {
      const index = next;
      next += step;
      const random = randomOf(seed * 1_000_003 + index);
      const sequence = new Sequence(`s${seed}q${index} `, sides, random);
      const length = 12 + Math.floor(random() * 9);
      try {
        await sequence.run(length);
      } catch (error) {
        ran.failures.push(told(seed, index, sequence.steps, error as Error));
      }
      await sequence.clear();
      ran.sequences++;
      ran.steps += length;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, oneByOne));
  return ran;
}

function told(seed: number, index: number, steps: readonly string[], error: Error): string {
  const again = `MODEL_SEEDS=${seed} MODEL_FIRST=${index} MODEL_SEQUENCES=1`;
  return [`seed ${seed}, sequence ${index} (again: ${again})`, ...steps, '', error.stack].join('\n');
}

/** A small generator of random numbers from 0 up to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

parentPort?.postMessage(await run(workerData as Share));
