import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the extension and a server, and counts what passes. */
export async function startCounter(
  target: string,
): Promise<{ url: string; requests: () => Record<string, number>; close: () => void }> {
  const counts: Record<string, number> = {};
  const server = createServer((incoming, answer) => {
    const path = (incoming.url ?? '').split('?', 1)[0];
    const key = `${incoming.method} ${path}`;
    counts[key] = (counts[key] ?? 0) + 1;
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url ?? '', target), { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    passed.once('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => ({ ...counts }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
