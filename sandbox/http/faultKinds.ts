import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CsvRows } from './csvRows.ts';
import { statuses } from './errors.ts';

/** What a fault works with. */
export interface FaultContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly options: Readonly<Record<string, string>>;
  /** Aborted when the client leaves. */
  readonly gone: AbortSignal;
  /** Lets the request act as if there were no fault and gives the answer, uncompressed. */
  forward(): Promise<IncomingMessage>;
}

/** One fault that can be asked for. */
export interface FaultKind {
  readonly name: string;
  /** What it does, for people. */
  readonly does: string;
  /** Its options and what they are when they are not given; those with a number take whole numbers. */
  readonly options: Readonly<Record<string, string>>;
  /** The values of the options that take no others. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly act: (context: FaultContext) => Promise<void> | void;
}

/** Everything that can be asked for: the one list that runs and that is documented. */
export const faultKinds: readonly FaultKind[] = [
  {
    name: 'delay',
    does: 'Answers as usual, after `ms` milliseconds.',
    options: { ms: '1000' },
    act: async (context) => {
      await wait(number(context, 'ms'), undefined, { signal: context.gone });
      const answer = await context.forward();
      copyHead(context, answer);
      for await (const chunk of chunksOf(answer)) await write(context, chunk);
      context.response.end();
    },
  },
  {
    name: 'slow',
    does: 'Answers as usual, with no more than `bytes` bytes of the body in a second.',
    options: { bytes: '1000' },
    act: async (context) => {
      const answer = await context.forward();
      copyHead(context, answer);
      const size = Math.max(1, Math.ceil(number(context, 'bytes') / 10));
      for await (const chunk of chunksOf(answer)) {
        for (let at = 0; at < chunk.length; at += size) {
          await write(context, chunk.subarray(at, at + size));
          await wait(100, undefined, { signal: context.gone });
        }
      }
      context.response.end();
    },
  },
  {
    name: 'cut',
    does: 'Acts, answers with the first `bytes` bytes of the body, and closes the connection.',
    options: { bytes: '100' },
    act: async (context) => {
      const answer = await context.forward();
      copyHead(context, answer);
      let left = number(context, 'bytes');
      for await (const chunk of chunksOf(answer)) {
        await write(context, chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) break;
      }
      context.response.destroy();
    },
  },
  {
    name: 'error-block',
    does: 'Acts, answers with the first `rows` rows of the CSV, and ends it with an error, as a query does that fails when status 200 is sent already.',
    options: { rows: '1', message: 'the query failed' },
    act: errorBlock,
  },
  refusal(
    '400',
    3,
    'the request is not valid',
    'The error as the gateway writes it, with a number for a code.',
  ),
  refusal('401', 'unauthorized', 'unauthorized access'),
  refusal('403', 'forbidden', 'insufficient permissions'),
  refusal('404', 'not found', 'script "0000000000000000" not found'),
  refusal('409', 'conflict', 'conflict'),
  refusal('422', 'conflict', 'uniqueness violation'),
  busy('429', 'too many requests', 'org 0000000000000000 has exceeded limited_query plan limit'),
  refusal('500', 'internal error', 'An internal error has occurred - check server logs'),
  busy('503', 'unavailable', 'the service is unavailable'),
  page('502-html', 502, '502 Bad Gateway', 'Answers 502 with a page of HTML, as a proxy does.'),
  page('html', 200, 'Sign in', 'Answers 200 with a page of HTML, as what is no InfluxDB does.'),
  {
    name: 'malformed-json',
    does: 'Answers 200 with JSON that ends in the middle.',
    options: {},
    act: ({ response }) => {
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end('{"scripts": [{"id": "09afa3b220fe4000", "name": ');
    },
  },
  {
    name: 'wrong-length',
    does: 'Acts, and announces `bytes` bytes more than it sends before it closes the connection.',
    options: { bytes: '10' },
    act: async (context) => {
      const answer = await context.forward();
      const body = await whole(answer);
      copyHead(context, answer, { 'content-length': String(body.length + number(context, 'bytes')) });
      await write(context, body);
      context.response.destroy();
    },
  },
  {
    name: 'broken-gzip',
    does: 'Acts, and answers with gzip that is damaged in the middle.',
    options: {},
    act: async (context) => {
      const answer = await context.forward();
      const packed = gzipSync(await whole(answer));
      // Behind the header of ten bytes; 0x07 begins a block of a kind that does not exist.
      packed.fill(0x07, 10, Math.max(11, packed.length - 8));
      copyHead(context, answer, { 'content-encoding': 'gzip' });
      context.response.end(packed);
    },
  },
  {
    name: 'redirect',
    does: 'Redirects with `status`: `to=same` to the same origin, where the request then succeeds, `to=other` to another origin (the name localhost, or `origin`), `to=loop` without end.',
    options: { to: 'same', status: '307', origin: '' },
    choices: { to: ['same', 'other', 'loop'], status: ['301', '302', '303', '307', '308'] },
    act: redirect,
  },
  {
    name: 'silence',
    does: 'Does nothing and never answers.',
    options: {},
    act: async ({ gone }) => {
      if (!gone.aborted) await once(gone, 'abort');
    },
  },
  {
    name: 'drop',
    does: 'Does nothing and closes the connection.',
    options: {},
    act: ({ response }) => void response.destroy(),
  },
  {
    name: 'lost',
    does: 'Acts, and closes the connection without an answer.',
    options: {},
    act: async ({ forward, response }) => {
      await whole(await forward());
      response.destroy();
    },
  },
];

/** The mark of a redirect's target that is to succeed. */
export const redirectedKey = 'sandbox-redirected';
export const loopPath = '/sandbox/redirect-loop';

function redirect({ request, response, options }: FaultContext): void {
  const host = request.headers.host ?? '127.0.0.1';
  const path = request.url ?? '/';
  const marked = `${path}${path.includes('?') ? '&' : '?'}${redirectedKey}=1`;
  const origin = options['origin'] || `http://${host.replace(/^[^:]+/, 'localhost')}`;
  const targets: Readonly<Record<string, string>> = { same: marked, other: origin + marked, loop: loopPath };
  response.writeHead(Number(options['status']), {
    Location: targets[options['to'] ?? ''] ?? marked,
    'Content-Length': '0',
  });
  response.end();
}

/** An error of the API, without acting. */
function refusal(
  name: string,
  code: string | number,
  message: string,
  does = `Answers ${name}, \`${code}\`, without acting.`,
): FaultKind {
  return {
    name,
    does,
    options: { message },
    act: ({ response, options }) => refuse(response, Number(name), code, options['message'] ?? message),
  };
}

/** An error that says when to come again. */
function busy(name: string, code: string, message: string): FaultKind {
  return {
    name,
    does: `Answers ${name} with \`Retry-After: after\`, in seconds or, with \`as=date\`, as a date; without acting.`,
    options: { after: '1', as: 'seconds', message },
    choices: { as: ['seconds', 'date'] },
    act: (context) => {
      const seconds = number(context, 'after');
      const date = new Date(Date.now() + seconds * 1000).toUTCString();
      context.response.setHeader('Retry-After', context.options['as'] === 'date' ? date : String(seconds));
      refuse(context.response, Number(name), code, context.options['message'] ?? message);
    },
  };
}

function refuse(response: ServerResponse, status: number, code: string | number, message: string): void {
  const body = { code, message, ...(typeof code === 'number' && { details: [] }) };
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Platform-Error-Code': String(code),
  });
  response.end(JSON.stringify(body));
}

