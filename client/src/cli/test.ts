import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from './command.ts';
import { exitCodes, UsageError } from './exit.ts';
import { tally } from './output.ts';

/** A line that the sandbox prints for a test case. */
interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'unsupported';
  readonly message: string;
  readonly line: number;
}

const marks = { passed: '✓', failed: '✗', unsupported: '–' } as const;

/** Runs the testcases of Flux files on the sandbox, in a process of its own; no server is spoken to. */
export const test: Command = {
  options: {},
  connects: false,
  async run({ names, out, signal, dist }) {
    if (names.length === 0) throw new UsageError('Name the files or folders whose testcases are to be run.');
    for (const name of names) if (!existsSync(name)) throw new UsageError(`${name} does not exist.`);
    const results: TestResult[] = [];
    for await (const result of testResults(dist, names, signal)) {
      const file = relative('.', result.file);
      results.push({ ...result, file });
      out.line(`${marks[result.status]} ${file}:${result.line}: ${result.name}`);
      if (result.message !== '') out.line(result.message.replace(/^/gm, '    '));
    }
    const counts = tally(results.map(({ status }) => status));
    out.line(results.length === 0 ? 'There are no testcases.' : counts);
    const failed = results.some(({ status }) => status === 'failed');
    return {
      exitCode: failed ? exitCodes.found : exitCodes.done,
      json: {
        testcases: results.map(({ file, name, status, message }) => ({ file, name, status, message })),
      },
    };
  },
};

async function* testResults(
  dist: string,
  names: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<TestResult> {
  const args = [join(dist, 'sandbox.js'), ...names.flatMap((name) => ['--testcases', name])];
  const sandbox = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () => sandbox.kill();
  signal.addEventListener('abort', stop, { once: true });
  const ended = once(sandbox, 'exit');
  try {
    for await (const line of createInterface({ input: sandbox.stdout })) yield JSON.parse(line) as TestResult;
    const [code] = await ended;
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`The sandbox ended with ${code} before all testcases were run.`);
  } finally {
    signal.removeEventListener('abort', stop);
    sandbox.kill();
  }
}
