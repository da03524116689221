import { Worker } from 'node:worker_threads';
import { createEngine } from '../../server/src/engine/supervisor.ts';
import { findTestCases } from '../../server/src/flux/testCases.ts';
import { QueryRunner } from '../query/runner.ts';
import { findBeside, fluxFiles, readFlux, type UnsavedTexts } from './files.ts';
import type { SkippedTest, TestResult } from './result.ts';
import { runTestCase } from './run.ts';
import { tagsOf } from './tags.ts';

export interface TestRun {
  readonly engineWorker: string;
  readonly queryWorker: string;
  /** Files and folders. */
  readonly names: readonly string[];
  /** Only the test cases of these names; all without any. */
  readonly only?: readonly string[];
  /**
   * Only those whose tags are all among these, as `flux test --tags` has it; those without tags are always run. All
   * without it.
   */
  readonly tags?: readonly string[];
  readonly unsaved?: UnsavedTexts;
}

/**
 * Runs the test cases of files and folders, one after the other, and tells each result at once, and each that is left out.
 *
 * @throws when a file cannot be read
 */
export async function runTestCases(
  run: TestRun,
  tell: (result: TestResult) => void,
  skip: (test: SkippedTest) => void = () => undefined,
): Promise<void> {
  const engine = createEngine({ workerPath: run.engineWorker });
  const runner = new QueryRunner((limits) => new Worker(run.queryWorker, limits), 1);
  const { unsaved = new Map() } = run;
  try {
    for (const file of await fluxFiles(run.names)) {
      const text = await readFlux(file, unsaved);
      const tagged = tagsOf(text);
      const seen = new Map<string, number>();
      for (const { name, range } of findTestCases(text)) {
        const nth = seen.get(name) ?? 0;
        seen.set(name, nth + 1);
        if (run.only && !run.only.includes(name)) continue;
        const tags = tagged.get(name) ?? [];
        if (run.tags && !tags.every((tag) => run.tags?.includes(tag))) {
          skip({ file, name, line: range.start.line + 1, status: 'skipped', tags });
          continue;
        }
        const started = performance.now();
        const outcome = await runTestCase({ engine, runner }, text, name, findBeside(file, unsaved), nth);
        const milliseconds = Math.round(performance.now() - started);
        tell({ file, name, line: range.start.line + 1, ...outcome, milliseconds });
      }
    }
  } finally {
    await Promise.all([runner.close(), engine.dispose()]);
  }
}
