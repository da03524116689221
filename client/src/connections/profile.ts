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
}

/** The name of the connection to the sandbox that this window runs. */
export const sandboxName = 'Sandbox';

/**
 * The setting's entries, the user's before the workspace's. A workspace does not name environment variables: it could have any
 * secret of this machine sent to its own server.
 */
export function settingEntries(user: unknown, workspace: unknown): readonly unknown[] {
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const harmless = list(workspace).map((entry) => {
    if (typeof entry !== 'object' || entry === null) return entry;
    const { tokenEnvironmentVariable: _, ...rest } = entry as Record<string, unknown>;
    return rest;
  });
  return [...list(user), ...harmless];
}

/**
 * Reads the setting, which people write by hand: entries that cannot be used are left out and described.
 * @param normalizeUrl throws an Error with a readable message for an unusable address
 */
export function readConnections(
  setting: unknown,
  normalizeUrl: (url: string) => string,
): { connections: Connection[]; problems: string[] } {
  const connections: Connection[] = [];
  const problems: string[] = [];
  if (!Array.isArray(setting)) return { connections, problems };
  for (const [index, entry] of setting.entries()) {
    const at = `Entry ${index + 1} of the setting fluxScripts.connections`;
    const { name, url, org, tokenEnvironmentVariable, production } = (entry ?? {}) as Record<string, unknown>;
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
          source: 'settings',
        });
      } catch (error) {
        problems.push(`${at} (${name}): ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return { connections, problems };
}
