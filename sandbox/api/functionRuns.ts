import type { ServerResponse } from 'node:http';
import { FluxError } from '../flux/errors.ts';
import { ApiError } from '../http/errors.ts';
import { type ApiRequest, stringFields } from '../http/request.ts';
import type { Answer } from '../http/router.ts';
import { paramsOf, parseExactJson } from '../query/params.ts';
import { newID } from '../store/scripts.ts';
import { run } from './execute.ts';
import type { Services } from './services.ts';

/** How many runs of a script are remembered. */
const mostKept = 100;
/** The largest answer that a trigger holds, bytes. */
const mostAnswered = 10 * 1024 * 1024;

/**
 * One invocation, as the contract of the older functions path keeps it: without what it answered
 * (`contracts/managed-functions.yml` in github.com/influxdata/openapi, until October 2021).
 */
interface FunctionRun {
  readonly id: string;
  readonly status: 'ok' | 'error';
  readonly error?: string;
  readonly logs: readonly [];
  readonly response: {
    readonly type: 'http';
    readonly dataType: 'json';
    readonly headers: object;
    readonly statusCode: '200' | '404' | '500';
  };
  /** RFC 3339. */
  readonly startedAt: string;
}

/** The last invocations of each script, the newest first; in memory only. */
export class FunctionRuns {
  readonly #runs = new Map<string, readonly FunctionRun[]>();

  of(scriptID: string): readonly FunctionRun[] {
    return this.#runs.get(scriptID) ?? [];
  }
  forget(scriptID: string): void {
    this.#runs.delete(scriptID);
  }

  /** Remembers how an invocation ends. `invoke` gives the error that was told after the first rows, if one was. */
  async record(scriptID: string, invoke: () => Promise<string | undefined>): Promise<void> {
    const startedAt = new Date().toISOString();
    const keep = (failure?: { readonly message: string; readonly code?: string }) =>
      this.#runs.set(scriptID, [runOf(startedAt, failure), ...this.of(scriptID)].slice(0, mostKept));
    try {
      const error = await invoke();
      keep(error === undefined ? undefined : { message: error });
    } catch (error) {
      keep(error instanceof FluxError ? error : { message: String(error) });
      throw error;
    }
  }
}

function runOf(
  startedAt: string,
  failure?: { readonly message: string; readonly code?: string },
): FunctionRun {
  const statusCode = failure === undefined ? '200' : failure.code === 'not found' ? '404' : '500';
  return {
    id: newID(),
    status: failure === undefined ? 'ok' : 'error',
    ...(failure && { error: failure.message }),
    logs: [],
    response: { type: 'http', dataType: 'json', headers: {}, statusCode },
    startedAt,
  };
}

/**
 * Runs a script that is not stored. What it does wrong is in the answer, whose status is 200 all the same. The contract
 * leaves open what `data` holds for Flux: here it is the CSV, as text.
 */
export async function trigger(
  services: Services,
  request: ApiRequest,
  response: ServerResponse,
): Promise<Answer> {
  const body = await request.json(parseExactJson);
  const given = stringFields(body, ['script', 'method', 'language']);
  const missing = (['language', 'script', 'method'] as const).find((name) => !given[name]);
  if (missing) throw new ApiError('invalid', `${missing} is required and must not be empty`);
  const { script = '', method, language } = given;
  if (method !== 'GET' && method !== 'POST') throw new ApiError('invalid', 'method must be GET or POST');
  if (language !== 'flux')
    throw new ApiError('invalid', `the sandbox runs scripts in flux only; this one is in ${language}`);
  const startedAt = new Date();
  const execution = {
    text: script,
    params: paramsOf(body),
    now: BigInt(startedAt.getTime()) * 1_000_000n,
  };
  const stop = new AbortController();
  response.once('close', () => stop.abort());
  const chunks: Uint8Array[] = [];
  let failure: { readonly message: string; readonly code?: string } | undefined;
  try {
    const answers = await run(services, request.access, execution, stop.signal);
    let size = 0;
    for (;;) {
      const next = await answers.next();
      if (next.done) {
        if (next.value !== undefined) failure = { message: next.value };
        break;
      }
      size += next.value.byteLength;
      if (size > mostAnswered) {
        await answers.return(undefined);
        throw new FluxError(`the answer is larger than ${mostAnswered} bytes, the sandbox's limit here`);
      }
      chunks.push(next.value);
    }
  } catch (error) {
    if (!(error instanceof FluxError)) throw error;
    failure = error;
  }
  const made = runOf(startedAt.toISOString(), failure);
  const data = failure ? {} : { data: Buffer.concat(chunks).toString('utf8') };
  return { status: 200, json: { ...made, response: { ...made.response, ...data } } };
}
