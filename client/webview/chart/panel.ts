import { element, setText } from '../dom.ts';
import type { ChartSeries, SeriesHead, TimeRange } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import type { ChartChoice, Drawing } from './choice.ts';
import type { AxisWidth } from './frame.ts';
import { Legend, type LegendEntry } from './legend.ts';
import type { PlotSeries } from './marks.ts';
import { valueText } from './numberText.ts';
import { palette } from './palette.ts';
import { Plot, type PlotContent } from './plot.ts';
import type { Theme } from './theme.ts';
import { type TimeZone, timeText } from './timeAxis.ts';
import type { ChangeRange } from './timeRange.ts';

/** What all charts of a view have in common. */
export interface Shown {
  readonly answer: ChartSeries;
  readonly choice: ChartChoice;
  readonly range: TimeRange;
  readonly off: ReadonlySet<string>;
  readonly zone: TimeZone;
  readonly theme: Theme;
  readonly axis: AxisWidth;
}

export interface PanelEvents {
  zoom(change: ChangeRange): void;
  toggle(name: string, only: boolean): void;
}

/** In high contrast, lines of further rounds of the colours are dashed, too. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];
const COLORS = 6;

/** One chart: its title, its plot and its legend. */
export class Panel {
  readonly element = element('section', { class: 'chart-panel' });
  readonly #title = element('h3', { class: 'chart-title' });
  readonly #legend: Legend;
  readonly #body = element('div', { class: 'chart-body' });
  readonly #events: PanelEvents;
  #plot: Plot | undefined;
  #entries: readonly LegendEntry[] = [];
  #name = '';
  #shown: Shown | undefined;

  constructor(events: PanelEvents) {
    this.#events = events;
    this.#legend = new Legend({
      toggle: (name, only) => events.toggle(name, only),
      focus: (name) => this.#plot?.focus(name),
    });
    this.#body.append(this.#legend.element);
    this.element.append(this.#title, this.#body);
  }

  dispose(): void {
    this.#plot?.dispose();
    this.element.remove();
  }

  get plot(): Plot | undefined {
    return this.#plot;
  }

  get title(): string {
    return this.#title.textContent ?? '';
  }

  /** What is drawn, for a picture. */
  get entries(): readonly LegendEntry[] {
    return this.#entries;
  }

  /** Draws the series of one value column, or those of all with `undefined`. */
  show(shown: Shown, column: string | undefined): void {
    this.#shown = shown;
    const { answer, choice, range, off, zone, theme } = shown;
    const heads = answer.series.filter((head) => column === undefined || head.column === column);
    const names = seriesNames(answer, choice, column !== undefined);
    const colors = colorsOf(answer, column !== undefined, theme);
    this.#name = column === undefined ? choice.values.join(', ') : columnName(column, answer);
    setText(this.#title, oneLine(this.#name));
    const series: PlotSeries[] = heads.map((head) => ({
      name: names(head),
      times: answer.common ? answer.times : answer.times.subarray(head.start, head.end),
      values: answer.values.subarray(head.start, head.end),
      ...colors(head),
    }));
    this.#entries = heads.map((head, index) => ({
      name: names(head),
      color: series[index]?.color ?? '',
      last: head.last,
      title: titleOf(head, answer),
    }));
    const content: PlotContent = {
      series,
      off,
      drawing: choice.drawing as Drawing,
      log: choice.log && choice.drawing !== 'stacked',
      range,
      step: stepOf(answer, range),
      zone,
    };
    if (this.#plot === undefined) {
      this.#plot = new Plot(content, theme, shown.axis, {
        zoom: (change) => this.#events.zoom(change),
        cursor: (time) => this.#follow(time),
      });
      this.#body.prepend(this.#plot.element);
    }
    const what = [...answer.labels, ...(column === undefined && choice.values.length > 1 ? ['column'] : [])];
    this.#legend.show(what.map(oneLine).join(' · '), this.#entries, off);
    this.#plot.show(content, theme);
    this.#plot.element.setAttribute('aria-label', this.#describe(shown, heads, off, names));
  }

  #follow(time: number | undefined): void {
    const plot = this.#plot;
    if (time === undefined || plot === undefined || this.#shown === undefined) {
      this.#legend.values('', undefined);
    } else {
      this.#legend.values(placeText(time, this.#shown), (name) => plot.valueAt(name, time));
    }
  }

  #describe(
    shown: Shown,
    heads: readonly SeriesHead[],
    off: ReadonlySet<string>,
    names: (head: SeriesHead) => string,
  ): string {
    const seen = heads.filter((head) => !off.has(names(head)));
    const min = Math.min(...seen.map((head) => head.min).filter((value) => !Number.isNaN(value)));
    const max = Math.max(...seen.map((head) => head.max).filter((value) => !Number.isNaN(value)));
    const values = min <= max ? `values from ${valueText(min)} to ${valueText(max)}` : 'no values';
    const series = `${seen.length} series: ${seen.slice(0, 8).map(names).map(oneLine).join(', ')}${seen.length > 8 ? '…' : ''}`;
    const { choice, range, zone } = shown;
    const times = `${placeText(range.from, shown)} to ${placeText(range.to, shown)} ${zone.name}`;
    return `${choice.drawing} chart of ${oneLine(this.#name)}, ${times}, ${values}; ${series}. Arrow keys move, plus and minus zoom, 0 shows all.`;
  }
}

