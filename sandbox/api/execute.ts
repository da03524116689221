import type { ServerResponse } from 'node:http';
import { constants, createGzip } from 'node:zlib';
import { EngineFailure } from '../../server/src/engine/engine.ts';
import { type Dialect, plainDialect } from '../flux/csv.ts';
import { FluxError } from '../flux/errors.ts';
import type { Access } from '../http/access.ts';
import type { ApiRequest } from '../http/request.ts';
import { checkInvocation } from '../query/check.ts';
import type { ParamObject } from '../query/params.ts';
import type { Chunks } from '../query/runner.ts';
import type { Services } from './services.ts';

export interface Execution {
  readonly text: string;
  readonly params: ParamObject;
  readonly dialect?: Dialect;
  /** Nanoseconds since 1970. */
  readonly now: bigint;
  /** What of a task `tasks.lastSuccess` answers; nanoseconds. */
  readonly lastSuccess?: bigint;
}

/** Compiles a script and begins to run it with what a token may read. @throws FluxError */
export async function run(
  services: Services,
  access: Access,
  { text, params, dialect = plainDialect, now, lastSuccess }: Execution,
  signal: AbortSignal,
): Promise<Chunks> {
  await withEngine(() => checkInvocation(services.engine, text, params));
  // A bucket that a token may not read is not there for it.
  const buckets = services.buckets.list().filter(({ id }) => access.allows('read', 'buckets', id));
  const { secrets, limits, runner, call } = services;
  const job = {
    text,
    params,
    now,
    dialect,
    buckets,
    limits,
    secrets: access.allows('read', 'secrets') ? secrets.all() : {},
    lastSuccess,
  };
  return runner.run(job, { signal, call: (request, left) => call(request, access, left) });
}

/**
 * Runs a script and streams its CSV; before the first byte an error is an answer of its own.
 *
 * @returns the error that ended the stream after the first byte
 */
export async function execute(
  services: Services,
  request: ApiRequest,
  execution: Execution,
  response: ServerResponse,
): Promise<string | undefined> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed) gone.abort();
  const chunks = await run(services, request.access, execution, gone.signal);
  try {
    let next = await chunks.next();
    const write = startCsv(request, response);
    while (!next.done && !response.destroyed) {
      await write(next.value);
      if (response.destroyed) break;
      next = await chunks.next();
    }
    await write(undefined);
    if (next.done) return next.value;
    return 'the reader went away';
  } finally {
    await chunks.return(undefined);
  }
}

/** Resolves when more is wanted, or nothing any more. Undefined ends the answer. */
type Write = (bytes: Uint8Array | undefined) => Promise<void>;

function startCsv(request: ApiRequest, response: ServerResponse): Write {
  const head = { 'Content-Type': 'text/csv; charset=utf-8', Vary: 'Accept-Encoding' };
  if (!acceptsGzip(request.raw.headers['accept-encoding'])) {
    response.writeHead(200, { ...head, 'Transfer-Encoding': 'chunked' });
    return async (bytes) => {
      if (bytes === undefined) response.end();
      else if (!response.write(bytes)) await drained(response);
    };
  }
  response.writeHead(200, { ...head, 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' });
  const gzip = createGzip();
  gzip.pipe(response);
  response.once('close', () => gzip.destroy());
  return (bytes) =>
    new Promise((resolve) => {
      const done = () => {
        response.off('close', done);
        resolve();
      };
      response.once('close', done);
      if (bytes === undefined) gzip.end(done);
      else {
        gzip.write(bytes);
        // The rows that are there go out now, not when the compressor has gathered enough.
        gzip.flush(constants.Z_SYNC_FLUSH, () => {
          if (response.writableNeedDrain) void drained(response).then(done);
          else done();
        });
      }
    });
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  const offered = String(header ?? '').toLowerCase();
  return offered.split(',').some((part) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(part));
}

/** Resolves when the reader has caught up or gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

/** A text on which the compiler dies is the text's fault: 400. */
export async function withEngine<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EngineFailure) throw new FluxError(`compilation failed: ${error.message}`);
    throw error;
  }
}
