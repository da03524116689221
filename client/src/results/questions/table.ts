import { type TableQuestions, timeFormats, type View } from '../../../webview/protocol.ts';
import { arrange } from '../arrange.ts';
import { clipboardText } from '../export/clipboard.ts';
import { copyFormats } from '../export/formats.ts';
import { Finder } from '../find.ts';
import { summarize } from '../summary.ts';
import { TableIndex } from '../tableList.ts';
import { Newest } from '../task.ts';
import { resultView, rowWindow, viewHead } from '../views.ts';
import {
  type Answers,
  type Asked,
  type Check,
  count,
  flag,
  listOf,
  oneOf,
  optional,
  type Shapes,
  shaped,
  text,
} from './question.ts';

/** No page needs more at a time. */
const MAX_WINDOW = 2000;

const zone: Check = (value) => typeof value === 'string' && value.length < 100;
const timeStyle = { zone, format: oneOf(...timeFormats) };

export const view = shaped<View>({
  kind: oneOf('table', 'block', 'result'),
  index: count,
  order: optional(count),
  columns: optional(listOf(count)),
  times: optional(shaped(timeStyle)),
});
const place = shaped({ row: count, column: count });
const operator = oneOf(
  'contains',
  'excludes',
  'equals',
  'differs',
  'less',
  'atMost',
  'greater',
  'atLeast',
  'empty',
  'filled',
);

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
    format: oneOf(...copyFormats),
    header: flag,
  },
  arrange: {
    view,
    arrangement: shaped({
      sort: listOf(shaped({ column: count, descending: flag }), 100),
      filters: listOf(shaped({ column: count, operator, value: text }), 100),
      text,
      columns: optional(listOf(count)),
    }),
  },
  find: { view, text, at: place, backwards: flag, inclusive: flag },
  countFound: { view, text, at: place },
  summary: { view, column: count },
  timeStyle: {},
  keepTimeStyle: timeStyle,
};

/** Answers what is asked of the tables: their list, their rows, their cells. */
export function tableAnswers({ store, ports }: Asked): Answers<TableQuestions> {
  const index = new TableIndex(store);
  const finder = new Finder(store);
  const arranging = new Newest();
  const finding = new Newest();
  const summarizing = new Newest();
  return {
    list: ({ filter, from, count }) => index.list(filter, from, Math.min(count, MAX_WINDOW)),
    open: ({ view }) => viewHead(store, view),
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
      const { text, ...copied } = await clipboardText(resultView(store, request.view), request, {
        defuse: ports.defusesFormulas(),
      });
      await ports.writeClipboard(text);
      return copied;
    },
    arrange: ({ view, arrangement }) => arranging.run((task) => arrange(store, view, arrangement, task)),
    find: async (request) => ({ found: await finding.run((task) => finder.next(request, task)) }),
    countFound: (request) => finding.run((task) => finder.count(request, task)),
    summary: ({ view, column }) => summarizing.run((task) => summarize(store, view, column, task)),
    timeStyle: () => ports.timeStyle?.get() ?? { zone: 'UTC', format: 'rfc3339' },
    keepTimeStyle: async (style) => {
      await ports.timeStyle?.set({ zone: style.zone, format: style.format });
      return null;
    },
  };
}
