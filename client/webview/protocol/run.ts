/** What the page is told of a run without asking. */

export interface RunHeader {
  /** Counts the panel's runs. */
  readonly id: number;
  readonly scriptName: string;
  readonly connectionName: string;
  /** What the person should know about this run, such as that the editor holds newer text. */
  readonly note: string;
  readonly params: readonly { readonly name: string; readonly value: string }[];
}

export type RunState = 'running' | 'done' | 'cancelled' | 'failed' | 'incomplete';

export interface Progress {
  readonly state: RunState;
  readonly rows: number;
  readonly tables: number;
  /** Bytes received. */
  readonly bytes: number;
  /** Milliseconds since the run began. */
  readonly ms: number;
  /** Why it failed or is incomplete. */
  readonly message: string;
  /** The errors that the server wrote into the answer. */
  readonly errors: readonly StreamErrorText[];
}

export interface StreamErrorText {
  readonly message: string;
  readonly reference: string;
  /** How many tables came before it. */
  readonly afterTables: number;
}
