import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Remedy } from '../../client/src/influx/errors.ts';
import { startSandbox } from '../../scripts/sandbox.mjs';
import {
  authority,
  type Fault,
  type ServerFault,
  serverFaults,
  unknownHost,
  wrongClock,
} from '../influx/faults.ts';
import { TroubledServer } from '../influx/troubledServer.ts';
import { eventually, OtherClient } from './api.ts';
import { Workbench } from './driver.ts';
import { packaged, startServer, type WorkbenchServer } from './server.ts';
import { stepsOf } from './steps.ts';
import { syncHands } from './syncHands.ts';

const script = 'import "array"\n\narray.from(rows: [{n: 1}])\n';

/** What the buttons of a message are called, and where each leads. */
const buttons: Partial<Record<Remedy, { readonly title: string; leadsTo(): Promise<unknown> }>> = {
  enterToken: { title: 'Enter Token', leadsTo: () => window.prompt('API token for') },
  editConnection: {
    title: 'Edit Connection',
    leadsTo: () => window.prompt('Address of the InfluxDB server'),
  },
  switchConnection: { title: 'Switch Connection', leadsTo: () => window.prompt('Switch Connection') },
  showLog: {
    title: 'Show Log',
    leadsTo: () => window.page.locator('.part.panel .output-view:visible').waitFor(),
  },
};

/** They take longer than all others together, so they hang in a window of their own meanwhile. */
const takesLong = ({ limit }: ServerFault) => limit !== undefined && limit.connect === undefined;
const faultNamed = (name: string) => {
  const fault = serverFaults.filter(takesLong).find((each) => each.name === name);
  assert.ok(fault, name);
  return fault;
};

const isPush = ({ method }: IncomingMessage) => method === 'PATCH';
const isRun = ({ method, url = '' }: IncomingMessage) => method === 'POST' && url.endsWith('/invoke');
const isList = ({ method, url = '' }: IncomingMessage) => method === 'GET' && url.includes('offset=');
const count = (server: TroubledServer, method: string) =>
  server.requests.filter((request) => request.startsWith(method)).length;

let workspace: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let plain: TroubledServer;
let secure: TroubledServer;
let slow: TroubledServer;
let server: WorkbenchServer;
let other: OtherClient;
let window: Workbench;
let hanging: Workbench;

const step = stepsOf('faults', () => window);
const { open, item } = syncHands(() => window);
const slowHands = syncHands(() => hanging);

const file = (folder: string, name: string) => join(workspace, folder, `${name}.flux`);
const stands = (name: string, words: string) => item(name).filter({ hasText: words }).waitFor();
const refresh = async (at: Workbench) => {
  await at.sidebar.locator('.pane-header', { hasText: 'Scripts' }).first().hover();
  await at.sidebar.locator('.action-label[aria-label="Refresh"]').first().click();
};
const switchTo = async (at: Workbench, name: string) => {
  await at.runCommand('Flux Scripts: Switch Connection…');
  await at.pick(name);
  await at.statusBar(name).waitFor();
};
const dismiss = async (at: Workbench, words: RegExp) => {
  const message = at.notification(words);
  await message.hover();
  await message.locator('.codicon-notifications-clear').click();
  await message.waitFor({ state: 'hidden' });
};

/** A message with its buttons; the first of a kind is pressed. */
const pressed = new Set<Remedy>();
async function says(words: RegExp, { button, name }: Fault): Promise<void> {
  const message = window.notification(words);
  const titles = message.locator('.notification-list-item-buttons-container .monaco-button');
  await titles.first().waitFor();
  const offered: Remedy[] = button === 'showLog' || !button ? ['showLog'] : [button, 'showLog'];
  assert.deepEqual(
    await titles.allTextContents(),
    offered.map((each) => buttons[each]?.title),
  );
  const [first = 'showLog'] = offered;
  if (pressed.has(first)) return await dismiss(window, words);
  pressed.add(first);
  await message.hover();
  await window.screenshot(`faults-${name.replaceAll(/\W+/g, '-')}`);
  await titles.first().click();
  await buttons[first]?.leadsTo();
  await window.screenshot(`faults-button-${first}`);
  await window.page.keyboard.press('Escape');
  if (first === 'showLog') await window.runCommand('View: Hide Panel');
}

