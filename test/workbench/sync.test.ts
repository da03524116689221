import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { eventually, OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { startMoodyServer } from './moodyServer.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';
import { syncHands } from './syncHands.ts';

/** Two places, so that two people's changes are far enough apart to be merged. */
const text = (name: string) => `// ${name}
first = 1

from(bucket: params.bucket)
    |> range(start: -1h)
    |> filter(fn: (r) => r._measurement == "air")
    |> limit(n: 10)

last = 1
`;
const scripts = ['alpha', 'beta', 'gamma', 'delta', 'a/b: c..d'];

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let production: Awaited<ReturnType<typeof startSandbox>>;
let moody: Awaited<ReturnType<typeof startMoodyServer>>;
let server: WorkbenchServer;
let other: OtherClient;
let prod: OtherClient;
let window: Workbench;

const step = stepsOf('sync', () => window);

const file = (name: string) => join(workspace, name);
const read = (name: string) => readFileSync(file(name), 'utf8');
const { row, prompt, press, tick, ok, tickedRows, item, open, leave, unanswered, mergeResult } = syncHands(
  () => window,
);

describe('push, pull, merge and compare, as a person does', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'sync-'));
      [sandbox, production] = await Promise.all([
        startSandbox(['--no-sample-data']),
        startSandbox(['--no-sample-data']),
      ]);
      moody = await startMoodyServer(production.url);
      [other, prod] = [new OtherClient(sandbox), new OtherClient(production)];
      for (const name of scripts) await other.create(name, text(name));
      for (const name of ['alpha', 'beta']) await prod.create(name, text(name));
      await prod.create('only-prod', text('only-prod'));
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'fluxScripts.connections': [
            { name: 'Dev', url: sandbox.url, tokenEnvironmentVariable: 'DEV_TOKEN' },
            { name: 'Live', url: moody.url, tokenEnvironmentVariable: 'LIVE_TOKEN', production: true },
          ],
        },
        env: { DEV_TOKEN: sandbox.token, LIVE_TOKEN: production.token },
      });
      window = await Workbench.open(server.url);
      await window.openSidebar();
      await item('alpha').waitFor();
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    sandbox?.close();
    moody?.close();
    production?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('with nothing open and nothing selected each command asks, or says what to do', async () => {
    await window.runCommand('Flux Scripts: Push All…');
    await window.notification('There is nothing to push to Dev.').waitFor();
    await window.clearNotifications();
    await window.runCommand('Flux Scripts: Compare with Connection…');
    await leave('Compare with Connection');
    await window.runCommand('Flux Scripts: Pull Script…');
    await leave('Pull Script');
    await window.runCommand('Flux Scripts: Compare Server with Last Synced');
    await window.answer('Compare with Last Synced', 'alpha');
    await window.notification(/“alpha” was not pulled from Dev or pushed to it from here yet/).waitFor();
    await window.clearNotifications();
    assert.deepEqual(readdirSync(workspace), []);
  });

  step('Esc at the plan writes nothing; the plan pulls everything, to the byte', async () => {
    await window.runCommand('Flux Scripts: Pull All…');
    await prompt('Pull All from Dev').waitFor();
    await row('alpha').first().waitFor();
    await window.screenshot('sync-pull-plan');
    await leave('Pull All from Dev');
    assert.deepEqual(readdirSync(workspace), []);
    await window.runCommand('Flux Scripts: Pull All…');
    await prompt('Pull All from Dev').waitFor();
    await press('Enter');
    await window.notification(`Pull from Dev: ${scripts.length} created.`).waitFor();
    await window.clearNotifications();
    assert.deepEqual(readdirSync(workspace).sort(), [
      'a-b- c..d.flux',
      'alpha.flux',
      'beta.flux',
      'delta.flux',
      'flux-scripts.json',
      'gamma.flux',
    ]);
    assert.equal(read('a-b- c..d.flux'), text('a/b: c..d'));
  });

  step('after a pull there is nothing to push, also when only line ends differ', async () => {
    writeFileSync(file('delta.flux'), text('delta').replaceAll('\n', '\r\n'));
    await window.runCommand('Flux Scripts: Push All…');
    await window.notification('There is nothing to push to Dev.').waitFor();
    await window.clearNotifications();
    await window.runCommand('Flux Scripts: Pull All…');
    await window.notification('There is nothing to pull from Dev.').waitFor();
    await window.clearNotifications();
    assert.match(read('delta.flux'), /\r\n/);
  });

  step('the first push after a pull sends the change, without a question', async () => {
    await open('alpha.flux');
    await window.append('// mine\n');
    await window.titleButton('Push').click();
    await eventually(
      () => other.text('alpha'),
      (now) => now.endsWith('// mine\n'),
    );
  });

  step('auto save writes the file, and never the server', async () => {
    await window.runCommand('File: Toggle Auto Save');
    await window.append('// saved\n');
    await eventually(
      async () => read('alpha.flux'),
      (now) => now.endsWith('// saved\n'),
    );
    await item('alpha').filter({ hasText: 'modified here' }).waitFor();
    await window.runCommand('File: Toggle Auto Save');
    assert.doesNotMatch(await other.text('alpha'), /saved/);
    writeFileSync(file('alpha.flux'), await other.text('alpha'));
    await eventually(
      () => window.editorText(),
      (shown) => !shown.includes('saved'),
    );
  });

  step('what does not compile asks, and Esc sends nothing', async () => {
    await window.append('mistake = rnge\n');
    await window.titleButton('Push').click();
    await window.dialog('“alpha” does not compile.').waitFor();
    await window.screenshot('sync-errors');
    await unanswered('“alpha” does not compile.');
    assert.doesNotMatch(await other.text('alpha'), /rnge/);
    await press('Control+z');
    writeFileSync(file('alpha.flux'), await other.text('alpha'));
    await window.runCommand('File: Revert File');
  });

  step('a conflict asks at every entry, as often as it is tried; Esc sends nothing', async () => {
    await open('beta.flux');
    writeFileSync(file('beta.flux'), text('beta').replace('first = 1', 'first = 2'));
    const theirs = text('beta').replace('last = 1', 'last = 3');
    await other.change('beta', theirs);
    const question = /“beta” was changed on Dev by somebody else/;
    await eventually(
      () => window.editorText(),
      (shown) => shown.includes('first = 2'),
    );
    const entries: (() => Promise<void>)[] = [
      () => window.titleButton('Push').click(),
      () => window.titleButton('Push').click(),
      () => window.runCommand('Flux Scripts: Push Script'),
      () => window.contextMenu(window.editor.locator('.view-lines'), 'Push Script'),
      () => window.contextMenu(item('beta'), 'Push Script'),
    ];
    for (const enter of entries) {
      await enter();
      await unanswered(question);
      assert.equal(await other.text('beta'), theirs);
    }
    await window.runCommand('Flux Scripts: Push All…');
    await row('beta').first().waitFor();
    await window.screenshot('sync-push-plan');
    await leave('Push All to Dev');
    assert.equal(await other.text('beta'), theirs);
  });

  step('merge opens the merge editor, and closing it leaves everything as it was', async () => {
    await open('beta.flux');
    await window.titleButton('Push').click();
    await window.dialog(/“beta” was changed on Dev/).waitFor();
    await window.screenshot('sync-conflict');
    await window.answerDialog(/“beta” was changed on Dev/, 'Merge');
    await window.waitForTab(/beta\.flux/);
    await window.page.locator('.merge-editor').waitFor();
    await eventually(mergeResult, (shown) => /last = 3/.test(shown));
    await window.screenshot('merge', { readme: true });
    await window.runCommand('View: Close Editor');
    await window.answerDialog('Do you want to save the changes you made to beta.flux?', "Don't Save");
    assert.equal(read('beta.flux'), text('beta').replace('first = 1', 'first = 2'));
    await window.runCommand('Flux Scripts: Push Script');
    await unanswered(/“beta” was changed on Dev/);
  });

  step('a push waits for the merge; a complete one is pushed without a question', async () => {
    await window.runCommand('Flux Scripts: Merge with Server…');
    await window.page.locator('.merge-editor').waitFor();
    await eventually(mergeResult, (shown) => /last = 3/.test(shown));
    await window.runCommand('Flux Scripts: Push Script');
    await window.notification('The merge is not complete.').waitFor();
    await window.clearNotifications();
    await window.titleButton('Complete Merge').click();
    await window.notification('“beta” is merged here; Dev does not have it yet.').waitFor();
    await window.screenshot('sync-merged');
    const merged = text('beta').replace('first = 1', 'first = 2').replace('last = 1', 'last = 3');
    assert.equal(read('beta.flux'), merged);
    await window.answerNotification('“beta” is merged here', 'Push');
    await eventually(
      () => other.text('beta'),
      (now) => now === merged,
    );
    await item('beta').filter({ hasText: 'in sync' }).waitFor();
  });

  step('a version after the one that was merged is a conflict again', async () => {
    await open('beta.flux');
    await window.append('// mine\n');
    await window.save();
    await other.change('beta', `${await other.text('beta')}// theirs\n`);
    await window.runCommand('Flux Scripts: Merge with Server…');
    await window.page.locator('.merge-editor').waitFor();
    await eventually(mergeResult, (shown) => !shown.includes('mine'));
    await window.page.locator('.merge-editor').getByText('Accept Combination').first().click();
    await eventually(mergeResult, (shown) => shown.includes('mine') && shown.includes('theirs'));
    await window.titleButton('Complete Merge').click();
    await window.notification('“beta” is merged here').waitFor();
    const later = 'a = 1 // later\n';
    await other.change('beta', later);
    await window.answerNotification('“beta” is merged here', 'Push');
    await unanswered(/“beta” was changed on Dev/);
    assert.equal(await other.text('beta'), later);
    await window.runCommand('Flux Scripts: Push Script');
    await window.answerDialog(/“beta” was changed on Dev/, 'Overwrite');
    await eventually(
      () => other.text('beta'),
      (now) => now.includes('// mine') && now.includes('// theirs'),
    );
  });

  step('a remote document is merged, too, and nothing is sent before it is pushed', async () => {
    await item('gamma').click();
    await window.page.locator('.tab.active', { hasText: 'gamma.flux' }).waitFor();
    await window.focusEditor();
    await window.append('// mine\n');
    const theirs = text('gamma').replace('first = 1', 'first = 3');
    await other.change('gamma', theirs);
    await window.save();
    await window.answerDialog(/“gamma” was changed on Dev/, 'Merge');
    await window.page.locator('.merge-editor').waitFor();
    await eventually(mergeResult, (shown) => shown.includes('first = 3') && shown.includes('// mine'));
    await window.screenshot('sync-merge-remote');
    assert.equal(await other.text('gamma'), theirs);
    await window.titleButton('Complete Merge').click();
    await window.notification('“gamma” is merged here').waitFor();
    assert.equal(await other.text('gamma'), theirs);
    await window.answerNotification('“gamma” is merged here', 'Push');
    await eventually(
      () => other.text('gamma'),
      (now) => now === `${theirs}// mine\n`,
    );
    await window.runCommand('View: Close All Editors');
  });

  step('a pull over what is not pushed asks; Esc keeps it', async () => {
    await open('delta.flux');
    await window.append('// not saved\n');
    await window.titleButton('Pull').click();
    await unanswered(/delta\.flux has changes that Dev does not have/);
    assert.match(await window.editorText(), /not saved/);
    await window.titleButton('Pull').click();
    await window.answerDialog(/delta\.flux has changes/, 'Overwrite');
    await eventually(
      () => window.editorText(),
      (shown) => !shown.includes('not saved'),
    );
    await window.dirty.waitFor({ state: 'hidden' });
    assert.match(read('delta.flux'), /last = 1\r\n$/);
  });

  step('several at once: what was kept is kept, what was not asked for stays', async () => {
    for (const name of ['alpha', 'beta']) appendFileSync(file(`${name}.flux`), '// kept\n');
    await other.change('gamma', `${await other.text('gamma')}// newer\n`);
    await item('alpha').filter({ hasText: 'modified here' }).waitFor();
    await item('beta').filter({ hasText: 'modified here' }).waitFor();
    await item('alpha').click();
    await window.page.keyboard.down('Shift');
    await item('gamma').click();
    await window.page.keyboard.up('Shift');
    await window.contextMenu(item('beta'), 'Pull Script…');
    await window.dialog(/alpha\.flux has changes that Dev does not have/).waitFor();
    await window.screenshot('sync-pull-several');
    await window.answerDialog(/alpha\.flux has changes that Dev does not have/, 'Keep All');
    await eventually(
      async () => read('gamma.flux'),
      (now) => now.endsWith('// newer\n'),
    );
    assert.match(read('alpha.flux'), /kept/);
    assert.match(read('beta.flux'), /kept/);
    await window.runCommand('View: Close All Editors');
  });

  step('push all does what is ticked, and names what failed', async () => {
    rmSync(file('delta.flux'));
    writeFileSync(file('query.sql'), 'select 1\n');
    const manifest = JSON.parse(read('flux-scripts.json'));
    manifest.scripts.push({ file: 'query.sql', name: 'query' });
    writeFileSync(file('flux-scripts.json'), JSON.stringify(manifest));
    await item('query').waitFor();
    await item('delta').filter({ hasText: 'deleted here' }).waitFor();
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Dev').waitFor();
    await row('delta').waitFor();
    assert.deepEqual(await tickedRows(), ['query', 'alpha', 'beta']);
    await window.screenshot('sync-push-all');
    await row('alpha').hover();
    await row('alpha').getByLabel('Show Changes').click();
    await window.page.locator('.monaco-diff-editor').waitFor();
    await window.screenshot('sync-push-all-diff');
    await prompt('Push All to Dev').waitFor();
    await tick('beta');
    await other.change('alpha', `${await other.text('alpha')}// meanwhile\n`);
    await ok();
    await window
      .notification(
        /Push to Dev: 1 created, 1 in conflict\. “alpha” was changed on the server in the meantime/,
      )
      .waitFor();
    await window.answerNotification('Push to Dev', 'Show Details');
    await window.waitForTab('summary.md');
    await window.screenshot('sync-summary');
    assert.match(await other.text('alpha'), /\/\/ mine\n\/\/ meanwhile\n$/);
    assert.match(read('alpha.flux'), /kept/);
    assert.doesNotMatch(await other.text('beta'), /kept/);
    assert.notEqual(await other.text('delta'), '');
    assert.equal((await other.script('query'))?.language, 'sql');
    await window.clearNotifications();
  });

  step('a second run does the rest; deletions are ticked by hand', async () => {
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Dev').waitFor();
    await row('alpha').waitFor();
    assert.deepEqual(await tickedRows(), ['beta']);
    // A conflict cannot be ticked; its button says that the other side is to be replaced, and ticks it.
    await tick('alpha');
    await eventually(tickedRows, (names) => names.join() === 'beta');
    await row('alpha').hover();
    await row('alpha').getByLabel('Overwrite the server’s version').click();
    await eventually(tickedRows, (names) => names.length === 2);
    await window.screenshot('sync-push-all-overwrite');
    await tick('delta');
    await ok();
    await window.notification('Push to Dev: 2 updated, 1 deleted.').waitFor();
    assert.match(await other.text('beta'), /kept/);
    assert.equal(await other.script('delta'), undefined);
    await window.clearNotifications();
  });

  step('two connections are compared', async () => {
    await window.runCommand('Flux Scripts: Compare Connections…');
    await window.pick('Live');
    await prompt('Dev ↔ Live').waitFor();
    await row('only-prod').waitFor();
    await window.screenshot('sync-compare');
    await window.pick('Show all 2 differences');
    await window.waitForTab('Dev ↔ Live');
    await window.screenshot('sync-compare-all');
    await window.runCommand('View: Close All Editors');
    await open('alpha.flux');
    await window.runCommand('Flux Scripts: Compare with Connection…');
    await window.pick('Live');
    await window.waitForTab('alpha (Dev ↔ Live)');
    await open('alpha.flux');
    await other.change('alpha', `${await other.text('alpha')}// newest\n`);
    await window.runCommand('Flux Scripts: Compare Server with Last Synced');
    await window.waitForTab('alpha (last synced ↔ Dev)');
    await window.screenshot('sync-compare-base');
    await window.runCommand('View: Close All Editors');
  });

  step('what is not saved of a remote document outlives a reload, and so does what it began as', async () => {
    await window.contextMenu(item('beta'), 'Open Script');
    await window.page.locator('.tab.active', { hasText: 'beta.flux' }).waitFor();
    await window.append('// over night\n');
    await window.dirty.waitFor();
    const theirs = `${await other.text('beta')}// meanwhile\n`;
    await other.change('beta', theirs);
    // A backup is written some moments after the last keystroke.
    await window.page.waitForTimeout(3000);
    await window.page.reload();
    await window.page.waitForSelector('.monaco-workbench .part.activitybar');
    // Which of the editors is in front is the window's own memory.
    await window.page.locator('.tab', { hasText: 'beta.flux' }).click();
    await window.dirty.waitFor();
    await eventually(
      () => window.editorText(),
      (shown) => shown.includes('over night') && !shown.includes('meanwhile'),
    );
    await item('alpha').waitFor();
    assert.equal(await other.text('beta'), theirs);
    await window.focusEditor();
    await window.save();
    await unanswered(/“beta” was changed on Dev/);
    assert.equal(await other.text('beta'), theirs);
    await window.clearNotifications();
    await window.runCommand('File: Revert File');
    await window.runCommand('View: Close All Editors');
  });

  step('a push to production asks, naming the connection', async () => {
    await window.statusBar('Dev').click();
    await window.pick('Live');
    await item('only-prod').waitFor();
    await window.contextMenu(item('only-prod'), 'Open Script');
    await window.page.locator('.tab.active', { hasText: 'only-prod.flux' }).waitFor();
    await window.append('// from here\n');
    await window.save();
    await window.dialog('Push “only-prod” to Live?').waitFor();
    await window.screenshot('sync-production');
    await unanswered('Push “only-prod” to Live?');
    assert.doesNotMatch(await prod.text('only-prod'), /from here/);
    await window.clearNotifications();
    await window.save();
    await window.answerDialog('Push “only-prod” to Live?', 'Push to Live');
    await eventually(
      () => prod.text('only-prod'),
      (now) => now.endsWith('// from here\n'),
    );
    const before = await prod.text('alpha');
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Live').waitFor();
    await ok();
    await unanswered(/Push .* to Live\?/);
    assert.equal(await prod.text('alpha'), before);
  });

  step('a lost answer is found out and told', async () => {
    moody.become('losesAnswers');
    await window.runCommand('View: Close All Editors');
    await window.contextMenu(item('only-prod'), 'Open Script');
    await window.page.locator('.tab.active', { hasText: 'only-prod.flux' }).waitFor();
    await window.append('// lost\n');
    await window.save();
    await window.answerDialog('Push “only-prod” to Live?', 'Push to Live');
    await window.notification(/The answer of Live was lost on the way; .* it has your change/).waitFor();
    await window.dirty.waitFor({ state: 'hidden' });
    assert.match(await prod.text('only-prod'), /\/\/ lost\n$/);
    moody.become('willing');
    await window.clearNotifications();
  });

  step('a token that may only read makes documents read-only, and says so', async () => {
    moody.become('readOnly');
    await window.append('// refused\n');
    await window.save();
    await window.answerDialog('Push “only-prod” to Live?', 'Push to Live');
    await window.notification(/The token for Live has no permission for this/).waitFor();
    await window.screenshot('sync-read-only');
    await window.clearNotifications();
    assert.match(await window.editorText(), /refused/);
    // What was written can still be copied, and saved with another token.
    await window.runCommand('File: Revert File');
    await window.append('x');
    await window.page.locator('.monaco-editor-overlaymessage', { hasText: /read-only/ }).waitFor();
    assert.doesNotMatch(await window.editorText(), /x$/);
    assert.doesNotMatch(await prod.text('only-prod'), /refused/);
  });
});
