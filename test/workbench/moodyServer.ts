import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** How a server stands to changes: it makes them, at once or slowly, makes them and loses the answer, or refuses them. */
export type Mood = 'willing' | 'slow' | 'losesAnswers' | 'readOnly';

/** Milliseconds that a slow server takes over a change. */
const slowness = 700;

/** Stands between the extension and a server, and spoils what changes something there. */
export async function startMoodyServer(
  target: string,
): Promise<{ url: string; become: (mood: Mood) => void; close: () => void }> {
  let mood: Mood = 'willing';
  const server = createServer(async (incoming, answer) => {
    const changes = incoming.method === 'PATCH';
    if (changes && mood === 'readOnly') {
      incoming.resume();
      answer.writeHead(403, { 'content-type': 'application/json' });
      answer.end('{"code":"forbidden","message":"insufficient permissions for write"}');
      return;
    }
    if (changes && mood === 'slow') await setTimeout(slowness);
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url ?? '', target), { method, headers }, (reply) => {
      if (changes && mood === 'losesAnswers') {
        reply.resume();
        reply.once('end', () => answer.destroy());
        return;
      }
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    passed.once('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become: (next) => {
      mood = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
