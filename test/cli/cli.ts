import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StoredScript } from '../../client/src/influx/scripts.ts';
import { dist, startFromSource, type TestSandbox } from '../sandbox/api/start.ts';

/** No run may show it: looked for in everything that every run says. */
export const token = 'token-that-nobody-may-see';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program, running. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** A sandbox, and a folder of scripts of its own. */
export class Fixture implements AsyncDisposable {
  readonly api: TestSandbox;
  readonly folder: string;
  readonly home: string;
  environment: Record<string, string>;

  static async make(): Promise<Fixture> {
    const api = await startFromSource({ sampleData: false, token });
    const home = await mkdtemp(join(tmpdir(), 'cli-'));
    const folder = join(home, 'scripts');
    await mkdir(folder);
    return new Fixture(api, home, folder);
  }

  private constructor(api: TestSandbox, home: string, folder: string) {
    this.api = api;
    this.home = home;
    this.folder = folder;
    this.environment = { INFLUX_HOST: api.sandbox.url, INFLUX_TOKEN: token };
  }

  start(...args: string[]): Running {
    const child = spawn(process.execPath, [join(dist, 'cli.js'), ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], HOME: this.home, USERPROFILE: this.home, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
      });
    }
    const ended = new Promise<Ran>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (said.stdout.includes(token) || said.stderr.includes(token)) {
          reject(new Error(`${args.join(' ')} shows the token`));
        } else resolve({ code, ...said });
      });
    });
    return { child, ended };
  }

  async run(...args: string[]): Promise<Ran> {
    return await this.start(...args).ended;
  }

  /** Runs with `--json`; the process's exit code must be the one that it says. */
  async json<T = Transferred>(...args: string[]): Promise<T & { exitCode: number }> {
    const { code, stdout, stderr } = await this.run(...args, '--json');
    const value = JSON.parse(stdout) as T & { exitCode: number; command: string };
    assert.equal(value.exitCode, code, stderr);
    assert.equal(value.command, args[0]);
    return value;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.folder, name)), { recursive: true });
      await writeFile(join(this.folder, name), text);
    }
  }

  /** A manifest with one script for each file. */
  async manifest(...names: string[]): Promise<void> {
    const scripts = names.map((name) => ({ file: `${name}.flux`, name }));
    await this.write({ 'flux-scripts.json': JSON.stringify({ scripts }) });
  }

  read(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8');
  }

  async forget(): Promise<void> {
    await rm(join(this.folder, '.flux-scripts'), { recursive: true });
  }

  /** Everything that the server has, by name. */
  async remote(): Promise<Map<string, StoredScript>> {
    const { scripts } = (await this.api.send('GET', '/api/v2/scripts?limit=500')).json() as {
      scripts: StoredScript[];
    };
    return new Map(scripts.map((script) => [script.name, script]));
  }

  /** What the server has for the name. */
  async remoteText(name: string): Promise<string | undefined> {
    return (await this.remote()).get(name)?.script;
  }

  /** Somebody else changes a script. */
  async changeThere(name: string, script: string): Promise<void> {
    const id = (await this.remote()).get(name)?.id;
    const reply = await this.api.send('PATCH', `/api/v2/scripts/${id}`, { script });
    assert.equal(reply.status, 200);
  }

  async deleteThere(name: string): Promise<void> {
    const id = (await this.remote()).get(name)?.id;
    assert.equal((await this.api.send('DELETE', `/api/v2/scripts/${id}`)).status, 204);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.sandbox.close();
    await rm(this.home, { recursive: true, force: true });
  }
}

/** What a push or a pull says in JSON. */
export interface Transferred {
  readonly dryRun: boolean;
  readonly results: readonly {
    name: string;
    file?: string;
    outcome: string;
    action?: string;
    message?: string;
  }[];
}

/** `name: outcome` of each result, sorted. */
export function outcomes({ results }: Transferred): string[] {
  return results.map(({ name, outcome }) => `${name}: ${outcome}`).sort();
}

/** A script that needs no data. */
export function script(value: string): string {
  return `import "array"\n\narray.from(rows: [{_value: "${value}"}])\n`;
}
