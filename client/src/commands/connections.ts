import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import {
  type Connection,
  type ConnectionSetting,
  certificatesOf,
  sandboxName,
} from '../connections/profile.ts';
import type { CertificateSettings } from '../influx/certificates.ts';
import { normalizeUrl } from '../influx/url.ts';
import type { Log } from '../log.ts';
import { Cancelled, registerCommands, required, withProgress } from './command.ts';

/** Add, switch, edit, test, remove; tokens. */
export function registerConnectionCommands(connections: Connections, log: Log): vscode.Disposable {
  return registerCommands(log, {
    'fluxScripts.addConnection': () => addConnection(connections),
    'fluxScripts.switchConnection': () => switchConnection(connections),
    'fluxScripts.editConnection': (name?: unknown) => editConnection(connections, name),
    'fluxScripts.enterToken': (name?: unknown) => enterToken(connections, name),
    'fluxScripts.testConnection': () => testConnection(connections),
    'fluxScripts.removeConnection': () => removeConnection(connections),
  });
}

/** Asks for address, token and name; the organization is asked of the server. */
async function addConnection(connections: Connections, edited?: Connection): Promise<void> {
  const title = edited ? `Edit Connection “${edited.name}”` : 'Add Connection';
  const url = normalizeUrl(
    await required(
      vscode.window.showInputBox({
        title: `${title} (1/3)`,
        prompt: 'Address of the InfluxDB server',
        placeHolder: 'https://us-east-1-1.aws.cloud2.influxdata.com',
        value: edited?.url ?? '',
        ignoreFocusOut: true,
        validateInput: (input) => problem(() => normalizeUrl(input)),
      }),
    ),
  );
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
    ...(edited?.production && { production: true }),
    ...(edited && keptCertificates(edited, url)),
  };
  const connection: Connection = { ...setting, source: 'settings' };
  // The token first: the list is read as soon as the setting is there.
  if (token) await connections.tokens.set(connection, token);
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
      ...(connection.org !== undefined && { detail: `Organization ${connection.org}` }),
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

async function editConnection(connections: Connections, name: unknown): Promise<void> {
  const connection = meant(connections, name);
  if (connection.source === 'sandbox') {
    throw new Error(
      'The sandbox that this window runs has nothing to edit. Switch to another connection first.',
    );
  }
  await addConnection(connections, connection);
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
  await connections.setToken(connection, token.trim());
}

async function testConnection(connections: Connections): Promise<void> {
  const connection = requireActive(connections);
  const info = await withProgress(`Testing ${connection.name}…`, (signal) =>
    connections.client(connection).probe(signal),
  );
  void vscode.window.showInformationMessage(
    `${connection.name} works: ${connection.url}, organization ${info.org?.name ?? connection.org ?? 'unknown'}.`,
  );
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
