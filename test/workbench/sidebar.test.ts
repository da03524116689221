import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { eventually, OtherClient } from './api.ts';
import { startCounter } from './counter.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

const connected = ['same', 'mine', 'theirs', 'both', 'gone-here', 'gone-there'];
const many = Array.from({ length: 10 }, (_, index) => `many-${index}`);

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let counter: Awaited<ReturnType<typeof startCounter>>;
let server: WorkbenchServer;
let other: OtherClient;
let window: Workbench;

const step = stepsOf('sidebar', () => window);

const file = (name: string) => join(workspace, name);
const text = (name: string) => `// ${name}\nfrom(bucket: params.bucket) |> range(start: -1h)\n`;
/** A script's row, found by its whole name. */
const row = (name: string) => window.treeItem(new RegExp(`^${name}$`));
const says = async (name: string, words: string) => await row(name).filter({ hasText: words }).waitFor();
const names = async () =>
  (await window.sidebar.locator('.monaco-list-row .label-name').allTextContents()).map((name) => name.trim());
describe('the sidebar, the explorer and the status bar say how scripts stand', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'sidebar-'));
      sandbox = await startSandbox(['--no-sample-data']);
      counter = await startCounter(sandbox.url);
      other = new OtherClient(sandbox);
      const scripts = [];
      for (const name of [...connected, ...many, 'only-there']) await other.create(name, text(name));
      for (const name of [...connected, ...many, 'only-here']) {
        writeFileSync(file(`${name}.flux`), text(name));
        scripts.push({ file: `${name}.flux`, name });
      }
      writeFileSync(file('flux-scripts.json'), JSON.stringify({ scripts }));
      writeFileSync(file('notes.txt'), 'no script\n');
      server = await startServer({
        workspace,
        extension,
        settings: {
          'files.autoSave': 'off',
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'fluxScripts.connections': [
            { name: 'Team', url: counter.url, tokenEnvironmentVariable: 'SIDEBAR_TOKEN' },
            { name: 'Live', url: sandbox.url, tokenEnvironmentVariable: 'SIDEBAR_TOKEN', production: true },
          ],
        },
        env: { SIDEBAR_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
      await window.openSidebar();
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    counter?.close();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('each script says how it stands, also those that only a file holds', async () => {
    await says('same', 'in sync');
    await says('mine', 'in sync');
    await says('only-there', 'only on the server');
    await says('only-here', 'only here');
  });

  step('changes here and there are seen', async () => {
    appendFileSync(file('mine.flux'), '// mine\n');
    appendFileSync(file('both.flux'), '// mine\n');
    rmSync(file('gone-here.flux'));
    await other.change('theirs', `${text('theirs')}// theirs\n`);
    await other.change('both', `${text('both')}// theirs\n`);
    await other.delete('gone-there');
    // Files are watched; the server is asked.
    await says('mine', 'modified here');
    await says('gone-here', 'deleted here');
    await window.runCommand('Flux Scripts: Refresh');
    await says('theirs', 'modified on the server');
    await says('both', 'conflict');
    await says('gone-there', 'deleted on the server');
    await says('same', 'in sync');
    const tooltip = window.page.locator('.monaco-hover:visible', { hasText: 'compare, and choose' });
    // A list that is just being redrawn takes the hover away again.
    await eventually(
      async () => {
        await window.page.mouse.move(640, 400);
        await row('both').locator('.label-name').hover();
        await tooltip.waitFor({ timeout: 2000 }).catch(() => undefined);
        return await tooltip.isVisible();
      },
      (visible) => visible,
    );
    await window.page.mouse.move(900, 600);
    await window.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
    await window.screenshot('statuses', { readme: true });
    await window.page.keyboard.press('Escape');
  });

  step('saving ten files asks the server nothing', async () => {
    const before = counter.requests();
    for (const name of many) appendFileSync(file(`${name}.flux`), '// saved\n');
    for (const name of many) await says(name, 'modified here');
    for (const name of many) writeFileSync(file(`${name}.flux`), text(name));
    for (const name of many) await says(name, 'in sync');
    assert.deepEqual(counter.requests(), before);
  });

  step('what the server does not have offers no invocation', async () => {
    const offered = async (name: string) => {
      await row(name).click({ button: 'right' });
      const entries = window.page.locator('.monaco-menu .action-item .action-label');
      await entries.first().waitFor();
      const labels = (await entries.allTextContents()).map((label) => label.trim());
      await window.page.keyboard.press('Escape');
      await window.page.locator('.monaco-menu').waitFor({ state: 'hidden' });
      return labels;
    };
    const here = await offered('only-here');
    assert.ok(here.includes('Push Script'), here.join());
    assert.ok(here.includes('Open File'), here.join());
    assert.ok(!here.some((label) => /Invoke|Open Script|Compare/.test(label)), here.join());
    const there = await offered('only-there');
    assert.ok(there.includes('Invoke with Params…'), there.join());
    assert.ok(!there.includes('Open File'), there.join());
  });

  step('scripts are grouped by status, with counts', async () => {
    await window.runCommand('Flux Scripts: Group by Status');
    await window
      .treeItem(/^Conflict$/)
      .filter({ hasText: '1' })
      .waitFor();
    await window
      .treeItem(/^In sync$/)
      .filter({ hasText: '11' })
      .waitFor();
    const order = (await names()).filter((name) => /^[A-Z]/.test(name));
    assert.deepEqual(order.slice(0, 3), ['Conflict', 'Modified here', 'Modified on the server']);
    await window.screenshot('sidebar-grouped');
    await window.runCommand('Flux Scripts: Show as Flat List');
    await window.treeItem(/^Conflict$/).waitFor({ state: 'detached' });
  });

  step('they are sorted by name or by update time', async () => {
    assert.equal((await names())[0], 'both');
    await window.runCommand('Flux Scripts: Sort by Update Time');
    await eventually(names, ([first, second]) => first === 'both' && second === 'theirs');
    await window.runCommand('Flux Scripts: Sort by Name');
    await eventually(names, ([, second]) => second === 'gone-here');
  });

  step('a filter shows what it lets through, and says so', async () => {
    await window.runCommand('Flux Scripts: Filter Scripts…');
    await window.answer('Filter Scripts', 'GONE');
    await eventually(names, (shown) => shown.join() === 'gone-here,gone-there');
    await window.sidebar.getByText('Filter: “GONE” · 2 of 18 scripts').waitFor();
    await window.screenshot('sidebar-filtered');
    await window.sidebar.locator('.action-label[aria-label^="Clear Filter"]:visible').first().click();
    await row('both').waitFor();
    await window.sidebar.getByText('Filter:').waitFor({ state: 'hidden' });
  });

  step('a file opens beside its status; another file has none', async () => {
    await row('only-here').click();
    await window.waitForTab('only-here.flux');
    await window.statusBar('only here').waitFor();
    await row('only-there').click();
    await window.waitForTab('only-there.flux');
    await window.statusBar('in sync').waitFor();
    await window.append('// x');
    await window.statusBar('modified here').click();
    await window.prompt('only-there.flux: modified here');
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Send this text' }).waitFor();
    await window.screenshot('sidebar-actions');
    await window.page.keyboard.press('Escape');
    await window.runCommand('File: Revert File');
    await window.statusBar('in sync').waitFor();
  });

  step('several scripts can be selected', async () => {
    await row('mine').click();
    await row('same').click({ modifiers: ['Control'] });
    await eventually(
      async () => await window.sidebar.locator('.monaco-list-row.selected').count(),
      (count) => count === 2,
    );
  });

  step('a key works on what is selected', async () => {
    await row('same').click();
    await window.page.keyboard.press('F2');
    const name = (await window.prompt(/Rename/)).locator('input.input');
    assert.equal(await name.inputValue(), 'same');
    await window.page.keyboard.press('Escape');
    await row('mine').click();
    await row('same').click({ modifiers: ['Control'] });
    await window.page.keyboard.press('Delete');
    await window.dialog(/Delete (2|two) scripts/i).waitFor();
    await window.page.keyboard.press('Escape');
    await window.dialog(/Delete/).waitFor({ state: 'hidden' });
    assert.equal(await other.text('same'), text('same'));
  });

  step('a script that is dragged into the editor area opens there', async () => {
    await window.runCommand('View: Close All Editors');
    await row('same').click();
    await window.waitForTab('same.flux');
    await window.runCommand('View: Close All Editors');
    await row('same').locator('.label-name').hover();
    await window.page.mouse.down();
    await window.page.mouse.move(700, 300, { steps: 10 });
    await window.page.locator('#monaco-workbench-editor-drop-overlay').waitFor({ state: 'attached' });
    await window.page.mouse.move(710, 310, { steps: 5 });
    await window.page.mouse.up();
    await window.waitForTab('same.flux');
    await window.statusBar('in sync').waitFor();
  });

  step('the explorer marks the files', async () => {
    await window.page.keyboard.press('Control+Shift+e');
    const entry = (name: string) =>
      window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    const marked = async (name: string) => {
      const label = entry(name).locator('.monaco-icon-label');
      await label.waitFor();
      const badge = await label.evaluate((node) => {
        const { getComputedStyle } = globalThis as unknown as {
          getComputedStyle: (element: unknown, part: string) => { content: string };
        };
        return getComputedStyle(node, '::after').content;
      });
      return badge.replaceAll('"', '');
    };
    await eventually(
      () => marked('mine.flux'),
      (badge) => badge === 'M↑',
    );
    assert.equal(await marked('theirs.flux'), 'M↓');
    assert.equal(await marked('both.flux'), '!');
    assert.equal(await marked('only-here.flux'), 'A↑');
    assert.equal(await marked('gone-there.flux'), 'D↓');
    assert.equal(await marked('same.flux'), 'none');
    assert.equal(await marked('notes.txt'), 'none');
    await entry('mine.flux').locator('.label-name').hover();
    await window.page.locator('.monaco-hover:visible', { hasText: 'modified here (Team)' }).waitFor();
    await window.screenshot('sidebar-explorer');
    await window.page.mouse.move(640, 1);
    await window.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
    await entry('notes.txt').click();
    await window.waitForTab('notes.txt');
    await window.statusBar(/^in sync$|modified/).waitFor({ state: 'hidden' });
  });

  step('a production connection looks different', async () => {
    await window.statusBar('Team').click();
    await window.pick(/Live.*production/);
    const item = window.statusBar('Live · production');
    await item.waitFor();
    assert.match((await item.getAttribute('class')) ?? '', /warning-kind/);
    await window.openSidebar();
    await window.sidebar.getByText('Live is a production connection.').waitFor();
    // Its own bases are not known yet: what differs is a conflict until somebody looks.
    await says('mine', 'conflict');
    await says('same', 'in sync');
    await window.screenshot('sidebar-production');
  });
});
