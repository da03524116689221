import * as vscode from 'vscode';
import type { TestResult } from '../../../sandbox/testcases/result.ts';
import { findTestCases, type TestCase } from '../../../server/src/flux/testCases.ts';
import { languageId } from '../contributions.ts';
import { batchesOf } from '../testcases/batches.ts';
import { failurePlace } from '../testcases/failurePlace.ts';
import { runTestCases } from '../testcases/process.ts';

/** The test cases of one file that are to be run. */
export interface TestFile {
  /** A `file:` one. */
  readonly uri: vscode.Uri;
  /** As it is in its editor. */
  readonly text: string;
  readonly items: readonly vscode.TestItem[];
  /** Whether these are all that the file has. */
  readonly all: boolean;
}

/** A test case that is to be run, and where it stands. */
interface Pending {
  readonly file: TestFile;
  readonly item: vscode.TestItem;
  readonly testCase: TestCase | undefined;
}

/** Runs test cases and tells the run how each has ended. Never rejects: what goes wrong is told of those that were left. */
export async function runChosen(
  run: vscode.TestRun,
  files: readonly TestFile[],
  sandbox: string,
  signal: AbortSignal,
): Promise<void> {
  const pending = pendingOf(files);
  for (const { item } of pending.values()) run.enqueued(item);
  const unsaved = unsavedTexts();
  const batches = batchesOf(
    files.map(({ uri, items, all }) => ({ file: uri.fsPath, names: items.map(({ id }) => id), all })),
  );
  const startNext = () => {
    const [next] = pending.values();
    if (next) run.started(next.item);
  };
  try {
    for (const batch of batches) {
      // As the processes go through them: the whole files first.
      startNext();
      for await (const result of runTestCases({ sandbox, unsaved, ...batch }, signal)) {
        const key = keyOf(result.file, result.name);
        const done = pending.get(key);
        if (!done) continue;
        pending.delete(key);
        report(run, done, result);
        startNext();
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    const message = new vscode.TestMessage(error instanceof Error ? error.message : String(error));
    for (const { item } of pending.values()) run.errored(item, message);
  }
}

/** In the order in which they are run. */
function pendingOf(files: readonly TestFile[]): Map<string, Pending> {
  const ordered = [...files.filter(({ all }) => all), ...files.filter(({ all }) => !all)];
  return new Map(
    ordered.flatMap((file) => {
      const testCases = findTestCases(file.text);
      return file.items.map((item): [string, Pending] => [
        keyOf(file.uri.fsPath, item.id),
        { file, item, testCase: testCases.find(({ name }) => name === item.id) },
      ]);
    }),
  );
}

function keyOf(file: string, name: string): string {
  return `${file}\n${name}`;
}

/** Those that test cases extend may be open and changed too. */
function unsavedTexts(): ReadonlyMap<string, string> {
  return new Map(
    vscode.workspace.textDocuments
      .filter(({ uri, isDirty, languageId: id }) => isDirty && id === languageId && uri.scheme === 'file')
      .map((document) => [document.uri.fsPath, document.getText()]),
  );
}

function report(run: vscode.TestRun, { file, item, testCase }: Pending, result: TestResult): void {
  const { status, message, want, got, milliseconds } = result;
  const { start, end } = testCase
    ? failurePlace(file.text, testCase, result)
    : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const location = new vscode.Location(
    file.uri,
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
  const say = (line: string) => run.appendOutput(`${line.replaceAll('\n', '\r\n')}\r\n`, location, item);
  switch (status) {
    case 'passed':
      say(`✓ ${item.label} (${milliseconds} ms)`);
      run.passed(item, milliseconds);
      return;
    case 'failed': {
      say(`✗ ${item.label} (${milliseconds} ms)\n${message}`);
      const told =
        want === undefined || got === undefined
          ? new vscode.TestMessage(message)
          : vscode.TestMessage.diff(message, want, got);
      told.location = location;
      run.failed(item, told, milliseconds);
      return;
    }
    case 'unsupported':
      say(`– ${item.label}: the sandbox cannot run it\n${message}`);
      run.skipped(item);
      return;
    default:
      status satisfies never;
  }
}
