import { MessageChannel, type Worker } from 'node:worker_threads';
import type { ApiCall, ApiReply } from '../flux/context.ts';
import { FluxError } from '../flux/errors.ts';
import type { Feed } from '../store/pointStore.ts';
import { type CallOutcome, control, type Job, type WorkerMessage } from './job.ts';

/** How long after its limit a query that does not stop by itself is ended with its worker. */
const graceMs = 1_000;
const memoryMb = 1_024;

/** How many queries may wait for calls of the API at a time: a script can call itself. */
const mostCalling = 8;

/** A query's answer as it comes; it ends with the error that was told in the stream, if one was. */
export type Chunks = AsyncGenerator<Uint8Array, string | undefined>;

export interface RunOptions {
  /** Ends the query. */
  readonly signal?: AbortSignal;
  /** Answers what the script asks of the API. */
  readonly call?: (request: ApiCall, signal: AbortSignal | undefined) => Promise<ApiReply>;
}

/** Runs queries in worker threads that are kept for the next one, a few at a time. */
export class QueryRunner {
  readonly #start: () => Worker;
  readonly #most: number;
  readonly #feed: (() => Feed) | undefined;
  readonly #feeds = new WeakMap<Worker, Feed>();
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: ((worker: Worker) => void)[] = [];
  /** Queries that wait for the API; others may take their place meanwhile, for one may be what they wait for. */
  #calling = 0;

  /** `start` makes a worker that calls `serveQueries`; `feed` lets one follow the store. */
  constructor(
    start: (options: { readonly resourceLimits: { maxOldGenerationSizeMb: number } }) => Worker,
    most = 2,
    feed?: () => Feed,
  ) {
    this.#feed = feed;
    this.#start = () => start({ resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    this.#most = most;
  }

  /**
   * The answer's bytes as they come; ending the iteration or aborting ends the query.
   *
   * @throws FluxError before the first chunk when there will be none.
   */
  async *run(work: Omit<Job, 'control' | 'replies'>, { signal, call }: RunOptions = {}): Chunks {
    const { port1: answers, port2: replies } = new MessageChannel();
    const job: Job = { ...work, replies, control: new SharedArrayBuffer(4 * control.length) };
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
      worker.postMessage({ ...job, update: this.#follow(worker)?.take() }, [replies]);
      for (;;) {
        const message = await inbox.next();
        if (message.kind === 'call') {
          const answer = (outcome: CallOutcome) => {
            answers.postMessage(outcome);
            Atomics.add(shared, control.answered, 1);
            Atomics.notify(shared, control.answered);
          };
          answer(await this.#call(message.request, { call, signal }));
          continue;
        }
        finished = message.kind !== 'chunk';
        if (message.kind === 'done') return message.error;
        if (message.kind === 'failed') throw new FluxError(message.message, message.code);
        yield message.bytes;
        Atomics.add(shared, control.taken, 1);
        Atomics.notify(shared, control.taken);
      }
    } finally {
      cancel();
      signal?.removeEventListener('abort', cancel);
      answers.close();
      await this.#giveBack(worker, finished ? true : await inbox.settled());
      inbox.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
    this.#all.clear();
  }

  async #call(
    request: ApiCall,
    { call, signal }: { readonly [name in keyof RunOptions]: RunOptions[name] | undefined },
  ): Promise<CallOutcome> {
    if (!call) return { failure: 'there is no API to call here' };
    if (this.#calling >= mostCalling) {
      return { failure: `more than ${mostCalling} queries wait for the API at a time, the sandbox's limit` };
    }
    this.#calling++;
    const waiting = this.#waiting.shift();
    if (waiting) waiting(this.#add());
    try {
      return { reply: await call(request, signal) };
    } catch (error) {
      if (error instanceof FluxError) return { failure: error.message };
      throw error;
    } finally {
      this.#calling--;
    }
  }

  /** What the worker does not know yet of the store; each has a feed of its own. */
  #follow(worker: Worker): Feed | undefined {
    let feed = this.#feeds.get(worker);
    if (!feed && this.#feed) {
      const made = this.#feed();
      this.#feeds.set(worker, made);
      worker.once('exit', () => made.close());
      feed = made;
    }
    return feed;
  }

  #take(): Promise<Worker> | Worker {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size < this.#most + this.#calling) return this.#add();
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
    else if (this.#all.size <= this.#most) this.#idle.push(next);
    else {
      this.#all.delete(next);
      await next.terminate();
    }
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
      for (;;) {
        const { kind } = await this.next();
        if (kind === 'done' || kind === 'failed') break;
      }
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
