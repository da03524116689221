import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { File } from '../flux/ast.ts';
import {
  type Analysis,
  type BytePosition,
  type CompilerCompletion,
  EngineFailure,
  type FluxEngine,
} from './engine.ts';
import type { Answer, Question } from './messages.ts';

export interface EngineOptions {
  /** The built `engineWorker.js`, with the compiler's WebAssembly beside it. */
  readonly workerPath: string;
  /** Milliseconds that one answer may take, start of the worker included. */
  readonly timeoutMs?: number;
}

/** Texts that killed the compiler are remembered up to this many. */
const maxDeadly = 500;

/** Makes the compiler's supervisor. The worker starts with the first question. */
export function createEngine(options: EngineOptions): FluxEngine {
  return new Supervisor(options);
}

/** Digests of the text, and of the whole question. */
interface Keys {
  readonly text: string;
  readonly question: string;
}

interface Job {
  readonly question: Question;
  readonly keys: Keys;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
  /** Somebody waits at a keyboard. */
  readonly urgent: boolean;
}

/**
 * Asks the worker one question at a time, the urgent ones first. A worker that dies or takes too long is replaced; what it
 * was asked is not asked again.
 */
class Supervisor implements FluxEngine {
  readonly #workerPath: string;
  readonly #timeoutMs: number;
  readonly #deadly = new Map<string, EngineFailure['reason']>();
  #queue: Job[] = [];
  #worker: Worker | undefined;
  #running: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;
  #disposed = false;

  constructor({ workerPath, timeoutMs = 10_000 }: EngineOptions) {
    this.#workerPath = workerPath;
    this.#timeoutMs = timeoutMs;
  }

  parse(text: string, signal?: AbortSignal): Promise<File> {
    return this.#ask({ kind: 'parse', text }, signal, true);
  }

  analyze(text: string, signal?: AbortSignal): Promise<Analysis> {
    return this.#ask({ kind: 'analyze', text }, signal, false);
  }

  complete(text: string, position: BytePosition, signal?: AbortSignal): Promise<CompilerCompletion[]> {
    return this.#ask({ kind: 'complete', text, position }, signal, true);
  }

  typeAt(text: string, position: BytePosition, signal?: AbortSignal): Promise<string | undefined> {
    return this.#ask({ kind: 'typeAt', text, position }, signal, true);
  }

  format(text: string, signal?: AbortSignal): Promise<string | undefined> {
    return this.#ask({ kind: 'format', text }, signal, true);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const waiting = this.#running ? [this.#running.job, ...this.#queue] : this.#queue;
    clearTimeout(this.#running?.timer);
    this.#running = undefined;
    this.#queue = [];
    for (const job of waiting) job.reject(new EngineFailure('crashed'));
    await this.#worker?.terminate();
  }

  #ask<T>(asked: Question, signal: AbortSignal | undefined, urgent: boolean): Promise<T> {
    // Half a surrogate pair, as while an emoji is being deleted, is nothing that the compiler can read.
    const question = { ...asked, text: asked.text.toWellFormed() };
    return new Promise<T>((resolve, reject) => {
      const keys = { text: digest(question.text), question: digest(JSON.stringify(question)) };
      if (signal?.aborted) return reject(signal.reason);
      const reason = this.#disposed ? 'crashed' : this.#remembered(keys);
      if (reason) return reject(new EngineFailure(reason));
      const job: Job = {
        question,
        keys,
        resolve: resolve as (value: unknown) => void,
        reject,
        signal,
        urgent,
      };
      signal?.addEventListener('abort', () => this.#cancel(job), { once: true });
      const before = urgent ? this.#queue.findIndex((other) => !other.urgent) : -1;
      if (before < 0) this.#queue.push(job);
      else this.#queue.splice(before, 0, job);
      this.#next();
    });
  }

  /** What is under way is let finish: ending a worker costs more than an answer. */
  #cancel(job: Job): void {
    this.#queue = this.#queue.filter((other) => other !== job);
    job.reject(job.signal?.reason);
  }

  #next(): void {
    if (this.#running) return;
    const job = this.#queue.shift();
    if (!job) {
      // A process with nothing to compile may end.
      this.#worker?.unref();
      return;
    }
    // The same may have been asked twice before it was known.
    const reason = this.#remembered(job.keys);
    if (reason) {
      job.reject(new EngineFailure(reason));
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
    const worker = new Worker(this.#workerPath, { stdout: true, stderr: true });
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
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    if (!this.#running) return;
    this.#remember(this.#running.job, reason);
    this.#finish((job) => job.reject(new EngineFailure(reason)));
  }

  #finish(settle: (job: Job) => void): void {
    const running = this.#running;
    if (!running) return;
    clearTimeout(running.timer);
    this.#running = undefined;
    settle(running.job);
    this.#next();
  }

  /** What the compiler cannot read it cannot be asked anything about; other questions die alone. */
  #remember({ question, keys }: Job, reason: EngineFailure['reason']): void {
    if (this.#deadly.size >= maxDeadly) {
      const [oldest] = this.#deadly.keys();
      if (oldest !== undefined) this.#deadly.delete(oldest);
    }
    const unreadable = question.kind === 'parse' || question.kind === 'analyze';
    this.#deadly.set(unreadable ? keys.text : keys.question, reason);
  }

  #remembered({ text, question }: Keys): EngineFailure['reason'] | undefined {
    return this.#deadly.get(text) ?? this.#deadly.get(question);
  }
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
