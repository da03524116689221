import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OssServer extends AsyncDisposable {
  readonly url: string;
  /** The queries that arrived, as they were sent. */
  readonly queries: Record<string, unknown>[];
}

/**
 * InfluxDB OSS 2.x in front of a sandbox, as far as a client can tell the two apart: no scripts, no `params` of a query, a header that
 * says so.
 *
 * @param silent leaves the header out, as some proxies do
 */
export async function startOssServer(target: string, { silent = false } = {}): Promise<OssServer> {
  const queries: Record<string, unknown>[] = [];
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (!silent) {
        answer.setHeader('X-Influxdb-Build', 'OSS');
        answer.setHeader('X-Influxdb-Version', 'v2.7.6');
      }
      const refuse = (status: number, code: string, message: string) => {
        answer.writeHead(status, { 'content-type': 'application/json' });
        answer.end(JSON.stringify({ code, message }));
      };
      const { url = '', method, headers } = incoming;
      if (/^\/api\/v2\/(scripts|functions)/.test(url)) return refuse(404, 'not found', 'path not found');
      const body = Buffer.concat(chunks);
      if (url.startsWith('/api/v2/query')) {
        const query = JSON.parse(body.toString()) as Record<string, unknown>;
        queries.push(query);
        if ('params' in query) return refuse(400, 'invalid', 'unknown field "params"');
      }
      const { host: _, ...passed } = headers;
      const forwarded = request(new URL(url, target), { method, headers: passed }, (reply) => {
        const { 'x-influxdb-build': _build, 'x-influxdb-version': _version, ...others } = reply.headers;
        answer.writeHead(reply.statusCode ?? 500, others);
        reply.pipe(answer);
      });
      forwarded.once('error', () => answer.destroy());
      forwarded.end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
