import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normalizeUrl } from '../influx/url.ts';
import { readInfluxConfigs } from './influxConfigs.ts';
import type { ConnectionSetting } from './profile.ts';

/** A connection that this machine knows already. */
export interface Importable {
  readonly setting: ConnectionSetting;
  /** To be put into the secret storage; missing where the setting names an environment variable. */
  readonly token?: string;
  readonly from: 'influxCli' | 'environment';
  /** The one that the influx CLI uses. */
  readonly active: boolean;
}

/** Where the influx CLI keeps its configurations. */
export function influxConfigsPath(environment: NodeJS.ProcessEnv, home: string): string {
  return filled(environment['INFLUX_CONFIGS_PATH']) ?? join(home, '.influxdbv2', 'configs');
}

/**
 * What the influx CLI's configurations and the variables `INFLUX_*` say. Nothing is written, and the CLI is not called: choosing
 * a configuration makes it rewrite its file.
 *
 * @returns the problems as sentences, none of which quotes a file or a variable
 */
export async function findImportable(
  environment: NodeJS.ProcessEnv,
  home: string,
): Promise<{ found: readonly Importable[]; problems: readonly string[] }> {
  const found: Importable[] = [];
  const problems: string[] = [];
  const add = (what: string, address: string, make: (url: string) => Importable) => {
    try {
      found.push(make(normalizeUrl(address)));
    } catch (error) {
      problems.push(`${what}: ${(error as Error).message}`);
    }
  };
  const path = influxConfigsPath(environment, home);
  try {
    const text = await readFile(path, 'utf8');
    for (const { name, url, token, org, active } of readInfluxConfigs(text)) {
      if (url === undefined) {
        problems.push(`The influx CLI's configuration “${name}” has no url.`);
        continue;
      }
      add(`The influx CLI's configuration “${name}”`, url, (normalized) => ({
        setting: { name, url: normalized, ...(org !== undefined && { org }) },
        ...(token !== undefined && { token }),
        from: 'influxCli',
        active,
      }));
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') problems.push(`${path}: ${code ?? message}`);
  }
  const host = filled(environment['INFLUX_HOST']);
  if (host !== undefined) {
    const org = filled(environment['INFLUX_ORG']) ?? filled(environment['INFLUX_ORG_ID']);
    const hasToken = filled(environment['INFLUX_TOKEN']) !== undefined;
    add('INFLUX_HOST', host, (url) => ({
      setting: {
        name: new URL(url).host,
        url,
        ...(org !== undefined && { org }),
        ...(hasToken && { tokenEnvironmentVariable: 'INFLUX_TOKEN' }),
      },
      from: 'environment',
      active: false,
    }));
  }
  return { found, problems };
}

/** A name that no other connection has. */
export function freeName(wanted: string, taken: (name: string) => boolean): string {
  let name = wanted;
  for (let count = 2; taken(name); count++) name = `${wanted} ${count}`;
  return name;
}

function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}
