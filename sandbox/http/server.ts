import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FluxError } from '../flux/errors.ts';
import { ApiError } from './errors.ts';
import { ApiRequest } from './request.ts';
import { findRoute, type Route } from './router.ts';

/** The version that the sandbox says it has. */
export const version = 'sandbox';

/** An HTTP server with the API's habits: its headers, its token check, its error bodies. */
export function createApiServer(routes: readonly Route[], token: string): Server {
  return createServer((request, response) => {
    response.setHeader('X-Influxdb-Build', 'Cloud');
    response.setHeader('X-Influxdb-Version', version);
    answer(routes, token, request, response).catch((error: unknown) => fail(response, error));
  });
}

async function answer(
  routes: readonly Route[],
  token: string,
  raw: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(raw.url ?? '/', 'http://127.0.0.1');
  const { route, path } = findRoute(routes, raw.method ?? 'GET', url.pathname);
  if (!route.open && !authorized(raw.headers.authorization, token)) {
    throw new ApiError('unauthorized', 'unauthorized access');
  }
  const result = await route.handle(new ApiRequest(raw, url.searchParams, path), response);
  if (result === 'answered') return;
  if ('json' in result) sendJson(response, result.status, result.json);
  else {
    response.statusCode = result.status;
    response.end();
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': text.length,
  });
  response.end(text);
}

/** `Token x` or `Bearer x`; the words are case-sensitive. Compared in a time that tells nothing. */
function authorized(header: string | undefined, token: string): boolean {
  const given = /^(?:Token|Bearer) (.+)$/.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const known =
    error instanceof ApiError
      ? error
      : error instanceof FluxError
        ? new ApiError(error.code === 'unsupported' ? 'invalid' : error.code, error.message)
        : new ApiError('internal error', 'An internal error has occurred in the sandbox');
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
  response.setHeader('X-Platform-Error-Code', String(known.body.code));
  sendJson(response, known.status, known.body);
}
