import type { HostMessage } from '../../../webview/protocol.ts';
import type { ResultsRun } from '../run.ts';
import type { ResultStore } from '../store.ts';

/** What a session needs of its surroundings. */
export interface SessionPorts {
  /** Sends to the page. */
  post(message: HostMessage): void;
  writeClipboard(text: string): Thenable<void> | Promise<void>;
}

/** What those who answer questions about a run have to hand. */
export interface Asked {
  readonly run: ResultsRun;
  readonly store: ResultStore;
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
