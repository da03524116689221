import * as vscode from 'vscode';
import { checkConnection, reportText } from '../connections/checks.ts';
import type { Connections } from '../connections/connections.ts';
import {
  type Connection,
  type ConnectionSetting,
  certificatesOf,
  sandboxName,
} from '../connections/profile.ts';
import { cloudRegions } from '../connections/regions.ts';
import type { Kept } from '../connections/tokens.ts';
import type { CertificateSettings } from '../influx/certificates.ts';
import { normalizeUrl } from '../influx/url.ts';
import type { Log } from '../log.ts';
import { buttonsFor, Cancelled, registerCommands, required, withProgress } from './command.ts';
import { importConnections } from './importConnections.ts';

/** Add, switch, edit, test, remove; tokens. */
export function registerConnectionCommands(connections: Connections, log: Log): vscode.Disposable {
  return registerCommands(log, {
    'fluxScripts.addConnection': () => addConnection(connections),
    'fluxScripts.switchConnection': () => switchConnection(connections),
    'fluxScripts.editConnection': (name?: unknown) => editConnection(connections, name),
    'fluxScripts.enterToken': (name?: unknown) => enterToken(connections, name),
    'fluxScripts.testConnection': () => testConnection(connections, log),
    'fluxScripts.removeConnection': () => removeConnection(connections),
  });
}

/** Offers an address of one's own, what this machine knows already, the sandbox, and the cloud's regions. */
async function addConnection(connections: Connections): Promise<void> {
  const title = 'Add Connection';
  const choices: (vscode.QuickPickItem & { run?: () => Thenable<unknown> })[] = [
    {
      label: '$(globe) Another Address…',
      description: 'InfluxDB OSS 2.x, or a server of your own',
      run: async () => enterConnection(connections, title, await askUrl(title, '')),
    },
    {
      label: '$(cloud-download) Import…',
      description: 'from the influx CLI’s configurations, or INFLUX_HOST and INFLUX_TOKEN',
      run: () => importConnections(connections, tellKept),
    },
    {
      label: '$(beaker) Try It in the Sandbox',
      description: 'runs on this machine, with sample data',
      run: () => vscode.commands.executeCommand('fluxScripts.startSandbox'),
    },
    { label: 'InfluxDB Cloud', kind: vscode.QuickPickItemKind.Separator },
    ...cloudRegions.map(({ place, provider, url }) => ({
      label: `$(cloud) ${place}`,
      description: provider,
      detail: url,
      run: () => enterConnection(connections, title, url),
    })),
  ];
  const chosen = await required(
    vscode.window.showQuickPick(choices, { title, ignoreFocusOut: true, matchOnDetail: true }),
  );
  await chosen.run?.();
}

async function askUrl(title: string, value: string): Promise<string> {
  const typed = await required(
    vscode.window.showInputBox({
      title: `${title} (1/3)`,
      prompt: 'Address of the InfluxDB server',
      placeHolder: 'https://us-east-1-1.aws.cloud2.influxdata.com',
      value,
      ignoreFocusOut: true,
      validateInput: (input) => problem(() => normalizeUrl(input)),
    }),
  );
  return normalizeUrl(typed);
}

/** Asks for token and name; the organization is asked of the server. */
async function enterConnection(
  connections: Connections,
  title: string,
  url: string,
  edited?: Connection,
): Promise<void> {
  const kept = edited && sameOrigin(edited.url, url) ? await connections.token(edited) : undefined;
  const entered = await required(
    vscode.window.showInputBox({
      title: `${title} (2/3)`,
      prompt: kept ? 'API token. Leave it empty to keep the one that is stored.' : 'API token',
      password: true,
      ignoreFocusOut: true,
      validateInput: (input) =>
        input.trim() === '' && !kept
          ? 'Paste an API token: in the InfluxDB UI they are under Load Data, API Tokens.'
          : undefined,
    }),
  );
  const token = entered.trim() || kept;
  const variable = entered.trim() === '' && kept ? edited?.tokenEnvironmentVariable : undefined;
  const org = await findOrganization(connections, url, token, edited);
  const name = await required(
    vscode.window.showInputBox({
      title: `${title} (3/3)`,
      prompt: 'What to call it',
      value: edited?.name ?? org ?? new URL(url).hostname,
      ignoreFocusOut: true,
      validateInput: (input) => checkName(connections, input.trim(), edited),
    }),
  );
  const setting: ConnectionSetting = {
    name: name.trim(),
    url,
    ...(org !== undefined && { org }),
    ...(variable !== undefined && { tokenEnvironmentVariable: variable }),
    ...(edited?.production && { production: true }),
    ...(edited && keptCertificates(edited, url)),
  };
  const connection: Connection = { ...setting, source: 'settings' };
  // The token first: the list is read as soon as the setting is there.
  // What an environment variable holds stays there.
  if (token && variable === undefined) tellKept(await connections.tokens.set(connection, token));
  await connections.save(setting, edited?.name);
  if (edited && (edited.name !== connection.name || !sameOrigin(edited.url, url))) {
    await connections.tokens.delete(edited);
  }
  await connections.activate(connection.name);
}

