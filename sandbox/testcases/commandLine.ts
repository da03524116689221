import { Worker } from 'node:worker_threads';
import { createEngine } from '../../server/src/engine/supervisor.ts';
import { QueryRunner } from '../query/runner.ts';
import { findBeside, fluxFiles, readFlux } from './files.ts';
import { findTestCases } from './find.ts';
import { runTestCase, type TestOutcome } from './run.ts';

/** One test case's result, as it is printed. */
export interface TestResult extends TestOutcome {
  readonly file: string;
  readonly name: string;
  /** Where the test case begins, from 1. */
  readonly line: number;
  readonly milliseconds: number;
}

export interface TestRun {
  readonly engineWorker: string;
  readonly queryWorker: string;
  /** Files and folders. */
  readonly names: readonly string[];
  /** Only the test cases of these names; all without any. */
  readonly only?: readonly string[];
}

/**
 * Runs the test cases of files and folders, one after the other, and tells each result at once.
 *
 * @throws when a file cannot be read
 */
export async function runTestCases(run: TestRun, tell: (result: TestResult) => void): Promise<void> {
  const engine = createEngine({ workerPath: run.engineWorker });
  const runner = new QueryRunner((limits) => new Worker(run.queryWorker, limits), 1);
  try {
    for (const file of await fluxFiles(run.names)) {
      const text = await readFlux(file);
      for (const { name, line } of findTestCases(text)) {
        if (run.only && !run.only.includes(name)) continue;
        const started = performance.now();
        const outcome = await runTestCase({ engine, runner }, text, name, findBeside(file));
        tell({ file, name, line, ...outcome, milliseconds: Math.round(performance.now() - started) });
      }
    }
  } finally {
    await Promise.all([runner.close(), engine.dispose()]);
  }
}
