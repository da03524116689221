import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SkippedTest, TestResult } from '../../../sandbox/testcases/result.ts';
import { childEnvironment } from '../childEnvironment.ts';

export interface TestRun {
  /** The built `sandbox.js`. */
  readonly sandbox: string;
  /** Files and folders. */
  readonly names: readonly string[];
  /** Only the test cases of these names; all without any. */
  readonly only?: readonly string[];
  /** Only those whose tags are all among these; all without it. */
  readonly tags?: readonly string[];
  /** Told of each that is left out for its tags. */
  readonly onSkip?: (test: SkippedTest) => void;
  /** Texts by path that stand for what the files hold. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/**
 * Runs test cases on the sandbox, in a process of its own that ends with this one, and gives each result as it comes.
 *
 * @throws the signal's reason; Error with what the sandbox said when it ended early
 */
export async function* runTestCases(run: TestRun, signal: AbortSignal): AsyncGenerator<TestResult> {
  signal.throwIfAborted();
  const args = [
    run.sandbox,
    ...['--stdin-lifetime', '--unsaved'],
    ...run.names.flatMap((name) => ['--testcases', name]),
    ...(run.only ?? []).flatMap((name) => ['--testcase', name]),
    ...(run.tags ? [`--tags=${run.tags.join(',')}`] : []),
  ];
  const sandbox = spawn(process.execPath, args, {
    // In VS Code this process is Electron's.
    env: { ...childEnvironment(process.env), ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(sandbox, 'close');
  // It is looked at when there are no more lines.
  ended.catch(() => undefined);
  const stop = () => sandbox.kill();
  signal.addEventListener('abort', stop, { once: true });
  let complaint = '';
  createInterface({ input: sandbox.stderr }).on('line', (line) => {
    complaint ||= line;
  });
  // A process that is gone already says so by its end.
  sandbox.stdin.on('error', () => undefined);
  sandbox.stdin.write(`${JSON.stringify(Object.fromEntries(run.unsaved ?? []))}\n`);
  try {
    for await (const line of createInterface({ input: sandbox.stdout })) {
      const told = JSON.parse(line) as TestResult | SkippedTest;
      if (told.status === 'skipped') run.onSkip?.(told);
      else yield told;
    }
    const [code] = await ended;
    signal.throwIfAborted();
    if (code !== 0) {
      throw new Error(
        `The sandbox ended (${code}) before all testcases were run: ${complaint || 'it gave no reason'}`,
      );
    }
  } finally {
    signal.removeEventListener('abort', stop);
    sandbox.kill();
  }
}
