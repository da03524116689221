import type { CertificateSettings } from '../influx/certificates.ts';

/** Where scripts live: a server and an organization. The token is not part of it. */
export interface Connection {
  /** Unique among the connections. */
  readonly name: string;
  /** Normalized: no trailing slash. */
  readonly url: string;
  /** Name or ID; InfluxDB Cloud takes the organization from the token. */
  readonly org?: string;
  /** The environment variable that holds the token, instead of the secret storage. */
  readonly tokenEnvironmentVariable?: string;
  /** People depend on it: it looks different everywhere, and a push to it asks. */
  readonly production?: boolean;
  /** A file with the certificates of further authorities; PEM, with an absolute path, as the next two. */
  readonly ca?: string;
  /** A file with the client's certificate, for servers that ask for one. */
  readonly certificate?: string;
  /** A file with its key. */
  readonly key?: string;
  /** The server's certificate is not looked at: whoever answers at the address gets the token. */
  readonly allowInsecureTls?: boolean;
  /** Who made it: a setting, or the sandbox that this window runs. */
  readonly source: 'settings' | 'sandbox';
}

/** What stands in the setting `fluxScripts.connections`. */
export interface ConnectionSetting {
  readonly name: string;
  readonly url: string;
  readonly org?: string;
  readonly tokenEnvironmentVariable?: string;
  readonly production?: boolean;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly allowInsecureTls?: boolean;
}

/** What a workspace may not say of a connection: it would reach for secrets, or weaken what protects them. */
export const userOnlyFields = [
  'tokenEnvironmentVariable',
  'ca',
  'certificate',
  'key',
  'allowInsecureTls',
] as const satisfies readonly (keyof ConnectionSetting)[];

/** Which certificates a connection trusts and shows. */
export function certificatesOf(connection: ConnectionSetting): CertificateSettings {
  const { ca, certificate, key, allowInsecureTls } = connection;
  return {
    ...(ca !== undefined && { ca }),
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(allowInsecureTls && { allowInsecureTls }),
  };
}

/** What is to be said of a connection whose server is not verified. */
export function insecureWarning({ name, url, allowInsecureTls }: Connection): string | undefined {
  if (!allowInsecureTls || !url.startsWith('https:')) return undefined;
  return `${name} does not check the server's certificate (allowInsecureTls): whoever answers at ${url} gets the token. Name the server's certificate authority as “ca” instead.`;
}

/** The name of the connection to the sandbox that this window runs. */
export const sandboxName = 'Sandbox';

/**
 * The setting's entries, the user's before the workspace's. A workspace names no environment variables and no certificates: it
 * could send any secret of this machine to its own server, or have its server taken for another.
 */
export function settingEntries(user: unknown, workspace: unknown): readonly unknown[] {
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const isUserOnly = (field: string) => (userOnlyFields as readonly string[]).includes(field);
  const harmless = list(workspace).map((entry) => {
    if (typeof entry !== 'object' || entry === null) return entry;
    return Object.fromEntries(Object.entries(entry).filter(([field]) => !isUserOnly(field)));
  });
  return [...list(user), ...harmless];
}

/**
 * Reads the setting, which people write by hand: entries that cannot be used are left out and described.
 * @param normalizeUrl throws an Error with a readable message for an unusable address
 * @param fromUser how many of the entries, the first, are the user's; the others are the workspace's
 */
export function readConnections(
  setting: unknown,
  normalizeUrl: (url: string) => string,
  fromUser = Number.POSITIVE_INFINITY,
): { connections: Connection[]; problems: string[] } {
  const connections: Connection[] = [];
  const problems: string[] = [];
  if (!Array.isArray(setting)) return { connections, problems };
  for (const [index, entry] of setting.entries()) {
    const at =
      index < fromUser
        ? `Entry ${index + 1} of the setting fluxScripts.connections`
        : `Entry ${index - fromUser + 1} of the workspace's setting fluxScripts.connections`;
    const { name, url, org, tokenEnvironmentVariable, production, ca, certificate, key, allowInsecureTls } =
      (entry ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || name.trim() === '') {
      problems.push(`${at} has no name: give it one.`);
    } else if (connections.some((other) => other.name === name)) {
      problems.push(`${at} repeats the name “${name}”: rename one of the two.`);
    } else if (typeof url !== 'string') {
      problems.push(`${at} (${name}) has no url: give the server's address.`);
    } else {
      try {
        connections.push({
          name,
          url: normalizeUrl(url),
          ...(typeof org === 'string' && org !== '' && { org }),
          ...(typeof tokenEnvironmentVariable === 'string' && { tokenEnvironmentVariable }),
          ...(production === true && { production }),
          ...(filled(ca) && { ca }),
          ...(filled(certificate) && { certificate }),
          ...(filled(key) && { key }),
          ...(allowInsecureTls === true && { allowInsecureTls }),
          source: 'settings',
        });
      } catch (error) {
        problems.push(`${at} (${name}): ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { connections, problems };
}

function filled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
