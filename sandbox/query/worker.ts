import { parentPort } from 'node:worker_threads';
import { CsvEncoder } from '../flux/csv.ts';
import { FluxError } from '../flux/errors.ts';
import { runProgram } from '../flux/program.ts';
import { Time } from '../flux/values.ts';
import { SampleSource } from '../sample/source.ts';
import { chunksAhead, control, type Job, type WorkerMessage } from './job.ts';
import { toFlux } from './params.ts';

/** Runs jobs, one after the other, in a thread of their own: a script that loops stops nothing but itself. */
export function serveQueries(): void {
  parentPort?.on('message', (job: Job) =>
    run(job, (message, transfer) => parentPort?.postMessage(message, transfer)),
  );
}

function run(job: Job, post: (message: WorkerMessage, transfer: ArrayBuffer[]) => void): void {
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
    const { results, budget } = runProgram(job.text, {
      source: new SampleSource(job.buckets),
      now: new Time(job.now),
      params: toFlux(job.params),
      limits: job.limits,
      cancelled,
    });
    encoder.encode(results, budget);
    post({ kind: 'done' }, []);
  } catch (error) {
    const { code, message } = told(error);
    if (encoder.started) {
      encoder.error(message);
      post({ kind: 'done' }, []);
    } else post({ kind: 'failed', code, message }, []);
  }
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
