import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InfluxClient } from '../influx/client.ts';
import { InfluxError } from '../influx/errors.ts';
import { proxyVariables } from '../influx/proxy.ts';
import type { Organization } from '../influx/types.ts';
import { BaseStore } from '../sync/base.ts';
import { ScriptFolder } from '../sync/folder.ts';
import { manifestFile } from '../sync/manifest.ts';
import type { ScriptState } from '../sync/status.ts';
import { BaseFile, stateFolder } from './baseFile.ts';
import { UsageError } from './exit.ts';
import { NodeFiles } from './nodeFiles.ts';
import type { Output } from './output.ts';
import type { ConnectionSettings } from './settings.ts';

/** What of a connection may be shown. */
export interface ShownConnection {
  readonly name: string;
  readonly url: string;
  readonly org?: string;
}

/** The client of a connection, whose organization has been found. */
export interface Connected extends AsyncDisposable {
  readonly client: InfluxClient;
  readonly shown: ShownConnection;
  /** What tells servers and organizations apart. */
  readonly identity: string;
}

/** @throws InfluxError; UsageError when it cannot be said which organization it is */
export async function connect(settings: ConnectionSettings, signal: AbortSignal): Promise<Connected> {
  const { name, url, org, token, certificates } = settings;
  const client = new InfluxClient({
    name,
    url,
    token: () => token,
    proxy: { environment: proxyVariables(process.env) },
    certificates,
    ...(org !== undefined && { org }),
  });
  try {
    const own = await organization(client, settings, signal);
    return {
      client,
      shown: { name, url, ...(own.name !== '' && { org: own.name }) },
      identity: `${url} ${own.id}`,
      [Symbol.asyncDispose]: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** By its ID, so that neither a renamed organization nor another spelling of it is taken for another one. */
async function organization(
  client: InfluxClient,
  { name, url, org }: ConnectionSettings,
  signal: AbortSignal,
): Promise<Organization> {
  let all: readonly Organization[];
  try {
    all = await client.orgs.list({ signal });
  } catch (error) {
    // A token that may see no organization can still have its scripts.
    if (!(error instanceof InfluxError) || error.code !== 'forbidden') throw error;
    if (org !== undefined) return { id: org, name: org };
    throw new UsageError(
      `The token may not read its organization on ${name}. Give --org, or set INFLUX_ORG.`,
    );
  }
  const found = org === undefined ? all[0] : all.find((each) => each.id === org || each.name === org);
  if (found) return found;
  const names = all.map((each) => each.name).join(', ') || 'none';
  throw new InfluxError({
    code: 'organizationNotFound',
    connection: name,
    url,
    method: 'GET',
    path: '/api/v2/orgs',
    detail: org === undefined ? 'the token has none' : `“${org}” was asked for; the token has: ${names}`,
  });
}

/** @throws UsageError when it is no folder */
export async function rootFolder(dir: string | undefined): Promise<string> {
  const root = resolve(dir ?? '.');
  if ((await stat(root).catch(() => undefined))?.isDirectory()) return root;
  throw new UsageError(`There is no folder ${root}. Correct --dir.`);
}

/** The scripts of a folder against one connection. */
export class Workspace {
  readonly folder: ScriptFolder;
  readonly #bases: BaseFile;
  readonly #out: Output;

  private constructor(folder: ScriptFolder, bases: BaseFile, out: Output) {
    this.folder = folder;
    this.#bases = bases;
    this.#out = out;
  }

  static async open(root: string, { identity }: Connected, out: Output): Promise<Workspace> {
    const bases = await BaseFile.open(root, identity);
    const files = new NodeFiles(root);
    if ((await files.read(manifestFile)) === undefined) {
      out.note(`There is no ${manifestFile} in ${root}: no script is known to be here.`);
    }
    return new Workspace(new ScriptFolder(files, new BaseStore(bases), identity), bases, out);
  }

  /** How every script stands. */
  async states({ client }: Connected, signal: AbortSignal): Promise<ScriptState[]> {
    return await this.folder.states(await client.scripts.list({ signal }));
  }

  /** What was synced is remembered; that it cannot be is told, and no failure: it can be found out again. */
  async flush(): Promise<void> {
    try {
      await this.#bases.flush();
    } catch (error) {
      this.#out.note(
        `${stateFolder} cannot be written (${(error as NodeJS.ErrnoException).code ?? error}): what is changed next will show as a conflict.`,
      );
    }
  }
}
