import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { type Connection, sandboxName } from '../connections/profile.ts';
import { cloudRegions } from '../connections/regions.ts';
import type { Log } from '../log.ts';
import { registerCommands, required } from './command.ts';
import { enterPassphrase, enterToken } from './connectionSecrets.ts';
import { askUrl, enterConnection } from './enterConnection.ts';
import { importConnections } from './importConnections.ts';
import { pickConnection, requireTrust, whereFrom } from './pickConnection.ts';
import { testConnection } from './testConnection.ts';

/** Add, import, switch, edit, test, remove; tokens and passphrases. */
export function registerConnectionCommands(connections: Connections, log: Log): vscode.Disposable {
  return registerCommands(log, {
    'fluxScripts.addConnection': () => addConnection(connections),
    'fluxScripts.importConnections': () => importConnections(connections),
    'fluxScripts.switchConnection': () => switchConnection(connections),
    'fluxScripts.editConnection': (name?: unknown) => editConnection(connections, name),
    'fluxScripts.enterToken': (name?: unknown) => enterToken(connections, name),
    'fluxScripts.enterPassphrase': (name?: unknown) => enterPassphrase(connections, name),
    'fluxScripts.testConnection': (name?: unknown) => testConnection(connections, log, name),
    'fluxScripts.removeConnection': (name?: unknown) => removeConnection(connections, name),
  });
}

/** Offers an address of one's own, what this machine knows already, the sandbox, and the cloud's regions. */
async function addConnection(connections: Connections): Promise<void> {
  requireTrust();
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
      run: () => importConnections(connections),
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

async function editConnection(connections: Connections, name: unknown): Promise<void> {
  const connection = await pickConnection(connections, name, {
    title: 'Edit Which Connection?',
    among: isSetting,
    none: 'The sandbox that this window runs has nothing to edit. Run “Flux Scripts: Add Connection…” for one of your own.',
  });
  const title = `Edit Connection “${connection.name}”`;
  await enterConnection(connections, title, await askUrl(title, connection.url), connection);
}

async function removeConnection(connections: Connections, name: unknown): Promise<void> {
  const connection = await pickConnection(connections, name, {
    title: 'Remove which connection?',
    among: isSetting,
    none: 'There is no connection to remove.',
    always: true,
  });
  const remove = 'Remove';
  const place = connections.isOfWorkspace(connection)
    ? 'It stands in the workspace’s settings, for everybody who works in it. '
    : '';
  const answer = await vscode.window.showWarningMessage(
    `Remove the connection “${connection.name}”?`,
    { modal: true, detail: `${place}Its token is removed too. Nothing changes on the server.` },
    remove,
  );
  if (answer === remove) await connections.remove(connection);
}

function isSetting({ source }: Connection): boolean {
  return source === 'settings';
}
