import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { influxConfigsPath } from '../connections/importable.ts';
import { type InfluxConfig, readInfluxConfigs } from '../connections/influxConfigs.ts';
import type { CertificateSettings } from '../influx/certificates.ts';
import { normalizeUrl } from '../influx/url.ts';
import { UsageError } from './exit.ts';

/** What the command line says of the connection. */
export interface ConnectionFlags {
  readonly host?: string | undefined;
  readonly token?: string | undefined;
  readonly org?: string | undefined;
  readonly config?: string | undefined;
  /** Files, as paths from the current folder. */
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly skipVerify?: boolean;
}

/** Where scripts live, and the token for it. */
export interface ConnectionSettings {
  /** The configuration's name, or the server's. */
  readonly name: string;
  readonly url: string;
  readonly token: string;
  /** Name or ID; without it the token's own. */
  readonly org?: string;
  readonly certificates: CertificateSettings;
}

/**
 * The connection: each part from the flags, or else from the environment, or else from the influx CLI's configuration. What
 * stands in a configuration goes to that configuration's server only, whoever names another.
 *
 * @throws UsageError
 */
export async function readSettings(
  flags: ConnectionFlags,
  environment: NodeJS.ProcessEnv,
): Promise<ConnectionSettings> {
  const named = flags.config ?? filled(environment['INFLUX_ACTIVE_CONFIG']);
  const host = flags.host ?? filled(environment['INFLUX_HOST']);
  const token = flags.token ?? filled(environment['INFLUX_TOKEN']);
  const org = flags.org ?? filled(environment['INFLUX_ORG']) ?? filled(environment['INFLUX_ORG_ID']);
  const complete = host !== undefined && token !== undefined;
  const config = named === undefined && complete ? undefined : await readConfig(named, environment);
  const address = host ?? config?.url;
  if (address === undefined) {
    throw new UsageError(
      config
        ? `The influx CLI's configuration “${config.name}” has no url. Give --host.`
        : 'There is no connection: give --host and --token, or set INFLUX_HOST and INFLUX_TOKEN, or make a configuration with `influx config create`.',
    );
  }
  const url = usable(address);
  const own = config?.url !== undefined && origin(config.url) === new URL(url).origin ? config : undefined;
  const secret = token ?? own?.token;
  if (secret === undefined) {
    const reason = config && !own ? `; the one of “${config.name}” is for another server` : '';
    throw new UsageError(`There is no token for ${url}${reason}. Give --token, or set INFLUX_TOKEN.`);
  }
  const organization = org ?? own?.org;
  return {
    name: own?.name ?? new URL(url).host,
    url,
    token: secret,
    ...(organization !== undefined && { org: organization }),
    certificates: readCertificates(flags, environment),
  };
}

/** The influx CLI's configuration has none of these, and its environment only the switch. */
function readCertificates(flags: ConnectionFlags, environment: NodeJS.ProcessEnv): CertificateSettings {
  const files = (['ca', 'certificate', 'key'] as const).flatMap((field) => {
    const file = flags[field] ?? filled(environment[`FLUX_SCRIPTS_${field.toUpperCase()}`]);
    return file === undefined ? [] : [[field, resolve(file)] as const];
  });
  return {
    ...Object.fromEntries(files),
    passphrase: () => environment['FLUX_SCRIPTS_KEY_PASSPHRASE'],
    allowInsecureTls: flags.skipVerify || isOn(environment, 'INFLUX_SKIP_VERIFY'),
  };
}

/** In the words that the influx CLI takes (https://pkg.go.dev/strconv#ParseBool). */
function isOn(environment: NodeJS.ProcessEnv, name: string): boolean {
  const value = filled(environment[name]);
  if (value === undefined || /^(0|f|F|false|False|FALSE)$/.test(value)) return false;
  if (/^(1|t|T|true|True|TRUE)$/.test(value)) return true;
  throw new UsageError(`${name} must be true or false.`);
}

/** The configuration that was named, or else the active one; undefined when there is no file. */
async function readConfig(
  named: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<InfluxConfig | undefined> {
  const path = influxConfigsPath(environment, homedir());
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read (${error.code}). Give --host and --token.`);
  });
  if (text === undefined) {
    if (named === undefined) return undefined;
    throw new UsageError(`There is no configuration “${named}”: ${path} does not exist.`);
  }
  const configs = readable(text, path);
  const names = configs.map(({ name }) => `“${name}”`).join(', ') || 'none';
  if (named !== undefined) {
    const found = configs.find(({ name }) => name === named);
    if (found) return found;
    throw new UsageError(`${path} has no configuration “${named}”. It has: ${names}.`);
  }
  const active = configs.filter((config) => config.active);
  if (active.length === 1) return active[0];
  if (configs.length === 0) return undefined;
  throw new UsageError(
    active.length === 0
      ? `No configuration in ${path} is active. Choose one with --config: ${names}.`
      : `Several configurations in ${path} are active. Choose one with --config: ${active.map(({ name }) => `“${name}”`).join(', ')}.`,
  );
}

function readable(text: string, path: string): InfluxConfig[] {
  try {
    return readInfluxConfigs(text);
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message} Or give --host and --token.`);
  }
}

function usable(address: string): string {
  try {
    return normalizeUrl(address);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function origin(address: string): string | undefined {
  try {
    return new URL(normalizeUrl(address)).origin;
  } catch {
    return undefined;
  }
}

/** An empty variable is one that is not set. */
function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}
