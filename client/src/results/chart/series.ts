import type { ChartSeries, SeriesHead, SeriesRequest, TimeRange } from '../../../webview/protocol.ts';
import { Pace } from '../breathe.ts';
import type { ResultStore } from '../store.ts';
import { align } from './align.ts';
import { extentOf, Prepared, type Series } from './prepared.ts';
import { shownRows, tablesOf } from './tables.ts';
import { type Points, pointsIn, type Summary, summarize } from './window.ts';

/** Series drawn at most: with more, nobody tells one from another. */
export const MOST_SERIES = 200;
/** Points sent at most, about 4 MB: what passes to the page costs more than what is drawn there. */
const MOST_POINTS = 250_000;
const FEWEST_BUCKETS = 64;
/** Pixels that a bar needs. */
const BAR = 3;

/** Draws a store's views; keeps what it found out about the last one. */
export class SeriesMaker {
  readonly #store: ResultStore;
  #prepared: Promise<Prepared> | undefined;
  /** What it was prepared for. */
  #key = '';

  constructor(store: ResultStore) {
    this.#store = store;
  }

  /** The series of a view, as few points as show all there is to be seen. */
  async make(request: SeriesRequest): Promise<ChartSeries> {
    const pace = new Pace();
    const prepared = await this.#prepare(request, pace);
    const most = Math.min(MOST_SERIES, Math.max(1, request.pick.most));
    const { series, matching } = await prepared.pick({ ...request.pick, most }, pace);
    const extent = extentOf(series);
    const range = request.range ?? extent;
    const { labels, shared, groups } = prepared.grouping;
    const about = {
      shared,
      labels,
      found: groups.length * request.values.length,
      matching,
      extent,
      unordered: series.filter(({ source }) => source.sorted).length,
    };
    if (range === undefined) {
      return { ...about, ...NOTHING };
    }
    const drawn =
      request.times === 'own'
        ? await own(series, range, request.width, pace)
        : await common(series, range, request, pace);
    return { ...about, ...drawn };
  }

  async #prepare({ view, time, values, by }: SeriesRequest, pace: Pace): Promise<Prepared> {
    const tables = tablesOf(this.#store, view);
    const rows = tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
    const key = JSON.stringify([view, time, values, by, tables.length, rows]);
    if (this.#prepared === undefined || key !== this.#key) {
      this.#key = key;
      this.#prepared = Prepared.from(shownRows(this.#store, view), { time, values, by }, pace);
    }
    return await this.#prepared;
  }
}

type Drawn = Pick<ChartSeries, 'series' | 'times' | 'values' | 'common' | 'step' | 'reason' | 'rows'>;

const NOTHING = {
  series: [],
  times: new Float64Array(0),
  values: new Float64Array(0),
  common: false,
  step: 0,
  reason: '',
  rows: 0,
} as const;

/** Each series with the times that it has. */
async function own(series: readonly Series[], range: TimeRange, width: number, pace: Pace): Promise<Drawn> {
  const fair = Math.floor(MOST_POINTS / 4 / Math.max(1, series.length));
  const buckets = Math.max(FEWEST_BUCKETS, Math.min(width, fair));
  const all: (Points & { readonly summary: Summary })[] = [];
  for (const { source } of series) {
    all.push(await pointsIn(source, range, buckets, pace));
  }
  const times = joined(all.map((points) => points.times));
  const values = joined(all.map((points) => points.values));
  const lengths = all.map((points) => points.times.length);
  const summaries = all.map(({ summary }) => summary);
  return { ...heads(series, summaries, lengths), times, values, common: false, step: 0, reason: '' };
}

/** All series with the same times. */
async function common(
  series: readonly Series[],
  range: TimeRange,
  { times: kind, width }: SeriesRequest,
  pace: Pace,
): Promise<Drawn> {
  const most =
    kind === 'stacked'
      ? Math.min(width / 2, MOST_POINTS / Math.max(1, series.length))
      : Math.max(12, width / (BAR * (series.length + 1)));
  const aligned = await align(
    series.map(({ source }) => source),
    range,
    { most: Math.max(2, Math.floor(most)), complete: kind === 'stacked' },
    pace,
  );
  const { times, step, reason } = aligned;
  const values = joined(aligned.values);
  const lengths = aligned.values.map(({ length }) => length);
  const summaries: Summary[] = [];
  for (const { source } of series) {
    summaries.push(await summarize(source, range, pace));
  }
  return { ...heads(series, summaries, lengths), times, values, common: true, step, reason };
}

function heads(
  series: readonly Series[],
  summaries: readonly Summary[],
  lengths: readonly number[],
): { series: SeriesHead[]; rows: number } {
  let start = 0;
  const made = series.map(({ tags, column }, index) => {
    const { min, max, mean, last } = summaries[index] as Summary;
    const end = start + (lengths[index] as number);
    const head = { tags, column, start, end, min, max, mean, last };
    start = end;
    return head;
  });
  return { series: made, rows: summaries.reduce((sum, { rows }) => sum + rows, 0) };
}

/** One array of exact size: what passes to the page is the whole memory behind it. */
function joined(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
