import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer, request as plainRequest } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as files and as text. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority that lives as long as a test. Needs `openssl`. */
export class Authority implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'flux-ca-'));
  readonly own: Certificate;

  constructor() {
    const [keyFile, certFile] = ['ca.key', 'ca.crt'].map((name) => join(this.folder, name)) as [
      string,
      string,
    ];
    this.#openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=Test authority', '-keyout', keyFile, '-out', certFile],
    );
    this.own = this.#read(certFile, keyFile);
  }

  /** @param names such as `DNS:influx.example` @param dates `[not before, not after]`, as openssl writes them */
  issue(name: string, names: string, dates?: readonly [string, string]): Certificate {
    const [keyFile, request, certFile, extensions] = ['key', 'csr', 'crt', 'ext'].map((end) =>
      join(this.folder, `${name}.${end}`),
    ) as [string, string, string, string];
    this.#openssl(
      ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`],
      ...['-keyout', keyFile, '-out', request],
    );
    writeFileSync(extensions, `subjectAltName=${names}\n`);
    if (dates) this.#sign(request, extensions, certFile, dates);
    else {
      this.#openssl(
        ...['x509', '-req', '-in', request, '-CA', this.own.certFile, '-CAkey', this.own.keyFile],
        ...['-CAcreateserial', '-extfile', extensions, '-out', certFile, '-days', '1'],
      );
    }
    return this.#read(certFile, keyFile);
  }

  /** A certificate's key, encrypted. @param traditional as OpenSSL did it before PKCS #8 */
  encrypted({ keyFile }: Certificate, passphrase: string, traditional: boolean): string {
    const file = `${keyFile}.${traditional ? 'traditional' : 'pkcs8'}`;
    const command = traditional ? ['ec', '-aes256'] : ['pkcs8', '-topk8', '-v2', 'aes256'];
    this.#openssl(...command, '-in', keyFile, '-out', file, '-passout', `pass:${passphrase}`);
    return file;
  }

  /** Only `openssl ca` takes dates in every version, and it wants a folder and a configuration for itself. */
  #sign(request: string, extensions: string, certFile: string, [from, to]: readonly [string, string]): void {
    const [config, index] = ['ca.conf', 'index.txt'].map((name) => join(this.folder, name)) as [
      string,
      string,
    ];
    writeFileSync(index, '');
    writeFileSync(
      config,
      `[ca]\ndefault_ca=own\n[own]\ndatabase=${index}\nnew_certs_dir=${this.folder}\ndefault_md=sha256\npolicy=any\nrand_serial=yes\n[any]\ncommonName=supplied\n`,
    );
    this.#openssl(
      ...['ca', '-batch', '-notext', '-config', config, '-in', request, '-out', certFile],
      ...['-cert', this.own.certFile, '-keyfile', this.own.keyFile, '-extfile', extensions],
      ...['-startdate', from, '-enddate', to],
    );
  }

  #read(certFile: string, keyFile: string): Certificate {
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** Method and path of each request that arrived. */
  readonly requests: string[];
}

/** A server that speaks TLS. */
export async function serveTls(
  options: ServerOptions,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Listening> {
  const requests: string[] = [];
  const server = createHttpsServer(options, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.on('tlsClientError', () => {});
  return await listening(server, requests);
}

/** Passes requests on to another server, such as a sandbox that is to speak TLS. */
export function forwardTo(server: string): Parameters<typeof serveTls>[1] {
  const { hostname, port } = new URL(server);
  return (incoming, response) => {
    const { method, url, headers } = incoming;
    const onward = plainRequest({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  };
}

/**
 * A real proxy: CONNECT and absolute addresses. Every name stands for this machine, so that the client's own name service is
 * not asked. `requests` are what it was asked, with the credentials.
 */
export async function serveProxy(credentials?: string): Promise<Listening> {
  const requests: string[] = [];
  const allowed = (request: IncomingMessage) => {
    const given = request.headers['proxy-authorization'];
    requests.push(`${request.method} ${request.url}`);
    return credentials === undefined || given === `Basic ${Buffer.from(credentials).toString('base64')}`;
  };
  const server = createHttpServer((request, response) => {
    if (!allowed(request)) return void response.writeHead(407).end();
    const { port, pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const onward = plainRequest({ host: '127.0.0.1', port, path: pathname + search, method, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => {});
    if (!allowed(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const onward = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  return await listening(server, requests);
}

async function listening(server: Server, requests: string[]): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
