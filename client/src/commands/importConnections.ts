import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { findImportable, freeName, type Importable } from '../connections/importable.ts';
import { sandboxName } from '../connections/profile.ts';
import { required } from './command.ts';
import { tellKept } from './connectionSecrets.ts';
import { requireTrust } from './pickConnection.ts';
import { whereToKeep } from './whereToKeep.ts';

/**
 * Takes over connections of the influx CLI and of the variables `INFLUX_*`, as many as are chosen. Tokens go from the
 * CLI's file to the secret storage; one in a variable stays there, and only the user's own settings may name it.
 *
 * @throws Error saying where it looked, when there is none
 */
export async function importConnections(connections: Connections): Promise<void> {
  requireTrust();
  const { found, problems } = await findImportable(process.env, homedir());
  if (found.length === 0) {
    throw new Error(
      problems.join(' ') ||
        'There is nothing to import: the influx CLI has no configuration on this machine, and INFLUX_HOST is not set.',
    );
  }
  if (problems.length > 0) void vscode.window.showWarningMessage(problems.join(' '));
  const chosen = await required(
    vscode.window.showQuickPick(
      found.map((importable) => ({
        label: importable.setting.name,
        description: importable.setting.url,
        detail: describe(importable),
        picked: importable.active || found.length === 1,
        importable,
      })),
      {
        title: 'Import Which Connections?',
        canPickMany: true,
        ignoreFocusOut: true,
        matchOnDescription: true,
      },
    ),
  );
  if (chosen.length === 0) return;
  const mayBeShared = chosen.some(({ importable }) => isShareable(importable));
  const place = mayBeShared ? await whereToKeep('Import Connections') : 'user';
  const taken = new Set(connections.all.map(({ name }) => name)).add(sandboxName);
  let first: string | undefined;
  for (const { importable } of chosen) {
    const name = freeName(importable.setting.name, (other) => taken.has(other));
    taken.add(name);
    const setting = { ...importable.setting, name };
    // The token first: the list is read as soon as the setting is there.
    if (importable.token !== undefined) {
      tellKept(await connections.tokens.set({ ...setting, source: 'settings' }, importable.token));
    }
    await connections.save(setting, undefined, isShareable(importable) ? place : 'user');
    first ??= name;
  }
  if (first !== undefined) await connections.activate(first);
}

/** Whether a workspace's settings may hold it: those name no environment variable. */
function isShareable({ setting }: Importable): boolean {
  return setting.tokenEnvironmentVariable === undefined;
}

function describe({ from, active, token, setting }: Importable): string {
  const origin = from === 'environment' ? 'INFLUX_HOST' : 'influx CLI';
  const secret = setting.tokenEnvironmentVariable
    ? `token from ${setting.tokenEnvironmentVariable}`
    : token === undefined && 'without a token';
  return [origin, active && 'active there', setting.org && `organization ${setting.org}`, secret]
    .filter(Boolean)
    .join(' · ');
}
