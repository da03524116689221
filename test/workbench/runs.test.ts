import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { eventually, OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

const count = `import "array"

// Counts to a number.
//
// ## Parameters
// - upto: How many rows. Default is \`3\`.
// - since: Earliest time. Default is \`-1h\`.
// - apiToken: Nobody may see it.
upto = int(v: params.upto)
since = duration(v: params.since)
secret = string(v: params.apiToken)
array.from(rows: [{_value: upto, since: string(v: since)}, {_value: 7, since: "always"}])
`;
const presets = `{
  "presets": {
    "Two": { "upto": 2, "since": "-2d", "apiToken": "none" },
    "Half": { "upto": 5 }
  },
  "owner": "ops"
}
`;

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let server: WorkbenchServer;
let window: Workbench;

const step = stepsOf('runs', () => window);
const file = (name: string) => join(workspace, name);
const press = (keys: string) => window.page.keyboard.press(keys);

async function open(name: string): Promise<void> {
  await press('Escape');
  await press('Control+p');
  await window.page.locator('.quick-input-widget:visible input').first().fill(name);
  await window.pick(name);
  await window.waitForTab(name);
  await window.focusEditor();
}

/** The one value that is asked for. */
async function fillToken(value: string, picture?: string): Promise<void> {
  const page = await window.results();
  const field = page.locator('.form .field', { hasText: 'apiToken' }).locator('input, textarea').first();
  await field.waitFor();
  if (picture) await window.screenshot(picture);
  await field.fill(value);
  await page.locator('.form button', { hasText: 'Invoke' }).click();
}

const rows = () => window.page.locator('.quick-input-list .monaco-list-row');
const runs = () => window.sidebar.locator('.pane', { hasText: 'Runs' });
const run = (text: string | RegExp) => runs().locator('.monaco-list-row', { hasText: text });
const header = (title: string) => window.sidebar.locator('.pane-header', { hasText: title });

describe('presets, the history of runs and their comparison, as a person uses them', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'runs-'));
      writeFileSync(file('count.flux'), count);
      writeFileSync(file('count.params.json'), presets);
      writeFileSync(file('flux-scripts.json'), '{"scripts": [{"file": "count.flux", "name": "count"}]}');
      sandbox = await startSandbox(['--no-sample-data']);
      await new OtherClient(sandbox).create('count', count);
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'fluxScripts.connections': [
            { name: 'Dev', url: sandbox.url, tokenEnvironmentVariable: 'DEV_TOKEN' },
          ],
        },
        env: { DEV_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('a presets file completes the script’s parameters, and nothing had to be opened before', async () => {
    await open('count.params.json');
    await window.page.locator('.codelens-decoration a', { hasText: 'Invoke' }).first().waitFor();
    await window.click('{ "upto": 5');
    await press('End');
    for (let back = 0; back < 2; back++) await press('ArrowLeft');
    await window.type(', ');
    await press('Control+Space');
    await window.suggestions.filter({ hasText: 'since' }).first().waitFor();
    assert.equal(await window.suggestions.filter({ hasText: 'upto' }).count(), 0);
    await window.screenshot('presets-completion');
    await window.suggestions.filter({ hasText: 'since' }).first().click();
    await window.suggestions.filter({ hasText: 'Default value' }).click();
    await window.boxOf('"since": "-1h"');
    await window.squiggles.first().waitFor({ state: 'hidden' });
    assert.equal(await window.page.locator('.squiggly-warning').count(), 0);
  });

  step('a wrong form and an unknown key are underlined', async () => {
    await press('Escape');
    await window.page.keyboard.press('Control+Home');
    await press('Control+h');
    const find = window.page.locator('.find-widget.visible');
    await find.locator('.find-part textarea').fill('"-2d"');
    await find.locator('.replace-part textarea').fill('"two days"');
    await press('Control+Alt+Enter');
    await press('Escape');
    await window.page.locator('.squiggly-warning').first().waitFor();
    await window.hover('two days', /Expected: duration/);
    await window.screenshot('presets-problem');
    await window.page.mouse.move(640, 1);
    await press('Control+z');
    await window.page.locator('.squiggly-warning').first().waitFor({ state: 'hidden' });
  });

  step('the schema follows the script while it is written', async () => {
    await window.save();
    await open('count.flux');
    await window.append('n = int(v: params.added)');
    await open('count.params.json');
    await window.click('{ "upto": 5');
    await press('End');
    for (let back = 0; back < 2; back++) await press('ArrowLeft');
    await window.type(', ');
    await press('Control+Space');
    await window.suggestions.filter({ hasText: 'added' }).first().waitFor();
    await press('Escape');
    for (const name of ['count.params.json', 'count.flux']) {
      await open(name);
      await window.runCommand('File: Revert File');
      await window.dirty.waitFor({ state: 'hidden' });
    }
  });

  step('a preset is picked, and the script runs with it without another question', async () => {
    await window.openSidebar();
    await window.treeItem(/^count$/).waitFor();
    await window.runCommand('Flux Scripts: Invoke with Preset…');
    await window.prompt('Invoke count on Dev with a preset');
    await rows().filter({ hasText: 'upto = 2 · since = -2d · apiToken = •••' }).waitFor();
    await window.screenshot('presets-pick');
    await window.pick('Two');
    const results = await window.results();
    await results.waitForSelector('.state.done');
  });

  step('the run is in the history, without what is secret', async () => {
    await header('Runs').click();
    await run(/count.*2 rows.*upto = 2 · since = -2d · apiToken = •••/).waitFor();
    await run(/^.*Today/)
      .first()
      .waitFor();
    await window.screenshot('runs-history');
  });

  step('running again asks only for what was not kept', async () => {
    await window.contextMenu(run(/upto = 2/).first(), 'Run Again');
    server.secrets.add('another-secret-value');
    await fillToken('another-secret-value', 'runs-again');
    await eventually(
      () => run(/upto = 2/).count(),
      (found) => found === 2,
    );
  });

  step('the values of a run become a preset; the rest of the file stays', async () => {
    await window.contextMenu(run(/upto = 2/).first(), 'Save Values as Preset…');
    await window.answer('Save values of count as a preset', 'From a run');
    await window.notification(/Saved “From a run” in count\.params\.json\. It is without apiToken/).waitFor();
    const saved = readFileSync(file('count.params.json'), 'utf8');
    assert.ok(saved.includes('"Two": { "upto": 2, "since": "-2d", "apiToken": "none" }'));
    assert.deepEqual(JSON.parse(saved).presets['From a run'], { upto: 2, since: '-2d' });
    assert.equal(JSON.parse(saved).owner, 'ops');
    await window.clearNotifications();
  });

  step('a preset that lacks values is filled in, from the lens above it', async () => {
    await window.page.locator('.tab', { hasText: 'count.params.json' }).first().click();
    await window.waitForTab('count.params.json');
    await window.editor.locator('.codelens-decoration a', { hasText: 'Invoke' }).nth(1).click();
    await fillToken('x');
    await run(/upto = 5 · since = -1h/).waitFor();
  });

  step('two runs stand side by side', async () => {
    await run(/upto = 5/)
      .first()
      .click();
    await run(/upto = 2/)
      .first()
      .click({ modifiers: ['Control'] });
    await window.contextMenu(run(/upto = 5/).first(), 'Compare Runs…');
    const diff = window.page.locator('.monaco-diff-editor').first();
    await diff.waitFor();
    const side = async (name: string) =>
      ((await diff.locator(`.editor.${name} .view-lines:not(.line-delete)`).textContent()) ?? '').replaceAll(
        '\u00a0',
        ' ',
      );
    await eventually(
      () => side('original'),
      (text) => /upto +2/.test(text) && /0,2,-2d/.test(text) && /apiToken +•••/.test(text),
    );
    assert.match(await side('modified'), /upto +5.*0,5,-1h/);
    await window.screenshot('runs-compare');
  });

  step('a run is removed; the history is cleared after a question', async () => {
    // Two are selected still.
    await run(/upto = 2/)
      .last()
      .click();
    await run(/upto = 5/)
      .first()
      .click();
    await press('Delete');
    await run(/upto = 5/).waitFor({ state: 'hidden' });
    await window.runCommand('Flux Scripts: Clear History of Runs…');
    await window.answerDialog('Forget all 2 runs', 'Forget');
    await runs().getByText('Scripts that you invoke are listed here').waitFor();
  });

  step('a script that is only on the server is pulled before presets are kept for it', async () => {
    await new OtherClient(sandbox).create('lonely', 'import "array"\narray.from(rows: [{a: params.a}])');
    await window.runCommand('Flux Scripts: Refresh');
    await window.contextMenu(window.treeItem(/^lonely$/), 'Open Presets');
    await window.answerDialog(/no file here holds “lonely” yet/, 'Pull Script');
    await window.waitForTab('lonely.params.json');
    const made = JSON.parse(readFileSync(file('lonely.params.json'), 'utf8'));
    assert.deepEqual(made, { $schema: 'flux-params:/lonely.schema.json', presets: {} });
  });
});
