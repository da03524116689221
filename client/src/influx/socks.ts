import { once } from 'node:events';
import { isIPv6, type Socket } from 'node:net';

/** What a SOCKS proxy says instead of opening a connection. */
export class SocksRefusal extends Error {}

/** What follows a version in a reply (RFC 1928, 6). */
const refusals: readonly string[] = [
  '',
  'it failed',
  'its rules do not allow this server',
  'it does not reach the network of the server',
  'it does not reach the server',
  'the server refuses its connection',
  'the way to the server is too long',
  'it opens no connections',
  'it does not take this kind of address',
];

/**
 * SOCKS 5 (RFC 1928), with user name and password (RFC 1929): afterwards the socket leads to the server. The proxy looks up the
 * server's name, which may be known only where it stands. (undici's own agent for it is an experiment, which says so on standard
 * error, and keeps to its own connections and time limits.)
 *
 * @param proxy with the credentials
 * @throws SocksRefusal; whatever the socket throws; the signal's reason
 */
export async function openThrough(
  socket: Socket,
  proxy: URL,
  server: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  const [user, password] = [proxy.username, proxy.password].map((part) =>
    Buffer.from(decodeURIComponent(part)),
  );
  const known = user !== undefined && password !== undefined && user.length > 0;
  socket.write(known ? Buffer.of(5, 2, 0, 2) : Buffer.of(5, 1, 0));
  const [version, method] = await read(socket, 2, signal);
  if (version !== 5) throw new SocksRefusal('it does not speak SOCKS 5');
  if (method === 2 && known) {
    socket.write(Buffer.concat([Buffer.of(1, user.length), user, Buffer.of(password.length), password]));
    const [, outcome] = await read(socket, 2, signal);
    if (outcome !== 0) throw new SocksRefusal('it does not accept the user name and password');
  } else if (method !== 0) {
    throw new SocksRefusal('it wants a user name and a password');
  }
  const port = Buffer.alloc(2);
  port.writeUInt16BE(server.port);
  socket.write(Buffer.concat([Buffer.of(5, 1, 0), address(server.host), port]));
  const [, reply = 1, , kind] = await read(socket, 4, signal);
  if (reply !== 0) throw new SocksRefusal(refusals[reply] ?? `it answered with ${reply}`);
  // Where it connects from is nobody's business, but stands before what the server says.
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await read(socket, 1, signal))[0] ?? 0);
  await read(socket, length + 2, signal);
}

/** As a name, which an IPv4 address is too; only those of IPv6 are not taken everywhere in this form. */
function address(host: string): Buffer {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIPv6(bare)) return Buffer.concat([Buffer.of(4), groups(bare)]);
  const name = Buffer.from(bare);
  return Buffer.concat([Buffer.of(3, name.length), name]);
}

/** An IPv6 address as its sixteen bytes, from the form without a dotted end that `URL` gives it. */
function groups(host: string): Buffer {
  const [left = [], right = []] = host.split('::').map((side) => side.split(':').filter(Boolean));
  const middle = new Array<string>(8 - left.length - right.length).fill('0');
  return Buffer.from([...left, ...middle, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

async function read(socket: Socket, size: number, signal: AbortSignal): Promise<Buffer> {
  for (;;) {
    signal.throwIfAborted();
    const bytes = socket.read(size) as Buffer | null;
    if (bytes?.length === size) return bytes;
    if (socket.readableEnded || socket.destroyed || bytes) throw new SocksRefusal('it closes the connection');
    await once(socket, 'readable', { signal });
  }
}
