import type { Column } from '../columns.ts';
import { TableNumbers } from '../parts.ts';
import type { Block, ResultStore, ResultTable } from '../store.ts';
import { columnHead, NUMBER_HEAD } from '../union.ts';
import type { ResultView } from '../views.ts';
import type { OutColumn, Section } from './rowWriter.ts';

type Kind = OutColumn['head']['kind'];

/** The rows of a view, in its order. */
export function viewSections({ columns, rows }: ResultView): Section[] {
  return [{ columns, from: 0, to: rows }];
}

/** All rows of a store by now, table by table as they came, with the result's name and the table's number in front. */
export function* storeSections({ tables }: ResultStore): Generator<Section> {
  const columns = new Map<Block, readonly OutColumn[]>();
  for (const { block, from, to } of stretches(tables)) {
    let known = columns.get(block);
    if (known === undefined) {
      known = blockColumns(block);
      columns.set(block, known);
    }
    yield { columns: known, from, to };
  }
}

/** Rows `from` to `to` (exclusive) of a block. */
export interface Stretch {
  readonly block: Block;
  readonly from: number;
  readonly to: number;
}

/** The rows of tables; those of tables that lie behind each other in a block are one stretch. */
export function* stretches(tables: readonly ResultTable[]): Generator<Stretch> {
  let open: Stretch | undefined;
  for (const { block, firstRow, rowCount } of tables) {
    const to = firstRow + rowCount;
    if (open?.block === block && open.to === firstRow) {
      open = { ...open, to };
      continue;
    }
    if (open !== undefined) {
      yield open;
    }
    open = { block, from: firstRow, to };
  }
  if (open !== undefined) {
    yield open;
  }
}

/** A block's columns, with the result's name and the table's number in front. `kinds` says what the values are taken for. */
export function blockColumns(block: Block, kinds?: readonly Kind[]): OutColumn[] {
  const numbers = new TableNumbers(block.tables);
  return [
    {
      head: { label: 'result', kind: 'text', numeric: false },
      text: () => block.result,
      value: () => block.result,
      lacks: () => false,
    },
    {
      head: NUMBER_HEAD,
      text: (row) => numbers.text(row),
      value: (row) => numbers.value(row),
      lacks: () => false,
    },
    ...block.columns.map((column, index) => blockColumn(column, kinds?.[index])),
  ];
}

function blockColumn(column: Column, kind: Kind | undefined): OutColumn {
  const head = columnHead(column);
  return {
    head: kind === undefined ? head : { ...head, kind },
    text: (row) => column.text(row),
    value: (row) => column.value(row),
    lacks: () => false,
  };
}
