import type { View } from '../../webview/protocol.ts';
import type { ResultStore } from './store.ts';

/** Rows of a view, sorted and filtered. */
export interface RowOrder {
  /** The view's rows as they came, by the place where they are shown. */
  readonly rows: Uint32Array;
  /** The rows that were there. */
  readonly of: number;
}

/** Orders kept for a store: four bytes for each row. */
const KEPT = 3;

interface Kept extends RowOrder {
  readonly kind: View['kind'];
  readonly index: number;
}

const orders = new WeakMap<ResultStore, Map<number, Kept>>();
let made = 0;

/** Keeps an order of a view's rows for as long as few others come; returns its number. */
export function keepOrder(store: ResultStore, { kind, index }: View, order: RowOrder): number {
  const kept = orders.get(store) ?? new Map<number, Kept>();
  orders.set(store, kept);
  made += 1;
  kept.set(made, { ...order, kind, index });
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) {
    kept.delete(oldest);
  }
  return made;
}

/** An order by its number; throws a RangeError when it is not there, or another view's. */
export function orderOf(store: ResultStore, { kind, index }: View, order: number): RowOrder {
  const kept = orders.get(store);
  const found = kept?.get(order);
  if (kept === undefined || found === undefined || found.kind !== kind || found.index !== index) {
    throw new RangeError('These rows are not sorted and filtered like this any more.');
  }
  // The one used last goes last.
  kept.delete(order);
  kept.set(order, found);
  return found;
}
