import type { ResultsRun } from '../../client/src/results/run.ts';
import { Random } from '../torture/random.ts';

/** Bytes as a stream, in pieces of a size. */
export async function* stream(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

/** An answer in two parts, the second of which comes when `go` is called. */
export function inTwoParts(
  first: Uint8Array,
  second: Uint8Array,
): { readonly open: ResultsRun['open']; readonly go: () => void } {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  async function* parts() {
    yield* stream(first);
    await gate;
    yield* stream(second);
  }
  return { open: () => Promise.resolve(parts()), go };
}

/** Numbers from 0 to 1 that look random, the same for each seed. */
export function seeded(seed: number): () => number {
  const numbers = new Random(seed);
  return () => numbers.next();
}

/** A run that answers with the bytes, or with what `open` does. */
export function run(
  answer: Uint8Array | ResultsRun['open'],
  more: Partial<Omit<ResultsRun, 'open'>> = {},
): ResultsRun {
  return {
    source: { kind: 'server' },
    scriptName: 'air-sensors',
    connectionName: 'Sandbox',
    params: { start: '-7d', sensor: 'TLM0100', limit: 100 },
    ...more,
    open: answer instanceof Uint8Array ? () => Promise.resolve(stream(answer)) : answer,
  };
}

const encoder = new TextEncoder();

/** Sensor readings: `tables` tables with `rows` rows each, with annotations or without. */
export function readings(tables: number, rows: number, annotated = true): Uint8Array {
  const lines: string[] = annotated
    ? [
        '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string',
        '#group,false,false,true,true,false,false,true,true,true',
        '#default,_result,,,,,,,,',
      ]
    : [];
  lines.push(',result,table,_start,_stop,_time,_value,_field,_measurement,sensor_id');
  const fields = ['temperature', 'humidity', 'co'];
  for (let table = 0; table < tables; table++) {
    const head = `,${annotated ? '' : '_result'},${table},2024-01-01T00:00:00Z,2024-01-08T00:00:00Z`;
    const key = `${fields[table % 3]},airSensors,TLM0${100 + Math.floor(table / 3)}`;
    for (let row = 0; row < rows; row++) {
      const time = new Date(Date.UTC(2024, 0, 1) + row * 10_000).toISOString().replace('.000Z', 'Z');
      lines.push(`${head},${time},${70 + ((row * 7919) % 1000) / 100},${key}`);
    }
  }
  return encoder.encode(`${lines.join('\r\n')}\r\n\r\n`);
}
