import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import type { ApiCall, ApiReply, Outside } from '../flux/context.ts';
import { CsvEncoder } from '../flux/csv.ts';
import { FluxError } from '../flux/errors.ts';
import { runProgram } from '../flux/program.ts';
import { Time } from '../flux/values.ts';
import { Mirror } from '../store/mirror.ts';
import { StoreSource } from '../store/source.ts';
import { type CallOutcome, chunksAhead, control, type Job, type WorkerMessage } from './job.ts';
import { toFlux } from './params.ts';

/** Runs jobs, one after the other, in a thread of their own: a script that loops stops nothing but itself. */
export function serveQueries(): void {
  const mirror = new Mirror();
  parentPort?.on('message', (job: Job) =>
    run(job, mirror, (message, transfer) => parentPort?.postMessage(message, transfer)),
  );
}

function run(
  job: Job,
  mirror: Mirror,
  post: (message: WorkerMessage, transfer: ArrayBuffer[]) => void,
): void {
  const shared = new Int32Array(job.control);
  const cancelled = () => Atomics.load(shared, control.cancelled) === 1;
  const encode = new TextEncoder();
  let sent = 0;
  const encoder = new CsvEncoder(job.dialect, (text) => {
    waitForReader(shared, sent++, cancelled);
    const bytes = encode.encode(text);
    post({ kind: 'chunk', bytes }, [bytes.buffer]);
  });
  try {
    if (job.update) mirror.apply(job.update);
    const { results, budget } = runProgram(job.text, {
      source: new StoreSource(job.buckets, mirror),
      now: new Time(job.now),
      params: toFlux(job.params),
      limits: job.limits,
      outside: outsideOf(job, shared, cancelled, (request) => post({ kind: 'call', request }, [])),
      cancelled,
    });
    encoder.encode(results, budget);
    post({ kind: 'done' }, []);
  } catch (error) {
    const { code, message } = told(error);
    if (encoder.started) {
      encoder.error(message);
      post({ kind: 'done', error: message }, []);
    } else post({ kind: 'failed', code, message }, []);
  }
}

function outsideOf(
  { secrets = {}, lastSuccess, replies }: Job,
  shared: Int32Array,
  cancelled: () => boolean,
  send: (request: ApiCall) => void,
): Outside {
  return {
    secret: (key) => (Object.hasOwn(secrets, key) ? secrets[key] : undefined),
    lastSuccess: lastSuccess === undefined ? undefined : new Time(lastSuccess),
    call: (request) => {
      const answered = Atomics.load(shared, control.answered);
      send(request);
      return awaitReply();

      /** Flux knows no waiting: the thread is held until the main one has the answer. */
      function awaitReply(): ApiReply {
        for (;;) {
          const received = receiveMessageOnPort(replies) as { message: CallOutcome } | undefined;
          const outcome = received?.message;
          if (outcome && 'failure' in outcome) throw new FluxError(outcome.failure);
          if (outcome) return outcome.reply;
          if (cancelled()) throw new FluxError('the query was cancelled');
          Atomics.wait(shared, control.answered, answered, 250);
        }
      }
    },
  };
}

/** Holds the thread while the reader is behind. */
function waitForReader(shared: Int32Array, sent: number, cancelled: () => boolean): void {
  for (;;) {
    const taken = Atomics.load(shared, control.taken);
    if (sent - taken < chunksAhead || cancelled()) return;
    Atomics.wait(shared, control.taken, taken, 250);
  }
}

function told(error: unknown): Pick<FluxError, 'code' | 'message'> {
  if (error instanceof FluxError) return error;
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new FluxError('the script nests functions too deeply for the sandbox');
  }
  return new FluxError(`the sandbox failed on this script: ${String(error)}`, 'internal error');
}
