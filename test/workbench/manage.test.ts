import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Locator } from 'playwright-core';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { eventually, OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
/** It answers a new name with success, and keeps the old one. */
let stubborn: Awaited<ReturnType<typeof startSandbox>>;
let server: WorkbenchServer;
let other: OtherClient;
let there: OtherClient;
let window: Workbench;

const step = stepsOf('manage', () => window);

const file = (name: string) => join(workspace, name);
/** The manifest's entries; none in the moment in which it is being written. */
const manifest = () =>
  JSON.parse(readFileSync(file('flux-scripts.json'), 'utf8') || '{"scripts":[]}').scripts;
const clipboard = (): Promise<string> => window.page.evaluate('navigator.clipboard.readText()');
/** An item that stands still: a list that grows or shrinks moves it from under the mouse. */
async function settled(item: Locator): Promise<Locator> {
  for (let last = '', same = 0; same < 3; ) {
    const now = JSON.stringify(await item.boundingBox());
    same = now === last && now !== 'null' ? same + 1 : 0;
    last = now;
    await window.page.waitForTimeout(50);
  }
  return item;
}

/** A list that is read again takes an open menu with it, and a menu takes no click in its first moments. */
async function menu(item: Locator, entry: string): Promise<void> {
  const choice = window.page.locator('.monaco-menu .action-item', { hasText: entry }).first();
  for (let attempt = 1; ; attempt++) {
    try {
      await (await settled(item)).click({ button: 'right', timeout: 3000 });
      await choice.waitFor({ timeout: 3000 });
      while (await choice.isVisible()) {
        await choice.click({ timeout: 1000 });
        await choice.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
      }
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await window.page.keyboard.press('Escape');
    }
  }
}

describe('managing scripts', () => {
  before(
    async () => {
      const vsix = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'manage-'));
      sandbox = await startSandbox();
      stubborn = await startSandbox(['--ignore-rename', '--no-sample-data']);
      other = new OtherClient(sandbox);
      there = new OtherClient(stubborn);
      server = await startServer({
        workspace,
        extension: vsix,
        env: { MANAGE_TOKEN: sandbox.token, STUBBORN_TOKEN: stubborn.token },
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'fluxScripts.connections': [
            { name: 'Dev', url: sandbox.url, tokenEnvironmentVariable: 'MANAGE_TOKEN' },
            {
              name: 'Prod',
              url: stubborn.url,
              tokenEnvironmentVariable: 'STUBBORN_TOKEN',
              production: true,
            },
          ],
        },
      });
      window = await Workbench.open(server.url);
      await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await window.openSidebar();
      await window.treeItem('co-alarm').waitFor();
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    sandbox?.close();
    stubborn?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('a new script begins as a template, in the workspace', async () => {
    await window.runCommand('Flux Scripts: New Script…');
    await window.prompt('New Script (1/3)');
    await window.screenshot('manage-templates');
    await window.pick('Windowed Mean');
    await window.prompt('New Script (2/3)');
    await window.pick('In the workspace');
    await window.answer('New Script (3/3)', 'co-alarm');
    await window.promptSays(/“co-alarm” exists on Dev/);
    await window.answer('New Script (3/3)', 'my/mean');
    await window.waitForTab('my-mean.flux');
    assert.match(readFileSync(file('my-mean.flux'), 'utf8'), /## Parameters/);
    assert.deepEqual(manifest(), [
      { file: 'my-mean.flux', name: 'my/mean', description: 'Averages a field over windows of time.' },
    ]);
    assert.equal(await other.script('my/mean'), undefined);
    assert.equal(await window.squiggles.count(), 0);
  });

  step('a new script begins as a template, on the server', async () => {
    await window.runCommand('Flux Scripts: New Script…');
    await window.pick('Threshold');
    await window.pick('On Dev');
    await window.answer('New Script (3/3)', 'hot');
    await window.treeItem(/^hot$/).waitFor();
    await window.waitForTab('hot.flux');
    assert.match(await other.text('hot'), /params\.warn/);
    assert.equal(
      (await other.script('hot'))?.description,
      'Lists the values above a limit, each with a level.',
    );
  });

  step('Esc at any prompt makes nothing', async () => {
    const count = async () => (await other.scripts()).length;
    const made = await count();
    await window.runCommand('Flux Scripts: New Script…');
    await window.pick('Empty');
    await window.pick('On Dev');
    await window.prompt('New Script (3/3)');
    await window.page.keyboard.press('Escape');
    await window.runCommand('Flux Scripts: Delete Script…');
    await window.answerDialog('Delete “hot” from Dev?', 'Cancel');
    await menu(window.treeItem(/^hot$/), 'Rename Script…');
    await window.prompt('Rename hot on Dev');
    await window.page.keyboard.press('Escape');
    assert.equal(await count(), made);
  });

  step('a description is edited, and a blank one is sent as a space', async () => {
    await menu(window.treeItem(/^hot$/), 'Edit Description…');
    await window.answer('Description of hot on Dev', 'Too hot');
    await window.sidebar.getByText('Too hot').waitFor();
    assert.equal((await other.script('hot'))?.description, 'Too hot');
    await menu(window.treeItem(/^hot$/), 'Edit Description…');
    await window.answer('Description of hot on Dev', '   ');
    await eventually(
      async () => (await other.script('hot'))?.description,
      (description) => description === ' ',
    );
  });

  step('rename: the manifest and the open editor follow, the file when it is wanted', async () => {
    await menu(window.treeItem(/^hot$/), 'Pull Script…');
    await eventually(
      async () => existsSync(file('hot.flux')) && manifest().length,
      (entries) => entries === 2,
    );
    await menu(window.treeItem(/^hot$/), 'Rename Script…');
    await window.answer('Rename hot on Dev', 'co-alarm');
    await window.promptSays(/“co-alarm” exists on Dev/);
    await window.answer('Rename hot on Dev', 'very-hot');
    await window.treeItem('very-hot').waitFor();
    assert.equal(await other.script('hot'), undefined);
    await eventually(
      async () => manifest()[0],
      (entry) => entry?.file === 'hot.flux' && entry.name === 'very-hot',
    );
    await window.screenshot('manage-rename');
    await window.answerNotification(/“very-hot” is held by hot\.flux/, 'Rename File');
    await eventually(
      async () => manifest()[1],
      (entry) => entry?.file === 'very-hot.flux',
    );
    assert.ok(existsSync(file('very-hot.flux')) && !existsSync(file('hot.flux')));
  });

  step('duplicate suggests a free name', async () => {
    await menu(window.treeItem('very-hot'), 'Duplicate Script…');
    const prompt = await window.prompt('Duplicate very-hot on Dev');
    assert.equal(await prompt.locator('input.input').inputValue(), 'very-hot-copy');
    await window.page.keyboard.press('Enter');
    await window.treeItem('very-hot-copy').waitFor();
    assert.equal(await other.text('very-hot-copy'), await other.text('very-hot'));
  });

  step('copy as curl, with the right params and without the token', async () => {
    await menu(window.treeItem('very-hot-copy'), 'Copy as Code…');
    await window.prompt('Copy very-hot-copy as Code');
    await window.screenshot('manage-copy-as');
    await window.pick('curl');
    const copied = await eventually(clipboard, (text) => text.includes('curl'));
    const id = (await other.script('very-hot-copy'))?.id;
    assert.ok(copied.includes(`'${sandbox.url}/api/v2/scripts/${id}/invoke'`), copied);
    assert.match(copied, /\{"params": \{"bucket": "my-bucket", "start": "-1h", .*"warn": 70, "crit": 90\}\}/);
    assert.match(copied, /\$\{INFLUX_TOKEN\}/);
    assert.ok(!copied.includes(sandbox.token));
    await menu(window.treeItem('very-hot-copy'), 'Copy Script ID');
    await eventually(clipboard, (text) => text === id);
    await menu(window.treeItem('very-hot-copy'), 'Copy Invoke URL');
    await eventually(clipboard, (text) => text === `${sandbox.url}/api/v2/scripts/${id}/invoke`);
  });

  step('delete names the tasks, and undo brings the script back', async () => {
    const old = await other.script('very-hot');
    await other.createTask('every hour', old?.id ?? '');
    await menu(window.treeItem(/^very-hot$/), 'Delete Script…');
    const dialog = window.dialog('Delete “very-hot” from Dev?');
    await dialog.waitFor();
    assert.match((await dialog.textContent()) ?? '', /The task “every hour” runs “very-hot” by its ID\./);
    assert.match((await dialog.textContent()) ?? '', /very-hot\.flux, which stays/);
    await window.screenshot('manage-delete');
    await window.answerDialog('Delete “very-hot” from Dev?', 'Delete');
    await window.notification('Deleted “very-hot” from Dev.').waitFor();
    assert.equal(await other.script('very-hot'), undefined);
    assert.ok(existsSync(file('very-hot.flux')));
    await window.answerNotification('Deleted “very-hot” from Dev.', 'Undo');
    await window.notification(/Created again: “very-hot” \([0-9a-f]{16}\)/).waitFor();
    const again = await other.script('very-hot');
    assert.equal(again?.script, old?.script);
    assert.equal(again?.description, old?.description);
    assert.notEqual(again?.id, old?.id);
    await window.clearNotifications();
  });

  step('delete takes the file, too, when that is chosen, and both can be restored later', async () => {
    const text = readFileSync(file('very-hot.flux'), 'utf8');
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Flux Scripts: Delete Script…');
    await window.prompt('Delete Script');
    await window.pick(/^very-hot(?!-)/);
    await window.answerDialog('Delete “very-hot” from Dev?', 'Delete with File');
    await eventually(
      async () => existsSync(file('very-hot.flux')),
      (exists) => !exists,
    );
    await eventually(
      async () => manifest().length,
      (entries) => entries === 1,
    );
    await window.clearNotifications();
    await window.runCommand('Flux Scripts: Restore Deleted Scripts…');
    await window.pick('very-hot');
    await window.page.keyboard.press('Enter');
    await window.notification('Created again: “very-hot”').waitFor();
    assert.equal(readFileSync(file('very-hot.flux'), 'utf8'), text);
    assert.equal(manifest()[1]?.name, 'very-hot');
    await window.clearNotifications();
  });

  step('several are deleted together', async () => {
    await window.treeItem(/^very-hot$/).click();
    await window.treeItem('very-hot-copy').click({ modifiers: ['ControlOrMeta'] });
    await menu(window.treeItem('very-hot-copy'), 'Delete Script…');
    const dialog = window.dialog('Delete 2 scripts from Dev?');
    await dialog.waitFor();
    assert.match((await dialog.textContent()) ?? '', /“very-hot”, “very-hot-copy”/);
    await window.answerDialog('Delete 2 scripts from Dev?', 'Delete');
    await window.answerNotification('Deleted 2 scripts from Dev.', 'Undo');
    await window.notification('Created again: ').waitFor();
    assert.ok((await other.script('very-hot')) && (await other.script('very-hot-copy')));
    await window.treeItem('very-hot-copy').waitFor();
    await window.treeItem(/^very-hot$/).waitFor();
    await window.clearNotifications();
  });

  step('F2 and Delete work on what is selected, and on nothing else', async () => {
    await window.treeItem('very-hot-copy').click();
    await window.page.keyboard.press('F2');
    await window.prompt('Rename very-hot-copy on Dev');
    await window.page.keyboard.press('Escape');
    await (await settled(window.treeItem('very-hot-copy'))).click();
    await window.page.keyboard.press('Delete');
    await window.answerDialog('Delete “very-hot-copy” from Dev?', 'Cancel');
    assert.ok(await other.script('very-hot-copy'));
    // That one is only here.
    await window.treeItem('my/mean').click();
    await window.page.keyboard.press('Delete');
    await window.notification('Select a script in the sidebar first').waitFor();
    await window.clearNotifications();
  });

  step('copy to a production connection asks, and a different one there is shown first', async () => {
    await menu(window.treeItem('co-alarm'), 'Copy to Another Connection…');
    await window.pick('Prod');
    await window.answerDialog('Copy “co-alarm” to Prod?', 'Cancel');
    assert.equal(await there.script('co-alarm'), undefined);
    await menu(window.treeItem('co-alarm'), 'Copy to Another Connection…');
    await window.pick('Prod');
    await window.answerDialog('Copy “co-alarm” to Prod?', 'Copy');
    await window.notification('“co-alarm” to Prod: 1 copied.').waitFor();
    assert.equal(await there.text('co-alarm'), await other.text('co-alarm'));
    await window.clearNotifications();

    await there.change('co-alarm', 'x = 1 // theirs');
    await menu(window.treeItem('co-alarm'), 'Copy to Another Connection…');
    await window.pick('Prod');
    await window.answerDialog('Copy “co-alarm” to Prod?', 'Copy');
    await window.answerDialog('“co-alarm” exists on Prod, with another text.', 'Compare');
    await window.waitForTab('co-alarm (Prod ↔ Dev)');
    await window.notification('Overwrite “co-alarm” on Prod').waitFor();
    await window.screenshot('manage-copy-compare');
    assert.equal(await there.text('co-alarm'), 'x = 1 // theirs');
    await window.answerNotification('Overwrite “co-alarm” on Prod', 'Overwrite');
    await window.notification('1 overwritten there').waitFor();
    assert.equal(await there.text('co-alarm'), await other.text('co-alarm'));
    await window.clearNotifications();
  });

  step('a server that ignores a new name is found out, and a copy can take its place', async () => {
    await window.statusBar('Dev').first().click();
    await window.pick('Prod');
    await window.statusBar('Prod').waitFor();
    await window.treeItem('getLastPoint').waitFor({ state: 'hidden' });
    await window.treeItem('co-alarm').waitFor();
    const old = await there.script('co-alarm');
    await menu(window.treeItem('co-alarm'), 'Rename Script…');
    await window.answer('Rename co-alarm on Prod', 'alarm');
    await window.answerDialog('Rename “co-alarm” to “alarm” on Prod?', 'Rename');
    await window.dialog('Prod keeps the name “co-alarm”').waitFor();
    await window.screenshot('manage-rename-ignored');
    await window.answerDialog('Prod keeps the name “co-alarm”', 'Cancel');
    assert.ok(await there.script('co-alarm'));
    await menu(window.treeItem('co-alarm'), 'Rename Script…');
    await window.answer('Rename co-alarm on Prod', 'alarm');
    await window.answerDialog('Rename “co-alarm” to “alarm” on Prod?', 'Rename');
    await window.answerDialog('Prod keeps the name “co-alarm”', 'Create Copy and Delete Old');
    await window.treeItem(/^alarm$/).waitFor();
    assert.equal((await there.script('alarm'))?.script, old?.script);
    assert.equal(await there.script('co-alarm'), undefined);
  });
});
