import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { startCounter } from '../workbench/counter.ts';
import { EngineStatus } from './engineStatus.ts';
import { summary, timed } from './samples.ts';
import { fluxScript } from './scripts.ts';
import type { Subject } from './subject.ts';

const dist = process.env['FLUX_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url));

/** Scripts of a folder and of the server, and how often their status is asked for. */
const sizes = [
  { scripts: 100, samples: 15 },
  { scripts: 1000, samples: 15 },
] as const;
/** What one answer of the server's list holds. */
const page = 100;
const aim = 3000;

type Row = readonly string[];

/** What one run took. */
interface Run {
  /** Milliseconds. */
  readonly wall: number;
  /** Milliseconds of the process that works the status out. */
  readonly cpu: number;
}

/** How long it takes to say how every script of a folder stands, and what the server is asked for it. */
export const status: Subject = {
  name: 'status',
  async run(progress) {
    const rows: Row[] = [];
    for (const { scripts, samples } of sizes) {
      progress(`${scripts} scripts`);
      rows.push(...(await rowsFor(scripts, samples)));
    }
    return {
      title: 'Status of all scripts',
      columns: ['', 'p50', 'p95', 'CPU p50', 'lists', 'for single scripts', 'aim', 'holds'],
      rows,
      notes: [
        'Each script has 10 lines. Of ten scripts one was changed here, one on the server, and one on both sides.',
        'The engine: list and status in the process that measures, with files on disk and bases in memory. `first` has no bases and finds them, in one run; all are in sync then.',
        'The command: `flux-scripts status --json` as a process, from its start to its end.',
        'CPU is that of the side that is measured, without the sandbox, which runs in a process of its own on the same machine.',
        `Lists: requests for ${page} scripts each. The aim is ${aim} ms, one list more than full ones at most, and no request for a single script.`,
      ],
    };
  },
};

async function rowsFor(count: number, samples: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-status-'));
  const sandbox = await startSandbox(['--no-sample-data']);
  const counter = await startCounter(sandbox.url);
  const engine = new EngineStatus(folder, counter.url, sandbox.token);
  try {
    const names = Array.from({ length: count }, (_, index) => `script ${index}`);
    await fill(folder, names, engine);
    const counted = async (name: string, times: number, work: () => Promise<Run>): Promise<Row> => {
      const before = counter.requests();
      const runs: Run[] = [];
      while (runs.length < times) runs.push(await work());
      return rowOf(name, count, runs, difference(counter.requests(), before));
    };
    const rows = [await counted(`engine, ${count} scripts, first`, 1, () => measured(engine))];
    await change(folder, names, engine);
    rows.push(await counted(`engine, ${count} scripts`, samples, () => measured(engine)));
    const environment = { INFLUX_HOST: counter.url, INFLUX_TOKEN: sandbox.token };
    rows.push(await counted(`command, ${count} scripts`, samples, () => command(folder, environment, count)));
    return rows;
  } finally {
    await engine.close();
    counter.close();
    sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(folder: string, names: readonly string[], engine: EngineStatus): Promise<void> {
  for (const name of names) {
    await engine.create(name, textOf(name));
    await writeFile(join(folder, `${name}.flux`), textOf(name));
  }
  const scripts = names.map((name) => ({ file: `${name}.flux`, name }));
  await writeFile(join(folder, 'flux-scripts.json'), JSON.stringify({ scripts }));
}

/** Three of ten do not stay as they were. */
async function change(folder: string, names: readonly string[], engine: EngineStatus): Promise<void> {
  for (const [index, name] of names.entries()) {
    const kind = index % 10;
    if (kind === 0 || kind === 2) await writeFile(join(folder, `${name}.flux`), `${textOf(name)}\n// here\n`);
    if (kind === 1 || kind === 2) await engine.change(name, `${textOf(name)}\n// there\n`);
  }
}

function textOf(name: string): string {
  return `// ${name}\n${fluxScript(10)}\n`;
}

async function measured(engine: EngineStatus): Promise<Run> {
  const before = process.cpuUsage();
  const wall = await timed(() => engine.read());
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}

/** Says at its end what it has used. */
const meter = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write(`\\ncpu ${JSON.stringify(process.cpuUsage())}\\n`))',
)}`;

async function command(folder: string, environment: object, count: number): Promise<Run> {
  const args = ['--import', meter, join(dist, 'cli.js'), 'status', '--json'];
  const env = { PATH: process.env['PATH'], HOME: folder, ...environment };
  const said = { stdout: '', stderr: '' };
  const wall = await timed(async () => {
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
      });
    }
    await once(child, 'close');
  });
  const [, usage] = /^cpu (.*)$/m.exec(said.stderr) ?? [];
  const { scripts } = JSON.parse(said.stdout || '{}') as { scripts?: unknown[] };
  if (usage === undefined || scripts?.length !== count)
    throw new Error(`flux-scripts status: ${said.stderr}`);
  const { user, system } = JSON.parse(usage) as NodeJS.CpuUsage;
  return { wall, cpu: (user + system) / 1000 };
}

/** Requests by method and path. */
type Requests = Readonly<Record<string, number>>;

function difference(after: Requests, before: Requests): Requests {
  return Object.fromEntries(Object.entries(after).map(([key, count]) => [key, count - (before[key] ?? 0)]));
}

function rowOf(name: string, count: number, runs: readonly Run[], requests: Requests): Row {
  const wall = summary(runs.map((run) => run.wall));
  const cpu = summary(runs.map((run) => run.cpu));
  const lists = (requests['GET /api/v2/scripts'] ?? 0) / runs.length;
  const single = Object.entries(requests)
    .filter(([key]) => key.includes('/api/v2/scripts/'))
    .reduce((sum, [, made]) => sum + made, 0);
  const most = Math.ceil(count / page) + 1;
  const holds = wall.p95 <= aim && lists <= most && single === 0;
  const figures = [wall.p50, wall.p95, cpu.p50].map((value) => `${value.toFixed(0)} ms`);
  return [name, ...figures, String(lists), String(single), `≤ ${aim} ms, ≤ ${most}, 0`, holds ? 'yes' : 'no'];
}
