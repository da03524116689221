import { createHash } from 'node:crypto';
import type { BytePosition } from '../flux/positions.ts';
import type { ParamType } from '../protocol.ts';
import { type CompilerMessage, EngineFailure, type FluxEngine } from './engine.ts';
import { type Job, Lane } from './lane.ts';
import type { Question } from './messages.ts';

export interface EngineOptions {
  /** The built `engineWorker.js`, with the compiler's WebAssembly beside it. */
  readonly workerPath: string;
  /** Milliseconds that one answer may take, start of the worker included. */
  readonly timeoutMs?: number;
}

/** Texts that killed the compiler are remembered up to this many. */
const maxDeadly = 500;
/** Milliseconds after which a second compiler that nobody needs any more is given back. */
const spareIdleMs = 30_000;

/** Makes the compiler's supervisor. The worker starts with the first question. */
export function createEngine(options: EngineOptions): FluxEngine {
  return new Supervisor(options);
}

/** Digests of the text, and of the whole question. */
interface Keys {
  readonly text: string;
  readonly question: string;
}

/**
 * Routes questions to compilers that may die, and remembers what killed one: it is not asked again. While a long question
 * is under way, what somebody waits for at a keyboard is asked of a second compiler.
 */
class Supervisor implements FluxEngine {
  readonly #deadly = new Map<string, EngineFailure['reason']>();
  readonly #main: Lane;
  readonly #spare: Lane;
  #disposed = false;

  constructor({ workerPath, timeoutMs = 10_000 }: EngineOptions) {
    this.#main = new Lane(workerPath, timeoutMs);
    this.#spare = new Lane(workerPath, timeoutMs, spareIdleMs);
  }

  check(text: string, signal?: AbortSignal): Promise<CompilerMessage[]> {
    return this.#ask({ kind: 'check', text }, this.#main, signal);
  }

  inferParams(text: string, signal?: AbortSignal): Promise<ReadonlyMap<string, ParamType>> {
    return this.#ask({ kind: 'inferParams', text }, this.#main, signal);
  }

  typeAt(text: string, position: BytePosition, signal?: AbortSignal): Promise<string | undefined> {
    return this.#ask({ kind: 'typeAt', text, position }, this.#free(), signal);
  }

  format(text: string, signal?: AbortSignal): Promise<string | undefined> {
    return this.#ask({ kind: 'format', text }, this.#free(), signal);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all([this.#main.dispose(), this.#spare.dispose()]);
  }

  #free(): Lane {
    return this.#main.busy ? this.#spare : this.#main;
  }

  async #ask<T>(asked: Question, lane: Lane, signal: AbortSignal | undefined): Promise<T> {
    // Half a surrogate pair, as while an emoji is being deleted, is nothing that the compiler can read.
    const question = { ...asked, text: asked.text.toWellFormed() };
    const keys = { text: digest(question.text), question: digest(JSON.stringify(question)) };
    signal?.throwIfAborted();
    const refuse = () => {
      const reason = this.#disposed ? 'crashed' : this.#remembered(keys);
      if (reason) throw new EngineFailure(reason);
    };
    refuse();
    const job: Job = { question, signal, refuse };
    try {
      return (await lane.ask(job)) as T;
    } catch (error) {
      if (error instanceof EngineFailure) this.#remember(question, keys, error.reason);
      throw error;
    }
  }

  /** What the compiler cannot read it cannot be asked anything about; other questions die alone. */
  #remember({ kind }: Question, keys: Keys, reason: EngineFailure['reason']): void {
    if (this.#disposed) return;
    if (this.#deadly.size >= maxDeadly) {
      const [oldest] = this.#deadly.keys();
      if (oldest !== undefined) this.#deadly.delete(oldest);
    }
    const unreadable = kind === 'check' || kind === 'inferParams';
    this.#deadly.set(unreadable ? keys.text : keys.question, reason);
  }

  #remembered({ text, question }: Keys): EngineFailure['reason'] | undefined {
    return this.#deadly.get(text) ?? this.#deadly.get(question);
  }
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
