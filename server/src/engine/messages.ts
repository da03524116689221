import type { BytePosition } from '../flux/positions.ts';

/** What the supervisor asks of the worker. One question is under way at a time. */
export type Question =
  | { readonly kind: 'check'; readonly text: string }
  | { readonly kind: 'inferParams'; readonly text: string }
  | { readonly kind: 'typeAt'; readonly text: string; readonly position: BytePosition }
  | { readonly kind: 'format'; readonly text: string };

/** The worker's answer; `crashed` when the compiler died on the text, after which the worker is not to be used again. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false };
