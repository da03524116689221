import type { ServerResponse } from 'node:http';
import type { Action } from './access.ts';
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
  /** What the token must allow, e.g. `['read', 'tasks']`; where the path has an `:id`, for that one at least. */
  readonly needs?: readonly [Action, string];
  readonly handle: (request: ApiRequest, response: ServerResponse) => Promise<Answer> | Answer;
}

export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request; a HEAD takes that of GET.
 *
 * @throws ApiError 404 for an unknown path, 405 for a method that the path does not have.
 */
export function findRoute(routes: readonly Route[], method: string, pathname: string): Match {
  const matches = matchesOf(routes, pathname);
  const found =
    matches.find(({ route }) => route.method === method) ??
    (method === 'HEAD' ? matches.find(({ route }) => route.method === 'GET') : undefined);
  if (found) return found;
  if (matches.length === 0) throw new ApiError('not found', 'path not found');
  throw new ApiError('method not allowed', `method ${method} is not allowed on ${pathname}`, {
    headers: { Allow: listed(matches) },
  });
}

/** The header `Allow` of a path. @throws ApiError 404 for an unknown one. */
export function allowedMethods(routes: readonly Route[], pathname: string): string {
  const matches = matchesOf(routes, pathname);
  if (matches.length === 0) throw new ApiError('not found', 'path not found');
  return listed(matches);
}

function listed(matches: readonly Match[]): string {
  const methods = matches.map(({ route }) => route.method);
  if (methods.includes('GET') && !methods.includes('HEAD')) methods.push('HEAD');
  return [...methods, 'OPTIONS'].join(', ');
}

function matchesOf(routes: readonly Route[], pathname: string): readonly Match[] {
  return routes.flatMap((route) => {
    const path = matchPath(route.path, pathname);
    return path ? [{ route, path }] : [];
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
