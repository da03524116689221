import type {
  ChartQuestions,
  SeriesBy,
  SeriesPick,
  SeriesRequest,
  TimeRange,
} from '../../../webview/protocol.ts';
import { Pace } from '../breathe.ts';
import { histogram } from '../chart/histogram.ts';
import { SeriesMaker } from '../chart/series.ts';
import { chartColumns, shownRows } from '../chart/tables.ts';
import { fileName } from '../export/fileToSave.ts';
import {
  type Answers,
  type Asked,
  type Check,
  count,
  listOf,
  oneOf,
  optional,
  type Shapes,
  shaped,
  text,
} from './question.ts';
import { view } from './table.ts';

const finite: Check = (value) => Number.isFinite(value);
const range = shaped<TimeRange>({ from: finite, to: finite });
const pick = shaped<SeriesPick>({ filter: text, order: oneOf('answer', 'max', 'mean'), most: count });
const by: Check = (value) =>
  (value as SeriesBy | null)?.kind === 'columns'
    ? shaped<Extract<SeriesBy, { kind: 'columns' }>>({ kind: text, labels: listOf(text, 100) })(value)
    : shaped<Extract<SeriesBy, { kind: 'key' | 'table' }>>({ kind: oneOf('key', 'table') })(value);
/** Charts beside each other. */
const MOST_COLUMNS = 20;
const MOST_PIXELS = 16_384;
const PNG_BYTES = 64 * 1024 * 1024;
const png: Check = (value) =>
  typeof value === 'string' && value.length < PNG_BYTES && value.startsWith('iVBORw0KGgo');

export const chartShapes: Shapes<ChartQuestions> = {
  chartColumns: { view },
  chartSeries: {
    view,
    time: text,
    values: listOf(text, MOST_COLUMNS),
    by,
    pick,
    times: oneOf('own', 'common', 'stacked'),
    range: optional(range),
    width: count,
  },
  histogram: { view, column: text },
  saveChart: { png },
};

/** Answers what is asked for drawing: what can be drawn, points, counts. */
export function chartAnswers({ store, run, ports }: Asked): Answers<ChartQuestions> {
  const maker = new SeriesMaker(store);
  return {
    chartColumns: ({ view }) => chartColumns(shownRows(store, view)),
    chartSeries: (request: SeriesRequest) =>
      maker.make({ ...request, width: Math.min(Math.max(1, request.width), MOST_PIXELS) }),
    histogram: ({ view, column }) => histogram(shownRows(store, view), column, new Pace()),
    saveChart: async ({ png }) => ({
      saved: await ports.saveFile({
        name: fileName(run.scriptName, 'png'),
        kind: 'PNG',
        extension: 'png',
        content: () => bytesOf(png),
        saved: () => 'The chart was saved.',
      }),
    }),
  };
}

async function* bytesOf(base64: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(base64, 'base64'));
}
