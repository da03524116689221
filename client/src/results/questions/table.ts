import type { TableQuestions, View } from '../../../webview/protocol.ts';
import { breathe } from '../breathe.ts';
import { delimited } from '../delimited.ts';
import { TableIndex } from '../tableList.ts';
import { resultView, rowWindow, viewHead } from '../views.ts';
import { type Answers, type Asked, count, flag, oneOf, type Shapes, shaped, text } from './question.ts';

/** No page needs more at a time. */
const MAX_WINDOW = 2000;

export const view = shaped<View>({ kind: oneOf('table', 'block'), index: count });

export const tableShapes: Shapes<TableQuestions> = {
  list: { filter: text, from: count, count },
  open: { view },
  rows: { view, from: count, count },
  cell: { view, row: count, column: count },
  copy: {
    view,
    fromRow: count,
    toRow: count,
    fromColumn: count,
    toColumn: count,
    format: oneOf('csv', 'tsv'),
    header: flag,
  },
};

/** Answers what is asked of the tables: their list, their rows, their cells. */
export function tableAnswers({ store, ports }: Asked): Answers<TableQuestions> {
  const index = new TableIndex(store);
  return {
    list: ({ filter, from, count }) => index.list(filter, from, Math.min(count, MAX_WINDOW)),
    open: ({ view }) => viewHead(resultView(store, view)),
    rows: ({ view, from, count }) => rowWindow(resultView(store, view), from, Math.min(count, MAX_WINDOW)),
    cell: ({ view, row, column }) => {
      const shown = resultView(store, view);
      const found = shown.columns[column];
      if (found === undefined || row >= shown.rows) {
        throw new RangeError('This cell is not there.');
      }
      return { text: found.text(row) };
    },
    copy: async (request) => {
      const { text, rows, truncated } = await delimited(resultView(store, request.view), request, breathe);
      await ports.writeClipboard(text);
      return { rows, truncated };
    },
  };
}
