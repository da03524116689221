import type uPlot from 'uplot';
import { element } from '../dom.ts';
import { oneLine } from '../visibleText.ts';
import type { Drawing } from './choice.ts';
import { valueText } from './numberText.ts';
import { type Area, across, upward } from './painter.ts';
import type { Layer } from './stack.ts';
import { type TimeZone, timeText } from './timeAxis.ts';

export interface PlotSeries {
  readonly name: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly color: string;
  readonly dash: readonly number[];
}

/** What the cursor is over. */
export interface Under {
  readonly series: readonly PlotSeries[];
  /** Of a stack, as many as there are series. */
  readonly layers: readonly Layer[];
}

export interface MarkOptions {
  readonly drawing: Drawing;
  readonly zone: TimeZone;
  /** The distance of times that all series share, in milliseconds; 0 for none. */
  readonly step: number;
}

/** A point, by series and place, and where it is drawn. */
interface Found {
  readonly series: PlotSeries;
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/** How far the tip is from its point, in CSS pixels. */
const TIP = 14;

/** Marks on a plot for the points next to the cursor, and a tip for the nearest of them. */
export class Marks {
  readonly canvas = element('canvas', { class: 'marks' });
  readonly tip = element('div', { class: 'chart-tip', 'aria-hidden': 'true' });

  constructor() {
    this.tip.hidden = true;
  }

  /** Draws the marks; returns the time at the cursor, if it is on the plot. */
  show(plot: uPlot, whole: Area, under: Under, options: MarkOptions): number | undefined {
    const context = this.canvas.getContext('2d');
    const { left = -1, top = -1, event } = plot.cursor;
    // This empties it, too.
    this.canvas.width = whole.width;
    this.canvas.height = whole.height;
    this.tip.hidden = true;
    if (left < 0 || under.series.length === 0 || context === null) {
      return undefined;
    }
    const area = { ...whole, left: 0, top: 0 };
    const time = plot.posToVal(left, 'x');
    let best: Found | undefined;
    let distance = Number.POSITIVE_INFINITY;
    for (const found of pointsAt(time, area, under, options.drawing)) {
      disc(context, found, 3 * area.ratio).fill();
      const away = Math.hypot(found.x - left * area.ratio, found.y - top * area.ratio);
      if (away < distance) {
        distance = away;
        best = found;
      }
    }
    // Charts beside the one under the pointer only follow it.
    if (best !== undefined && event != null) {
      context.lineWidth = 1.5 * area.ratio;
      disc(context, best, 6 * area.ratio).stroke();
      const { from, to } = area.range;
      const precision = options.step > 0 ? options.step : ((to - from) * area.ratio) / area.width;
      this.#showTip(
        plot,
        best,
        area.ratio,
        timeText(best.series.times[best.at] as number, precision, options.zone),
      );
    }
    return time;
  }

  #showTip(plot: uPlot, { series, at, x, y }: Found, ratio: number, when: string): void {
    const swatch = element('span', { class: 'swatch' });
    swatch.style.setProperty('--series', series.color);
    this.tip.replaceChildren(
      element('div', { class: 'tip-name' }, swatch, oneLine(series.name)),
      element('div', { class: 'tip-value' }, valueText(series.values[at] as number)),
      element('div', { class: 'tip-time' }, when),
    );
    this.tip.hidden = false;
    const { offsetLeft, offsetTop, clientWidth, clientHeight } = plot.over;
    const left = beside(x / ratio, this.tip.offsetWidth, clientWidth);
    const top = beside(y / ratio, this.tip.offsetHeight, clientHeight);
    this.tip.style.left = `${offsetLeft + left}px`;
    this.tip.style.top = `${offsetTop + top}px`;
  }
}

/** Where something of a size goes next to a place: after it if there is room, else before it. */
function beside(place: number, size: number, room: number): number {
  return Math.max(0, place + TIP + size <= room ? place + TIP : place - TIP - size);
}

/** Begins a path around a point, in its colour. */
function disc(
  context: CanvasRenderingContext2D,
  { series, x, y }: Found,
  radius: number,
): CanvasRenderingContext2D {
  context.fillStyle = series.color;
  context.strokeStyle = series.color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  return context;
}

function* pointsAt(time: number, area: Area, { series, layers }: Under, drawing: Drawing): Generator<Found> {
  const toX = across(area);
  const toY = upward(area);
  for (const [index, each] of series.entries()) {
    const at = nearest(each, time, drawing === 'step');
    if (at !== undefined) {
      const x = toX(each.times[at] as number);
      const y = toY((layers[index]?.upper ?? each.values)[at] as number);
      if (!Number.isNaN(y) && x >= 0 && x <= area.width) {
        yield { series: each, at, x, y };
      }
    }
  }
}

/** The place of the point next to a time (at or before it, for steps), if it is no gap. */
export function nearest({ times, values }: PlotSeries, time: number, before: boolean): number | undefined {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] as number) <= time) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const next = low + 1;
  const nearer =
    !before && next < times.length && (times[next] as number) - time < time - (times[low] as number)
      ? next
      : low;
  for (const at of [nearer, nearer - 1, nearer + 1]) {
    // Where a line breaks, the break stands at the time of a point.
    if (!Number.isNaN(values[at]) && times[at] !== undefined && times[at] === times[nearer]) {
      return at;
    }
  }
  return undefined;
}
