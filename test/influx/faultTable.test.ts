import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InfluxClient, type InfluxClientOptions } from '../../client/src/influx/client.ts';
import type { InfluxErrorCode, Remedy } from '../../client/src/influx/errors.ts';
import { failure, textOf } from './failure.ts';
import { json, serve, token } from './faultServer.ts';
import { serveRaw } from './rawServer.ts';
import { Authority, type Certificate, serveTls } from './tlsServer.ts';

/**
 * What can go wrong between client and server, on real sockets: what a person is told of it, which button helps, and how often
 * the server was asked. `read` lists the scripts; `run` invokes one, which is never done twice.
 */
interface Fault {
  readonly name: string;
  readonly code: InfluxErrorCode;
  readonly says: RegExp;
  readonly action: Remedy | undefined;
  /** How often a read arrives at the server, with its repetitions. */
  readonly reads: number;
}

interface Answered extends Fault {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Where what a run hears is not what a read hears. */
  readonly run?: RegExp | 'unread';
  readonly timeouts?: InfluxClientOptions['timeouts'];
}

const page = '<!doctype html><title>Sign in</title><script>alert(1)</script>';
const soon = () => new Date(Date.now() + 3_600_000).toUTCString();
/** A refusal by the API itself. */
const refuse =
  (status: number, code: string | number, message: string, headers = {}): Answered['answer'] =>
  (_, response) =>
    json(response, status, { code, message }, headers);
const html =
  (status: number): Answered['answer'] =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end(page);
const text =
  (body: string | Buffer, headers = {}): Answered['answer'] =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

