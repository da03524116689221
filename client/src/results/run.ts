import type { JsonValue } from '../influx/types.ts';
import type { RunRecipe } from './recipe.ts';
import type { ResultStore } from './store.ts';

/** What ran. */
export type RunSource =
  /** The script as the server has it. */
  | { readonly kind: 'server' }
  /** The text in an editor. */
  | { readonly kind: 'draft' }
  /** Nothing ran: an answer that was saved. */
  | { readonly kind: 'file'; readonly path: string };

/** A run to show: what it is called, and how its answer is opened. */
export interface ResultsRun {
  readonly source: RunSource;
  readonly scriptName: string;
  /** Empty for a file. */
  readonly connectionName: string;
  readonly production?: boolean;
  /** The text that ran and the URI of the document it is edited in: what places in errors are about. */
  readonly origin?: RunOrigin;
  /** Kept by the page, for a window after this one. */
  readonly recipe?: RunRecipe;
  /** What the person should know about this run; shown above the rows. */
  readonly note?: string;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Asks for the values again, beginning with these, and runs with the new ones. */
  edit?(): unknown;
  /** Runs again with the same values. */
  again?(): unknown;
  /** Runs the same text with the same values where the answer tells its types. */
  withTypes?(): unknown;
  /** Starts the run. The signal aborts it; an error's message is shown as it is. */
  open(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Is told when the run is over, however it ended. */
  ended?(end: RunEnd): unknown;
}

export interface RunOrigin {
  readonly text: string;
  readonly document: string;
}

/** A run that is over: how it ended, how long it took in milliseconds, and what arrived. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly ms: number;
  readonly store: ResultStore;
}

/** How a run ended. */
export type RunOutcome =
  | {
      readonly kind: 'done';
      /** All rows of the answer, also those that the panel does not hold. */
      readonly rows: number;
      /** Tables that the panel holds. */
      readonly tables: number;
      readonly ms: number;
      /** The panel holds only the first rows, since there was no memory for more; the received bytes are whole. */
      readonly capped: boolean;
    }
  | { readonly kind: 'cancelled' }
  /** It could not start, or the server wrote an error into the answer. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** The answer broke off, or was stopped where it became larger than the panel keeps. */
  | { readonly kind: 'incomplete'; readonly reason: string };
