import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { SkippedTest, TestResult } from '../../../sandbox/testcases/result.ts';
import { runTestCases } from '../testcases/process.ts';
import type { Command } from './command.ts';
import { exitCodes, UsageError } from './exit.ts';
import { tally } from './output.ts';

const marks = { passed: '✓', failed: '✗', unsupported: '–' } as const;

/** Runs the testcases of Flux files on the sandbox, in a process of its own; no server is spoken to. */
export const test: Command = {
  options: { tags: { type: 'string' } },
  connects: false,
  async run({ names, out, signal, dist, text }) {
    if (names.length === 0) throw new UsageError('Name the files or folders whose testcases are to be run.');
    for (const name of names) if (!existsSync(name)) throw new UsageError(`${name} does not exist.`);
    const tags = text('tags')?.split(',');
    const results: TestResult[] = [];
    const skipped: SkippedTest[] = [];
    const run = {
      sandbox: join(dist, 'sandbox.js'),
      names,
      ...(tags && { tags }),
      onSkip: (test: SkippedTest) => skipped.push({ ...test, file: relative('.', test.file) }),
    };
    for await (const result of runTestCases(run, signal)) {
      const file = relative('.', result.file);
      results.push({ ...result, file });
      out.line(`${marks[result.status]} ${file}:${result.line}: ${result.name}`);
      if (result.message !== '') out.line(result.message.replace(/^/gm, '    '));
    }
    const all = [...results, ...skipped];
    for (const { file, line, name, tags: own } of skipped)
      out.line(`○ ${file}:${line}: ${name} (tags: ${own.join(', ')})`);
    out.line(all.length === 0 ? 'There are no testcases.' : tally(all.map(({ status }) => status)));
    const failed = results.some(({ status }) => status === 'failed');
    return {
      exitCode: failed ? exitCodes.found : exitCodes.done,
      json: {
        testcases: results.map(({ file, name, status, message }) => ({ file, name, status, message })),
        ...(tags && { skipped: skipped.map(({ file, name, tags: own }) => ({ file, name, tags: own })) }),
      },
    };
  },
};
