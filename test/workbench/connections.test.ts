import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { Authority, forwardTo, type Listening, serveTls } from '../influx/tlsServer.ts';
import { eventually } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';

const passphrase = 'a passphrase that is kept nowhere';

let folder: string;
let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let authority: Authority;
let strict: Listening;
let server: WorkbenchServer;
let window: Workbench;

const step = stepsOf('connections', () => window, 90_000);

/** The names of the connections in a file of settings. */
function kept(file: string): string[] {
  try {
    const { 'fluxScripts.connections': connections = [] } = JSON.parse(readFileSync(file, 'utf8'));
    return connections.map(({ name }: { name: string }) => name);
  } catch {
    return [];
  }
}
const here = () => kept(join(workspace, '.vscode', 'settings.json'));
const everywhere = () => kept(join(server.data, 'user', 'User', 'settings.json'));
const are = (names: () => string[], wanted: string[]) =>
  eventually(
    () => Promise.resolve(names()),
    (found) => found.join() === wanted.join(),
  );

describe('connections: where they are kept, and working on any of them', () => {
  before(
    async () => {
      const vsix = await packaged();
      workspace = mkdtempSync(join(tmpdir(), 'connections-'));
      folder = mkdtempSync(join(tmpdir(), 'connections-cli-'));
      sandbox = await startSandbox();
      authority = new Authority();
      const certificate = authority.issue('server', 'IP:127.0.0.1');
      const client = authority.issue('client', 'DNS:client.example');
      const asking = { ...certificate, ca: authority.own.cert, requestCert: true };
      strict = await serveTls(asking, forwardTo(sandbox.url));
      const configs = join(folder, 'configs');
      writeFileSync(
        configs,
        `[of-the-cli]\nurl = "${sandbox.url}"\ntoken = "${sandbox.token}"\nactive = true\n`,
      );
      server = await startServer({
        workspace,
        extension: vsix,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'fluxScripts.connections': [
            {
              name: 'Locked',
              url: `https://127.0.0.1:${strict.port}`,
              ca: authority.own.certFile,
              certificate: client.certFile,
              key: authority.encrypted(client, passphrase, false),
            },
          ],
        },
        env: { INFLUX_CONFIGS_PATH: configs },
      });
      server.secrets.add(sandbox.token).add(passphrase);
      window = await Workbench.open(server.url);
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    await strict?.[Symbol.asyncDispose]();
    authority?.[Symbol.dispose]();
    sandbox?.close();
    await server?.close();
    for (const each of [workspace, folder]) if (each) rmSync(each, { recursive: true, force: true });
  });

  step('a client key that is encrypted: its passphrase is asked for, and opens it', async () => {
    await window.openSidebar();
    await window.treeItem('Enter Token…').click();
    await window.answer('API token for https://127.0.0.1', sandbox.token);
    await window.treeItem('Enter Key Passphrase…').waitFor();
    await window.sidebar
      .getByText(/Locked cannot be asked: .*is encrypted, and its passphrase is missing/)
      .waitFor();
    await window.treeItem('Enter Key Passphrase…').click();
    await window.answer('Passphrase of ', 'another one');
    await window.sidebar.getByText(/does not open with the passphrase that is known/).waitFor();
    await window.runCommand('Flux Scripts: Enter Key Passphrase…');
    await window.answer('Passphrase of ', passphrase);
    await window.treeItem('filter-and-group').waitFor();
  });

  step('what the influx CLI knows is imported from the palette, into the workspace', async () => {
    await window.runCommand('Flux Scripts: Import Connections…');
    await window.prompt('Import Which Connections?');
    // The one that is active there is chosen already.
    await window.page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
    await window.pick('In This Workspace');
    await window.statusBar('of-the-cli').waitFor();
    await window.treeItem('filter-and-group').waitFor();
    assert.deepEqual(here(), ['of-the-cli']);
    assert.deepEqual(everywhere(), ['Locked']);
  });

  step('one that is added is kept everywhere, if that is wanted', async () => {
    await window.runCommand('Flux Scripts: Add Connection…');
    await window.pick('Another Address…');
    await window.answer('Address of the InfluxDB server', sandbox.url);
    await window.answer('API token', sandbox.token);
    await window.answer('What to call it', 'Mine');
    await window.page.getByPlaceholder(/Where to keep it\? The token goes to neither/).waitFor();
    await window.pick('Everywhere');
    await window.statusBar('Mine').waitFor();
    await are(everywhere, ['Locked', 'Mine']);
    assert.deepEqual(here(), ['of-the-cli']);
  });

  step('any connection can be tested, the active one first', async () => {
    await window.runCommand('Flux Scripts: Test Connection');
    await window.prompt('Test Which Connection?');
    const rows = window.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().filter({ hasText: 'Mine' }).filter({ hasText: 'active' }).waitFor();
    assert.equal(await rows.count(), 3);
    await window.pick('of-the-cli');
    await window.notification(/of-the-cli works: .*organization sandbox/).waitFor();
    await window.clearNotifications();
    await window.statusBar('Mine').waitFor();
  });

  step('any can be edited, where it is kept', async () => {
    await window.runCommand('Flux Scripts: Edit Connection…');
    await window.pick('of-the-cli');
    await window.answer('Address of the InfluxDB server', sandbox.url);
    await window.answer('Leave it empty to keep the one that is stored', '');
    await window.answer('What to call it', 'Ours');
    await window.statusBar('Ours').waitFor();
    await window.treeItem('filter-and-group').waitFor();
    await are(here, ['Ours']);
    assert.deepEqual(everywhere(), ['Locked', 'Mine']);
  });

  step('any can get another token', async () => {
    await window.runCommand('Flux Scripts: Enter Token…');
    await window.pick('Mine');
    await window.answer('API token for http', 'not-the-token');
    await window.statusBar('Ours').click();
    await window.pick('Mine');
    await window.sidebar.getByText(/Mine does not accept the token/).waitFor();
    await window.runCommand('Flux Scripts: Test Connection');
    await window.pick('Mine');
    await window.answerDialog(/Mine does not work: token.*does not accept the token/s, 'Cancel');
  });

  step('any can be removed, where it is kept', async () => {
    for (const name of ['Mine', 'Ours']) {
      await window.runCommand('Flux Scripts: Remove Connection…');
      await window.pick(name);
      await window.answerDialog(`Remove the connection “${name}”?`, 'Remove');
    }
    await window.statusBar('Locked').waitFor();
    await are(everywhere, ['Locked']);
    await are(here, []);
  });

  step('a server that has only functions, as scripts were called before, is used through them', async () => {
    for (const path of ['/api/v2/scripts', '/api/v2/scripts/*']) {
      const response = await fetch(`${sandbox.url}/sandbox/faults`, {
        method: 'POST',
        headers: { authorization: `Token ${sandbox.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ fault: '404;message=path not found', path, times: 1000 }),
      });
      assert.equal(response.status, 201);
    }
    await window.runCommand('Flux Scripts: Refresh');
    // The types come from the text.
    await window.treeItem('filter-and-group').locator('.monaco-tl-twistie').click();
    await window.treeItem('groupColumn').filter({ hasText: 'string' }).waitFor();
    await window.treeItem('mean-per-sensor').click();
    await window.waitForTab('mean-per-sensor.flux');
    await window.page.locator('.codelens-decoration a', { hasText: 'Invoke with Params' }).first().click();
    const results = await window.results();
    await window.submitForm(results);
    await results.waitForSelector('.state.done');
    await results
      .locator('.grid .cell', { hasText: /\d{4}-\d\d-\d\dT/ })
      .first()
      .waitFor();
    await window.screenshot('functions');
  });
});
