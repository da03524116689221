import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Fixture, outcomes, script, type Transferred } from './cli.ts';

/** What stands between the program and the sandbox, and holds back what a test chooses. */
class Gate implements AsyncDisposable {
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;

  static async open(
    target: string,
    hold: (request: IncomingMessage) => Promise<void> | undefined,
  ): Promise<Gate> {
    const server = createServer((request, response) => {
      forward(target, hold, request, response).catch(() => response.destroy());
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new Gate(server);
  }

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

async function forward(
  target: string,
  hold: (request: IncomingMessage) => Promise<void> | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  await hold(request);
  const { method = 'GET', url = '/', headers } = request;
  const reply = await fetch(target + url, {
    method,
    headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'text/plain' });
  response.end(Buffer.from(await reply.arrayBuffer()));
}

function latch() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const names = ['a', 'b', 'c', 'd'];

/** A fixture whose second new script is held back on its way. */
async function held(fixture: Fixture, reached: () => void, release: Promise<void>): Promise<Gate> {
  await fixture.manifest(...names);
  await fixture.write(Object.fromEntries(names.map((name) => [`${name}.flux`, script(name)])));
  let posts = 0;
  const gate = await Gate.open(fixture.api.sandbox.url, (request) => {
    if (request.method !== 'POST' || ++posts !== 2) return undefined;
    reached();
    return release;
  });
  fixture.environment = { ...fixture.environment, INFLUX_HOST: gate.url };
  return gate;
}

test('Ctrl+C lets the script under way finish, says what was done, and a second run does the rest', async () => {
  await using fixture = await Fixture.make();
  const [reached, release] = [latch(), latch()];
  await using _gate = await held(fixture, reached.open, release.opened);
  const { child, ended } = fixture.start('push', '--all', '--json');
  await reached.opened;
  const told = new Promise<void>((resolve) => {
    child.stderr?.on('data', (said: string) => {
      if (said.includes('Finishing')) resolve();
    });
  });
  child.kill('SIGINT');
  await told;
  release.open();
  const { code, stdout } = await ended;
  assert.equal(code, 130);
  assert.deepEqual(outcomes(JSON.parse(stdout) as Transferred), [
    'a: created',
    'b: created',
    'c: notBegun',
    'd: notBegun',
  ]);
  assert.deepEqual([...(await fixture.remote()).keys()].sort(), ['a', 'b']);
  assert.deepEqual(outcomes(await fixture.json('push', '--all')), [
    'a: unchanged',
    'b: unchanged',
    'c: created',
    'd: created',
  ]);
});

test('a second Ctrl+C ends at once, and the next run finds out what became of it', async () => {
  await using fixture = await Fixture.make();
  const [reached, release] = [latch(), latch()];
  await using _gate = await held(fixture, reached.open, release.opened);
  const { child, ended } = fixture.start('push', '--all');
  await reached.opened;
  let pressed = 0;
  child.stderr?.on('data', (said: string) => {
    if (said.includes('Finishing') && ++pressed === 1) child.kill('SIGINT');
  });
  child.kill('SIGINT');
  assert.equal((await ended).code, 130);
  release.open();
  const again = await fixture.json('push', '--all');
  assert.equal(again.exitCode, 0);
  assert.deepEqual([...(await fixture.remote()).keys()].sort(), names);
  for (const name of names) assert.equal(await fixture.remoteText(name), script(name));
});

test('Ctrl+C while only reading ends at once', async () => {
  await using fixture = await Fixture.make();
  const [reached, release] = [latch(), latch()];
  await using gate = await Gate.open(fixture.api.sandbox.url, () => {
    reached.open();
    return release.opened;
  });
  fixture.environment = { ...fixture.environment, INFLUX_HOST: gate.url };
  const { child, ended } = fixture.start('status');
  await reached.opened;
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  release.open();
  assert.equal(code, 130);
  assert.match(stderr, /Cancelled/);
});
