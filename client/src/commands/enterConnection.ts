import * as vscode from 'vscode';
import type { Connections } from '../connections/connections.ts';
import {
  type Connection,
  type ConnectionSetting,
  certificatesOf,
  sandboxName,
} from '../connections/profile.ts';
import type { CertificateSettings } from '../influx/certificates.ts';
import { normalizeUrl, sameOrigin } from '../influx/url.ts';
import { Cancelled, required, withProgress } from './command.ts';
import { tellKept } from './connectionSecrets.ts';
import { whereToKeep } from './whereToKeep.ts';

/** Asks for a server's address. */
export async function askUrl(title: string, value: string): Promise<string> {
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

/**
 * Asks for token, name, and where a new connection is to be kept; the organization is asked of the server.
 * @param edited what it replaces, where that stands
 */
export async function enterConnection(
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
  const place = edited ? undefined : await whereToKeep(title);
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
  if (edited && connection.key !== undefined) await connections.tokens.movePassphrase(edited, connection);
  await connections.save(setting, edited?.name, place);
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
      // Under its name stands the passphrase of its key.
      name: edited?.name ?? new URL(url).host,
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
