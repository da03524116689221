import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';
import { syncHands } from './syncHands.ts';

const script = 'import "array"\n\narray.from(rows: [{n: params.count}])\n';

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let listener: Server;
/** Each connection to the server that the settings name, whoever makes it. */
const contacts: Socket[] = [];
let server: WorkbenchServer;
let window: Workbench;

const step = stepsOf('trust', () => window);
const { open, item } = syncHands(() => window);

describe('a workspace that is not trusted', () => {
  before(
    async () => {
      const extension = await packaged();
      sandbox = await startSandbox(['--no-sample-data']);
      await new OtherClient(sandbox).create('count', script);
      listener = createServer((socket) => {
        contacts.push(socket);
        const behind = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
        for (const each of [socket, behind]) each.on('error', () => {});
        socket.pipe(behind).pipe(socket);
      });
      await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
      const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
      workspace = mkdtempSync(join(tmpdir(), 'trust-'));
      mkdirSync(join(workspace, '.vscode'));
      const theirs = { name: 'Theirs', url, tokenEnvironmentVariable: 'TEST_TOKEN', allowInsecureTls: true };
      const settings = { 'fluxScripts.connections': [theirs, { name: 'Broken', url: 'nowhere at all' }] };
      writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
      writeFileSync(join(workspace, 'count.flux'), script);
      const manifest = { scripts: [{ file: 'count.flux', name: 'count' }] };
      writeFileSync(join(workspace, 'flux-scripts.json'), JSON.stringify(manifest));
      server = await startServer({
        workspace,
        extension,
        restricted: true,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'security.workspace.trust.startupPrompt': 'never',
          'fluxScripts.connections': [{ name: 'Mine', url, tokenEnvironmentVariable: 'TEST_TOKEN' }],
        },
        env: { TEST_TOKEN: sandbox.token },
      });
      window = await Workbench.open(server.url);
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    for (const socket of contacts) socket.destroy();
    listener?.close();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('it opens in restricted mode', async () => {
    await window.statusBar('Restricted Mode').waitFor();
  });

  step('what does not compile is underlined', async () => {
    await open('count.flux');
    await window.append('mistake = rnge');
    await window.squiggles.first().waitFor();
    await window.runCommand('File: Revert File');
    await window.squiggles.first().waitFor({ state: 'hidden' });
  });

  step('params. completes the keys', async () => {
    await window.append('x = params.');
    await window.suggestions.filter({ hasText: 'count' }).first().waitFor();
    await window.page.keyboard.press('Escape');
    await window.runCommand('File: Revert File');
  });

  step('the sidebar says why there is nothing, and what helps', async () => {
    await window.openSidebar();
    await window.sidebar.getByText(/restricted mode.* no server is contacted/).waitFor();
    await window.sidebar.locator('.monaco-button', { hasText: 'Manage Workspace Trust' }).waitFor();
    assert.equal(await window.sidebar.locator('.monaco-button', { hasText: 'Sandbox' }).count(), 0);
    await window.screenshot('trust-sidebar');
  });

  for (const [command, undone] of [
    ['Invoke with Params…', 'no server is contacted'],
    ['Push Script', 'no server is contacted'],
    ['Run Draft with Params…', 'no server is contacted'],
    ['Add Connection…', 'no server is contacted'],
    ['Try It in the Sandbox', 'the sandbox is not started'],
  ] as const) {
    step(`“${command}” says that it waits for trust`, async () => {
      const words = `This workspace is not trusted, so ${undone}.`;
      await window.runCommand(`Flux Scripts: ${command}`);
      const message = window.notification(words);
      await message.locator('.monaco-button', { hasText: 'Manage Workspace Trust' }).waitFor();
      if (command === 'Push Script') await window.screenshot('trust-message');
      await window.clearNotifications();
    });
  }

  step('nobody has been contacted, and nothing of the workspace’s settings was read', async () => {
    assert.equal(contacts.length, 0);
    assert.equal(await window.notification(/Broken/).count(), 0);
  });

  step('once it is trusted the scripts are there, and run', async () => {
    await window.sidebar.locator('.monaco-button', { hasText: 'Manage Workspace Trust' }).click();
    const editor = window.page.locator('.workspace-trust-editor');
    await editor.locator('.monaco-button', { hasText: /^Trust$/ }).click();
    await window.statusBar('Mine').waitFor();
    await item('count').filter({ hasText: 'in sync' }).waitFor();
    // What is wrong with the workspace's settings was nobody's business before.
    await window.notification(/Broken/).waitFor();
    await window.screenshot('trust-granted');
    await window.clearNotifications();
    await open('count.flux');
    await window.titleButton('Invoke').click();
    await window.answer('Invoke count on Mine', '7');
    await (await window.results()).waitForSelector('.state.done');
    assert.ok(contacts.length > 0);
  });

  step('the workspace’s own connection is there too, and gets no token of mine', async () => {
    const before = contacts.length;
    await window.runCommand('Flux Scripts: Switch Connection…');
    await window.pick('Theirs');
    await window.sidebar.getByText('There is no token for Theirs.').waitFor();
    assert.equal(contacts.length, before);
  });
});
