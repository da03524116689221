import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Locator } from 'playwright-core';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { eventually, OtherClient } from './api.ts';
import { type Box, Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

const scripts = ['one', 'two', 'three', 'four', 'five'];
const text = (name: string) => `// ${name}\nfrom(bucket: params.bucket) |> range(start: -1h)\n`;

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let server: WorkbenchServer;
let window: Workbench;

const step = stepsOf('pull-into', () => window);

const file = (...path: string[]) => join(workspace, ...path);
const row = (name: string) => window.treeItem(new RegExp(`^${name}$`));
const says = async (name: string, words: string) => await row(name).filter({ hasText: words }).waitFor();
/** A folder of the explorer's files. */
const entry = (name: string) =>
  window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
const pane = () => window.page.locator('.pane', { hasText: /Drop Here to Pull/i });
const manifest = () =>
  (JSON.parse(readFileSync(file('flux-scripts.json'), 'utf8')) as { scripts: { file: string }[] }).scripts
    .map((script) => script.file)
    .sort();

/** Where something is once it moves no more: a view that opens pushes its rows about. */
async function settled(target: Locator): Promise<Box> {
  let before: Box | null = null;
  let box: Box | null = null;
  await eventually(
    async () => {
      before = box;
      box = await target.boundingBox();
      return box !== null && JSON.stringify(box) === JSON.stringify(before);
    },
    (still) => still,
  );
  return box ?? assert.fail('it is not there');
}

async function moveTo(target: Locator): Promise<void> {
  const { x, y, width, height } = await settled(target);
  await window.page.mouse.move(x + width / 2, y + height / 2, { steps: 8 });
}

/** Takes a script out of the sidebar and over to the explorer, which opens when the mouse rests on its icon. */
async function dragToExplorer(name: string): Promise<void> {
  await window.openSidebar();
  await row(name).locator('.label-name').hover();
  await window.page.mouse.down();
  const icon = window.page.locator('.activitybar [aria-label^="Explorer"]').first();
  await moveTo(icon);
  await eventually(
    async () => {
      // A drag is noticed while it moves.
      await window.page.mouse.move(20 + Math.random() * 8, 50);
      await window.page.mouse.move(28, 65);
      return await entry('flows').isVisible();
    },
    (visible) => visible,
  );
}

/** Takes a script out of the sidebar and over a folder of those that show up below it. */
async function drag(name: string, folder = 'flows'): Promise<void> {
  await window.page.mouse.move(640, 400);
  await row(name).locator('.label-name').hover();
  await window.page.mouse.down();
  await window.page.mouse.move(150, 300, { steps: 10 });
  const target = pane().locator('.monaco-list-row', { hasText: folder });
  await target.waitFor();
  await moveTo(target);
  await window.page.mouse.move(150, 300, { steps: 3 });
  await moveTo(target);
}

describe('scripts are pulled into a folder of the explorer', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'pull-into-'));
      mkdirSync(file('flows'));
      mkdirSync(file('other'));
      sandbox = await startSandbox(['--no-sample-data']);
      const other = new OtherClient(sandbox);
      for (const name of scripts) await other.create(name, text(name));
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'explorer.autoReveal': false,
          'fluxScripts.connections': [
            { name: 'Dev', url: sandbox.url, tokenEnvironmentVariable: 'DEV_TOKEN' },
          ],
        },
        env: { DEV_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
      await window.openSidebar();
      await says('one', 'only on the server');
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('the explorer refuses what comes out of another tree', async () => {
    await dragToExplorer('one');
    await moveTo(entry('flows'));
    await moveTo(entry('other'));
    await moveTo(entry('flows'));
    await window.page.mouse.up();
    await window.openSidebar();
    await says('one', 'only on the server');
    assert.deepEqual(readdirSync(file('flows')), []);
  });

  step('a script is dropped on a folder that is shown while it is dragged', async () => {
    await drag('one');
    await window.screenshot('pull-into-drag');
    await window.page.mouse.up();
    await window.waitForTab('one.flux');
    await says('one', 'in sync');
    await pane().waitFor({ state: 'hidden' });
    assert.equal(readFileSync(file('flows', 'one.flux'), 'utf8'), text('one'));
    assert.deepEqual(manifest(), ['flows/one.flux']);
  });

  step('several are dropped; one that has a file keeps its place', async () => {
    await row('one').click();
    await row('two').click({ modifiers: ['Control'] });
    await drag('two', 'other');
    await window.page.mouse.up();
    await says('two', 'in sync');
    await window.statusBar('Pulled 2 of 2 scripts').waitFor();
    assert.deepEqual(manifest(), ['flows/one.flux', 'other/two.flux']);
  });

  step('a drag that ends elsewhere leaves nothing behind', async () => {
    await drag('three');
    await window.page.mouse.move(700, 300, { steps: 10 });
    await window.page.locator('#monaco-workbench-editor-drop-overlay').waitFor({ state: 'attached' });
    await window.page.mouse.move(710, 310, { steps: 5 });
    await window.page.mouse.up();
    await window.waitForTab('three.flux');
    await pane().waitFor({ state: 'hidden' });
    await says('three', 'only on the server');
  });

  step('a folder of the explorer offers the scripts that have no file yet', async () => {
    await window.page.keyboard.press('Control+Shift+e');
    await settled(entry('flows'));
    await window.contextMenu(entry('flows'), 'Pull Scripts Here…');
    const prompt = await window.prompt('Pull into flows');
    const offered = await prompt.locator('.monaco-list-row .label-name').allTextContents();
    assert.deepEqual(offered.map((name) => name.trim()).sort(), ['five', 'four', 'three']);
    await window.page.keyboard.press('Escape');
    await prompt.waitFor({ state: 'hidden' });
    assert.deepEqual(readdirSync(file('flows')), ['one.flux']);
    await window.contextMenu(entry('flows'), 'Pull Scripts Here…');
    const again = await window.prompt('Pull into flows');
    for (const name of ['five', 'four']) {
      const found = again.locator('.monaco-list-row', { hasText: name });
      await found.locator('.monaco-checkbox, input, .monaco-custom-toggle').first().click();
    }
    await window.screenshot('pull-into-pick');
    await again.locator('.monaco-button', { hasText: 'OK' }).click();
    await eventually(
      async () => readdirSync(file('flows')).sort().join(),
      (names) => names === 'five.flux,four.flux,one.flux',
    );
    await window.openSidebar();
    await says('five', 'in sync');
    await says('three', 'only on the server');
  });
});