/**
 * Asks the server whose token it is. When that fails the person can still keep what was entered, for a server that is
 * down today.
 */
async function findOrganization(
  connections: Connections,
  url: string,
  token: string | undefined,
  edited: Connection | undefined,
): Promise<string | undefined> {
  const client = connections.createClient(
    {
      name: new URL(url).host,
      url,
      source: 'settings',
      ...(edited?.org && { org: edited.org }),
      ...(edited && keptCertificates(edited, url)),
    },
    () => Promise.resolve(token),
  );
  try {
    const orgs = await withProgress(`Asking ${new URL(url).host}…`, (signal) => client.orgs.list({ signal }));
    const names = orgs.map(({ name }) => name);
    if (names.length < 2) return names[0];
    return await required(
      vscode.window.showQuickPick(names, { title: 'Which organization?', ignoreFocusOut: true }),
    );
  } catch (error) {
    if (error instanceof Cancelled || (error as Error).name === 'AbortError') throw new Cancelled();
    const keep = 'Save Anyway';
    const chosen = await vscode.window.showErrorMessage((error as Error).message, { modal: true }, keep);
    if (chosen !== keep) throw new Cancelled();
    return edited?.org;
  } finally {
    await client.close();
  }
}

async function switchConnection(connections: Connections): Promise<void> {
  const { active } = connections;
  const choices: (vscode.QuickPickItem & { run: () => Thenable<unknown> })[] = connections.all.map(
    (connection) => ({
      label: `$(${connection.name === active?.name ? 'check' : 'plug'}) ${connection.name}`,
      description: connection.production ? `$(flame) production · ${connection.url}` : connection.url,
      detail: [connection.org && `Organization ${connection.org}`, whereFrom(connections, connection)]
        .filter(Boolean)
        .join(' · '),
      run: () => connections.activate(connection.name),
    }),
  );
  const command = (id: string) => () => vscode.commands.executeCommand(id);
  choices.push({ label: '$(add) Add Connection…', run: command('fluxScripts.addConnection') });
  if (!connections.byName(sandboxName)) {
    choices.push({ label: '$(beaker) Try It in the Sandbox', run: command('fluxScripts.startSandbox') });
  }
  const chosen = await required(
    vscode.window.showQuickPick(choices, { title: 'Switch Connection', matchOnDescription: true }),
  );
  await chosen.run();
}

function whereFrom(connections: Connections, connection: Connection): string {
  if (connection.source === 'sandbox') return 'runs in this window';
  return connections.isOfWorkspace(connection) ? 'in the workspace’s settings' : 'in your settings';
}

async function editConnection(connections: Connections, name: unknown): Promise<void> {
  const connection = meant(connections, name);
  if (connection.source === 'sandbox') {
    throw new Error(
      'The sandbox that this window runs has nothing to edit. Switch to another connection first.',
    );
  }
  const title = `Edit Connection “${connection.name}”`;
  await enterConnection(connections, title, await askUrl(title, connection.url), connection);
}

