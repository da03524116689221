import { Worker } from 'node:worker_threads';
import { EngineFailure } from './engine.ts';
import type { Answer, Question } from './messages.ts';

export interface Job {
  readonly question: Question;
  readonly signal: AbortSignal | undefined;
  /** Asked again when its turn has come. @throws EngineFailure when the question is known to be deadly by now */
  readonly refuse: () => void;
}

interface Waiting extends Job {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The compiler's answers are short-lived; a smaller nursery keeps a worker's memory small. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/** One compiler in a worker, asked one question at a time. A worker that dies or takes too long is replaced. */
export class Lane {
  readonly #workerPath: string;
  readonly #timeoutMs: number;
  readonly #idleMs: number | undefined;
  #queue: Waiting[] = [];
  #worker: Worker | undefined;
  #running: { readonly job: Waiting; readonly timer: NodeJS.Timeout } | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @param idleMs milliseconds without a question after which the worker ends; never, when left out */
  constructor(workerPath: string, timeoutMs: number, idleMs?: number) {
    this.#workerPath = workerPath;
    this.#timeoutMs = timeoutMs;
    this.#idleMs = idleMs;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** @throws EngineFailure when the compiler dies on the question; the abort when it is cancelled */
  ask(job: Job): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { ...job, resolve, reject };
      job.signal?.addEventListener('abort', () => this.#cancel(waiting), { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  async dispose(): Promise<void> {
    const waiting = this.#running ? [this.#running.job, ...this.#queue] : this.#queue;
    clearTimeout(this.#running?.timer);
    clearTimeout(this.#idle);
    this.#running = undefined;
    this.#queue = [];
    for (const job of waiting) job.reject(new EngineFailure('crashed'));
    await this.#end();
  }

  /** What is under way is let finish: ending a worker costs more than an answer. */
  #cancel(job: Waiting): void {
    this.#queue = this.#queue.filter((other) => other !== job);
    job.reject(job.signal?.reason);
  }

  #next(): void {
    if (this.#running) return;
    clearTimeout(this.#idle);
    const job = this.#queue.shift();
    if (!job) {
      // A process with nothing to compile may end.
      this.#worker?.unref();
      if (this.#idleMs !== undefined) this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
      return;
    }
    try {
      job.refuse();
    } catch (error) {
      job.reject(error);
      this.#next();
      return;
    }
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#running = { job, timer: setTimeout(() => this.#fail('timed out'), this.#timeoutMs) };
    this.#worker.postMessage(job.question);
  }

  #start(): Worker {
    // Its output must not reach ours, which may be a protocol's.
    const worker = new Worker(this.#workerPath, { stdout: true, stderr: true, resourceLimits });
    worker.on('message', (answer: Answer) => {
      if (worker !== this.#worker) return;
      if (answer.ok) this.#finish((job) => job.resolve(answer.value));
      else this.#fail('crashed');
    });
    const died = () => {
      if (worker === this.#worker) this.#fail('crashed');
    };
    worker.on('error', died);
    worker.on('exit', died);
    return worker;
  }

  #fail(reason: EngineFailure['reason']): void {
    void this.#end();
    this.#finish((job) => job.reject(new EngineFailure(reason)));
  }

  #finish(settle: (job: Waiting) => void): void {
    const running = this.#running;
    if (!running) return;
    clearTimeout(running.timer);
    this.#running = undefined;
    settle(running.job);
    this.#next();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
