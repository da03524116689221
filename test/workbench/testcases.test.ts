import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

const sums = `import "array"
import "influxdata/influxdb/v1"
import "testing"

rows = array.from(rows: [{host: "a", _value: 1}, {host: "b", _value: 20}])

testcase sum {
    testing.diff(got: rows |> sum(), want: array.from(rows: [{_value: 21}]))
}

testcase order_of_rows {
    testing.diff(got: rows, want: array.from(rows: [{host: "a", _value: 1}, {host: "b", _value: 3}]))
}

testcase forecast {
    testing.diff(got: v1.databases(), want: v1.databases())
}
`;

let workspace: string;
let server: WorkbenchServer;
let window: Workbench;

const step = stepsOf('testcases', () => window, 90_000);

describe('testcases and the sandbox, as a person meets them', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'testcases-'));
      cpSync(
        fileURLToPath(new URL('../../examples/sensors_test.flux', import.meta.url)),
        join(workspace, 'sensors_test.flux'),
      );
      writeFileSync(join(workspace, 'sums_test.flux'), sums);
      server = await startServer({
        workspace,
        extension,
        settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false },
      });
      window = await Workbench.open(server.url);
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  const row = (name: string) =>
    window.sidebar.locator(`.test-explorer [role="treeitem"][aria-label^="${name}"]`);
  /** What a screen reader says of a row: how it has ended. */
  const said = async (name: string) => (await row(name).getAttribute('aria-label')) ?? '';

  step('the Test Explorer lists the testcases of the workspace', async () => {
    await window.page.locator('.activitybar [aria-label^="Testing"]').first().click();
    await row('sensors_test.flux').waitFor();
    await row('sums_test.flux').waitFor();
  });

  step('all are run, and show how they ended', async () => {
    await window.runCommand('Test: Run All Tests');
    await eventually(
      () => said('sums_test.flux'),
      (label) => /fail/i.test(label),
    );
    await eventually(
      () => said('sensors_test.flux'),
      (label) => /pass/i.test(label),
    );
  });

  step('a failure stands at its assertion, with the difference', async () => {
    await window.page.keyboard.press('Control+p');
    await window.page.locator('.quick-input-widget:visible input').first().fill('sums_test.flux');
    await window.pick('sums_test.flux');
    await window.waitForTab('sums_test.flux');
    await window.page.locator('.part.panel [role="treeitem"]', { hasText: 'order_of_rows' }).first().click();
    const diff = window.page.locator('.part.panel .monaco-diff-editor');
    await diff.locator('.editor.original', { hasText: /b\s+3/ }).waitFor();
    await diff.locator('.editor.modified', { hasText: /b\s+20/ }).waitFor();
    await window.screenshot('testcases', { readme: true });
  });

  step('the gutter has a button for each, and what cannot be run is skipped', async () => {
    const buttons = window.page.locator('.testing-run-glyph');
    await eventually(
      () => buttons.count(),
      (count) => count === 3,
    );
    // The result that is shown is revealed, with its siblings.
    await eventually(
      () => said('forecast'),
      (label) => /skip/i.test(label),
    );
    assert.match(await said('sum ('), /pass/i);
  });

  step('the sandbox starts with an example open, a welcome, and an entry in the status bar', async () => {
    await window.openSidebar();
    await window.sidebar.locator('.monaco-button', { hasText: 'Try It in the Sandbox' }).click();
    await window.waitForTab('mean-per-sensor.flux');
    await window.sidebar.getByText('This is the sandbox, with sample data.').waitFor();
    await window.statusBar(/^ ?127\.0\.0\.1:\d+$/).waitFor();
  });

  step('its entry copies an address and a query, opens testcases, and stops it', async () => {
    const entry = window.statusBar(/^ ?127\.0\.0\.1:\d+$/);
    await entry.click();
    await window.prompt('The Sandbox at http://127.0.0.1:');
    await window.screenshot('sandbox-actions');
    await window.pick('Copy a Query with curl');
    await window.statusBar('The query is in the clipboard').waitFor();
    await entry.click();
    await window.pick('Open Example Testcases');
    await window.waitForTab('sensors_test.flux');
    await entry.click();
    await window.pick('Stop the Sandbox');
    await entry.waitFor({ state: 'hidden' });
    await window.sidebar.locator('.monaco-button', { hasText: 'Try It in the Sandbox' }).waitFor();
  });
});
