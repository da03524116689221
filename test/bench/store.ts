import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { summary, timed } from './samples.ts';
import type { Subject } from './subject.ts';

const points = 1_000_000;
const linesInARequest = 5_000;
const hosts = 100;
const secondsApart = 10;
const asked = 15;
/** Seconds since 1970 of the first point. */
const first = 1_700_000_000;

const aims = { writtenInSeconds: 5, rangeAndFilter: 50, aggregateWindow: 500 } as const;

interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  readonly orgID: string;
}

/** The sandbox's store: what is written to it and asked of it over HTTP. */
export const store: Subject = {
  name: 'store',
  async run(progress) {
    const rows: string[][] = [];
    const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
    try {
      progress('writing with --data');
      const durable = await start(['--data', folder]);
      try {
        rows.push(written('written, --data', await writeAll(durable)));
      } finally {
        await stop(durable);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    const sandbox = await start([]);
    try {
      progress('writing');
      rows.unshift(written('written, in memory', await writeAll(sandbox)));
      for (const { label, query, rows: wanted, aim } of queries) {
        progress(label);
        rows.push(await measured(sandbox, label, query, wanted, aim));
      }
    } finally {
      await stop(sandbox);
    }
    return {
      title: 'Sandbox: a million points',
      columns: ['', 'p50', 'p95', 'aim', 'holds'],
      rows,
      notes: [
        `The built sandbox as a process of its own. ${points} points of ${hosts} series, a float each, in requests of ${linesInARequest} lines, one after the other; each is acknowledged, with --data after it is on the disk.`,
        'Queries go through all that a query goes through: HTTP, the compiler’s check, the query’s thread, CSV. Times until the last byte is there.',
      ],
    };
  },
};

const range = `from(bucket: "bench") |> range(start: ${first}, stop: ${first + (points / hosts) * secondsApart})`;
const queries = [
  {
    label: 'range and tag filter, an hour of one series of 100',
    query: `from(bucket: "bench") |> range(start: ${first + 40_000}, stop: ${first + 43_600}) |> filter(fn: (r) => r._measurement == "cpu" and r.host == "h7")`,
    rows: 360,
    aim: aims.rangeAndFilter,
  },
  {
    label: 'range, filter and aggregateWindow(1h, mean), one series of 100',
    query: `${range} |> filter(fn: (r) => r.host == "h7") |> aggregateWindow(every: 1h, fn: mean)`,
    rows: 28,
    aim: aims.rangeAndFilter,
  },
  {
    label: 'range, filter and aggregateWindow(1h, mean), all points',
    query: `${range} |> filter(fn: (r) => r._measurement == "cpu") |> aggregateWindow(every: 1h, fn: mean)`,
    rows: 28 * hosts,
    aim: aims.aggregateWindow,
  },
] as const;

async function start(args: readonly string[]): Promise<Running> {
  const program = fileURLToPath(new URL('../../dist/sandbox.js', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      process.env['FLUX_DIST'] ? join(process.env['FLUX_DIST'], 'sandbox.js') : program,
      '--token',
      'bench',
      '--no-sample-data',
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const running = { process: child, ...(JSON.parse(line) as { url: string; orgID: string }) };
  await post(running, '/api/v2/buckets', JSON.stringify({ orgID: running.orgID, name: 'bench' }));
  return running;
}

async function stop({ process: child }: Running): Promise<void> {
  child.kill();
  await once(child, 'exit');
}

async function post({ url }: Running, path: string, body: string): Promise<string> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      Authorization: 'Token bench',
      'Content-Type': path.includes('write') ? 'text/plain' : 'application/json',
    },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Seconds that all points take. */
async function writeAll(sandbox: Running): Promise<number> {
  let milliseconds = 0;
  for (let from = 0; from < points; from += linesInARequest) {
    const lines: string[] = [];
    for (let i = from; i < from + linesInARequest; i++) {
      const time = first + Math.floor(i / hosts) * secondsApart;
      lines.push(`cpu,host=h${i % hosts},region=eu usage=${((i * 7919) % 1000) / 10} ${time}`);
    }
    const body = lines.join('\n');
    milliseconds += await timed(() => post(sandbox, '/api/v2/write?bucket=bench&precision=s', body));
  }
  return milliseconds / 1000;
}

function written(label: string, seconds: number): string[] {
  const aim = points / aims.writtenInSeconds;
  const speed = points / seconds;
  const shown = (perSecond: number) => `${Math.round(perSecond / 1000)} k/s`;
  return [label, shown(speed), '', `≥ ${shown(aim)}`, speed >= aim ? 'yes' : 'no'];
}

async function measured(
  sandbox: Running,
  label: string,
  query: string,
  wanted: number,
  aim: number,
): Promise<string[]> {
  const samples: number[] = [];
  for (let i = 0; i < asked; i++) {
    let answer = '';
    const body = JSON.stringify({ query, type: 'flux' });
    samples.push(
      await timed(async () => {
        answer = await post(sandbox, '/api/v2/query', body);
      }),
    );
    const found = answer.split('\r\n').filter((line) => line.startsWith(',_result,')).length;
    if (found !== wanted) throw new Error(`${label}: ${found} rows instead of ${wanted}`);
  }
  const { p50, p95 } = summary(samples);
  return [label, `${p50.toFixed(0)} ms`, `${p95.toFixed(0)} ms`, `≤ ${aim} ms`, p50 <= aim ? 'yes' : 'no'];
}