function page(name: string, status: number, title: string, does: string): FaultKind {
  return {
    name,
    does,
    options: {},
    act: ({ response }) => {
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(
        `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
      );
    },
  };
}

async function errorBlock(context: FaultContext): Promise<void> {
  const answer = await context.forward();
  copyHead(context, answer);
  const isCsv = /^text\/csv/.test(answer.headers['content-type'] ?? '');
  const rows = new CsvRows(isCsv ? number(context, 'rows') : Number.POSITIVE_INFINITY);
  for await (const chunk of chunksOf(answer)) {
    await write(context, chunk.subarray(0, rows.end(chunk)));
    if (rows.reached) break;
  }
  const message = (context.options['message'] ?? '').replaceAll('"', '""');
  context.response.end(isCsv ? `\r\n,error,reference\r\n,"${message}",\r\n` : undefined);
}

/** Status and headers of an answer, but what says how long it is. */
function copyHead(
  { response }: FaultContext,
  answer: IncomingMessage,
  more: Record<string, string> = {},
): void {
  const {
    'content-length': _length,
    'transfer-encoding': _coding,
    connection: _,
    ...headers
  } = answer.headers;
  response.writeHead(answer.statusCode ?? statuses['internal error'] ?? 500, { ...headers, ...more });
  response.flushHeaders();
}

/** Resolves once the system has taken it. */
async function write({ response }: FaultContext, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    response.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function chunksOf(answer: IncomingMessage): AsyncIterable<Buffer> {
  return answer as AsyncIterable<Buffer>;
}

async function whole(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(answer)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function number({ options }: FaultContext, key: string): number {
  return Number(options[key]);
}
