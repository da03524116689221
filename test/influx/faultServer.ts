import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InfluxClient } from '../../client/src/influx/client.ts';
import type { RequestLogEntry } from '../../client/src/influx/http.ts';

export const token = 'a-token-that-must-not-be-seen';

export interface Fixture extends AsyncDisposable {
  readonly url: string;
  readonly client: InfluxClient;
  /** Method and path of each request that arrived. */
  readonly requests: string[];
  readonly bodies: string[];
  readonly log: RequestLogEntry[];
}

/** A server that answers as a test says, and a client for it. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  timeouts?: { connect?: number; firstByte?: number; idle?: number },
): Promise<Fixture> {
  const requests: string[] = [];
  const bodies: string[] = [];
  const log: RequestLogEntry[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}`);
      bodies.push(body);
      answer(request, response, body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new InfluxClient({
    name: 'Test',
    url,
    token: () => Promise.resolve(token),
    log: (entry) => log.push(entry),
    ...(timeouts && { timeouts }),
  });
  return {
    url,
    client,
    requests,
    bodies,
    log,
    async [Symbol.asyncDispose]() {
      await client.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
