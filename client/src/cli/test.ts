import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runTestCases, type TestResult } from '../testcases/process.ts';
import type { Command } from './command.ts';
import { exitCodes, UsageError } from './exit.ts';
import { tally } from './output.ts';

const marks = { passed: '✓', failed: '✗', unsupported: '–' } as const;

/** Runs the testcases of Flux files on the sandbox, in a process of its own; no server is spoken to. */
export const test: Command = {
  options: {},
  connects: false,
  async run({ names, out, signal, dist }) {
    if (names.length === 0) throw new UsageError('Name the files or folders whose testcases are to be run.');
    for (const name of names) if (!existsSync(name)) throw new UsageError(`${name} does not exist.`);
    const results: TestResult[] = [];
    for await (const result of runTestCases({ sandbox: join(dist, 'sandbox.js'), names }, signal)) {
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
