import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { element } from '../dom.ts';
import type { TimeRange } from '../protocol.ts';
import type { Drawing } from './choice.ts';
import { type AxisWidth, bottomAxis, leftAxis } from './frame.ts';
import { Marks, nearest, type PlotSeries } from './marks.ts';
import { axisTexts, logTexts } from './numberText.ts';
import { type Area, type DrawnSeries, paint } from './painter.ts';
import { type Layer, stacked } from './stack.ts';
import type { Theme } from './theme.ts';
import { TIME_STEPS, type TimeZone, tickTexts, timeTicks } from './timeAxis.ts';
import { type ChangeRange, panned, zoomed } from './timeRange.ts';

/** What a plot shows. */
export interface PlotContent {
  readonly series: readonly PlotSeries[];
  /** The names of those that are switched off. */
  readonly off: ReadonlySet<string>;
  readonly drawing: Drawing;
  readonly log: boolean;
  readonly range: TimeRange;
  /** The distance of the times that all series share, in milliseconds. */
  readonly step: number;
  readonly zone: TimeZone;
}

export interface PlotEvents {
  /** A person wants another range. What is drawn may be behind what is in sight by now. */
  zoom(change: ChangeRange): void;
  /** The cursor is at another time, or gone. */
  cursor(time: number | undefined): void;
}

const SYNC = 'flux-chart';
const WHEEL = 1.0015;

