import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { element } from '../dom.ts';
import type { TimeRange } from '../protocol.ts';
import type { Drawing } from './choice.ts';
import { type AxisWidth, bottomAxis, leftAxis } from './frame.ts';
import { type InSight, inSight } from './inSight.ts';
import { Marks, nearest, type PlotSeries } from './marks.ts';
import { changeByKey, changeByWheel, panByMouse } from './navigation.ts';
import { axisTexts, logTexts } from './numberText.ts';
import { type Area, type DrawnSeries, paint } from './painter.ts';
import type { Theme } from './theme.ts';
import { TIME_STEPS, type TimeZone, tickTexts, timeTicks } from './timeAxis.ts';
import type { ChangeRange } from './timeRange.ts';

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
  #drawn: InSight = { series: [], layers: [], min: 0, max: 1 };
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
    this.#drawn = inSight(this.#content);
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
      this.#drawn = inSight(this.#content);
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
            mousedown: (_, __, handle) => (event) =>
              event.shiftKey ? this.#pan(event, plot) : handle(event),
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
    const turned = (event: WheelEvent) => {
      event.preventDefault();
      this.#events.zoom(changeByWheel(event, plot.over));
    };
    plot.over.addEventListener('wheel', turned, { passive: false });
    return plot;
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

  #pan(event: MouseEvent, { over }: uPlot): null {
    panByMouse(event, over, this.#content.range, (change) => this.#events.zoom(change));
    return null;
  }

  #key(event: KeyboardEvent): void {
    const change = changeByKey(event);
    if (change !== undefined) {
      this.#events.zoom(change);
      event.preventDefault();
    }
  }
}
