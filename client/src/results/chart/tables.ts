import type { ChartColumns, View } from '../../../webview/protocol.ts';
import type { Column } from '../columns.ts';
import { orderOf } from '../orders.ts';
import type { Block, ResultStore, ResultTable } from '../store.ts';
import { isNumeric } from './numbers.ts';

/** What a view shows: tables, and which of their rows. */
export interface ShownRows {
  readonly tables: readonly ResultTable[];
  /** 1 for each row that is shown, counted through all tables; all are without it. */
  readonly only: Uint8Array | undefined;
}

/** The rows of a view, without those that its filters leave out; throws a RangeError when the store has no such view. */
export function shownRows(store: ResultStore, view: View): ShownRows {
  const tables = tablesOf(store, view);
  if (view.order === undefined) {
    return { tables, only: undefined };
  }
  const { rows, of } = orderOf(store, view, view.order);
  // What is only sorted is all there: a chart has an order of its own.
  if (rows.length === of) {
    return { tables, only: undefined };
  }
  const only = new Uint8Array(of);
  for (const row of rows) {
    only[row] = 1;
  }
  return { tables, only };
}

/** The tables of a view; throws a RangeError when the store has no such view. */
export function tablesOf(store: ResultStore, { kind, index }: View): readonly ResultTable[] {
  if (kind === 'table') {
    const table = store.tables[index];
    if (table === undefined) {
      throw new RangeError('This table is not there.');
    }
    return [table];
  }
  const name = store.results[index];
  if (kind === 'result' && name !== undefined) {
    return store.blocks.filter(({ result }) => result === name).flatMap(({ tables }) => tables);
  }
  const block = kind === 'block' ? store.blocks[index] : undefined;
  if (block === undefined) {
    throw new RangeError('This result is not there.');
  }
  return block.tables;
}

/** The first column of a block that is called so and is as wanted. */
export function columnOf(block: Block, label: string, fits: (column: Column) => boolean): Column | undefined {
  return block.columns.find((column) => column.label === label && fits(column));
}

export function isTime({ kind }: Column): boolean {
  return kind === 'time';
}

/** A column's place: the lower, the sooner it is taken. */
type Rank = (label: string) => number;
/** `_start` and `_stop` are the query's range, not the rows' times. */
const timeRank: Rank = (label) => (label === '_time' ? 0 : label === '_start' || label === '_stop' ? 2 : 1);
const valueRank: Rank = (label) => (label === '_value' ? 0 : 1);

/** What can be drawn of a view. */
export function chartColumns({ tables, only }: ShownRows): ChartColumns {
  const times = new Set<string>();
  const values = new Map<string, string>();
  const tags = new Set<string>();
  const rows =
    only === undefined
      ? tables.reduce((sum, { rowCount }) => sum + rowCount, 0)
      : only.reduce((sum, shown) => sum + shown, 0);
  for (const { columns } of new Set(tables.map(({ block }) => block))) {
    for (const column of columns) {
      if (isTime(column)) {
        times.add(column.label);
      } else if (isNumeric(column)) {
        if (!values.has(column.label)) {
          values.set(column.label, column.type);
        }
        if (column.group) {
          tags.add(column.label);
        }
      } else {
        tags.add(column.label);
      }
    }
  }
  return {
    rows,
    filtered: only !== undefined,
    times: ranked([...times], timeRank),
    values: ranked([...values.keys()], valueRank).map((label) => ({ label, type: values.get(label) ?? '' })),
    tags: [...tags],
  };
}

function ranked(labels: string[], rank: Rank): string[] {
  return labels.sort((a, b) => rank(a) - rank(b));
}
