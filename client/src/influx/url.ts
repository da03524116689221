/** Addresses on this machine are spoken to without TLS unless somebody says otherwise. */
const local = /^(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i;

/** Paths that people paste along with the address: the API's, and the Cloud UI's. */
const pasted = /\/(api\/v2|orgs)(\/.*)?$/;

/**
 * A server's address as it is typed or pasted: with a scheme, without a trailing slash, without the path of a page or an
 * endpoint. A path in front of those (a reverse proxy's) stays.
 *
 * @throws Error saying what to type instead
 */
export function normalizeUrl(input: string): string {
  const typed = input.trim();
  if (typed === '')
    throw new Error("Type the server's address, such as https://us-east-1-1.aws.cloud2.influxdata.com.");
  const withScheme = /^([a-z][a-z0-9+.-]*:\/\/|https?:\/)/i.test(typed)
    ? typed
    : `${local.test(typed) ? 'http' : 'https'}://${typed}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    // What was typed may hold a password, and this may be logged.
    throw new Error('This is no address. Type one such as https://us-east-1-1.aws.cloud2.influxdata.com.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error(`The address must begin with https:// or http://, not ${url.protocol}//.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error(
      'Leave user name and password out of the address; the API token is asked for separately.',
    );
  }
  const path = url.pathname.replace(pasted, '').replace(/\/+$/, '');
  return url.origin + path;
}

/** Whether two addresses, as `normalizeUrl` gives them, are of one server: only there may a token go. */
export function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}
