import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultBook, readFault } from './faultBook.ts';
import { loopPath, redirectedKey } from './faultKinds.ts';

const header = 'x-sandbox-fault';
const passHeader = 'x-sandbox-pass';

/**
 * Faults on demand: a request meets the one that its header `X-Sandbox-Fault` names, or the next one of the book that is
 * meant for it. A fault that lets the request act sends it to this server once more, so that no handler knows of faults.
 */
export class Faults {
  readonly book = new FaultBook();
  /** Lets a request that a fault has sent on pass. */
  readonly #pass = randomBytes(16).toString('hex');

  /** True when a fault has answered, or has not. */
  async act(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (request.headers[passHeader] === this.#pass) return false;
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    if (path === loopPath) {
      response.writeHead(307, { Location: loopPath, 'Content-Length': '0' }).end();
      return true;
    }
    if (path.startsWith('/sandbox/') || url.includes(`${redirectedKey}=1`)) return false;
    const named = request.headers[header];
    const fault =
      typeof named === 'string' ? readFault(named) : this.book.take(request.method ?? 'GET', path);
    if (!fault) return false;
    const left = new AbortController();
    response.once('close', () => left.abort());
    try {
      await fault.kind.act({
        request,
        response,
        options: fault.options,
        gone: left.signal,
        forward: () => this.#forward(request, left.signal),
      });
    } catch (error) {
      if (!left.signal.aborted) throw error;
    }
    return true;
  }

  #forward(request: IncomingMessage, signal: AbortSignal): Promise<IncomingMessage> {
    const { port } = request.socket.address() as AddressInfo;
    const { [header]: _fault, 'accept-encoding': _encoding, connection: _, ...headers } = request.headers;
    return new Promise((resolve, reject) => {
      const again = send(
        {
          host: '127.0.0.1',
          port,
          method: request.method,
          path: request.url,
          headers: { ...headers, [passHeader]: this.#pass },
          agent: false,
          signal,
        },
        resolve,
      );
      again.once('error', reject);
      request.pipe(again);
    });
  }
}
