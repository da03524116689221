import type { HostMessage, LimitChoice, NamedPlace, TimeStyle } from '../../../webview/protocol.ts';
import type { FileToSave } from '../export/fileToSave.ts';
import type { Received } from '../received.ts';
import type { ResultsRun } from '../run.ts';
import type { ResultStore } from '../store.ts';

/** What a session needs of its surroundings. */
export interface SessionPorts {
  /** Sends to the page. */
  post(message: HostMessage): void;
  /** Whether there is a page that somebody can see; without it nobody waits for what a page does. */
  inSight?(): boolean;
  writeClipboard(text: string): Thenable<void> | Promise<void>;
  /** Shows a place of the run's text in an editor; missing where there is none. */
  reveal?(place: NamedPlace): unknown;
  /** Keeps the panel, or lets the next run have it; missing where that cannot be chosen. */
  pin?(pinned: boolean): unknown;
  /** Asks where a file goes and writes it; false when the person decides otherwise. Throws what the disk says. */
  saveFile(file: FileToSave): Promise<boolean>;
  /** Whether texts that spreadsheets would run as formulas are to be defused in what is made for spreadsheets. */
  defusesFormulas(): boolean;
  /** How times are to read, kept for all runs; without it they read as InfluxDB writes them. */
  readonly timeStyle?: {
    get(): TimeStyle;
    set(style: TimeStyle): Thenable<void> | Promise<void>;
  };
}

/** What those who answer questions about a run have to hand. */
export interface Asked {
  readonly run: ResultsRun;
  readonly store: ResultStore;
  /** What the server sent, byte by byte. */
  readonly received: Received;
  /** Says how a run that has paused at the memory limit goes on. */
  readonly decide: (choice: LimitChoice) => void;
  readonly ports: SessionPorts;
}

/** A part's questions by method. */
type Part<Q> = { [M in keyof Q]: { readonly ask: object; readonly answer: unknown } };

/** Answers a part's questions; what they throw is shown to the person. */
export type Answers<Q extends Part<Q>> = {
  readonly [M in keyof Q]: (question: Q[M]['ask']) => Q[M]['answer'] | Promise<Q[M]['answer']>;
};

export type Check = (value: unknown) => boolean;

/** What a part's questions must look like: a check for each field. */
export type Shapes<Q extends Part<Q>> = {
  readonly [M in keyof Q]: Shape<Q[M]['ask']>;
};
export type Shape<T> = { readonly [K in keyof Required<T>]: Check };

export const text: Check = (value) => typeof value === 'string';
export const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const flag: Check = (value) => typeof value === 'boolean';

/** One of a few words. */
export function oneOf(...words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

/** A list of at most `most` of the same. */
export function listOf(check: Check, most = 10_000): Check {
  return (value) => Array.isArray(value) && value.length <= most && value.every(check);
}

/** Something that may be missing. */
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

/** An object with these fields. */
export function shaped<T>(shape: Shape<T>): Check {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries<Check>(shape).every(([name, check]) => check((value as Record<string, unknown>)[name]));
}
