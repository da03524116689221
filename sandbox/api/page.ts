import type { ApiRequest } from '../http/request.ts';

export interface PageRules {
  readonly usual: number;
  readonly most: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Addresses of this page, the next and the previous one, as far as there are any. */
  readonly links: { readonly self: string; readonly next?: string; readonly prev?: string };
}

/** One page of a list by `limit` and either `offset` or `after`, an ID. */
export function pageOf<T extends { readonly id: string }>(
  request: ApiRequest,
  all: readonly T[],
  { usual, most }: PageRules,
): Page<T> {
  const limit = request.count('limit', usual, most) || usual;
  const after = request.query.get('after');
  const offset = after ? all.findIndex(({ id }) => id === after) + 1 : request.count('offset', 0);
  const link = (start: number) => {
    const query = new URLSearchParams(request.query);
    query.delete('after');
    query.set('limit', String(limit));
    query.set('offset', String(start));
    return `${pathOf(request)}?${query}`;
  };
  return {
    items: all.slice(offset, offset + limit),
    links: {
      self: request.raw.url ?? '',
      ...(offset + limit < all.length && { next: link(offset + limit) }),
      ...(offset > 0 && { prev: link(Math.max(0, offset - limit)) }),
    },
  };
}

function pathOf({ raw }: ApiRequest): string {
  return raw.url?.split('?', 1)[0] ?? '';
}
