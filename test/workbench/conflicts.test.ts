import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const text = (name: string) => `// ${name}
first = 1

from(bucket: params.bucket)
    |> range(start: -1h)
    |> filter(fn: (r) => r._measurement == "air")

last = 1
`;
const queue = Array.from({ length: 6 }, (_, index) => `queue-${index}`);
const scripts = ['lost', 'left', 'right', 'gone', 'gone-too', ...queue];

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let moody: Awaited<ReturnType<typeof startMoodyServer>>;
let server: WorkbenchServer;
let other: OtherClient;
let window: Workbench;

const step = stepsOf('conflicts', () => window);
const { row, prompt, ok, button, tickedRows, item, open, leave, unanswered, mergeResult } = syncHands(
  () => window,
);

const file = (name: string) => join(workspace, `${name}.flux`);
const read = (name: string) => readFileSync(file(name), 'utf8');
const says = async (name: string, words: string) => await item(name).filter({ hasText: words }).waitFor();
const change = async (name: string, comment: string) =>
  await other.change(name, `${await other.text(name)}// ${comment}\n`);

describe('conflicts, as a person settles them', () => {
  before(
    async () => {
      const extension = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'conflicts-'));
      sandbox = await startSandbox(['--no-sample-data']);
      moody = await startMoodyServer(sandbox.url);
      other = new OtherClient(sandbox);
      for (const name of scripts) {
        await other.create(name, text(name));
        writeFileSync(file(name), text(name));
      }
      // What a checkout brings: files that nobody has ever synced here, one of them unlike the server's.
      writeFileSync(file('lost'), text('lost').replace('first = 1', 'mine = 1'));
      await other.change('lost', text('lost').replace('last = 1', 'theirs = 1'));
      const manifest = { scripts: scripts.map((name) => ({ file: `${name}.flux`, name })) };
      writeFileSync(join(workspace, 'flux-scripts.json'), JSON.stringify(manifest));
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'fluxScripts.connections': [{ name: 'Dev', url: moody.url, tokenEnvironmentVariable: 'DEV_TOKEN' }],
        },
        env: { DEV_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
      await window.openSidebar();
      await says('lost', 'conflict');
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    moody?.close();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('without a base, what is the same needs no base, and what differs is asked about', async () => {
    await says('left', 'in sync');
    const [mine, theirs] = [read('lost'), await other.text('lost')];
    await open('lost.flux');
    await window.titleButton('Push').click();
    await window.dialog('“lost” differs on Dev, and it is not known here what the two began as.').waitFor();
    await window.screenshot('conflicts-no-base');
    await unanswered(/“lost”/);
    assert.equal(read('lost'), mine);
    assert.equal(await other.text('lost'), theirs);
  });

  step('without a base, two versions are merged and pushed', async () => {
    const theirs = await other.text('lost');
    await window.titleButton('Push').click();
    await window.answerDialog(/“lost”/, 'Merge');
    const merge = window.page.locator('.merge-editor');
    await merge.waitFor();
    await window.titleButton('Complete Merge').waitFor();
    // What both have is the base, so where they differ nothing is taken from either without being asked.
    await merge.getByText('2 Conflicts Remaining').waitFor();
    await window.screenshot('conflicts-no-base-merge');
    for (;;) {
      const choices = merge.getByText('Accept Combination');
      if ((await choices.count()) === 0) break;
      const before = await choices.count();
      await choices.first().click();
      await eventually(
        () => choices.count(),
        (count) => count < before,
      );
    }
    await eventually(mergeResult, (shown) => shown.includes('mine = 1') && shown.includes('theirs = 1'));
    await window.screenshot('conflicts-no-base-merged');
    assert.equal(await other.text('lost'), theirs);
    await window.titleButton('Complete Merge').click();
    await window.notification('“lost” is merged here; Dev does not have it yet.').waitFor();
    await window.answerNotification('“lost” is merged here', 'Push');
    await eventually(
      () => other.text('lost'),
      (now) => now.includes('mine = 1') && now.includes('theirs = 1'),
    );
    await says('lost', 'in sync');
    assert.equal(await other.text('lost'), read('lost'));
    await window.runCommand('View: Close All Editors');
  });

  step('push all replaces what the server has only where somebody says so', async () => {
    for (const name of ['left', 'right']) {
      appendFileSync(file(name), '// mine\n');
      await change(name, 'theirs');
    }
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Dev').waitFor();
    await row('left').waitFor();
    assert.deepEqual(await tickedRows(), []);
    await button('left', 'Overwrite the server’s version');
    await eventually(tickedRows, (names) => names.join() === 'left');
    await window.screenshot('conflicts-overwrite');
    await ok();
    await window.notification('Push to Dev: 1 updated.').waitFor();
    assert.equal(await other.text('left'), read('left'));
    assert.match(await other.text('right'), /\/\/ theirs\n$/);
    await says('left', 'in sync');
    await says('right', 'conflict');
    await window.clearNotifications();
  });

  step('pull all replaces what is here only where somebody says so', async () => {
    appendFileSync(file('left'), '// mine again\n');
    await change('left', 'theirs again');
    await window.runCommand('Flux Scripts: Pull All…');
    await prompt('Pull All from Dev').waitFor();
    await row('right').waitFor();
    assert.deepEqual(await tickedRows(), []);
    await button('right', 'Replace what is here');
    await eventually(tickedRows, (names) => names.join() === 'right');
    await ok();
    await window.notification('Pull from Dev: 1 updated.').waitFor();
    assert.equal(read('right'), await other.text('right'));
    assert.match(read('left'), /\/\/ mine again\n$/);
    await says('right', 'in sync');
    await window.clearNotifications();
  });

  step('overwrite all answers for all that are pulled together', async () => {
    for (const name of ['left', 'right']) {
      appendFileSync(file(name), '// to be replaced\n');
      await change(name, 'newest');
    }
    await says('right', 'modified here');
    await item('left').click();
    await item('right').click({ modifiers: ['Control'] });
    await window.contextMenu(item('right'), 'Pull Script…');
    await unanswered(/left\.flux has changes that Dev does not have/);
    assert.match(read('left'), /to be replaced/);
    await window.contextMenu(item('right'), 'Pull Script…');
    await window.answerDialog(/left\.flux has changes that Dev does not have/, 'Overwrite All');
    await eventually(
      async () => [read('left'), read('right')],
      (texts) => texts.every((now) => now.endsWith('// newest\n')),
    );
    assert.equal(read('left'), await other.text('left'));
    assert.equal(read('right'), await other.text('right'));
    await window.runCommand('View: Close All Editors');
  });

  step('a script that was deleted there is made again from its file', async () => {
    await other.delete('gone');
    await open('gone.flux');
    await window.append('// mine\n');
    await window.titleButton('Push').click();
    await unanswered('“gone” was deleted on Dev.');
    assert.equal(await other.script('gone'), undefined);
    await window.titleButton('Push').click();
    await window.dialog('“gone” was deleted on Dev.').waitFor();
    await window.screenshot('conflicts-deleted');
    await window.answerDialog('“gone” was deleted on Dev.', 'Create It Again');
    await eventually(
      () => other.text('gone'),
      (now) => now === `${text('gone')}// mine\n`,
    );
    await says('gone', 'in sync');
    await window.titleButton('Push').click();
    await window.statusBar('gone is on the server as it is here').waitFor();
    await window.runCommand('View: Close All Editors');
  });

  step('in the plan, too, a script that was deleted there is made again', async () => {
    await other.delete('gone-too');
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Dev').waitFor();
    await row('gone-too').waitFor();
    assert.deepEqual(await tickedRows(), []);
    await leave('Push All to Dev');
    assert.equal(await other.script('gone-too'), undefined);
    await window.runCommand('Flux Scripts: Push All…');
    await row('gone-too').waitFor();
    await button('gone-too', 'Overwrite the server’s version');
    await eventually(tickedRows, (names) => names.join() === 'gone-too');
    await ok();
    await window.notification('Push to Dev: 1 created.').waitFor();
    assert.equal(await other.text('gone-too'), read('gone-too'));
    assert.equal((await other.script('gone-too'))?.description, 'made elsewhere');
    await says('gone-too', 'in sync');
    await window.clearNotifications();
  });

  step('a push of many is cancelled half-way, and says what it has done', async () => {
    for (const name of queue) appendFileSync(file(name), '// mine\n');
    for (const name of queue) await says(name, 'modified here');
    moody.become('slow');
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Dev').waitFor();
    await row('queue-5').waitFor();
    assert.deepEqual(await tickedRows(), queue);
    await ok();
    await eventually(pushed, (names) => names.length >= 2);
    await window.answerNotification('Push to Dev…', 'Cancel');
    const summary = window.notification(
      /Push to Dev: \d updated, \d not begun\. Run it again: it does the rest\./,
    );
    await summary.waitFor();
    await window.screenshot('conflicts-cancelled');
    moody.become('willing');
    const done = await pushed();
    assert.ok(done.length >= 2 && done.length < queue.length, done.join());
    const said = (await summary.textContent()) ?? '';
    assert.ok(said.includes(`${done.length} updated, ${queue.length - done.length} not begun`), said);
    await window.answerNotification('Push to Dev', 'Show Details');
    await window.waitForTab('summary.md');
    const details = await window.editorText();
    for (const name of queue) {
      assert.ok(details.includes(`**${done.includes(name) ? 'updated' : 'not begun'}**: ${name} `), details);
    }
    for (const name of queue) await says(name, done.includes(name) ? 'in sync' : 'modified here');
    await window.clearNotifications();
  });

  step('the next run does the rest', async () => {
    const done = await pushed();
    await window.runCommand('Flux Scripts: Push All…');
    await prompt('Push All to Dev').waitFor();
    await row('queue-5').waitFor();
    assert.deepEqual(
      await tickedRows(),
      queue.filter((name) => !done.includes(name)),
    );
    await ok();
    await window.notification(`Push to Dev: ${queue.length - done.length} updated.`).waitFor();
    assert.deepEqual(await pushed(), queue);
    await window.clearNotifications();
    await window.runCommand('Flux Scripts: Push All…');
    await window.notification('There is nothing to push to Dev.').waitFor();
  });
});

/** Those of the queue that the server has as they are here. */
async function pushed(): Promise<string[]> {
  const now = await other.scripts();
  return queue.filter((name) => now.find((script) => script.name === name)?.script === read(name));
}
