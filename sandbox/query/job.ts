import type { MessagePort } from 'node:worker_threads';
import type { ApiCall, ApiReply, Limits } from '../flux/context.ts';
import type { Dialect } from '../flux/csv.ts';
import type { FluxErrorCode } from '../flux/errors.ts';
import type { StoredBucket } from '../sample/source.ts';
import type { StoreUpdate } from '../store/pointStore.ts';
import type { ParamObject } from './params.ts';

/** What a query's worker is told. */
export interface Job {
  readonly text: string;
  readonly params: ParamObject;
  /** Nanoseconds; what `now()` answers. */
  readonly now: bigint;
  readonly dialect: Dialect;
  readonly buckets: readonly StoredBucket[];
  readonly limits: Limits;
  /** What has changed in the store since the worker's last job. */
  readonly update?: StoreUpdate | undefined;
  /** What `secrets.get` reads. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What `tasks.lastSuccess` answers, nanoseconds. */
  readonly lastSuccess?: bigint | undefined;
  /** Where the answers to the script's calls of the API arrive. */
  readonly replies: MessagePort;
  /** 32-bit numbers that both sides see: see `control`. */
  readonly control: SharedArrayBuffer;
}

/** Places in a job's control: a flag that ends it, how many chunks have been taken, and how many calls answered. */
export const control = { cancelled: 0, taken: 1, answered: 2, length: 3 } as const;

/** How many chunks a worker may be ahead of the reader. */
export const chunksAhead = 4;

/** What a worker says: chunks and calls of the API, then one of the others. `error` is what it has told in the stream. */
export type WorkerMessage =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'call'; readonly request: ApiCall }
  | { readonly kind: 'done'; readonly error?: string }
  | { readonly kind: 'failed'; readonly code: FluxErrorCode; readonly message: string };

/** What the script is told of a call. */
export type CallOutcome = { readonly reply: ApiReply } | { readonly failure: string };