/** A time as exact as a place in the range can be. */
function placeText(time: number, { range, zone }: Shown): string {
  const unit = [1000, 1].find((ms) => range.to - range.from > 300 * ms) ?? 0.001;
  return timeText(Math.round(time / unit) * unit, unit, zone);
}

/** The column's name; what the field is called says more than `_value`. */
function columnName(column: string, { shared }: ChartSeries): string {
  const field = shared.find(({ label }) => label === '_field')?.value;
  return column === '_value' && field !== undefined ? field : column;
}

/** Names for the series of one chart. */
function seriesNames(answer: ChartSeries, choice: ChartChoice, alone: boolean): (head: SeriesHead) => string {
  return ({ tags, column }) => {
    const parts = tags.map((tag) => (tag === '' ? '(empty)' : tag));
    if ((!alone && choice.values.length > 1) || parts.length === 0) {
      parts.push(columnName(column, answer));
    }
    return parts.join(' · ');
  };
}

function titleOf({ tags, column }: SeriesHead, { labels }: ChartSeries): string {
  return [...labels.map((label, index) => `${label} = ${tags[index] ?? ''}`), `values: ${column}`]
    .map(oneLine)
    .join('\n');
}

/** In charts beside each other, what has the same name has the same colour. */
function colorsOf(
  { series }: ChartSeries,
  split: boolean,
  theme: Theme,
): (head: SeriesHead) => { color: string; dash: readonly number[] } {
  const key = (head: SeriesHead) => head.tags.join('\u0000') + (split ? '' : `\u0001${head.column}`);
  const places = new Map<string, number>();
  for (const head of series) {
    if (!places.has(key(head))) {
      places.set(key(head), places.size);
    }
  }
  const colors = palette(places.size, theme.background, theme.color);
  return (head) => {
    const place = places.get(key(head)) ?? 0;
    const round = Math.floor(place / COLORS) % DASHES.length;
    return { color: colors[place] ?? theme.text, dash: theme.highContrast ? (DASHES[round] ?? []) : [] };
  };
}

/** The shortest distance of common times. */
function stepOf({ common, times, step }: ChartSeries, range: TimeRange): number {
  if (step > 0 || !common) {
    return step;
  }
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) {
    least = Math.min(least, (times[i] as number) - (times[i - 1] as number));
  }
  return Number.isFinite(least) ? least : (range.to - range.from) / 10;
}
