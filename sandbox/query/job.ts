import type { Limits } from '../flux/context.ts';
import type { Dialect } from '../flux/csv.ts';
import type { FluxErrorCode } from '../flux/errors.ts';
import type { StoredBucket } from '../sample/source.ts';
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
  /** Two 32-bit numbers that both sides see: see `control`. */
  readonly control: SharedArrayBuffer;
}

/** Places in a job's control: a flag that ends it, and how many chunks have been taken. */
export const control = { cancelled: 0, taken: 1, length: 2 } as const;

/** How many chunks a worker may be ahead of the reader. */
export const chunksAhead = 4;

/** What a worker says, in this order: chunks, then one of the others. */
export type WorkerMessage =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: FluxErrorCode; readonly message: string };
