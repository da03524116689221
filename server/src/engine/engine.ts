import type { BytePosition, Span } from '../flux/positions.ts';
import type { ParamType } from '../protocol.ts';

/** One complaint of the compiler; UTF-16 offsets. */
export interface CompilerMessage extends Span {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
}

/** The compiler died on a text or took too long over it; the engine has recovered and takes other texts. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly reason: 'crashed' | 'timed out';

  constructor(reason: 'crashed' | 'timed out') {
    super(
      reason === 'crashed' ? 'The Flux compiler failed on this text.' : 'The Flux compiler took too long.',
    );
    this.reason = reason;
  }
}

/**
 * The Flux compiler (`@influxdata/flux-lsp-node`) in a worker thread that may die: what a caller asks is answered, or
 * rejected with EngineFailure, within the time limit.
 *
 * Made by `createEngine` in supervisor.ts; knows nothing of LSP documents or VS Code.
 */
export interface FluxEngine {
  /** Syntax and type errors and lints of a text that stands alone; never that `params` or `v` is undefined. */
  check(text: string, signal?: AbortSignal): Promise<CompilerMessage[]>;
  /** The types of the keys of the free record `params`, as far as the compiler can tell. */
  inferParams(text: string, signal?: AbortSignal): Promise<ReadonlyMap<string, ParamType>>;
  /** The type of what stands at a place, as Flux writes it; undefined where nothing has one. */
  typeAt(text: string, position: BytePosition, signal?: AbortSignal): Promise<string | undefined>;
  /** The text as the compiler's formatter writes it; undefined when it cannot be parsed. */
  format(text: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Ends the worker; pending calls are rejected. */
  dispose(): Promise<void>;
}