describe('each fault, as a person meets it', () => {
  before(
    async () => {
      const extension = await packaged();
      sandbox = await startSandbox(['--no-sample-data']);
      other = new OtherClient(sandbox);
      plain = await TroubledServer.start({ target: sandbox.url });
      secure = await TroubledServer.start({ target: sandbox.url, authority });
      slow = await TroubledServer.start({ target: sandbox.url });
      workspace = mkdtempSync(join(tmpdir(), 'faults-'));
      for (const [folder, names] of Object.entries({ table: ['air'], hanging: ['silent', 'stalling'] })) {
        mkdirSync(join(workspace, folder));
        for (const name of names) {
          await other.create(name, script);
          writeFileSync(file(folder, name), script);
        }
        const scripts = names.map((name) => ({ file: `${name}.flux`, name }));
        writeFileSync(join(workspace, folder, 'flux-scripts.json'), JSON.stringify({ scripts }));
      }
      const tokenEnvironmentVariable = 'TEST_TOKEN';
      server = await startServer({
        workspace,
        extension,
        settings: {
          'workbench.colorTheme': 'Default Dark Modern',
          'editor.minimap.enabled': false,
          'files.autoSave': 'off',
          'workbench.reduceMotion': 'on',
          'fluxScripts.network.connectTimeout': 1,
          // As short as they can be.
          'fluxScripts.network.firstByteTimeout': 95,
          'fluxScripts.network.idleTimeout': 95,
          'fluxScripts.connections': [
            { name: 'Test', url: plain.url },
            { name: 'Secure', url: secure.url, ca: authority.own.certFile, tokenEnvironmentVariable },
            { name: 'Slow', url: slow.url, tokenEnvironmentVariable },
            { name: 'Nowhere', url: unknownHost.url, tokenEnvironmentVariable },
          ],
        },
        env: { TEST_TOKEN: sandbox.token },
      });
      const at = (folder: string) => {
        const url = new URL(server.url);
        url.searchParams.set('folder', join(workspace, folder));
        return url.href;
      };
      [window, hanging] = await Promise.all([Workbench.open(at('table')), Workbench.open(at('hanging'))]);
      await Promise.all([window.openSidebar(), hanging.openSidebar()]);
    },
    { timeout: 300_000 },
  );

  after(async () => {
    await window?.close();
    await hanging?.close();
    for (const each of [plain, secure, slow]) await each?.[Symbol.asyncDispose]();
    sandbox?.close();
    await server?.close();
    if (workspace) rmSync(workspace, { recursive: true, force: true });
  });

  step('what never answers is asked, and left to hang', async () => {
    const [silent, stalls] = ['no first byte', 'a stall in the middle of the body'].map(faultNamed);
    assert.ok(silent && stalls);
    await switchTo(hanging, 'Slow');
    await slowHands.item('silent').filter({ hasText: 'in sync' }).waitFor();

    await slow.suffer(stalls.trouble, isRun);
    await slowHands.open('stalling.flux');
    await hanging.titleButton('Invoke').click();
    await eventually(
      async () => count(slow, 'POST'),
      (runs) => runs === 1,
    );

    await slow.suffer(silent.trouble, isPush);
    await slowHands.open('silent.flux');
    await hanging.titleButton('Push').click();
    await hanging.statusBar('silent is on the server as it is here').waitFor();
    await hanging.append('// silence');
    await hanging.titleButton('Push').click();
    await eventually(
      async () => count(slow, 'PATCH'),
      (pushes) => pushes === 1,
    );

    await slow.suffer(silent.trouble, isList);
    await refresh(hanging);
  });

  step('a connection without a token: said, and asked for', async () => {
    await window.sidebar.getByText('There is no token for Test.').waitFor();
    server.secrets.add(sandbox.token);
    await window.treeItem('Enter Token…').click();
    await window.answer('API token for', sandbox.token);
    await stands('air', 'in sync');
    await open('air.flux');
    await window.titleButton('Push').click();
    await window.statusBar('air is on the server as it is here').waitFor();
  });

  for (const fault of serverFaults.filter((each) => !takesLong(each) && !each.secure)) {
    step(fault.name, () => walk(fault, plain));
  }

  step('a server whose clock is wrong: nothing looks any different', async () => {
    await plain.suffer(wrongClock);
    await refresh(window);
    await stands('air', 'in sync');
    await change('by a wrong clock');
    await window.titleButton('Push').click();
    await window.statusBar('Pushed air').waitFor();
    await stands('air', 'in sync');
    assert.equal(await other.text('air'), read());
    await plain.recover();
    await refresh(window);
    await stands('air', 'in sync');
  });

  step('with TLS, and an authority of one’s own, all is as ever', async () => {
    await switchTo(window, 'Secure');
    await stands('air', 'in sync');
    await window.titleButton('Push').click();
    await window.statusBar('air is on the server as it is here').waitFor();
  });

  for (const fault of serverFaults.filter((each) => each.secure)) {
    step(fault.name, () => walk(fault, secure));
  }

  step(unknownHost.name, async () => {
    await switchTo(window, 'Nowhere');
    await window.sidebar.getByText(unknownHost.says).waitFor();
    await window.titleButton('Invoke').click();
    await window.answerNotification(unknownHost.says, 'Edit Connection');
    await window.answer('Address of the InfluxDB server', plain.url);
    // Another origin: the token that was for the old one does not go there.
    await window.answer('API token', sandbox.token);
    await window.answer('What to call it', 'Nowhere');
    await stands('air', 'in sync');
    await run();
  });

  step('what never answered is given up at last, and told of', async () => {
    const [silent, stalls] = ['no first byte', 'a stall in the middle of the body'].map(faultNamed);
    assert.ok(silent?.changes && stalls?.changes);
    await hanging.sidebar.getByText(silent.says).waitFor({ timeout: 100_000 });
    await hanging.notification(silent.changes).waitFor({ timeout: 100_000 });
    await (await hanging.results()).getByText(stalls.says).waitFor({ timeout: 100_000 });
    await hanging.screenshot('faults-hanging');
    assert.equal(count(slow, 'PATCH'), 1);
    assert.equal(count(slow, 'POST'), 1);
    assert.equal(readFileSync(file('hanging', 'silent'), 'utf8'), `${script}// silence`);
    assert.equal(await other.text('silent'), script);

    await slow.recover();
    await dismiss(hanging, silent.changes);
    await refresh(hanging);
    await slowHands.item('silent').filter({ hasText: 'modified here' }).waitFor();
    await hanging.titleButton('Push').click();
    await slowHands.item('silent').filter({ hasText: 'in sync' }).waitFor();
    assert.match(await other.text('silent'), /silence/);
  });

  step('no button was left out', () => {
    assert.deepEqual([...pressed].sort(), Object.keys(buttons).sort());
  });
});

