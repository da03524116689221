import { type AddressInfo, createServer, type Socket } from 'node:net';
import { InfluxClient, type InfluxClientOptions } from '../../client/src/influx/client.ts';
import { token } from './faultServer.ts';

export interface RawFixture extends AsyncDisposable {
  readonly url: string;
  readonly client: InfluxClient;
  /** How many connections have been made. */
  readonly connections: () => number;
}

/** A server below HTTP: what it writes is what arrives. `answer` is called with each request's text. */
export async function serveRaw(
  answer: (socket: Socket, request: string) => void,
  options: Partial<InfluxClientOptions> = {},
): Promise<RawFixture> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => answer(socket, chunk.toString('latin1')));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new InfluxClient({ name: 'Test', url, token: () => token, ...options });
  return {
    url,
    client,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      await client.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