const answered: Answered[] = [
  {
    name: 'no first byte',
    answer: () => undefined,
    timeouts: { firstByte: 200 },
    code: 'timeout',
    says: /Test did not answer in time \(no answer within the time limit\)\. Try again, or ask for less/,
    run: /The server may have acted all the same: look before you try again/,
    action: 'showLog',
    reads: 1,
  },
  {
    name: 'a stall in the middle of the body',
    answer: (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{'),
    timeouts: { idle: 200 },
    code: 'timeout',
    says: /did not answer in time \(the answer stopped arriving\)/,
    run: /look before you try again/,
    action: 'showLog',
    reads: 1,
  },
  {
    name: 'a cut in the middle of the body',
    answer: (_, response) =>
      void response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
    code: 'cutOff',
    says: /The answer of Test was cut off.*incomplete: try again\./,
    run: /look first whether the server has acted all the same/,
    action: 'showLog',
    reads: 4,
  },
  {
    name: '401',
    answer: refuse(401, 'unauthorized', 'unauthorized access'),
    code: 'unauthorized',
    says: /Test does not accept the token \(status 401\)\. The server says: unauthorized access\. .*Enter Token/,
    action: 'enterToken',
    reads: 1,
  },
  {
    name: '403',
    answer: refuse(403, 'forbidden', 'insufficient permissions'),
    code: 'forbidden',
    says: /no permission for this \(status 403\)\. The server says: insufficient permissions\. .*functions/,
    action: 'enterToken',
    reads: 1,
  },
  {
    name: '404 of the API',
    answer: refuse(404, 'not found', 'path not found'),
    code: 'noScriptsApi',
    says: /has no invokable scripts.*switch to another connection/,
    action: 'switchConnection',
    reads: 1,
  },
  {
    name: '409',
    answer: refuse(409, 'conflict', 'name taken'),
    code: 'conflict',
    says: /a script of this name already \(status 409\)\. The server says: name taken\. Choose another name/,
    action: undefined,
    reads: 1,
  },
  {
    name: '413',
    answer: refuse(413, 'request too large', 'over 10 MB'),
    code: 'tooLarge',
    says: /refused the request as too large \(status 413\)\. The server says: over 10 MB\. Make the script/,
    action: undefined,
    reads: 1,
  },
  {
    name: '422',
    answer: refuse(422, 'unprocessable entity', 'bad language'),
    code: 'invalid',
    says: /Test refused the request \(status 422\)\. The server says: bad language\. Correct what is named/,
    action: undefined,
    reads: 1,
  },
  {
    name: '429 with seconds',
    answer: refuse(429, 'too many requests', 'slow down', { 'retry-after': '300' }),
    code: 'rateLimited',
    says: /too many requests.*\(status 429\)\. The server says: slow down\. Try again in 300 seconds/,
    action: undefined,
    reads: 1,
  },
  {
    name: '429 with a date',
    answer: (request, response) =>
      refuse(429, 'x', 'slow down', { 'retry-after': soon() })(request, response),
    code: 'rateLimited',
    says: /Try again in (3599|3600) seconds/,
    action: undefined,
    reads: 1,
  },
  {
    name: '429 with a date, of a server whose clock is years behind',
    answer: refuse(429, 'x', 'slow down', {
      date: 'Wed, 21 Oct 2015 07:28:00 GMT',
      'retry-after': 'Wed, 21 Oct 2015 07:29:00 GMT',
    }),
    code: 'rateLimited',
    says: /Try again in 60 seconds/,
    action: undefined,
    reads: 1,
  },
  {
    name: '429 that asks for no wait',
    answer: refuse(429, 'too many requests', 'slow down', { 'retry-after': '0' }),
    code: 'rateLimited',
    says: /slow down\. Try again/,
    action: undefined,
    reads: 4,
  },
  {
    name: '500',
    answer: refuse(500, 'internal error', 'oops', { 'x-influxdb-request-id': 'r-7' }),
    code: 'server',
    says: /Test failed \(status 500, request r-7\)\. The server says: oops\. Try again/,
    run: /look before you try again/,
    action: 'showLog',
    reads: 1,
  },
  {
    name: '502 with a web page',
    answer: html(502),
    code: 'unavailable',
    says: /not available at the moment \(status 502\)\. The server says: Sign in\. Try again later/,
    action: 'showLog',
    reads: 4,
  },
  {
    name: '503',
    answer: refuse(503, 'unavailable', 'starting'),
    code: 'unavailable',
    says: /not available at the moment \(status 503\)\. The server says: starting\. Try again later/,
    action: 'showLog',
    reads: 4,
  },
  {
    name: '200 with a web page',
    answer: html(200),
    code: 'notInflux',
    says: /What answers at http.* is not InfluxDB's API \(it answers with a web page\)\. Check the connection's address/,
    action: 'editConnection',
    reads: 1,
  },
  {
    name: 'an error whose code is a number',
    answer: refuse(400, 3, 'bad limit'),
    code: 'invalid',
    says: /refused the request \(status 400\)\. The server says: bad limit\./,
    action: undefined,
    reads: 1,
  },
  {
    name: 'an error without a body',
    answer: (_, response) => void response.writeHead(500).end(),
    code: 'server',
    says: /Test failed \(status 500\)\. Try again/,
    run: /look before you try again/,
    action: 'showLog',
    reads: 1,
  },
  {
    name: 'a redirect loop',
    answer: (request, response) => void response.writeHead(302, { location: request.url }).end(),
    code: 'redirected',
    says: /sends requests elsewhere \(it redirects in a circle\)/,
    run: /it redirects to http:\/\/127\.0\.0\.1/,
    action: 'editConnection',
    reads: 1,
  },
  {
    name: 'gzip that is none',
    answer: text('no gzip', { 'content-encoding': 'gzip' }),
    code: 'cutOff',
    says: /its compression is broken/,
    action: 'showLog',
    reads: 4,
  },
  {
    name: 'malformed JSON',
    answer: text('{"scripts":['),
    code: 'notInflux',
    says: /its answer is not the JSON that was asked for/,
    run: 'unread',
    action: 'editConnection',
    reads: 1,
  },
  {
    name: '300 MB of JSON',
    answer: (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"scripts":[');
      const piece = `${' '.repeat(1 << 20)}`;
      let left = 300;
      const more = () => {
        while (!response.destroyed && left-- > 0 && response.write(piece));
        if (left <= 0) response.end(']}');
      };
      response.on('drain', more);
      more();
    },
    code: 'tooLarge',
    says: /The answer of Test is too large to be read whole \(the answer is over 64 MB\)/,
    run: 'unread',
    action: undefined,
    reads: 1,
  },
  {
    name: '300 MB of JSON, packed into 300 KB',
    answer: text(gzipSync(Buffer.alloc(300 << 20, ' '), { level: 1 }), { 'content-encoding': 'gzip' }),
    code: 'tooLarge',
    says: /over 64 MB/,
    run: 'unread',
    action: undefined,
    reads: 1,
  },
];

for (const fault of answered) {
  test(fault.name, async () => {
    await using fixture = await serve(fault.answer, fault.timeouts);
    const read = await failure(fixture.client.scripts.list());
    assert.equal(read.code, fault.code);
    assert.match(read.message, fault.says);
    assert.equal(read.action, fault.action);
    assert.doesNotMatch(read.message, /<script/);
    assert.equal(fixture.requests.length, fault.reads);
    if (fault.run === 'unread') return;
    const ran = await failure(fixture.client.scripts.invoke('a1', {}).then(({ body }) => textOf(body)));
    if (fault.run) assert.match(ran.message, fault.run);
    assert.equal(fixture.requests.length, fault.reads + 1, 'a run was sent twice');
  });
}

test('a redirect to another origin: neither the token nor the request goes there', async () => {
  await using elsewhere = await serve((_, response) => json(response, 200, { scripts: [] }));
  await using fixture = await serve((_, response) =>
    response.writeHead(307, { location: `${elsewhere.url}/api/v2/scripts` }).end(),
  );
  for (const request of [fixture.client.scripts.list(), fixture.client.scripts.delete('a1')]) {
    const error = await failure(request);
    assert.match(
      error.message,
      /it redirects to http:\/\/127\.0\.0\.1:\d+\), and the token does not go there/,
    );
    assert.equal(error.action, 'editConnection');
  }
  assert.deepEqual(elsewhere.requests, []);
  assert.equal(fixture.requests.length, 2);
});

test('an answer lost after acting: the script is there once, and the message says so', async () => {
  const stored: string[] = [];
  await using fixture = await serve((request, _, body) => {
    stored.push(JSON.parse(body).name);
    request.socket.destroy();
  });
  const script = { name: 'n', description: 'd', script: 's', language: 'flux' };
  const error = await failure(fixture.client.scripts.create(script));
  assert.match(
    error.message,
    /lost before it answered.*may have acted all the same: look before you try again/,
  );
  assert.deepEqual(stored, ['n']);
});

test('the server is gone between two pages of a list: an error, and no half of a list', async () => {
  const full = Array.from({ length: 100 }, (_, i) => ({ id: `${i}`, orgID: 'o', name: `${i}`, script: '' }));
  await using fixture = await serve((request, response) => {
    if (request.url?.includes('offset=0')) json(response, 200, { scripts: full });
    else request.socket.destroy();
  });
  const error = await failure(fixture.client.scripts.list());
  assert.equal(error.code, 'cutOff');
  assert.match(error.message, /The connection to Test was lost before it answered.*Try again\.$/);
  assert.equal(fixture.requests.length, 5);
});

test('a server whose clock is wrong: what it says of its scripts is passed on as it is', async () => {
  const script = { id: 'a', orgID: 'o', name: 'n', script: 's', updatedAt: '2099-01-01T00:00:00.000001Z' };
  await using fixture = await serve((_, response) =>
    json(response, 200, { scripts: [script] }, { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }),
  );
  assert.equal((await fixture.client.scripts.list())[0]?.updatedAt, script.updatedAt);
});

const authority = new Authority();
after(() => authority[Symbol.dispose]());
const here = 'IP:127.0.0.1';
const day = (year: number) => `${year}0101000000Z`;

const certificates: (Fault & { readonly certificate: () => Certificate; readonly trusted: boolean })[] = [
  {
    name: 'TLS: a certificate for another host',
    certificate: () => authority.issue('other', 'DNS:other.example'),
    trusted: true,
    code: 'tlsHost',
    says: /Test: the certificate at https:\/\/127\.0\.0\.1:\d+ is for another host.*the token was not sent/,
    action: 'editConnection',
    reads: 0,
  },
  {
    name: 'TLS: an expired certificate',
    certificate: () => authority.issue('expired', here, [day(2001), day(2002)]),
    trusted: true,
    code: 'tlsDate',
    says: /is not valid today \(certificate has expired\)\. Check this computer's clock/,
    action: undefined,
    reads: 0,
  },
  {
    name: 'TLS: a certificate of tomorrow, or a clock that is behind',
    certificate: () => authority.issue('early', here, [day(2090), day(2091)]),
    trusted: true,
    code: 'tlsDate',
    says: /is not valid today \(certificate is not yet valid\)\. Check this computer's clock/,
    action: undefined,
    reads: 0,
  },
  {
    name: 'TLS: a self-signed certificate',
    certificate: () => authority.own,
    trusted: false,
    code: 'tlsUntrusted',
    says: /comes from nobody this computer trusts \(self-signed certificate\)\. .*“ca” in the connection's settings/,
    action: undefined,
    reads: 0,
  },
];

for (const fault of certificates) {
  test(fault.name, async () => {
    await using server = await serveTls(fault.certificate(), (_, response) => json(response, 200, {}));
    const url = `https://127.0.0.1:${server.port}`;
    await withClient(
      { url, certificates: fault.trusted ? { ca: authority.own.certFile } : {} },
      async (client) => {
        for (const request of [client.scripts.list(), client.scripts.invoke('a1', {})]) {
          const error = await failure(request);
          assert.equal(error.code, fault.code);
          assert.match(error.message, fault.says);
          assert.equal(error.action, fault.action);
        }
      },
    );
    assert.equal(server.requests.length, fault.reads);
  });
}

test('nobody at the port', async () => {
  const fixture = await serve(() => undefined);
  await fixture[Symbol.asyncDispose]();
  await withClient({ url: fixture.url }, async (client) => {
    const error = await failure(client.scripts.list());
    assert.match(
      error.message,
      /Test cannot be reached at http.*\(connection refused\)\. Is the server running/,
    );
    assert.equal(error.action, 'editConnection');
    assert.equal(error.facts.sent, false);
  });
});

test('no such host', async () => {
  await withClient({ url: 'http://no-such-host.invalid' }, async (client) => {
    const error = await failure(client.scripts.list());
    assert.equal(error.code, 'unknownHost');
    assert.match(error.message, /Test: there is no server called no-such-host\.invalid\. Check/);
    assert.equal(error.action, 'editConnection');
  });
});

test('a connection that takes too long: TLS that never answers', async () => {
  const seen: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    seen.push(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await withClient({ url, timeouts: { connect: 200 } }, async (client) => {
    const error = await failure(client.scripts.list());
    assert.equal(error.code, 'unreachable');
    assert.match(error.message, /cannot be reached .*\(no connection within the time limit\)/);
    assert.equal(error.facts.sent, false);
  });
  for (const socket of seen) socket.destroy();
  await new Promise((closed) => server.close(closed));
  assert.equal(seen.length, 2);
});

test('what is no HTTP at all', async () => {
  await using fixture = await serveRaw((socket) => socket.end('220 mail.example ESMTP\r\n'));
  const error = await failure(fixture.client.scripts.invoke('a1', {}));
  assert.match(error.message, /is not InfluxDB's API \(it does not speak HTTP\)/);
  assert.equal(error.action, 'editConnection');
  assert.equal(fixture.connections(), 1);
});

async function withClient(
  options: Partial<InfluxClientOptions> & { url: string },
  use: (client: InfluxClient) => Promise<void>,
): Promise<void> {
  const client = new InfluxClient({ name: 'Test', token: () => token, ...options });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}
