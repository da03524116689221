import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { InfluxErrorCode, Remedy } from '../../client/src/influx/errors.ts';
import type { Timeouts } from '../../client/src/influx/route.ts';
import { Authority } from './tlsServer.ts';
import { respond, type Trouble } from './troubledServer.ts';

/**
 * What can go wrong between client and server: what a person is told of it, which button helps, and how often the server is
 * asked. The client and the window are each tried against every row; a run and a push are never sent twice in any.
 */
export interface Fault {
  readonly name: string;
  readonly code: InfluxErrorCode;
  /** What a read hears, and all else, as long as `changes` says nothing else. The server is called Test. */
  readonly says: RegExp;
  /** What is heard of a run or a push, which may have been done all the same. */
  readonly changes?: RegExp;
  readonly button: Remedy | undefined;
  /** How often a read arrives at the server, with its repetitions. */
  readonly reads: number;
  /** The answer to a run is CSV, which is not read here, and any will do. */
  readonly runsAnyway?: true;
}

/** With a server that this happens to. */
export interface ServerFault extends Fault {
  readonly trouble: Trouble;
  /** Whether the server speaks TLS. */
  readonly secure?: true;
  /** The time limits that it runs into. They are far apart from those in the settings, which are never below the server's own. */
  readonly limit?: Partial<Timeouts>;
}