async function enterToken(connections: Connections, name: unknown): Promise<void> {
  const connection = meant(connections, name);
  if (connection.source === 'sandbox') {
    throw new Error('The sandbox that this window runs makes its own token.');
  }
  if (connection.tokenEnvironmentVariable !== undefined) {
    throw new Error(
      `${connection.name} takes its token from the environment variable ${connection.tokenEnvironmentVariable}: set it there and restart VS Code, or remove tokenEnvironmentVariable from the setting fluxScripts.connections.`,
    );
  }
  const token = await required(
    vscode.window.showInputBox({
      title: `Token for ${connection.name}`,
      prompt: `API token for ${connection.url}`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (input) => (input.trim() === '' ? 'Paste an API token.' : undefined),
    }),
  );
  tellKept(await connections.setToken(connection, token.trim()));
}

function tellKept(kept: Kept): void {
  if (kept === 'stored') return;
  void vscode.window.showWarningMessage(
    'This machine has no keyring that VS Code can use: the token is kept until this window is closed, and asked for again then. To have it for good, set up a keyring, or name an environment variable with tokenEnvironmentVariable in your user settings.',
  );
}

/** Says what works and what does not, each in a sentence; the first thing that is wrong comes with the button that helps. */
async function testConnection(connections: Connections, log: Log): Promise<void> {
  const connection = requireActive(connections);
  const report = await withProgress(`Testing ${connection.name}…`, (signal) =>
    checkConnection(connections.client(connection), connection, signal),
  );
  const { error, org } = report;
  const detail = reportText(report);
  log.info(`Test of ${connection.name}:\n${detail}`);
  if (error === undefined) {
    const message = `${connection.name} works: ${connection.url}, organization ${org ?? 'unknown'}.`;
    const details = 'Show Checks';
    if ((await vscode.window.showInformationMessage(message, details)) === details) {
      await vscode.window.showInformationMessage(message, { modal: true, detail });
    }
    return;
  }
  const failed = report.checks.find(({ outcome }) => outcome === 'failed')?.subject;
  const buttons = buttonsFor(error);
  const message = `${connection.name} does not work: ${failed}.`;
  const titles = buttons.map(({ title }) => title);
  const chosen = await vscode.window.showErrorMessage(message, { modal: true, detail }, ...titles);
  const button = buttons.find(({ title }) => title === chosen);
  if (button) await vscode.commands.executeCommand(button.command, connection.name);
}

async function removeConnection(connections: Connections): Promise<void> {
  const removable = connections.all.filter(({ source }) => source === 'settings');
  if (removable.length === 0) throw new Error('There is no connection to remove.');
  const chosen = await required(
    vscode.window.showQuickPick(
      removable.map((connection) => ({
        label: connection.name,
        description: connection.url,
        connection,
      })),
      { title: 'Remove which connection?' },
    ),
  );
  const remove = 'Remove';
  const answer = await vscode.window.showWarningMessage(
    `Remove the connection “${chosen.label}”?`,
    { modal: true, detail: 'Its token is removed too. Nothing changes on the server.' },
    remove,
  );
  if (answer === remove) await connections.remove(chosen.connection);
}

/** The one that is named, as by an error's button; else the active one. Menus pass other things. */
function meant(connections: Connections, name: unknown): Connection {
  return (typeof name === 'string' && connections.byName(name)) || requireActive(connections);
}

/** @throws Error telling how to get one, when there is no connection */
export function requireActive(connections: Connections): Connection {
  const { active } = connections;
  if (active) return active;
  if (!vscode.workspace.isTrusted) {
    throw new Error('This workspace is not trusted, so no server is contacted. Trust it to use connections.');
  }
  throw new Error(
    connections.problems[0] ??
      'There is no connection yet. Run “Flux Scripts: Add Connection…”, or “Flux Scripts: Try It in the Sandbox”.',
  );
}

function checkName(
  connections: Connections,
  name: string,
  edited: Connection | undefined,
): string | undefined {
  if (name === '') return 'Give the connection a name.';
  if (name === sandboxName) return `“${sandboxName}” is the name of the built-in sandbox. Choose another.`;
  if (name !== edited?.name && connections.byName(name))
    return `There is a connection called “${name}” already.`;
  return undefined;
}

function problem(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Of a connection whose address is changed: another server must be verified, and is shown no client certificate. */
function keptCertificates(edited: Connection, url: string): CertificateSettings {
  const { ca, ...rest } = certificatesOf(edited);
  return { ...(ca !== undefined && { ca }), ...(sameOrigin(edited.url, url) && rest) };
}

function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}
