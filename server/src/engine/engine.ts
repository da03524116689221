import type { File } from '../flux/ast.ts';
import type { ParamType } from '../protocol.ts';

/** One complaint of the compiler. Positions count from 1, columns in UTF-8 bytes, as in the AST. */
export interface CompilerMessage {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** The compiler's whole answer about one text. */
export interface Analysis {
  /** Given for broken texts too; `errors` on its nodes tell where. */
  readonly file: File;
  /** Syntax and type errors and lints; never "undefined identifier params". */
  readonly messages: readonly CompilerMessage[];
  /** The inferred keys of the free record `params`, in no particular order. */
  readonly params: ReadonlyMap<string, ParamType>;
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

/** What the compiler offers at a place, in LSP's words; positions are taken out, since they count bytes. */
export interface CompilerCompletion {
  readonly label: string;
  /** LSP's CompletionItemKind. */
  readonly kind?: number;
  readonly detail?: string;
  readonly documentation?: string;
  readonly insertText?: string;
  /** LSP's InsertTextFormat: 2 is a snippet. */
  readonly insertTextFormat?: number;
  readonly filterText?: string;
  readonly sortText?: string;
}

/** A place in a text, as the compiler counts: from 0, columns in UTF-8 bytes. */
export interface BytePosition {
  readonly line: number;
  readonly character: number;
}

/**
 * The Flux compiler (`@influxdata/flux-lsp-node`) in a worker thread that may die: what a caller asks is answered, or
 * rejected with EngineFailure, within the time limit.
 *
 * Made by `createEngine` in supervisor.ts; knows nothing of LSP documents or VS Code.
 */
export interface FluxEngine {
  /** The syntax tree of a text, however broken. */
  parse(text: string, signal?: AbortSignal): Promise<File>;
  /** Everything the compiler says of a text that stands alone. */
  analyze(text: string, signal?: AbortSignal): Promise<Analysis>;
  /** What could stand at a place. */
  complete(text: string, position: BytePosition, signal?: AbortSignal): Promise<CompilerCompletion[]>;
  /** The type of what stands at a place, as Flux writes it; undefined where nothing has one. */
  typeAt(text: string, position: BytePosition, signal?: AbortSignal): Promise<string | undefined>;
  /** The text as the compiler's formatter writes it; undefined when it cannot be parsed. */
  format(text: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Ends the worker; pending calls are rejected. */
  dispose(): Promise<void>;
}
