import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { TestExplorer } from '../../client/src/views/testExplorer.ts';
import { eventually, extensionId } from './host.ts';

const text = `import "array"
import "testing"

rows = array.from(rows: [{_value: 1}, {_value: 2}])

testcase sum {
    testing.diff(got: rows |> sum(), want: array.from(rows: [{_value: 3}]))
}
`;
const failing = `
testcase wrong {
    testing.diff(got: rows |> sum(), want: array.from(rows: [{_value: 4}]))
}
`;
const far = `import "sql"
import "testing"

testcase far {
    testing.assertEmpty(tables: sql.from(driverName: "x", dataSourceName: "y", query: "z"))
}
`;

interface Seen {
  readonly how: string;
  readonly name: string;
  readonly message?: vscode.TestMessage;
  readonly milliseconds?: number | undefined;
}

/** What VS Code is told of a run; it is told all the same. */
function watched(controller: vscode.TestController): { seen: Seen[]; ended: Promise<string> } {
  const seen: Seen[] = [];
  const ended = new Promise<string>((resolve) => {
    const create = controller.createTestRun.bind(controller);
    controller.createTestRun = (...args) => {
      const run = create(...args);
      let output = '';
      return {
        ...run,
        token: run.token,
        enqueued: (item) => run.enqueued(item),
        started: (item) => run.started(item),
        appendOutput: (said, ...more) => {
          output += said;
          run.appendOutput(said, ...more);
        },
        passed: (item, milliseconds) => {
          seen.push({ how: 'passed', name: item.id, milliseconds });
          run.passed(item, milliseconds);
        },
        failed: (item, message, milliseconds) => {
          seen.push({ how: 'failed', name: item.id, message: message as vscode.TestMessage, milliseconds });
          run.failed(item, message, milliseconds);
        },
        errored: (item, message, milliseconds) => {
          seen.push({ how: 'errored', name: item.id, message: message as vscode.TestMessage, milliseconds });
          run.errored(item, message, milliseconds);
        },
        skipped: (item) => {
          seen.push({ how: 'skipped', name: item.id });
          run.skipped(item);
        },
        end: () => {
          run.end();
          resolve(output);
        },
      } as vscode.TestRun;
    };
  });
  return { seen, ended };
}

suite('testcases', () => {
  let folder: string;
  let explorer: TestExplorer;

  suiteSetup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'testcases-'));
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    explorer = new TestExplorer(extension.extensionUri, 'testcases-under-test');
  });
  suiteTeardown(async () => {
    explorer?.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await rm(folder, { recursive: true, force: true });
  });

  const names = (item: vscode.TestItem | undefined) =>
    item && [...item.children].map(([name, { range }]) => `${name} ${range?.start.line}`);

  async function run(document: vscode.TextDocument, only?: string) {
    const file = explorer.controller.items.get(document.uri.toString());
    assert.ok(file);
    const item = only === undefined ? file : file.children.get(only);
    assert.ok(item);
    const { seen, ended } = watched(explorer.controller);
    const source = new vscode.CancellationTokenSource();
    await explorer.run(new vscode.TestRunRequest([item]), source.token);
    return { seen, output: await ended };
  }

  test('are found while they are written, run unsaved, and shown with their difference', async () => {
    const path = join(folder, 'sums_test.flux');
    await writeFile(path, text);
    const document = await vscode.workspace.openTextDocument(path);
    const editor = await vscode.window.showTextDocument(document);
    const id = document.uri.toString();
    await eventually(() => explorer.controller.items.get(id));
    assert.deepEqual(names(explorer.controller.items.get(id)), ['sum 5']);

    await editor.edit((edit) => edit.insert(document.positionAt(document.getText().length), failing));
    await eventually(() => explorer.controller.items.get(id)?.children.get('wrong'));
    assert.ok(document.isDirty);

    const { seen } = await run(document);
    assert.deepEqual(
      seen.map(({ how, name }) => [how, name]),
      [
        ['passed', 'sum'],
        ['failed', 'wrong'],
      ],
    );
    assert.ok((seen[0]?.milliseconds ?? 0) > 0);
    const message = seen[1]?.message;
    assert.equal(message?.expectedOutput, '_value\n4');
    assert.equal(message?.actualOutput, '_value\n3');
    assert.equal(message?.location?.uri.toString(), id);
    assert.equal(
      document
        .lineAt(message?.location?.range.start.line ?? 0)
        .text.trim()
        .slice(0, 12),
      'testing.diff',
    );

    const alone = await run(document, 'sum');
    assert.deepEqual(
      alone.seen.map(({ how, name }) => [how, name]),
      [['passed', 'sum']],
    );
  });

  test('that the sandbox cannot run are skipped, and the output says why', async () => {
    const path = join(folder, 'far_test.flux');
    await writeFile(path, far);
    const document = await vscode.workspace.openTextDocument(path);
    await eventually(() => explorer.controller.items.get(document.uri.toString()));
    const { seen, output } = await run(document);
    assert.deepEqual(seen, [{ how: 'skipped', name: 'far' }]);
    assert.match(output, /package "sql".* is not supported by the sandbox/);
  });

  test('in a text that is no file are shown, not run', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'flux', content: text });
    const item = await eventually(() => explorer.controller.items.get(document.uri.toString()));
    assert.match(String(item.error), /Save this one in a local folder/);
    const { seen, output } = await run(document);
    assert.deepEqual(seen, [{ how: 'skipped', name: 'sum' }]);
    assert.match(output, /Save this one in a local folder/);
  });
});
