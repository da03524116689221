const followed = new Set([301, 302, 303, 307, 308]);

/** A redirect that is not followed: the token stays with the origin it was entered for. */
export class RedirectError extends Error {}

/**
 * Where a read goes on: at the same origin, or nowhere. What writes is never sent to another place.
 *
 * @param visited the paths so far, the last one answered
 * @returns the next path, or undefined when the answer is no redirect
 * @throws RedirectError naming the origin alone: the rest of an address may hold what is secret
 */
export function redirection(
  server: URL,
  answer: { readonly method: string; readonly status: number; readonly location: string | undefined },
  visited: readonly string[],
): string | undefined {
  const { method, status, location } = answer;
  if (status < 300 || status > 399) return undefined;
  const base = new URL(visited.at(-1) ?? '/', server);
  const target = location === undefined ? null : URL.parse(location, base.href);
  if (!target || !/^https?:$/.test(target.protocol)) throw new RedirectError('it redirects to nowhere');
  const next = target.pathname + target.search;
  if (target.origin !== server.origin || method !== 'GET' || !followed.has(status)) {
    throw new RedirectError(`it redirects to ${target.origin}`);
  }
  if (visited.includes(next) || visited.length > 5) throw new RedirectError('it redirects in a circle');
  return next;
}
