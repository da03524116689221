import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Kept } from '../connections/tokens.ts';
import { required } from './command.ts';
import { pickConnection } from './pickConnection.ts';

/** Asks for a connection's token. */
export async function enterToken(connections: Connections, name: unknown): Promise<void> {
  const connection = await pickConnection(connections, name, {
    title: 'Enter the Token of Which Connection?',
    among: ({ source }) => source === 'settings',
    none: 'The sandbox that this window runs makes its own token.',
  });
  if (connection.tokenEnvironmentVariable !== undefined) {
    throw new Error(
      `${connection.name} takes its token from the environment variable ${connection.tokenEnvironmentVariable}: set it there and restart VS Code, or remove tokenEnvironmentVariable from the setting fluxScripts.connections.`,
    );
  }
  const token = await askSecret(
    `Token for ${connection.name}`,
    `API token for ${connection.url}`,
    'Paste an API token.',
  );
  tellKept(await connections.setToken(connection, token.trim()));
}

/** Asks for what opens the key of a connection's client certificate. */
export async function enterPassphrase(connections: Connections, name: unknown): Promise<void> {
  const connection = await pickConnection(connections, name, {
    title: 'Enter the Key’s Passphrase of Which Connection?',
    among: ({ key }) => key !== undefined,
    none: 'No connection has a client key. Name its file as “key” in the setting fluxScripts.connections.',
  });
  const passphrase = await askSecret(
    `Key Passphrase for ${connection.name}`,
    `Passphrase of ${connection.key}`,
    'Type the passphrase.',
  );
  tellKept(await connections.setPassphrase(connection, passphrase));
}

async function askSecret(title: string, prompt: string, missing: string): Promise<string> {
  return await required(
    vscode.window.showInputBox({
      title,
      prompt,
      password: true,
      ignoreFocusOut: true,
      validateInput: (input) => (input.trim() === '' ? missing : undefined),
    }),
  );
}

/** Says so when a secret is not kept for good. */
export function tellKept(kept: Kept): void {
  if (kept === 'stored') return;
  void vscode.window.showWarningMessage(
    'This machine has no keyring that VS Code can use: the secret is kept until this window is closed, and asked for again then. To have it for good, set up a keyring, or name an environment variable with tokenEnvironmentVariable in your user settings.',
  );
}
