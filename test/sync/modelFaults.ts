import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one request on its way. */
export type FaultKind =
  /** The server answers with an error and does nothing. */
  | 'refused'
  /** The server acts, and its answer never arrives. */
  | 'lost'
  /** The caller gives up before the server has seen the request. */
  | 'cancelledBefore'
  /** The caller gives up after the server has acted. */
  | 'cancelledAfter'
  /** A file here cannot be written; requests arrive. */
  | 'diskFull';

export interface Fault {
  readonly kind: FaultKind;
  /** Which request it meets, or which writing of a file, from 0. */
  readonly at: number;
  readonly cancel: AbortController;
}

/** A loopback proxy in front of a server, on which requests meet faults. */
export class FaultProxy {
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #faults = new Map<string, { readonly fault: Fault; seen: number }>();
  readonly #target: string;
  #made = 0;
  #url = '';

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const [, key = '', path = ''] = /^\/(\d+)(\/.*)$/.exec(incoming.url ?? '') ?? [];
        const plan = this.#faults.get(key);
        const fault = plan && plan.seen++ === plan.fault.at ? plan.fault : undefined;
        let kind = fault?.kind === 'lost' && incoming.method === 'GET' ? 'refused' : fault?.kind;
        if (kind === 'diskFull') kind = undefined;
        if (kind === 'refused') {
          response.writeHead(500, { 'content-type': 'application/json' });
          response.end('{"code":"internal error","message":"out of order"}');
          return;
        }
        if (fault && kind === 'cancelledBefore') {
          fault.cancel.abort();
          response.destroy();
          return;
        }
        this.#forward(incoming, path, Buffer.concat(chunks), (status, headers, body) => {
          if (kind === 'cancelledAfter') fault?.cancel.abort();
          if (kind !== undefined) response.destroy();
          else response.writeHead(status, headers).end(body);
        });
      });
    });
  }

  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((listening) => proxy.#server.listen(0, '127.0.0.1', listening));
    proxy.#url = `http://127.0.0.1:${(proxy.#server.address() as AddressInfo).port}`;
    return proxy;
  }

  /** An address of the server on which the requests meet this fault. */
  with(fault: Fault): string {
    const key = String(this.#made++);
    this.#faults.set(key, { fault, seen: 0 });
    return `${this.#url}/${key}`;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #forward(
    incoming: IncomingMessage,
    path: string,
    body: Buffer,
    answer: (status: number, headers: IncomingMessage['headers'], body: Buffer) => void,
  ): void {
    const { method, headers } = incoming;
    const onward = request(`${this.#target}${path}`, { method, headers, agent: this.#agent }, (from) => {
      const chunks: Buffer[] = [];
      from.on('data', (chunk: Buffer) => chunks.push(chunk));
      from.on('end', () => answer(from.statusCode ?? 500, from.headers, Buffer.concat(chunks)));
    });
    onward.on('error', () => incoming.destroy());
    onward.end(body);
  }
}
