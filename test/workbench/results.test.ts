import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { type OssServer, startOssServer } from '../influx/ossServer.ts';
import { eventually, OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

/** Compiles, and fails at the third line for a pattern such as `(`. */
const pattern = `import "regexp"
import "array"
r = regexp.compile(v: params.p)
array.from(rows: [{matches: regexp.matchRegexpString(r: r, v: "abc")}])
`;

const saved = `#datatype,string,long,dateTime:RFC3339,double\r
#group,false,false,false,false\r
#default,_result,,,\r
,result,table,_time,_value\r
,,0,2024-01-01T00:00:00Z,1.5\r
,,0,2024-01-01T00:01:00Z,2.5\r
`;

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let oss: OssServer;
let server: WorkbenchServer;
let other: OtherClient;
let window: Workbench;

const step = stepsOf('results', () => window);
const file = (name: string) => join(workspace, name);

/** Presses a lens above the script, and answers the form with what stands in it. */
async function runByLens(title: string, action: string): Promise<void> {
  await window.page.keyboard.press('Control+Home');
  // Lenses are drawn anew after an edit, and a click on one that goes is lost.
  for (let attempt = 1; ; attempt++) {
    await window.page.locator('.codelens-decoration a', { hasText: title }).first().click();
    try {
      const form = await window.resultsWith('.form .form-foot', action, 3000);
      return await form.getByRole('button', { name: action, exact: true }).click();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Opens a script of the sidebar, where editors are and not over the results, and goes there. */
async function openScript(name: string): Promise<void> {
  await window.treeItem(name).click();
  await window.page.locator('.tab.active', { hasText: `${name}.flux` }).waitFor();
  await goToEditor();
}

async function goToEditor(): Promise<void> {
  await window.runCommand('View: Focus First Editor Group');
  await window.focusEditor();
}

async function openFile(name: string): Promise<void> {
  await window.runCommand('View: Focus First Editor Group');
  await window.runCommand('Go to File...');
  await window.page.locator('.quick-input-widget:visible input').first().fill(name);
  await window.pick(name);
  await window.waitForTab(name);
}

describe('runs and their results, as a person sees them', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'results-'));
      writeFileSync(file('pattern.flux'), pattern);
      writeFileSync(file('saved.csv'), saved);
      sandbox = await startSandbox();
      oss = await startOssServer(sandbox.url);
      other = new OtherClient(sandbox);
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'fluxScripts.connections': [
            { name: 'Dev', url: sandbox.url, tokenEnvironmentVariable: 'DEV_TOKEN', production: true },
            { name: 'Old', url: oss.url, org: sandbox.org, tokenEnvironmentVariable: 'DEV_TOKEN' },
          ],
        },
        env: { DEV_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
      await window.openSidebar();
      await window.treeItem('mean-per-sensor').waitFor();
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    await oss?.[Symbol.asyncDispose]();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('an invoked script is the server’s version, and its types are guesses', async () => {
    await openScript('mean-per-sensor');
    await runByLens('Invoke with Params', 'Invoke');
    const page = await window.resultsWith('.state.done');
    await page.locator('.origin.server', { hasText: 'Server version' }).waitFor();
    await page.locator('.origin.people', { hasText: 'Production' }).waitFor();
    await page.locator('.guessed', { hasText: 'Types are guessed' }).waitFor();
    await page.locator('.heads .type.inferred').first().waitFor();
    await window.screenshot('results-invoked');
  });

  step('Run with Types asks where answers tell their types', async () => {
    const page = await window.resultsWith('.guessed');
    await page.getByRole('button', { name: 'Run with Types' }).click();
    await page.locator('.guessed').waitFor({ state: 'hidden' });
    await page.locator('.state.done').waitFor();
    await page.locator('.heads .type', { hasText: 'dateTime' }).first().waitFor();
    assert.equal(await page.locator('.heads .type.inferred').count(), 0);
    await page.locator('.origin.server').waitFor();
  });

  step('Run Draft runs what stands in the editor, and nothing is pushed', async () => {
    const before = await other.text('mean-per-sensor');
    await openScript('mean-per-sensor');
    await window.append('\n    |> yield(name: "drafted")');
    await runByLens('Run Draft', 'Run Draft');
    const page = await window.resultsWith('.origin.draft', 'Draft, not pushed');
    await page.locator('.state.done').waitFor();
    await page.locator('h2', { hasText: 'drafted' }).waitFor();
    assert.equal(await other.text('mean-per-sensor'), before);
    await window.screenshot('results-draft');
  });

  step('Run Again runs the text that stands there by now, with the same values', async () => {
    await openScript('mean-per-sensor');
    await window.append(' |> yield(name: "again")');
    const page = await window.resultsWith('.origin.draft');
    await page.getByRole('button', { name: 'Run Again' }).click();
    await page.locator('.counts', { hasText: '16 tables' }).waitFor();
    await page.locator('.state.done').waitFor();
    await goToEditor();
    await window.runCommand('File: Revert File');
  });

  step('a text that does not compile is asked about before anything is sent', async () => {
    await openFile('pattern.flux');
    await window.append('x = rnge');
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.dialog(/“pattern” does not compile/).waitFor();
    await window.screenshot('results-does-not-compile');
    await window.answerDialog(/“pattern” does not compile/, 'Cancel');
    await window.runCommand('File: Revert File');
    await eventually(
      () => window.squiggles.count(),
      (count) => count === 0,
    );
  });

  step('an error that names a place is a link, and underlined until the text changes there', async () => {
    await window.focusEditor();
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.answer(/Run Draft pattern on Dev/, '(');
    await window.notification(/error parsing regexp/).waitFor();
    await window.clearNotifications();
    const page = await window.resultsWith('.notice.failed .inline-link', '@3:5-3:32');
    await window.squiggles.first().waitFor();
    await window.screenshot('results-error');
    await page.locator('.notice.failed .inline-link').click();
    await window.statusBar(/Ln 3, Col 32 \(27 selected\)/).waitFor();
    // Above it, the underline moves; within it, it goes.
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.press('Enter');
    await page.locator('.notice.failed .inline-link').click();
    await window.statusBar(/Ln 4, Col 32/).waitFor();
    await window.page.keyboard.press('ArrowRight');
    await window.page.keyboard.press('ArrowLeft');
    await window.type(' ');
    await window.page.keyboard.press('Escape');
    await eventually(
      () => window.squiggles.count(),
      (count) => count === 0,
    );
    await page.locator('.notice.failed .inline-link').click();
    await window.notification(/The text that ran is not the one in the editor any more/).waitFor();
    await window.clearNotifications();
  });

  step('a pinned panel stays, and the next run opens another', async () => {
    const pinned = await window.resultsWith('.notice.failed');
    await pinned.getByRole('button', { name: 'Pin', exact: true }).click();
    await pinned.getByRole('button', { name: 'Unpin' }).waitFor();
    await window.page.locator('.tab', { hasText: 'Results: pattern (pinned)' }).waitFor();
    await goToEditor();
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.answer(/Run Draft pattern on Dev/, 'b');
    const next = await window.resultsWith('.state.done');
    await next.locator('.grid .cell', { hasText: 'true' }).waitFor();
    await window.resultsWith('.notice.failed');
    await window.screenshot('results-pinned');
    await pinned.getByRole('button', { name: 'Unpin' }).click();
    await pinned.getByRole('button', { name: 'Pin', exact: true }).waitFor();
  });

  step('after the window was reloaded a panel says what it showed, and runs it again', async () => {
    await goToEditor();
    await window.save();
    await window.page.reload();
    await window.page.waitForSelector('.monaco-workbench .part.activitybar');
    // What a window kept of its panels may be some seconds old: the first one is there for sure.
    const page = await window.resultsWith('.placeholder', 'went with the window');
    await page.locator('.params li', { hasText: 'p' }).waitFor();
    await window.screenshot('results-gone');
    await page.getByRole('button', { name: 'Run Again' }).click();
    await page.locator('.state.failed, .state.done').waitFor();
    await page.locator('.placeholder', { hasText: 'went with the window' }).waitFor({ state: 'hidden' });
    await window.clearNotifications();
  });

  step('a saved answer opens in the same viewer, and follows its file', async () => {
    await openFile('saved.csv');
    await window.runCommand('Flux Scripts: Open in Flux Results');
    const page = await window.resultsWith('.origin.file', 'Saved file');
    await page.locator('.counts', { hasText: '2 rows' }).waitFor();
    await page.locator('.grid .cell', { hasText: '2.5' }).waitFor();
    appendFileSync(file('saved.csv'), ',,0,2024-01-01T00:02:00Z,3.5\r\n');
    await page.locator('.counts', { hasText: '3 rows' }).waitFor();
    await window.screenshot('results-csv');
  });

  step('InfluxDB OSS has no scripts, which the sidebar says kindly, and runs drafts', async () => {
    await window.runCommand('Flux Scripts: Switch Connection…');
    await window.pick('Old');
    await window.sidebar.getByText(/InfluxDB OSS has none.*Run Draft/).waitFor();
    await openFile('pattern.flux');
    await window.treeItem('Run Draft with Params…').click();
    await window.answer(/Run Draft pattern on Old/, 'a.c');
    const page = await window.resultsWith('.connection', 'on Old');
    await page.locator('.state.done').waitFor();
    await page.locator('.grid .cell', { hasText: 'true' }).waitFor();
    assert.ok('extern' in (oss.queries.at(-1) ?? {}));
    await window.screenshot('results-oss');
  });
});
