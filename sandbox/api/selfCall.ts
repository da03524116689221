import { type IncomingMessage, request as send } from 'node:http';
import type { ApiCall, ApiReply } from '../flux/context.ts';
import { FluxError } from '../flux/errors.ts';
import type { Access } from '../http/access.ts';

/** The largest answer that a script may have, bytes. */
const bodyLimit = 10 * 1024 * 1024;

/**
 * A script's request to the server on which it runs, over the loopback address like any other, with the token that it
 * names or that runs it.
 *
 * @throws FluxError for any other host, and when there is no answer in time or `signal` ends it
 */
export async function callSelf(
  url: string,
  { method, path, host, token, headers, query, body, milliseconds }: ApiCall,
  access: Access,
  signal: AbortSignal | undefined,
): Promise<ApiReply> {
  requireSelf(host, url);
  const target = new URL(path, url);
  if (target.origin !== url) throw new FluxError(`path must stay on this server: ${JSON.stringify(path)}`);
  for (const [key, value] of Object.entries(query)) target.searchParams.append(key, value);
  try {
    return await new Promise<ApiReply>((resolve, reject) => {
      const sent = send(
        target,
        {
          method,
          headers: {
            ...headers,
            Authorization: `Token ${token || access.token}`,
            ...(body.length > 0 && { 'Content-Length': body.length }),
          },
          agent: false,
          signal: AbortSignal.timeout(milliseconds),
        },
        (answer) => void whole(answer).then(resolve, reject),
      );
      sent.once('error', reject);
      const leave = () => void sent.destroy(new Error('nobody waits for it any more'));
      if (signal?.aborted) leave();
      signal?.addEventListener('abort', leave, { once: true });
      sent.once('close', () => signal?.removeEventListener('abort', leave));
      sent.end(body);
    });
  } catch (error) {
    const late = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
    throw new FluxError(
      late
        ? `the API did not answer ${method} ${path} within ${milliseconds / 1000} s`
        : `the call of the API failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function requireSelf(host: string, url: string): void {
  if (host === '') return;
  const own = new URL(url);
  try {
    const { protocol, hostname, port } = new URL(host);
    const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
    if (protocol === own.protocol && loopback && port === own.port) return;
  } catch {
    // No address: refused as any other.
  }
  throw new FluxError(
    `influxdb.api reaches the sandbox only, which is host ${JSON.stringify(url)} or none, not ${JSON.stringify(host)}`,
  );
}

async function whole(answer: IncomingMessage): Promise<ApiReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new FluxError(`its answer is larger than ${bodyLimit} bytes`);
    chunks.push(chunk);
  }
  const headers = Object.entries(answer.headers).map(([name, value]) => [canonical(name), String(value)]);
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}

/** `content-type` as `Content-Type`, the way in which InfluxDB's server names headers. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase());
}
