import type { Arranged, Arrangement, View } from '../../webview/protocol.ts';
import { filterRows } from './filter.ts';
import { keepOrder } from './orders.ts';
import { sortRows } from './sort.ts';
import type { ResultStore } from './store.ts';
import type { Task } from './task.ts';
import { baseView } from './views.ts';

/**
 * Sorts and filters the rows of a view that are there by now. Throws an Error with a sentence for the person when a filter's
 * value is none of its column's kind.
 */
export async function arrange(
  store: ResultStore,
  view: View,
  arrangement: Arrangement,
  task: Task,
): Promise<Arranged> {
  const base = baseView(store, view);
  const { sort, filters, text } = arrangement;
  if (sort.some(({ column }) => base.heads[column] === undefined)) {
    throw new RangeError('This column is not there.');
  }
  const rows =
    filters.length === 0 && text === ''
      ? Uint32Array.from({ length: base.rows }, (_, row) => row)
      : await filterRows(base, arrangement, view.times, task);
  const sorted = await sortRows(base, rows, sort, task);
  return {
    order: keepOrder(store, view, { rows: sorted, of: base.rows }),
    rows: sorted.length,
    of: base.rows,
  };
}
