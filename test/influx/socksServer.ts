import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SocksServer extends AsyncDisposable {
  readonly port: number;
  /** What it was asked to connect with, as `kind host:port`. */
  readonly requests: string[];
}

export interface SocksOptions {
  /** User and password, as `me:secret`; without them it asks for none. */
  readonly credentials?: string;
  /** What it answers to every request for a connection, instead of opening one. */
  readonly reply?: number;
}

const kinds = ['', 'IPv4', '', 'name', 'IPv6'];

/** A real proxy of SOCKS 5 (RFC 1928, RFC 1929). Every name stands for this machine. */
export async function serveSocks({ credentials, reply = 0 }: SocksOptions = {}): Promise<SocksServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    void serveOne(socket).catch(() => socket.destroy());
  });
  const serveOne = async (socket: Socket) => {
    const [, methods = 0] = await read(socket, 2);
    const offered = [...(await read(socket, methods))];
    const wanted = credentials === undefined ? 0 : 2;
    if (!offered.includes(wanted)) return void socket.end(Buffer.of(5, 0xff));
    socket.write(Buffer.of(5, wanted));
    if (credentials !== undefined) {
      const [, userLength = 0] = await read(socket, 2);
      const user = await read(socket, userLength);
      const password = await read(socket, (await read(socket, 1))[0] ?? 0);
      const right = `${user}:${password}` === credentials;
      socket.write(Buffer.of(1, right ? 0 : 1));
      if (!right) return void socket.end();
    }
    const [, , , kind = 0] = await read(socket, 4);
    const host =
      kind === 3
        ? (await read(socket, (await read(socket, 1))[0] ?? 0)).toString()
        : (await read(socket, kind === 1 ? 4 : 16)).toString('hex');
    const port = (await read(socket, 2)).readUInt16BE();
    requests.push(`${kinds[kind]} ${host}:${port}`);
    if (reply !== 0) return void socket.end(Buffer.of(5, reply, 0, 1, 0, 0, 0, 0, 0, 0));
    const onward = connect(port, '127.0.0.1').on('error', () => socket.destroy());
    await once(onward, 'connect');
    // From a name, which is the longest form; in two pieces, as networks do.
    socket.write(Buffer.of(5, 0, 0, 3, 4));
    socket.write(Buffer.from('here\0\0'));
    socket.pipe(onward).pipe(socket);
    sockets.add(onward);
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function read(socket: Socket, size: number): Promise<Buffer> {
  for (;;) {
    const bytes = size === 0 ? Buffer.alloc(0) : (socket.read(size) as Buffer | null);
    if (bytes) return bytes;
    await once(socket, 'readable');
  }
}
