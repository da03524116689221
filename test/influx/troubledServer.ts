import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Authority, Certificate } from './tlsServer.ts';

/** What can be wrong with a server. */
export type Trouble =
  /** It answers so. With `acts` it has done what it was asked for before. `elsewhere` is the address of another server. */
  | {
      readonly answer: (request: IncomingMessage, response: ServerResponse, elsewhere: string) => void;
      readonly acts?: true;
    }
  /** It does as it should, but its clock is in this year. */
  | { readonly clock: number }
  /** It says this to whoever connects, and hangs up. */
  | { readonly greets: string }
  /** It shows this certificate. Only of a server with TLS. */
  | { readonly certificate: Certificate }
  /** It lets itself be connected to, and that is all. */
  | { readonly holds: true }
  /** It does not run. */
  | { readonly down: true };

/** Whether it happens to a request. */
type Which = (request: IncomingMessage) => boolean;

export interface TroubledOptions {
  /** The server that it stands before; without one it has no scripts. */
  readonly target?: string;
  /** Who signs its certificate; without one it speaks no TLS. */
  readonly authority?: Authority;
}

/** A server that gets into trouble and out of it, at the same address. */
export class TroubledServer implements AsyncDisposable {
  /** Method and path of each request that has arrived. */
  readonly requests: string[] = [];
  /** What has arrived at another server, of those that were led there. */
  readonly strayed: string[] = [];
  readonly #options: TroubledOptions;
  readonly #sockets = new Set<Socket>();
  readonly #front = createServer((socket) => this.#connected(socket));
  readonly #elsewhere = createHttpServer((incoming, response) => {
    this.strayed.push(`${incoming.method} ${incoming.url}`);
    respond(response, 200, { scripts: [] });
  });
  readonly #http: Server;
  readonly #own: Certificate | undefined;
  #port = 0;
  #troubles: readonly (readonly [Trouble, Which])[] = [];

  private constructor(options: TroubledOptions) {
    this.#options = options;
    const answer = (incoming: IncomingMessage, response: ServerResponse) =>
      void this.#answer(incoming, response).catch(() => response.destroy());
    this.#own = options.authority?.issue('server', 'IP:127.0.0.1');
    // Neither listens: they get what the front lets through.
    this.#http = this.#own ? createHttpsServer(this.#own, answer) : createHttpServer(answer);
    this.#http.on('tlsClientError', () => {});
  }

  static async start(options: TroubledOptions = {}): Promise<TroubledServer> {
    const server = new TroubledServer(options);
    await listen(server.#elsewhere, 0);
    server.#port = await listen(server.#front, 0);
    return server;
  }

  get url(): string {
    return `${this.#own ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  /** From now on. What is below HTTP happens to all requests; several troubles come in their order. */
  async suffer(trouble: Trouble, which: Which = () => true): Promise<void> {
    this.#troubles = [...this.#troubles, [trouble, which]];
    if ('certificate' in trouble) this.#show(trouble.certificate);
    if ('down' in trouble) await this.#stop();
    if (!('answer' in trouble)) this.#disconnect();
  }

  /** All is well again. What hangs is let go. */
  async recover(): Promise<void> {
    const wasDown = this.#has('down');
    this.#troubles = [];
    this.#disconnect();
    if (this.#own) this.#show(this.#own);
    if (wasDown) await listen(this.#front, this.#port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disconnect();
    this.#elsewhere.closeAllConnections();
    await new Promise((closed) => this.#elsewhere.close(closed));
    if (!this.#has('down')) await this.#stop();
  }

  #has(key: 'down' | 'holds'): boolean {
    return this.#troubles.some(([trouble]) => key in trouble);
  }

  #show(certificate: Certificate): void {
    if (this.#http instanceof HttpsServer) this.#http.setSecureContext(certificate);
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    const greeting = this.#troubles.find(([trouble]) => 'greets' in trouble)?.[0];
    if (greeting && 'greets' in greeting) {
      socket.once('data', (chunk: Buffer) => {
        this.requests.push(chunk.toString('latin1').split(' HTTP', 1)[0] ?? '');
        socket.end(greeting.greets);
      });
    } else if (!this.#has('holds')) this.#http.emit('connection', socket);
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    this.requests.push(`${incoming.method} ${incoming.url}`);
    const found = this.#troubles.find(([, which]) => which(incoming))?.[0];
    if (found && 'answer' in found) {
      if (found.acts) await this.#ask(incoming, body);
      const { port } = this.#elsewhere.address() as AddressInfo;
      return found.answer(incoming, response, `http://127.0.0.1:${port}`);
    }
    const { status, headers, said } = await this.#ask(incoming, body);
    if (found && 'clock' in found) {
      headers['date'] = `Thu, 01 Jan ${found.clock} 00:00:00 GMT`;
      response
        .writeHead(status, headers)
        .end(said.replaceAll(/"updatedAt":"\d{4}/g, `"updatedAt":"${found.clock}`));
    } else response.writeHead(status, headers).end(said);
  }

  /** What the server behind it says. */
  async #ask(
    { method, url, headers }: IncomingMessage,
    body: string,
  ): Promise<{ status: number; headers: Record<string, string>; said: string }> {
    const { target } = this.#options;
    if (target === undefined) {
      return { status: 200, headers: { 'content-type': 'application/json' }, said: '{"scripts":[]}' };
    }
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      const options: RequestOptions = { headers: { ...headers, 'accept-encoding': 'identity' } };
      if (method) options.method = method;
      request(new URL(url ?? '', target), options, resolve)
        .once('error', reject)
        .end(body);
    });
    const kept = Object.entries(answered.headers).filter(
      ([name]) => name === 'content-type' || name.startsWith('x-'),
    );
    return {
      status: answered.statusCode ?? 500,
      headers: Object.fromEntries(kept) as Record<string, string>,
      said: await text(answered),
    };
  }

  #disconnect(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #stop(): Promise<void> {
    this.#disconnect();
    await new Promise((closed) => this.#front.close(closed));
  }
}

export function respond(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function listen(server: Server | ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}