const read = () => readFileSync(file('table', 'air'), 'utf8');

async function change(comment: string): Promise<void> {
  await window.focusEditor();
  await window.page.keyboard.press('Control+End');
  await window.page.keyboard.insertText(`\n// ${comment}`);
  await window.dirty.waitFor();
}

async function run(): Promise<void> {
  await window.titleButton('Invoke').click();
  await (await window.results()).waitForSelector('.state.done');
}

/** The list is read, the file is pushed and, where that is another story, the script is run: each fails, and then does not. */
async function walk(fault: ServerFault, troubled: TroubledServer): Promise<void> {
  const { trouble, changes = fault.says } = fault;
  const inHttp = 'answer' in trouble;
  const acts = inHttp && trouble.acts === true;

  await troubled.suffer(trouble);
  await refresh(window);
  await window.sidebar.getByText(fault.says).first().waitFor();
  assert.equal(await window.treeItem('half 1').count(), 0, 'half of a list is shown');
  const retry = fault.button === 'switchConnection' ? undefined : window.treeItem('Try Again');
  await retry?.waitFor();
  await troubled.recover();
  await (retry?.click() ?? refresh(window));
  await stands('air', 'in sync');

  const before = count(troubled, 'PATCH');
  const theirs = await other.text('air');
  await change(fault.name);
  await troubled.suffer(trouble, inHttp ? isPush : undefined);
  await window.titleButton('Push').click();
  if (acts) {
    await window
      .notification(/The answer was lost on the way; the server has been asked, and it has the change/)
      .waitFor();
    await dismiss(window, /The answer was lost/);
  } else {
    await says(changes, fault);
    assert.equal(await window.statusBar('Pushed').count(), 0, 'an earlier success is still said');
    assert.equal(await other.text('air'), theirs);
    await stands('air', 'modified here');
  }
  assert.equal(count(troubled, 'PATCH') - before, inHttp ? 1 : 0, 'not pushed just once');
  assert.match(read(), new RegExp(`// ${fault.name}$`));
  await troubled.recover();
  if (!acts) await window.titleButton('Push').click();
  await stands('air', 'in sync');
  assert.equal(await other.text('air'), read());

  if (fault.changes && inHttp) {
    const runs = count(troubled, 'POST');
    await troubled.suffer(trouble, isRun);
    await window.titleButton('Invoke').click();
    const results = await window.results();
    await results.getByText(changes).waitFor();
    // What has begun to arrive stays, and is no failure.
    if (await results.locator('.state.failed').isVisible()) await says(changes, fault);
    assert.equal(count(troubled, 'POST') - runs, 1, 'not run just once');
    await troubled.recover();
    await run();
  }
  assert.deepEqual(troubled.strayed, []);
}
