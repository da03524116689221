import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { eventually, OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

/** Not on the server yet; two parameters, one of them a number. */
const coldSpots = `// Readings below a temperature.
//
// ## Parameters
// - start: Earliest time to include. Default is \`-1h\`.
// - below: Readings below this one, in degrees Fahrenheit. Default is \`73.5\`.
from(bucket: "air_sensor")
    |> range(start: duration(v: params.start))
    |> filter(fn: (r) => r._measurement == "airSensors" and r._field == "temperature")
    |> filter(fn: (r) => r._value < float(v: params.below))
`;

let vsix: string;
let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let server: WorkbenchServer;
let webPage: Server;
let other: OtherClient;
let window: Workbench;

const step = stepsOf('walk', () => window, 90_000);

const file = (name: string) => join(workspace, name);
const commandOpen = async (name: string) => {
  await window.page.keyboard.press('Escape');
  await window.page.keyboard.press('Control+p');
  await window.page.locator('.quick-input-widget:visible input').first().fill(name);
  await window.pick(name);
  await window.waitForTab(name);
};

describe('the whole road, as a person walks it', () => {
  before(
    async () => {
      vsix = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'walk-'));
      writeFileSync(file('cold-spots.flux'), coldSpots);
      sandbox = await startSandbox();
      other = new OtherClient(sandbox);
      webPage = createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>Welcome</title><h1>Nothing to see</h1>');
      });
      await new Promise<void>((listening) => webPage.listen(0, '127.0.0.1', listening));
      server = await startServer({
        workspace,
        extension: vsix,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          // In the browser it is on by default.
          'files.autoSave': 'off',
        },
      });
      // Typed in; VS Code's secret storage keeps what is typed in the browser.
      server.secrets.add(sandbox.token);
      window = await Workbench.open(server.url);
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    sandbox?.close();
    webPage?.closeAllConnections();
    webPage?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('without a connection the sidebar says how to begin', async () => {
    await window.openSidebar();
    await window.sidebar.locator('.monaco-button', { hasText: 'Try It in the Sandbox' }).waitFor();
    await window.sidebar.locator('.monaco-button', { hasText: 'Add Connection…' }).waitFor();
    await window.screenshot('welcome');
  });

  step('a command without a connection says what to do', async () => {
    await window.runCommand('Flux Scripts: Invoke with Params…');
    await window.notification(/There is no connection yet.*Add Connection/).waitFor();
    await window.clearNotifications();
  });

  step('an address that is none is refused while it is typed', async () => {
    await window.sidebar.locator('.monaco-button', { hasText: 'Add Connection…' }).click();
    await window.pick('Another Address…');
    await window.answer('Address of the InfluxDB server', 'ftp://example');
    await window.promptSays(/must begin with https:\/\/ or http:\/\//);
    await window.page.keyboard.press('Escape');
  });

  step('a web page is not taken for InfluxDB', async () => {
    const { port } = webPage.address() as AddressInfo;
    await window.runCommand('Flux Scripts: Add Connection…');
    await window.pick('Another Address…');
    await window.answer('Address of the InfluxDB server', `http://127.0.0.1:${port}`);
    await window.answer('API token', 'whatever');
    await window.dialog(/is not InfluxDB's API \(it answers with a web page\)/).waitFor();
    await window.answerDialog(/is not InfluxDB's API/, 'Cancel');
  });

  step('nobody at the address is said', async () => {
    await window.runCommand('Flux Scripts: Add Connection…');
    await window.pick('Another Address…');
    await window.answer('Address of the InfluxDB server', 'http://127.0.0.1:1');
    await window.answer('API token', 'whatever');
    await window.answerDialog(
      /cannot be reached at http:\/\/127\.0\.0\.1:1 \(connection refused\)/,
      'Cancel',
    );
  });

  step('a wrong token is said, and the right one connects', async () => {
    await window.runCommand('Flux Scripts: Add Connection…');
    await window.pick('Another Address…');
    await window.answer('Address of the InfluxDB server', sandbox.url);
    await window.answer('API token', 'not-the-token');
    await window.answerDialog(/does not accept the token/, 'Cancel');

    await window.runCommand('Flux Scripts: Add Connection…');
    await window.pick('Another Address…');
    await window.answer('Address of the InfluxDB server', sandbox.url);
    await window.answer('API token', sandbox.token);
    await window.answer('What to call it', 'Walk');
    await window.pick('Everywhere');
    await window.treeItem('filter-and-group').waitFor();
    await window.statusBar('Walk').waitFor();
  });

  step('the connection can be tested', async () => {
    await window.runCommand('Flux Scripts: Test Connection');
    await window.notification(/Walk works: .*organization sandbox/).waitFor();
    await window.clearNotifications();
  });

  step('the sidebar shows scripts, and below each its parameters with types', async () => {
    await window.treeItem('filter-and-group').click();
    await window.waitForTab('filter-and-group.flux');
    await window.treeItem('filter-and-group').locator('.monaco-tl-twistie').click();
    await window.treeItem('groupColumn').waitFor();
    assert.match((await window.treeItem('groupColumn').textContent()) ?? '', /string/);
    assert.match((await window.treeItem('filterField2').textContent()) ?? '', /any/);
    await window.screenshot('sidebar', { readme: true });
    await window.treeItem('filter-and-group').hover();
    const tooltip = window.page.locator('.monaco-hover:visible', { hasText: 'Language: flux' });
    await tooltip.waitFor();
    assert.match((await tooltip.textContent()) ?? '', /Updated: /);
    await window.screenshot('tooltip');
    await window.page.keyboard.press('Escape');
  });

  step('a script opens as an editable document without false errors', async () => {
    await window.treeItem('getLastPoint').click();
    await window.waitForTab('getLastPoint.flux');
    await eventually(
      () => window.editorText(),
      (text) => text.includes('params.mybucket'),
    );
    assert.equal(await window.squiggles.count(), 0);
  });

  step('what does not compile is underlined, and params never is', async () => {
    await window.append('\nmistake = rnge');
    await window.squiggles.first().waitFor();
    assert.equal(await window.squiggles.count(), 1);
    await window.runCommand('File: Revert File');
    await eventually(
      () => window.squiggles.count(),
      (count) => count === 0,
    );
  });

  step('params. completes the keys, with types', async () => {
    await window.treeItem('mean-per-sensor').click();
    await window.waitForTab('mean-per-sensor.flux');
    await eventually(
      () => window.editorText(),
      (text) => text.includes('params.every'),
    );
    await window.append('x = params.');
    await window.suggestions.first().waitFor();
    const labels = await window.suggestions.allTextContents();
    assert.deepEqual(
      ['start', 'every', 'field'].filter((key) => !labels.some((label) => label.startsWith(key))),
      [],
    );
    await window.page.keyboard.press('ArrowDown');
    // The same key shows what is known of the chosen one.
    await window.page.keyboard.press('Control+Space');
    await window.page.locator('.suggest-details', { hasText: 'Field to average' }).waitFor();
    await window.screenshot('completion', { readme: true });
    await window.page.keyboard.press('Escape');
    await window.runCommand('File: Revert File');
  });

  step('saving by hand updates the server', async () => {
    await window.treeItem('getLastPoint').click();
    await window.waitForTab('getLastPoint.flux');
    await window.append('\n// saved by hand');
    await window.dirty.waitFor();
    await window.save();
    await window.dirty.waitFor({ state: 'hidden' });
    await eventually(
      () => other.text('getLastPoint'),
      (text) => text.endsWith('// saved by hand'),
    );
  });

  step('auto save keeps a draft, and the next save by hand sends it', async () => {
    await window.runCommand('File: Toggle Auto Save');
    await window.append('\n// only a draft');
    await window.sidebar.getByText('draft · not pushed').waitFor();
    await window.dirty.waitFor({ state: 'hidden' });
    assert.doesNotMatch(await other.text('getLastPoint'), /draft/);
    await window.runCommand('File: Toggle Auto Save');
    await window.focusEditor();
    await window.save();
    await eventually(
      () => other.text('getLastPoint'),
      (text) => text.endsWith('// only a draft'),
    );
    await window.sidebar.getByText('draft · not pushed').waitFor({ state: 'hidden' });
  });

  step('a save over a newer version asks, as often as it is tried', async () => {
    await window.append('\n// mine');
    await other.change('getLastPoint', 'x = 1 // theirs');
    await window.save();
    await window.dialog(/changed on Walk by somebody else/).waitFor();
    await window.screenshot('conflict', { readme: true });
    await window.answerDialog(/changed on Walk/, 'Cancel');
    await window.notification(/Not saved\. “getLastPoint” has a newer version on Walk/).waitFor();
    assert.equal(await other.text('getLastPoint'), 'x = 1 // theirs');
    await window.dirty.waitFor();
    await window.clearNotifications();

    await window.save();
    await window.answerDialog(/changed on Walk/, 'Compare');
    await window.waitForTab(/getLastPoint \(Walk ↔ here\)/);
    await window.page.locator('.monaco-diff-editor').waitFor();
    await window.page.keyboard.press('Control+F4');
    await window.runCommand('View: Close Editor').catch(() => undefined);
    assert.equal(await other.text('getLastPoint'), 'x = 1 // theirs');

    await window.treeItem('getLastPoint').click();
    await window.waitForTab('getLastPoint.flux');
    await window.focusEditor();
    await window.save();
    await window.answerDialog(/changed on Walk/, 'Overwrite');
    await eventually(
      () => other.text('getLastPoint'),
      (text) => text.endsWith('// mine'),
    );
    await window.clearNotifications();
  });

  step('reload takes their version', async () => {
    await window.append('\n// mine again');
    await other.change(
      'getLastPoint',
      'from(bucket: params.mybucket)\n    |> range(start: -7d)\n    |> limit(n: 1)',
    );
    await window.save();
    await window.answerDialog(/changed on Walk/, 'Reload');
    await eventually(
      () => window.editorText(),
      (text) => !text.includes('mine') && text.includes('limit(n: 1)'),
    );
    await window.dirty.waitFor({ state: 'hidden' });
  });

  step('pull writes a file and remembers which script it is', async () => {
    await window.contextMenu(window.treeItem('co-alarm'), 'Pull Script…');
    await window.waitForTab('co-alarm.flux');
    assert.equal(readFileSync(file('co-alarm.flux'), 'utf8'), await other.text('co-alarm'));
    assert.deepEqual(JSON.parse(readFileSync(file('flux-scripts.json'), 'utf8')), {
      scripts: [{ file: 'co-alarm.flux', name: 'co-alarm' }],
    });
  });

  step('push sends a changed file', async () => {
    await window.append('// pushed from a file');
    await window.titleButton('Push').click();
    await eventually(
      () => other.text('co-alarm'),
      (text) => text.endsWith('// pushed from a file'),
    );
    await window.statusBar('Pushed co-alarm').waitFor();
  });

  step('pull over a changed file asks', async () => {
    await window.append('\n// not pushed');
    await window.save();
    await window.dirty.waitFor({ state: 'hidden' });
    await window.contextMenu(window.editor.locator('.view-lines'), 'Pull Script…');
    await window.answerDialog(/co-alarm\.flux has changes that Walk does not have/, 'Cancel');
    assert.match(readFileSync(file('co-alarm.flux'), 'utf8'), /not pushed/);
  });

  step('push of a file over a newer version asks', async () => {
    await other.change('co-alarm', 'y = 2 // theirs');
    await window.runCommand('Flux Scripts: Push Script');
    await window.answerDialog(/“co-alarm” was changed on Walk/, 'Cancel');
    assert.equal(await other.text('co-alarm'), 'y = 2 // theirs');
    await window.runCommand('Flux Scripts: Push Script');
    await window.answerDialog(/“co-alarm” was changed on Walk/, 'Overwrite');
    await eventually(
      () => other.text('co-alarm'),
      (text) => text.endsWith('// not pushed'),
    );
  });

  step('push of a new file asks for a name that is free, and a description', async () => {
    await commandOpen('cold-spots.flux');
    await window.runCommand('Flux Scripts: Push Script');
    await window.answer('New script on Walk (1/2)', 'getLastPoint');
    await window.promptSays(/“getLastPoint” exists on Walk/);
    await window.answer('New script on Walk (1/2)', 'cold-spots');
    await window.prompt('Description');
    await window.page.keyboard.press('Enter');
    await window.notification('“cold-spots” is on Walk now.').waitFor();
    await window.treeItem('cold-spots').waitFor();
    assert.equal((await other.script('cold-spots'))?.description, 'Readings below a temperature.');
    await window.clearNotifications();
  });

  step('invoke asks for the values in a form, checks them, and shows the results', async () => {
    await window.page.locator('.codelens-decoration a', { hasText: 'Invoke with Params' }).first().click();
    const results = await window.results();
    await results.locator('.form').waitFor();
    // The first empty field has the keys.
    await results.locator('.form .field:first-child input:focus').waitFor();
    await window.page.keyboard.type('last week');
    await results.getByText('“last week” is not a duration: type one such as').waitFor();
    await window.page.keyboard.press('Tab');
    await window.page.keyboard.type('seventy');
    await results.getByText('“seventy” is not a number').waitFor();
    await window.screenshot('invalid-value');
    await window.page.keyboard.press('Enter');
    await results.getByText('start and below have values that do not fit.').waitFor();
    await window.page.keyboard.type('-2h');
    await window.page.keyboard.press('Tab');
    await window.page.keyboard.type('73.8');
    await window.screenshot('invoke');
    await window.page.keyboard.press('Enter');
    await results.locator('.form').waitFor({ state: 'hidden' });
    await results.waitForSelector('.state.done');
    await results
      .locator('.grid .cell', { hasText: /\d{4}-\d\d-\d\dT/ })
      .first()
      .waitFor();
    const heads = ((await results.locator('.heads').textContent()) ?? '').replaceAll(/\s+/g, ' ');
    assert.match(heads, /_time.*_value/);
    assert.match(heads, /dateTime/);
    assert.match((await results.locator('.counts').textContent()) ?? '', /[1-9]\d* rows?/);
    // Only the columns in view exist; the keyboard goes to the others.
    await results.locator('.grid .cell').first().click();
    await window.page.keyboard.press('Control+End');
    await results.locator('.heads .head', { hasText: '_stop' }).waitFor();
    await window.page.keyboard.press('Control+Home');
    await window.screenshot('walk-results');
  });

  step('the last values come back', async () => {
    await window.contextMenu(window.treeItem('cold-spots'), 'Invoke with Params…');
    const results = await window.results();
    await results.locator('.form').waitFor();
    assert.equal(await results.locator('.form .field:first-child input.value').inputValue(), '-2h');
    await results.locator('.form .field:first-child input.value').press('Escape');
    await results.locator('.form').waitFor({ state: 'hidden' });
    // What ran before is still there, and its values can be edited.
    await results.getByRole('button', { name: 'Edit Values' }).click();
    await results.locator('.form').waitFor();
    await results.locator('.form .field:first-child input.value').press('Escape');
    await results.locator('.form').waitFor({ state: 'hidden' });
  });

  step('an error of the server is shown in the panel and said', async () => {
    await window.contextMenu(window.treeItem('getLastPoint'), 'Invoke with Params…');
    // The server's buckets are offered, and any other can be typed.
    await window.prompt('Invoke getLastPoint on Walk: mybucket');
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'air_sensor' }).waitFor();
    await window.answer('Invoke getLastPoint on Walk: mybucket', 'no_such_bucket');
    await window.notification(/Walk has no such bucket/).waitFor();
    const results = await window.results();
    await results.waitForSelector('.state.failed');
    assert.match(
      (await results.locator('.notice.failed, .placeholder').first().textContent()) ?? '',
      /no_such_bucket/,
    );
    await window.screenshot('error');
    await window.clearNotifications();
  });

  step('a script that was deleted elsewhere is said, and can be made again', async () => {
    await other.create('short-lived', 'from(bucket: params.b) |> range(start: -1h)');
    await window.runCommand('Flux Scripts: Refresh');
    await window.treeItem('short-lived').click();
    await window.waitForTab('short-lived.flux');
    await other.delete('short-lived');
    await window.contextMenu(window.treeItem('short-lived'), 'Invoke with Params…');
    await window.notification(/“short-lived” is not on Walk any more/).waitFor();
    await window.clearNotifications();
    // The results panel keeps the keyboard after a run.
    await window.page.locator('.tab.active', { hasText: 'short-lived.flux' }).click();
    await window.append('\n// kept');
    await window.save();
    await window.answerDialog(/“short-lived” was deleted on Walk/, 'Create It Again');
    await eventually(
      () => other.text('short-lived'),
      (text) => text.endsWith('// kept'),
    );
    await window.treeItem('short-lived').waitFor();
  });

  step('a server that is down is said in the sidebar and at a save, and loses nothing', async () => {
    await window.clearNotifications();
    sandbox.close();
    await window.runCommand('Flux Scripts: Refresh');
    await window.sidebar.getByText(/Walk cannot be reached/).waitFor();
    await window.treeItem('Try Again').waitFor();
    await window.treeItem('Enter Token…').waitFor();
    await window.screenshot('down');
    await window.append('\n// while it is down');
    await window.save();
    await window.notification(/Failed to save 'short-lived\.flux': .*cannot be reached/).waitFor();
    await window.dirty.waitFor();
  });

  step('the sandbox of the extension starts, lists its examples and stops', async () => {
    await window.clearNotifications();
    await window.runCommand('View: Close All Editors');
    await window.answerDialog('Do you want to save', "Don't Save");
    await window.runCommand('Flux Scripts: Try It in the Sandbox');
    await window.statusBar('Sandbox').waitFor();
    await window.treeItem('mean-per-sensor').click();
    await window.waitForTab('mean-per-sensor.flux');
    await window.page.locator('.codelens-decoration a', { hasText: 'Invoke with Params' }).first().click();
    // The script's comments document defaults: Enter is enough.
    const results = await window.results();
    await window.submitForm(results);
    await results.waitForSelector('.state.done');
    await results
      .locator('.grid .cell', { hasText: /\d{4}-\d\d-\d\dT/ })
      .first()
      .waitFor();
    await window.screenshot('overview', { readme: true });
    await window.runCommand('Flux Scripts: Stop the Sandbox');
    await window.statusBar('Walk').waitFor();
  });

  step('connections can be switched in the status bar, and removed with their tokens', async () => {
    await window.runCommand('Flux Scripts: Try It in the Sandbox');
    await window.statusBar('Sandbox').click();
    await window.pick('Walk');
    await window.statusBar('Walk').waitFor();
    await window.runCommand('Flux Scripts: Remove Connection…');
    await window.pick('Walk');
    await window.answerDialog('Remove the connection “Walk”?', 'Remove');
    await window.statusBar('Sandbox').waitFor();
    await window.treeItem('mean-per-sensor').waitFor();
  });
});
