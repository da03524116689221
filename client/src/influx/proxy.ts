import { UnusableSetting } from './unusable.ts';

/** Where requests leave this machine, as its settings and its environment say. */
export interface ProxySettings {
  /** A proxy's address; before the environment's. */
  readonly address?: string;
  /** The header `Proxy-Authorization`, whole. A secret. */
  readonly authorization?: string;
  /** Whether an https:// proxy must have a certificate that can be trusted. It must, unless this is false. */
  readonly strict?: boolean;
  /** Hosts that are spoken to directly; before the environment's `NO_PROXY`. */
  readonly except?: readonly string[];
  /** For `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in small letters first. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** This machine is never spoken to through a proxy: a sandbox here is nobody else's business. */
const local = /^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/;

/** Of an environment, what is about proxies: the rest is nobody's business here. */
export function proxyVariables(
  environment: Readonly<Record<string, string | undefined>>,
): NonNullable<ProxySettings['environment']> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => /^(https?|all|no)_proxy$/i.test(name)),
  );
}

/**
 * The proxy for a server, or undefined when it is spoken to directly: one for HTTP, or for SOCKS 5.
 * @throws UnusableSetting when what is set is no address of either kind
 */
export function proxyFor(server: URL, settings: ProxySettings): URL | undefined {
  const { environment = {}, except } = settings;
  const variable = (name: string) => environment[name] ?? environment[name.toUpperCase()];
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const exceptions = except?.length ? except : (variable('no_proxy') ?? '').split(/[,\s]+/);
  if (local.test(host) || exceptions.some((entry) => matches(entry, host, server))) return undefined;
  const named =
    settings.address?.trim() ||
    variable(server.protocol === 'https:' ? 'https_proxy' : 'http_proxy') ||
    variable('all_proxy');
  if (!named) return undefined;
  const address = URL.parse(named.includes('://') ? named : `http://${named}`);
  if (address?.hostname && /^(https?|socks|socks5h?):$/.test(address.protocol)) return address;
  // The address may hold a password.
  throw new UnusableSetting(
    address && /^socks4a?:$/.test(address.protocol)
      ? 'the proxy that is set speaks SOCKS 4, and only SOCKS 5 can be used'
      : 'the proxy that is set has no http://, https:// or socks5:// address',
  );
}

/** `*`, a host, a domain with all its hosts (`.example.com`), only those (`*.example.com`); each with a port or without. */
function matches(entry: string, host: string, { port, protocol }: URL): boolean {
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(unbracketed(entry.trim().toLowerCase())) ?? [];
  if (name === '' || (only !== undefined && only !== (port || (protocol === 'https:' ? '443' : '80')))) {
    return false;
  }
  const domain = name.replace(/^\*?\./, '');
  return name === '*' || (host === domain && !name.startsWith('*')) || host.endsWith(`.${domain}`);
}

/** An IPv6 address has colons of its own: only one in brackets has a port. */
function unbracketed(entry: string): string {
  const [, address, port] = /^\[(.+)\](:\d+)?$/.exec(entry) ?? [];
  return address === undefined ? entry : `${address}${port ?? ''}`;
}
