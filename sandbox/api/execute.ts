import type { ServerResponse } from 'node:http';
import { EngineFailure } from '../../server/src/engine/engine.ts';
import type { Dialect } from '../flux/csv.ts';
import { FluxError } from '../flux/errors.ts';
import type { Answer } from '../http/router.ts';
import { checkInvocation } from '../query/check.ts';
import type { ParamObject } from '../query/params.ts';
import type { Services } from './services.ts';

export interface Execution {
  readonly text: string;
  readonly params: ParamObject;
  readonly dialect: Dialect;
  /** Nanoseconds since 1970. */
  readonly now: bigint;
}

/** Runs a script and streams its CSV; before the first byte an error is an answer of its own. */
export async function execute(
  services: Services,
  execution: Execution,
  response: ServerResponse,
): Promise<Answer> {
  const { text, params, dialect, now } = execution;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed) gone.abort();
  await withEngine(() => checkInvocation(services.engine, text, params));
  const buckets = services.buckets.list();
  const job = { text, params, now, dialect, buckets, limits: services.limits };
  const chunks = services.runner.run(job, gone.signal);
  try {
    let next = await chunks.next();
    response.writeHead(200, { 'Content-Type': 'text/csv; charset=utf-8', 'Transfer-Encoding': 'chunked' });
    while (!next.done && !response.destroyed) {
      if (!response.write(next.value)) await drained(response);
      if (response.destroyed) break;
      next = await chunks.next();
    }
    response.end();
  } finally {
    await chunks.return(undefined);
  }
  return 'answered';
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
