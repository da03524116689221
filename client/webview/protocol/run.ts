/** What the page is told of a run without asking. */

import type { LimitProgress } from './limit.ts';

export interface RunHeader {
  /** No other run has it, not in other panels and not in windows before. */
  readonly id: number;
  readonly source: RunHeaderSource;
  readonly scriptName: string;
  /** Empty for a file. */
  readonly connectionName: string;
  readonly production: boolean;
  /** What the person should know about this run, such as that the editor holds newer text. */
  readonly note: string;
  /** Whether its values can be edited, to run again. */
  readonly editable: boolean;
  /** What else can be done about it. */
  readonly actions: readonly RunAction[];
  /** Kept by the page for as long as it shows this run; only the host reads it. */
  readonly recipe: unknown;
  readonly params: readonly { readonly name: string; readonly value: string }[];
}

/** What ran: the script on the server, the text in an editor; or a file that holds an answer. */
export type RunHeaderSource =
  | { readonly kind: 'server' | 'draft' }
  | { readonly kind: 'file'; readonly path: string };

export type RunAction = 'again' | 'withTypes';

/** `gone`: it was a run of a window before this one, and its rows went with that. */
export type RunState = 'running' | 'done' | 'cancelled' | 'failed' | 'incomplete' | 'gone';

export interface Progress {
  readonly state: RunState;
  /** Rows that can be shown. */
  readonly rows: number;
  readonly tables: number;
  /** Bytes received. */
  readonly bytes: number;
  /** Milliseconds since the run began. */
  readonly ms: number;
  /** Milliseconds from the beginning to the first byte; undefined before it. */
  readonly firstByteMs: number | undefined;
  /** Why it failed or is incomplete. */
  readonly message: string;
  /** The places that the message names; none where there is no editor to show them in. */
  readonly places: readonly PlaceInText[];
  /** The answer came without types: they are guesses. */
  readonly guessed: boolean;
  /** The errors that the server wrote into the answer. */
  readonly errors: readonly StreamErrorText[];
  /** Once the rows have used up their memory. */
  readonly limit: LimitProgress | undefined;
  /** Why not all received bytes are kept, so that exports will not be whole; empty while they are. */
  readonly problem: string;
}

/** A place in the script: counted from 1, columns in UTF-8 bytes. Without an end it is a word. */
export interface NamedPlace {
  readonly start: { readonly line: number; readonly column: number };
  readonly end?: { readonly line: number; readonly column: number } | undefined;
}

/** A place, and where its name stands in the text that names it: from, and to (exclusive). */
export interface PlaceInText extends NamedPlace {
  readonly from: number;
  readonly to: number;
}

export interface StreamErrorText {
  readonly message: string;
  readonly places: readonly PlaceInText[];
  readonly reference: string;
  /** How many tables came before it. */
  readonly afterTables: number;
}
