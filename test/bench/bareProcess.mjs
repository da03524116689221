// The bare engine in a process of its own: a line of JSON in, `[method, ...arguments]`, a line of JSON out.
import { createInterface } from 'node:readline';
import { BareEngine } from './bareEngine.mjs';

const engine = new BareEngine();
const started = engine.start();
for await (const line of createInterface({ input: process.stdin })) {
  const [method, ...args] = JSON.parse(line);
  await started;
  process.stdout.write(`${JSON.stringify((await engine[method](...args)) ?? null)}\n`);
}
