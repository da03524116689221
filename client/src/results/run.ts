import type { JsonValue } from '../influx/types.ts';

/** A run to show: what it is called, and how its answer is opened. */
export interface ResultsRun {
  readonly scriptName: string;
  readonly connectionName: string;
  /** What the person should know about this run; shown above the rows. */
  readonly note?: string;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Starts the run. The signal aborts it; an error's message is shown as it is. */
  open(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: 'done'; readonly rows: number; readonly tables: number; readonly ms: number }
  | { readonly kind: 'cancelled' }
  /** It could not start, or the server wrote an error into the answer. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** The answer broke off, or was larger than the panel keeps. */
  | { readonly kind: 'incomplete'; readonly reason: string };