/** Series over time. uPlot has the axes, the cursor and the selection; the series are painted by `painter.ts`. */
export class Plot {
  readonly element = element('div', { class: 'plot', tabindex: 0, role: 'figure' });
  readonly #marks = new Marks();
  readonly #axis: AxisWidth;
  readonly #events: PlotEvents;
  readonly #resize: ResizeObserver;
  #content: PlotContent;
  #theme: Theme;
  #plot: uPlot | undefined;
  #drawn: { series: readonly PlotSeries[]; layers: readonly Layer[]; min: number; max: number } = {
    series: [],
    layers: [],
    min: 0,
    max: 1,
  };
  #focus: string | undefined;
  #cursor: number | undefined;

  /** Charts with the same `axis` have axes of the same width. */
  constructor(content: PlotContent, theme: Theme, axis: AxisWidth, events: PlotEvents) {
    this.#axis = axis;
    this.#content = content;
    this.#theme = theme;
    this.#events = events;
    this.element.append(this.#marks.tip);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(this.element);
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#plot?.destroy();
    this.element.remove();
  }

  /** The width between the axes in CSS pixels; undefined before it was drawn. */
  get width(): number | undefined {
    return this.#plot === undefined ? undefined : this.#plot.bbox.width / devicePixelRatio;
  }

  /** What was drawn last. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.#plot?.ctx.canvas;
  }

  show(content: PlotContent, theme: Theme): void {
    const anew = content.log !== this.#content.log || theme !== this.#theme;
    this.#content = content;
    this.#theme = theme;
    this.#measure();
    if (anew) {
      this.#plot?.destroy();
      this.#plot = undefined;
    }
    if (this.#plot === undefined) {
      this.#fit();
    } else {
      this.#plot.setData(this.#data());
      this.#hover();
    }
  }

  /** Makes all series but one faint; none with undefined. */
  focus(name: string | undefined): void {
    if (name !== this.#focus) {
      this.#focus = name;
      this.#plot?.redraw(false);
    }
  }

  /** Makes the left axis as wide as the others have become. */
  align(): void {
    if (this.#plot !== undefined && this.#plot.axes[1]?.size !== undefined) {
      this.#plot.redraw(false, true);
    }
  }

  /** The value of a series next to a time. */
  valueAt(name: string, time: number): number {
    const { series } = this.#drawn;
    const found = series.find((each) => each.name === name);
    const at = found === undefined ? undefined : nearest(found, time, this.#content.drawing === 'step');
    return at === undefined ? Number.NaN : (found?.values[at] ?? Number.NaN);
  }

  /** uPlot sees the range alone. */
  #data(): uPlot.AlignedData {
    const { from, to } = this.#content.range;
    return [
      [from, to],
      [null, null],
    ];
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width < 80 || height < 60) {
      return;
    }
    if (this.#plot === undefined) {
      this.#measure();
      this.#plot = this.#create(width, height);
    } else if (this.#plot.width !== width || this.#plot.height !== height) {
      this.#plot.setSize({ width, height });
    }
    this.#hover();
  }

  #create(width: number, height: number): uPlot {
    const theme = this.#theme;
    const { log } = this.#content;
    const plot: uPlot = new uPlot(
      {
        width,
        height,
        ms: 1,
        padding: [10, 28, 0, 4],
        legend: { show: false },
        scales: {
          x: { time: false, range: () => [this.#content.range.from, this.#content.range.to] },
          y: { distr: log ? 3 : 1, range: () => [this.#drawn.min, this.#drawn.max] },
        },
        series: [{}, { paths: () => null, points: { show: false } }],
        axes: [
          bottomAxis(theme, {
            space: 78,
            incrs: [...TIME_STEPS],
            splits: (_, __, min, max, step) => timeTicks(min, max, step, this.#content.zone),
            values: (_, ticks, __, ___, step) => tickTexts(ticks, step, this.#content.zone),
          }),
          leftAxis(theme, this.#axis, {
            values: (_, ticks, __, ___, step) => (log ? logTexts(ticks) : axisTexts(ticks, step)),
          }),
        ],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false },
          sync: { key: SYNC, filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
          bind: {
            mousedown: (_, __, handle) => (event) => (event.shiftKey ? this.#pan(event) : handle(event)),
            dblclick: () => () => {
              this.#events.zoom(() => undefined);
              return null;
            },
          },
        },
        hooks: {
          draw: [(self) => this.#paint(self)],
          setCursor: [() => this.#hover()],
          setSelect: [(self) => this.#selected(self)],
        },
      },
      this.#data(),
      this.element,
    );
    plot.over.append(this.#marks.canvas);
    plot.over.addEventListener('wheel', (event) => this.#wheel(plot, event), { passive: false });
    return plot;
  }

  /** Finds what is in sight, and the values' range. */
  #measure(): void {
    const { series, off, drawing, log, range } = this.#content;
    const shown = series.filter(({ name }) => !off.has(name));
    const layers = drawing === 'stacked' ? stacked(shown.map(({ values }) => values)) : [];
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    const take = (times: Float64Array, values: Float64Array) => {
      for (let i = 0; i < times.length; i++) {
        const time = times[i] as number;
        const value = values[i] as number;
        if (time >= range.from && time <= range.to && (!log || value > 0)) {
          min = value < min ? value : min;
          max = value > max ? value : max;
        }
      }
    };
    for (const [index, { times, values }] of shown.entries()) {
      const layer = layers[index];
      take(times, layer?.upper ?? values);
      if (layer !== undefined) {
        take(times, layer.lower);
      }
    }
    if (drawing === 'bars' && !log) {
      min = Math.min(min, 0);
      max = Math.max(max, 0);
    }
    if (min > max) {
      [min, max] = log ? [1, 10] : [0, 1];
    }
    const [low, high] = log ? logRange(min, max) : uPlot.rangeNum(min, max, 0.08, true);
    this.#drawn = { series: shown, layers, min: low ?? min, max: high ?? max };
  }

  #area(plot: uPlot): Area {
    const { left, top, width, height } = plot.bbox;
    const { range, log } = this.#content;
    const { min, max } = this.#drawn;
    return { left, top, width, height, ratio: devicePixelRatio, range, min, max, log };
  }

  #paint(plot: uPlot): void {
    const { drawing, step } = this.#content;
    const { series, layers } = this.#drawn;
    const drawn = series.map(
      (each): DrawnSeries => ({ ...each, faint: this.#focus !== undefined && each.name !== this.#focus }),
    );
    paint(plot.ctx, this.#area(plot), drawing, drawn, layers, step);
  }

  #hover(): void {
    const plot = this.#plot;
    if (plot !== undefined) {
      const { drawing, zone, step } = this.#content;
      const time = this.#marks.show(plot, this.#area(plot), this.#drawn, { drawing, zone, step });
      this.#tellCursor(time);
    }
  }

  #tellCursor(time: number | undefined): void {
    if (time !== this.#cursor) {
      this.#cursor = time;
      this.#events.cursor(time);
    }
  }

  #selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width >= 3) {
      const range = { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') };
      this.#events.zoom(() => range);
    }
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  #wheel(plot: uPlot, event: WheelEvent): void {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = (event.deltaX || event.deltaY) / plot.over.clientWidth;
      this.#events.zoom((range) => panned(range, by));
      return;
    }
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
    const { left, width } = plot.over.getBoundingClientRect();
    const part = (event.clientX - left) / width;
    this.#events.zoom((range) =>
      zoomed(range, WHEEL ** (event.deltaY * lines), range.from + part * (range.to - range.from)),
    );
  }

  #pan(event: MouseEvent): null {
    const plot = this.#plot;
    const { range } = this.#content;
    if (plot === undefined) {
      return null;
    }
    const width = plot.over.clientWidth;
    // uPlot listens passively: there is no default to prevent, and nothing to select.
    const move = ({ clientX }: MouseEvent) => {
      this.#events.zoom(() => panned(range, (event.clientX - clientX) / width));
    };
    const end = () => {
      window.removeEventListener('mousemove', move);
      window.removeEventListener('mouseup', end);
    };
    window.addEventListener('mousemove', move);
    window.addEventListener('mouseup', end);
    return null;
  }

  #key(event: KeyboardEvent): void {
    const change = changeBy(event);
    if (change !== undefined) {
      this.#events.zoom(change);
      event.preventDefault();
    }
  }
}

/** What a key does to the range; undefined for keys that do nothing to it. */
function changeBy({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): ChangeRange | undefined {
  const zoom = (factor: number) => (range: TimeRange) => zoomed(range, factor, (range.from + range.to) / 2);
  const pan = (part: number) => (range: TimeRange) => panned(range, part);
  if (ctrlKey || altKey || metaKey) {
    return undefined;
  }
  switch (key) {
    case 'ArrowLeft':
      return pan(-0.1);
    case 'ArrowRight':
      return pan(0.1);
    case 'PageUp':
      return pan(-0.9);
    case 'PageDown':
      return pan(0.9);
    case '+':
    case '=':
      return zoom(0.5);
    case '-':
      return zoom(2);
    case '0':
    case 'Home':
      return () => undefined;
    default:
      return undefined;
  }
}

/** The range on a logarithmic axis, to round values. */
function logRange(min: number, max: number): [number, number] {
  const size = (value: number) => 10 ** Math.floor(Math.log10(value) + 1e-9);
  const low = Math.floor(min / size(min) + 1e-9) * size(min);
  const high = Math.ceil(max / size(max) - 1e-9) * size(max);
  return low < high ? [low, high] : [low / 2, high * 2];
}