const page = '<!doctype html><title>Sign in</title><script>alert(1)</script>';
const refuse = (status: number, code: string | number, message: string, headers = {}): Trouble => ({
  answer: (_, response) => respond(response, status, { code, message }, headers),
});
const html = (status: number): Trouble => ({
  answer: (_, response) => void response.writeHead(status, { 'content-type': 'text/html' }).end(page),
});
const text = (body: string | Buffer, headers = {}): Trouble => ({
  answer: (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body),
});
/** A hundred bytes, of which one comes. */
const begin = (response: ServerResponse, then?: () => void) =>
  void response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' }).write('{', then);

const answers: ServerFault[] = [
  {
    name: 'no first byte',
    trouble: { answer: () => undefined },
    limit: { firstByte: 200 },
    code: 'timeout',
    says: /did not answer in time \(no answer within the time limit\)\. Try again, or ask for less/,
    changes: /The server may have acted all the same: look before you try again/,
    button: 'showLog',
    reads: 1,
  },
  {
    name: 'a stall in the middle of the body',
    trouble: { answer: (_, response) => begin(response) },
    limit: { idle: 200 },
    code: 'timeout',
    says: /did not answer in time \(the answer stopped arriving\)/,
    changes: /look before you try again/,
    button: 'showLog',
    reads: 1,
  },
  {
    name: 'a cut in the middle of the body',
    trouble: { answer: (_, response) => begin(response, () => response.destroy()) },
    code: 'cutOff',
    says: /The answer of Test was cut off.*incomplete: try again\./,
    changes: /look first whether the server has acted all the same/,
    button: 'showLog',
    reads: 4,
  },
  {
    name: 'an answer lost after acting',
    trouble: { answer: (request) => request.socket.destroy(), acts: true },
    code: 'cutOff',
    says: /The connection to Test was lost before it answered.*Try again\./,
    changes: /lost before it answered.*may have acted all the same: look before you try again/,
    button: 'showLog',
    reads: 4,
  },
  {
    name: '401',
    trouble: refuse(401, 'unauthorized', 'unauthorized access'),
    code: 'unauthorized',
    says: /Test does not accept the token \(status 401\)\. The server says: unauthorized access\. .*Enter Token/,
    button: 'enterToken',
    reads: 1,
  },
  {
    name: '403',
    trouble: refuse(403, 'forbidden', 'insufficient permissions'),
    code: 'forbidden',
    says: /no permission for this \(status 403\)\. The server says: insufficient permissions\. .*functions/,
    button: 'enterToken',
    reads: 1,
  },
  {
    name: '404 of the API',
    trouble: refuse(404, 'not found', 'path not found'),
    code: 'noScriptsApi',
    says: /has no invokable scripts.*switch to another connection/,
    button: 'switchConnection',
    // And once for functions, as scripts were called before.
    reads: 2,
  },
  {
    name: '409',
    trouble: refuse(409, 'conflict', 'name taken'),
    code: 'conflict',
    says: /a script of this name already \(status 409\)\. The server says: name taken\. Choose another name/,
    button: undefined,
    reads: 1,
  },
  {
    name: '413',
    trouble: refuse(413, 'request too large', 'over 10 MB'),
    code: 'tooLarge',
    says: /refused the request as too large \(status 413\)\. The server says: over 10 MB\. Make the script/,
    button: undefined,
    reads: 1,
  },
  {
    name: '422',
    trouble: refuse(422, 'unprocessable entity', 'bad language'),
    code: 'invalid',
    says: /Test refused the request \(status 422\)\. The server says: bad language\. Correct what is named/,
    button: undefined,
    reads: 1,
  },
  {
    name: '429 with seconds',
    trouble: refuse(429, 'too many requests', 'slow down', { 'retry-after': '300' }),
    code: 'rateLimited',
    says: /too many requests.*\(status 429\)\. The server says: slow down\. Try again in 300 seconds/,
    button: undefined,
    reads: 1,
  },
  {
    name: '429 with a date',
    trouble: {
      answer: (_, response) => {
        const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
        respond(response, 429, { code: 'x', message: 'slow down' }, { 'retry-after': inAnHour });
      },
    },
    code: 'rateLimited',
    says: /Try again in (3599|3600) seconds/,
    button: undefined,
    reads: 1,
  },
  {
    name: '429 with a date, of a server whose clock is years behind',
    trouble: refuse(429, 'x', 'slow down', {
      date: 'Wed, 21 Oct 2015 07:28:00 GMT',
      'retry-after': 'Wed, 21 Oct 2015 07:29:00 GMT',
    }),
    code: 'rateLimited',
    says: /Try again in 60 seconds/,
    button: undefined,
    reads: 1,
  },
  {
    name: '429 that asks for no wait',
    trouble: refuse(429, 'too many requests', 'slow down', { 'retry-after': '0' }),
    code: 'rateLimited',
    says: /slow down\. Try again/,
    button: undefined,
    reads: 4,
  },
  {
    name: '500',
    trouble: refuse(500, 'internal error', 'oops', { 'x-influxdb-request-id': 'r-7' }),
    code: 'server',
    says: /Test failed \(status 500, request r-7\)\. The server says: oops\. Try again/,
    changes: /look before you try again/,
    button: 'showLog',
    reads: 1,
  },
  {
    name: '502 with a web page',
    trouble: html(502),
    code: 'unavailable',
    says: /not available at the moment \(status 502\)\. The server says: Sign in\. Try again later/,
    button: 'showLog',
    reads: 4,
  },
  {
    name: '503',
    trouble: refuse(503, 'unavailable', 'starting'),
    code: 'unavailable',
    says: /not available at the moment \(status 503\)\. The server says: starting\. Try again later/,
    button: 'showLog',
    reads: 4,
  },
  {
    name: '200 with a web page',
    trouble: html(200),
    code: 'notInflux',
    says: /What answers at http.* is not InfluxDB's API \(it answers with a web page\)\. Check the connection's address/,
    button: 'editConnection',
    reads: 1,
  },
  {
    name: 'an error whose code is a number',
    trouble: refuse(400, 3, 'bad limit'),
    code: 'invalid',
    says: /refused the request \(status 400\)\. The server says: bad limit\./,
    button: undefined,
    reads: 1,
  },
  {
    name: 'an error without a body',
    trouble: { answer: (_, response) => void response.writeHead(500).end() },
    code: 'server',
    says: /Test failed \(status 500\)\. Try again/,
    changes: /look before you try again/,
    button: 'showLog',
    reads: 1,
  },
  {
    name: 'a redirect to another origin',
    trouble: {
      answer: ({ url }, response, elsewhere) =>
        void response.writeHead(307, { location: `${elsewhere}${url}` }).end(),
    },
    code: 'redirected',
    says: /it redirects to http:\/\/127\.0\.0\.1:\d+\), and the token does not go there/,
    button: 'editConnection',
    reads: 1,
  },
  {
    name: 'a redirect loop',
    trouble: { answer: ({ url }, response) => void response.writeHead(302, { location: url }).end() },
    code: 'redirected',
    says: /sends requests elsewhere \(it redirects in a circle\)/,
    changes: /it redirects to http:\/\/127\.0\.0\.1/,
    button: 'editConnection',
    reads: 1,
  },
  {
    name: 'gzip that is none',
    trouble: text('no gzip', { 'content-encoding': 'gzip' }),
    code: 'cutOff',
    says: /its compression is broken/,
    changes: /its compression is broken.*look first whether the server has acted all the same/,
    button: 'showLog',
    reads: 4,
  },
  {
    name: 'malformed JSON',
    trouble: { ...text('{"scripts":['), acts: true },
    code: 'notInflux',
    says: /its answer is not the JSON that was asked for/,
    runsAnyway: true,
    button: 'editConnection',
    reads: 1,
  },
  {
    name: '300 MB of JSON',
    trouble: {
      answer: (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"scripts":[');
        const piece = ' '.repeat(1 << 20);
        let left = 300;
        const more = () => {
          while (!response.destroyed && left-- > 0 && response.write(piece));
          if (left <= 0) response.end(']}');
        };
        response.on('drain', more);
        more();
      },
    },
    code: 'tooLarge',
    says: /The answer of Test is too large to be read whole \(the answer is over 64 MB\)/,
    runsAnyway: true,
    button: undefined,
    reads: 1,
  },
  {
    name: '300 MB of JSON, packed into 300 KB',
    trouble: text(gzipSync(Buffer.alloc(300 << 20, ' '), { level: 1 }), { 'content-encoding': 'gzip' }),
    code: 'tooLarge',
    says: /over 64 MB/,
    runsAnyway: true,
    button: undefined,
    reads: 1,
  },
  {
    name: 'the server is gone between two pages of a list',
    trouble: {
      answer: (request, response) => {
        if (!request.url?.includes('offset=0')) return void request.socket.destroy();
        const some = (_: unknown, i: number) => ({
          id: `half${i}`,
          orgID: 'o',
          name: `half ${i}`,
          script: '',
        });
        respond(response, 200, { scripts: Array.from({ length: 100 }, some) });
      },
    },
    code: 'cutOff',
    says: /The connection to Test was lost before it answered.*Try again\.$/,
    changes: /may have acted all the same: look before you try again/,
    button: 'showLog',
    reads: 5,
  },
  {
    name: 'what is no HTTP at all',
    trouble: { greets: '220 mail.example ESMTP\r\n' },
    code: 'notInflux',
    says: /is not InfluxDB's API \(it does not speak HTTP\)/,
    button: 'editConnection',
    reads: 1,
  },
  {
    name: 'nobody at the port',
    trouble: { down: true },
    code: 'unreachable',
    says: /Test cannot be reached at http.*\(connection refused\)\. Is the server running/,
    button: 'editConnection',
    reads: 0,
  },
];

/** The one whose certificate the client is told to trust. */
export const authority = new Authority();
const stranger = new Authority();
process.once('exit', () => {
  for (const each of [authority, stranger]) each[Symbol.dispose]();
});
const here = 'IP:127.0.0.1';
const day = (year: number) => `${year}0101000000Z`;

const handshakes: ServerFault[] = [
  {
    name: 'TLS: a certificate for another host',
    trouble: { certificate: authority.issue('other', 'DNS:other.example') },
    code: 'tlsHost',
    says: /the certificate at https:\/\/127\.0\.0\.1:\d+ is for another host.*the token was not sent/,
    button: 'editConnection',
    reads: 0,
  },
  {
    name: 'TLS: an expired certificate',
    trouble: { certificate: authority.issue('expired', here, [day(2001), day(2002)]) },
    code: 'tlsDate',
    says: /is not valid today \(certificate has expired\)\. Check this computer's clock/,
    button: undefined,
    reads: 0,
  },
  {
    name: 'TLS: a certificate of tomorrow, or a clock that is behind',
    trouble: { certificate: authority.issue('early', here, [day(2090), day(2091)]) },
    code: 'tlsDate',
    says: /is not valid today \(certificate is not yet valid\)\. Check this computer's clock/,
    button: undefined,
    reads: 0,
  },
  {
    name: 'TLS: a self-signed certificate',
    trouble: { certificate: stranger.own },
    code: 'tlsUntrusted',
    says: /comes from nobody this computer trusts \(self-signed certificate\)\. .*“ca” in the connection's settings/,
    button: undefined,
    reads: 0,
  },
  {
    name: 'a connection that takes too long: TLS that never answers',
    trouble: { holds: true },
    limit: { connect: 200 },
    code: 'unreachable',
    says: /cannot be reached .*\(no connection within the time limit\)/,
    button: 'editConnection',
    reads: 0,
  },
];

export const serverFaults: readonly ServerFault[] = [
  ...answers,
  ...handshakes.map((fault) => ({ ...fault, secure: true as const })),
];

/** Without any server. */
export const unknownHost: Fault & { readonly url: string } = {
  name: 'no such host',
  url: 'http://no-such-host.invalid',
  code: 'unknownHost',
  says: /there is no server called no-such-host\.invalid\. Check/,
  button: 'editConnection',
  reads: 0,
};

/** Wrong, and no reason to complain: what the server says of its scripts is as good as ever. */
export const wrongClock: Trouble = { clock: 2099 };
