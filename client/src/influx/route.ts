import { buildConnector, type Dispatcher, Pool } from 'undici';
import { type CertificateSettings, secureContext } from './certificates.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';

/** Milliseconds. */
export interface Timeouts {
  readonly connect: number;
  readonly firstByte: number;
  readonly idle: number;
}

/** How a server is spoken to. */
export interface RouteOptions {
  readonly timeouts: Timeouts;
  readonly proxy?: ProxySettings | undefined;
  readonly certificates?: CertificateSettings | undefined;
}

/** The way to a server: its connections, which are kept open between requests. */
export interface Route {
  readonly pool: Pool;
  /** What stands before a request's path: the server's address when a proxy forwards requests. */
  readonly origin: string;
  /** What the proxy wants to be sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A proxy that cannot be used. */
export class ProxyError extends Error {
  /** Without user and password. */
  readonly proxy: string;

  constructor(proxy: URL, reason: { readonly cause: unknown } | { readonly status: number }) {
    if ('status' in reason) super(`it answered with status ${reason.status}`);
    else super('it cannot be spoken to', reason);
    this.proxy = proxy.host;
  }
}

/** @throws UnusableSetting for a proxy or a certificate that cannot be used */
export async function routeTo(server: URL, options: RouteOptions): Promise<Route> {
  const { timeouts, certificates = {} } = options;
  const proxy = options.proxy && proxyFor(server, options.proxy);
  const secure = server.protocol === 'https:';
  const connect: buildConnector.BuildOptions = {
    timeout: timeouts.connect,
    // A handful of requests gains nothing from HTTP/2, and would fail in ways of its own.
    allowH2: false,
    ...(secure && {
      secureContext: await secureContext(certificates),
      rejectUnauthorized: certificates.allowInsecureTls !== true,
    }),
  };
  const common = {
    headersTimeout: timeouts.firstByte,
    bodyTimeout: timeouts.idle,
    connections: 8,
    allowH2: false,
  };
  if (!proxy) return { pool: new Pool(server.origin, { ...common, connect }), origin: '', headers: {} };
  const toProxy: buildConnector.BuildOptions = {
    timeout: timeouts.connect,
    allowH2: false,
    ...(proxy.protocol === 'https:' && {
      secureContext: await secureContext({}),
      rejectUnauthorized: options.proxy?.strict !== false,
    }),
  };
  const headers = authorization(proxy, options.proxy?.authorization);
  // A proxy reads along what is not encrypted, and many open no tunnel for it.
  if (!secure) {
    const pool = new Pool(proxy.origin, { ...common, connect: named(proxy, buildConnector(toProxy)) });
    return { pool, origin: server.origin, headers: { ...headers, host: server.host } };
  }
  const connector = tunnel(proxy, headers, toProxy, buildConnector(connect));
  return { pool: new Pool(server.origin, { ...common, connect: connector }), origin: '', headers: {} };
}

/** A proxy that cannot be reached is not the server's failure. */
function named(proxy: URL, connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) callback(new ProxyError(proxy, { cause: error }), null);
      else callback(null, socket as NonNullable<typeof socket>);
    });
}

/** CONNECT (RFC 9110, 9.3.6), and TLS with the server through what it opens: the proxy sees neither token nor answer. */
function tunnel(
  proxy: URL,
  headers: Readonly<Record<string, string>>,
  toProxy: buildConnector.BuildOptions,
  toServer: buildConnector.connector,
): buildConnector.connector {
  return (options, callback) => {
    const path = `${options.hostname}:${options.port || 443}`;
    // One for each tunnel, which takes the proxy's socket over.
    const pool = new Pool(proxy.origin, {
      connect: toProxy,
      headersTimeout: toProxy.timeout ?? 0,
      connections: 1,
    });
    const failed = (reason: ConstructorParameters<typeof ProxyError>[1]) => {
      void pool.destroy();
      callback(new ProxyError(proxy, reason), null);
    };
    pool.connect({ path, headers: { ...headers, host: path } }).then(
      ({ statusCode, socket }: Dispatcher.ConnectData) => {
        if (statusCode < 200 || statusCode > 299) {
          socket.on('error', () => {}).destroy();
          failed({ status: statusCode });
          return;
        }
        socket.once('close', () => void pool.destroy());
        toServer({ ...options, httpSocket: socket as never }, callback);
      },
      (cause: unknown) => failed({ cause }),
    );
  };
}

/** Who asks, from the settings or from the proxy's address. */
function authorization({ username, password }: URL, header: string | undefined): Record<string, string> {
  if (header) return { 'proxy-authorization': header };
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
