import type { Worker } from 'node:worker_threads';
import { FluxError } from '../flux/errors.ts';
import { control, type Job, type WorkerMessage } from './job.ts';

/** How long after its limit a query that does not stop by itself is ended with its worker. */
const graceMs = 1_000;
const memoryMb = 1_024;

/** Runs queries in worker threads that are kept for the next one, a few at a time. */
export class QueryRunner {
  readonly #start: () => Worker;
  readonly #most: number;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: ((worker: Worker) => void)[] = [];

  /** `start` makes a worker that calls `serveQueries`. */
  constructor(
    start: (options: { readonly resourceLimits: { maxOldGenerationSizeMb: number } }) => Worker,
    most = 2,
  ) {
    this.#start = () => start({ resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    this.#most = most;
  }

  /**
   * The answer's bytes as they come; ending the iteration or aborting ends the query.
   *
   * @throws FluxError before the first chunk when there will be none.
   */
  async *run(work: Omit<Job, 'control'>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const job: Job = { ...work, control: new SharedArrayBuffer(4 * control.length) };
    const shared = new Int32Array(job.control);
    const cancel = () => {
      Atomics.store(shared, control.cancelled, 1);
      Atomics.notify(shared, control.taken);
    };
    const worker = await this.#take();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    const inbox = new Inbox(worker, job.limits.milliseconds + graceMs);
    let finished = false;
    try {
      worker.postMessage(job);
      for (;;) {
        const message = await inbox.next();
        finished = message.kind !== 'chunk';
        if (message.kind === 'done') return;
        if (message.kind === 'failed') throw new FluxError(message.message, message.code);
        yield message.bytes;
        Atomics.add(shared, control.taken, 1);
        Atomics.notify(shared, control.taken);
      }
    } finally {
      cancel();
      signal?.removeEventListener('abort', cancel);
      await this.#giveBack(worker, finished ? true : await inbox.settled());
      inbox.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
    this.#all.clear();
  }

  #take(): Promise<Worker> | Worker {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size < this.#most) return this.#add();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #add(): Worker {
    const worker = this.#start();
    worker.unref();
    this.#all.add(worker);
    // The job that runs hears of an error too; here it must only not end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#all.delete(worker);
      const place = this.#idle.indexOf(worker);
      if (place >= 0) this.#idle.splice(place, 1);
    });
    return worker;
  }

  async #giveBack(worker: Worker, healthy: boolean): Promise<void> {
    let next = worker;
    if (!healthy) {
      this.#all.delete(worker);
      await worker.terminate();
      if (this.#waiting.length === 0) return;
      next = this.#add();
    }
    const waiting = this.#waiting.shift();
    if (waiting) waiting(next);
    else this.#idle.push(next);
  }
}

/** The messages of one job. Rejects when its worker dies or does not keep its time. */
class Inbox {
  readonly #worker: Worker;
  readonly #messages: WorkerMessage[] = [];
  readonly #timer: NodeJS.Timeout;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(worker: Worker, limitMs: number) {
    this.#worker = worker;
    worker.on('message', this.#onMessage);
    worker.on('error', this.#onError);
    this.#timer = setTimeout(
      () =>
        this.#fail(
          new FluxError(
            `the query ran longer than ${(limitMs - graceMs) / 1000} s, the limit, and was stopped`,
          ),
        ),
      limitMs,
    );
  }

  async next(): Promise<WorkerMessage> {
    for (;;) {
      const message = this.#messages.shift();
      if (message) return message;
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** After a cancel: true once the worker is through with the job, false when it is of no more use. */
  async settled(): Promise<boolean> {
    if (this.#failure) return false;
    const timer = setTimeout(() => this.#fail(new FluxError('the query did not stop')), graceMs);
    try {
      while ((await this.next()).kind === 'chunk');
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#worker.off('message', this.#onMessage);
    this.#worker.off('error', this.#onError);
  }

  readonly #onMessage = (message: WorkerMessage) => {
    this.#messages.push(message);
    this.#wake();
  };
  readonly #onError = (error: Error & { code?: string }) => {
    this.#fail(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new FluxError(
            `the query needs more than ${memoryMb} MB of memory, the sandbox's limit; narrow its range or filter earlier`,
          )
        : new FluxError(`the sandbox failed on this script: ${error.message}`, 'internal error'),
    );
  };
  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
