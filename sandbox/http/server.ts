import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FluxError } from '../flux/errors.ts';
import { type Access, fullAccess } from './access.ts';
import { ApiError } from './errors.ts';
import type { Faults } from './faults.ts';
import { ApiRequest } from './request.ts';
import { allowedMethods, findRoute, type Route } from './router.ts';

/** The version that the sandbox says it has. */
export const version = 'sandbox';

export interface ApiServerOptions {
  readonly routes: readonly Route[];
  /** The header `Authorization`; undefined for a token that does not count. */
  readonly authenticate: (header: string | undefined) => Access | undefined;
  readonly faults: Faults;
}

/** An HTTP server with the API's habits: its headers, its token check, its error bodies. */
export function createApiServer(options: ApiServerOptions): Server {
  return createServer((request, response) => {
    response.setHeader('X-Influxdb-Build', 'Cloud');
    response.setHeader('X-Influxdb-Version', version);
    answer(options, request, response).catch((error: unknown) => fail(response, error));
  });
}

const nobody: Access = { ...fullAccess(''), allows: () => false };

async function answer(
  { routes, authenticate, faults }: ApiServerOptions,
  raw: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (await faults.act(raw, response)) return;
  const url = urlOf(raw);
  const method = raw.method ?? 'GET';
  if (method === 'OPTIONS') {
    response.writeHead(204, { Allow: allowedMethods(routes, url.pathname) }).end();
    return;
  }
  const { route, path } = findRoute(routes, method, url.pathname);
  const access = authenticate(raw.headers.authorization);
  if (!access && !route.open) throw new ApiError('unauthorized', 'unauthorized access');
  const request = new ApiRequest(raw, url.searchParams, path, access ?? nobody);
  if (route.needs) request.require(...route.needs, path['id']);
  const result = await route.handle(request, response);
  if (result === 'answered') return;
  if ('json' in result) sendJson(response, result.status, result.json);
  else {
    response.statusCode = result.status;
    response.end();
  }
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  try {
    return new URL(url, 'http://127.0.0.1');
  } catch {
    throw new ApiError('invalid', 'the address of the request cannot be read');
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
