import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { folderInUse } from './exitCodes.ts';
import { readCommandLine, UsageError, usage } from './options.ts';
import { serveQueries } from './query/worker.ts';
import { startSandbox } from './sandbox.ts';
import { bundledExamples } from './scripts/bundled.ts';
import { FolderInUse } from './store/lock.ts';
import { runTestCases } from './testcases/commandLine.ts';
import { readUnsaved } from './testcases/files.ts';

// The build is its own worker: this file starts queries' threads with itself.
if (isMainThread) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error('Run with --help to see the options.');
    process.exit(error instanceof UsageError ? 2 : error instanceof FolderInUse ? folderInUse : 1);
  });
} else serveQueries();

async function main(): Promise<void> {
  const { help, stdinLifetime, testcases, only, tags, unsaved, ...options } = readCommandLine(
    process.argv.slice(2),
  );
  if (help) {
    console.log(usage);
    return;
  }
  const workers = { engineWorker: join(__dirname, 'engineWorker.js'), queryWorker: __filename };
  if (testcases.length > 0) {
    const texts = unsaved ? await readUnsaved(process.stdin) : new Map();
    if (stdinLifetime) process.stdin.once('close', () => process.exit(1)).resume();
    const print = (line: object) => console.log(JSON.stringify(line));
    const run = { names: testcases, unsaved: texts, ...(only && { only }), ...(tags && { tags }) };
    await runTestCases({ ...workers, ...run }, print, print);
    // What is printed still has to leave, so the process ends by itself.
    if (unsaved || stdinLifetime) process.stdin.removeAllListeners('close').destroy();
    return;
  }
  const sandbox = await startSandbox({
    ...options,
    ...workers,
    examples: bundledExamples,
  });
  const stop = () => void sandbox.close().finally(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  process.once('disconnect', stop);
  if (stdinLifetime) process.stdin.once('end', stop).once('close', stop).resume();
  const { url, token, org, orgID } = sandbox;
  console.log(JSON.stringify({ url, token, org, orgID }));
}
