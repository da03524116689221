import type { TimeRange } from '../protocol.ts';
import type { Drawing } from './choice.ts';
import type { Layer } from './stack.ts';

/** Points to draw, in order of time; the line breaks at NaN. */
export interface DrawnSeries {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly color: string;
  readonly dash: readonly number[];
  /** Out of the focus, which is on another one. */
  readonly faint: boolean;
}

/** Where on the canvas to draw, in its own pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Its pixels per CSS pixel. */
  readonly ratio: number;
  readonly range: TimeRange;
  readonly min: number;
  readonly max: number;
  readonly log: boolean;
}

type Place = (value: number) => number;

/** Points closer than this many pixels are drawn as a line alone. */
const DOT_SPACE = 14;
/** More dots than this are drawn as squares, which are faster. */
const MANY_DOTS = 4000;

/** Draws into the area and nowhere else. */
export function paint(
  context: CanvasRenderingContext2D,
  area: Area,
  drawing: Drawing,
  series: readonly DrawnSeries[],
  layers: readonly Layer[],
  step: number,
): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.lineWidth = 1.5 * area.ratio;
  const x = across(area);
  const y = upward(area);
  if (drawing === 'bars') {
    bars(context, area, series, step, x, y);
  } else {
    for (const [index, each] of series.entries()) {
      context.globalAlpha = each.faint ? 0.15 : 1;
      context.strokeStyle = each.color;
      context.fillStyle = each.color;
      context.setLineDash(each.dash.map((length) => length * area.ratio));
      const layer = layers[index];
      if (drawing === 'stacked' && layer !== undefined) {
        stack(context, each.times, layer, x, y);
      } else if (drawing === 'points') {
        dots(context, each, x, y, 2.25 * area.ratio);
      } else {
        line(context, area, each, drawing === 'step', x, y);
      }
    }
  }
  context.restore();
}

/** Where a time is on the canvas. */
export function across({ left, width, range }: Area): Place {
  const scale = width / (range.to - range.from);
  return (time) => left + (time - range.from) * scale;
}

/** Where a value is; NaN for what a logarithmic axis does not have. */
export function upward({ top, height, min, max, log }: Area): Place {
  if (!log) {
    const scale = height / (max - min);
    return (value) => top + (max - value) * scale;
  }
  const highest = Math.log10(max);
  const scale = height / (highest - Math.log10(min));
  return (value) => (value > 0 ? top + (highest - Math.log10(value)) * scale : Number.NaN);
}

function line(
  context: CanvasRenderingContext2D,
  area: Area,
  series: DrawnSeries,
  steps: boolean,
  x: Place,
  y: Place,
): void {
  const { times, values } = series;
  // Nobody sees the corners of what is dense, but the canvas takes its time over them.
  context.lineJoin = times.length > area.width ? 'bevel' : 'round';
  const alone: [number, number][] = [];
  let before = Number.NaN;
  let shown = 0;
  context.beginPath();
  for (let i = 0; i < times.length; i++) {
    const left = x(times[i] as number);
    const top = y(values[i] as number);
    if (Number.isNaN(top)) {
      before = top;
      continue;
    }
    shown += 1;
    if (Number.isNaN(before)) {
      context.moveTo(left, top);
      const next = i + 1 < times.length ? y(values[i + 1] as number) : Number.NaN;
      if (Number.isNaN(next)) {
        alone.push([left, top]);
      }
    } else {
      if (steps) {
        context.lineTo(left, before);
      }
      context.lineTo(left, top);
    }
    before = top;
  }
  context.stroke();
  if (shown * DOT_SPACE * area.ratio < area.width) {
    dots(context, series, x, y, 2.5 * area.ratio);
  } else {
    // A point between two gaps has no line.
    context.beginPath();
    for (const [left, top] of alone) {
      context.moveTo(left + 1.5 * area.ratio, top);
      context.arc(left, top, 1.5 * area.ratio, 0, 2 * Math.PI);
    }
    context.fill();
  }
}

function dots(
  context: CanvasRenderingContext2D,
  { times, values }: DrawnSeries,
  x: Place,
  y: Place,
  radius: number,
): void {
  const squares = times.length > MANY_DOTS;
  context.beginPath();
  for (let i = 0; i < times.length; i++) {
    const left = x(times[i] as number);
    const top = y(values[i] as number);
    if (Number.isNaN(top)) {
      continue;
    }
    if (squares) {
      context.rect(left - radius * 0.8, top - radius * 0.8, radius * 1.6, radius * 1.6);
    } else {
      context.moveTo(left + radius, top);
      context.arc(left, top, radius, 0, 2 * Math.PI);
    }
  }
  context.fill();
}

/** Bars of all series beside each other around their common time. */
function bars(
  context: CanvasRenderingContext2D,
  area: Area,
  series: readonly DrawnSeries[],
  step: number,
  x: Place,
  y: Place,
): void {
  const slot = x(area.range.from + step) - x(area.range.from);
  const width = Math.max(area.ratio, (slot * 0.8) / Math.max(1, series.length));
  const zero = area.log ? area.top + area.height : y(0);
  for (const [index, { times, values, color, faint }] of series.entries()) {
    context.globalAlpha = faint ? 0.15 : 1;
    context.fillStyle = color;
    const shift = (index - series.length / 2) * width;
    const gap = width > 4 * area.ratio ? area.ratio : 0;
    context.beginPath();
    for (let i = 0; i < times.length; i++) {
      const top = y(values[i] as number);
      if (!Number.isNaN(top)) {
        context.rect(x(times[i] as number) + shift, Math.min(top, zero), width - gap, Math.abs(zero - top));
      }
    }
    context.fill();
  }
}

/** The area between a layer's lines, and the upper one. */
function stack(
  context: CanvasRenderingContext2D,
  times: Float64Array,
  { lower, upper }: Layer,
  x: Place,
  y: Place,
): void {
  const alpha = context.globalAlpha;
  const trace = (values: Float64Array, from: number, to: number, by: number) => {
    for (let i = from; i !== to; i += by) {
      context.lineTo(x(times[i] as number), y(values[i] as number));
    }
  };
  for (let from = 0; from < times.length; from++) {
    let to = from;
    while (to < times.length && !Number.isNaN(upper[to])) {
      to += 1;
    }
    if (to > from) {
      context.beginPath();
      trace(upper, from, to, 1);
      trace(lower, to - 1, from - 1, -1);
      context.closePath();
      context.globalAlpha = alpha * 0.35;
      context.fill();
      context.globalAlpha = alpha;
      context.beginPath();
      trace(upper, from, to, 1);
      context.stroke();
      from = to;
    }
  }
}
