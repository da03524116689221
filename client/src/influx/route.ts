import { buildConnector, type Dispatcher, Pool } from 'undici';
import { type CertificateSettings, secureContext } from './certificates.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import { openThrough, SocksRefusal } from './socks.ts';

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

  constructor(proxy: URL, reason: { readonly cause: unknown } | { readonly said: string }) {
    if ('said' in reason) super(reason.said);
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
  const toServer = withAlerts(buildConnector(connect));
  if (!proxy) {
    return { pool: new Pool(server.origin, { ...common, connect: toServer }), origin: '', headers: {} };
  }
  if (/^socks/.test(proxy.protocol)) {
    const connector = socks(proxy, timeouts.connect, secure ? toServer : undefined);
    return { pool: new Pool(server.origin, { ...common, connect: connector }), origin: '', headers: {} };
  }
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
  const connector = tunnel(proxy, headers, toProxy, toServer);
  return { pool: new Pool(server.origin, { ...common, connect: connector }), origin: '', headers: {} };
}

/**
 * With TLS 1.3 a server that misses the client's certificate says so after the handshake, and closes: undici would hear the
 * end alone.
 */
function withAlerts(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      socket.once('error', (reason) => socket.destroy(reason));
      callback(null, socket);
    });
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
          failed({ said: `it answered with status ${statusCode}` });
          return;
        }
        socket.once('close', () => void pool.destroy());
        toServer({ ...options, httpSocket: socket as never }, callback);
      },
      (cause: unknown) => failed({ cause }),
    );
  };
}

/** @param toServer makes the connection secure; undefined for one that is not to be */
function socks(
  proxy: URL,
  timeout: number,
  toServer: buildConnector.connector | undefined,
): buildConnector.connector {
  const toProxy = buildConnector({ timeout, allowH2: false });
  const { hostname, port } = proxy;
  const at = { hostname: hostname.replace(/^\[|\]$/g, ''), port: port || '1080', protocol: 'http:' };
  return (options, callback) =>
    toProxy({ ...at, host: at.hostname }, (...[error, socket]) => {
      if (error) return callback(new ProxyError(proxy, { cause: error }), null);
      const server = { host: options.hostname, port: Number(options.port) || (toServer ? 443 : 80) };
      const signal = AbortSignal.timeout(timeout);
      openThrough(socket, proxy, server, signal).then(
        () =>
          toServer ? toServer({ ...options, httpSocket: socket as never }, callback) : callback(null, socket),
        (cause: unknown) => {
          socket.on('error', () => {}).destroy();
          const said = signal.aborted
            ? 'it did not answer in time'
            : cause instanceof SocksRefusal && cause.message;
          callback(new ProxyError(proxy, said ? { said } : { cause }), null);
        },
      );
    });
}

/** Who asks, from the settings or from the proxy's address. */
function authorization({ username, password }: URL, header: string | undefined): Record<string, string> {
  if (header) return { 'proxy-authorization': header };
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
