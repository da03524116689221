import type { ServerResponse } from 'node:http';
import { ApiError } from './errors.ts';
import type { ApiRequest } from './request.ts';

/** What a handler answers: JSON with a status, nothing (204), or it has answered itself. */
export type Answer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: 204 }
  | 'answered';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD';
  /** `/api/v2/scripts/:id/invoke`: a part that starts with a colon takes whatever stands there. */
  readonly path: string;
  /** Open routes need no token. */
  readonly open?: boolean;
  readonly handle: (request: ApiRequest, response: ServerResponse) => Promise<Answer> | Answer;
}

export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a request. @throws ApiError 404 for an unknown path, 405 for a method that the path does not have. */
export function findRoute(routes: readonly Route[], method: string, pathname: string): Match {
  const methods: string[] = [];
  for (const route of routes) {
    const path = matchPath(route.path, pathname);
    if (!path) continue;
    if (route.method === method) return { route, path };
    methods.push(route.method);
  }
  if (methods.length === 0) throw new ApiError('not found', 'path not found');
  throw new ApiError('method not allowed', `method ${method} is not allowed on ${pathname}`, {
    headers: { Allow: methods.join(', ') },
  });
}

function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const text = given[i] ?? '';
    if (part.startsWith(':')) {
      if (text === '') return undefined;
      found[part.slice(1)] = decode(text);
    } else if (part !== text) return undefined;
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
