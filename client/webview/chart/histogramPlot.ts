import uPlot from 'uplot';
import { element, setText } from '../dom.ts';
import type { Histogram } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import { AxisWidth, bottomAxis, leftAxis } from './frame.ts';
import { axisTexts, logTexts, valueText } from './numberText.ts';
import { palette } from './palette.ts';
import type { Theme } from './theme.ts';

const whole = new Intl.NumberFormat('en-US');

/** How the values of a column are spread. */
export class HistogramPlot {
  readonly element = element('section', { class: 'chart-panel' });
  readonly #title = element('h3', { class: 'chart-title' });
  readonly #facts = element('p', { class: 'chart-facts' });
  readonly #box = element('div', { class: 'plot', tabindex: 0, role: 'figure' });
  readonly #bin = element('p', { class: 'chart-bin', role: 'status' });
  readonly #resize: ResizeObserver;
  #data: Histogram | undefined;
  #theme: Theme | undefined;
  #log = false;
  #plot: uPlot | undefined;
  #at = -1;

  constructor() {
    this.element.append(
      this.#title,
      this.#facts,
      element('div', { class: 'chart-body' }, this.#box),
      this.#bin,
    );
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(this.#box);
    this.#box.addEventListener('keydown', (event) => {
      const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (by !== 0 && this.#data !== undefined) {
        this.#look(Math.min(this.#data.counts.length - 1, Math.max(0, this.#at + by)));
        event.preventDefault();
      }
    });
  }

  get canvas(): HTMLCanvasElement | undefined {
    return this.#plot?.ctx.canvas;
  }

  get title(): string {
    return this.#title.textContent ?? '';
  }

  show(data: Histogram, theme: Theme, log: boolean): void {
    this.#data = data;
    this.#theme = theme;
    this.#log = log;
    setText(this.#title, `Histogram of ${oneLine(data.column)}`);
    setText(this.#facts, facts(data));
    const label = `${this.#title.textContent}: ${facts(data)}. Arrow keys go through the bins.`;
    this.#box.setAttribute('aria-label', label);
    this.#box.hidden = data.count === 0;
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#at = -1;
    this.#look(-1);
    this.#fit();
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#plot?.destroy();
    this.element.remove();
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (this.#data === undefined || this.#theme === undefined || width < 80 || height < 60) {
      return;
    }
    if (this.#plot === undefined) {
      this.#plot = this.#create(this.#data, this.#theme, width, height);
    } else {
      this.#plot.setSize({ width, height });
    }
  }

  #create({ bounds, counts }: Histogram, theme: Theme, width: number, height: number): uPlot {
    const low = bounds[0] ?? 0;
    const high = bounds.at(-1) ?? 1;
    const most = counts.reduce((max, count) => Math.max(max, count), 0);
    const room = (high - low) * 0.01;
    const log = this.#log;
    const top = log ? 10 ** Math.ceil(Math.log10(Math.max(2, most))) : most * 1.06;
    return new uPlot(
      {
        width,
        height,
        padding: [10, 28, 0, 4],
        legend: { show: false },
        scales: {
          x: { time: false, range: () => [low - room, high + room] },
          y: { distr: log ? 3 : 1, range: () => [log ? 0.5 : 0, top] },
        },
        series: [{}, { paths: () => null, points: { show: false } }],
        axes: [
          bottomAxis(theme, { space: 70, values: (_, ticks, __, ___, step) => axisTexts(ticks, step) }),
          leftAxis(theme, new AxisWidth(), {
            // There are no parts of a row.
            values: (_, ticks, __, ___, step) =>
              log
                ? logTexts(ticks)
                : axisTexts(
                    ticks.map((tick) => (Number.isInteger(tick) ? tick : null)),
                    Math.max(1, step),
                  ),
          }),
        ],
        cursor: { y: false, x: false, points: { show: false }, drag: { x: false, y: false } },
        hooks: {
          draw: [(plot) => this.#paint(plot, theme)],
          setCursor: [(plot) => this.#point(plot)],
        },
      },
      [
        [low, high],
        [0, most],
      ],
      this.#box,
    );
  }

  #paint(plot: uPlot, theme: Theme): void {
    const data = this.#data;
    if (data === undefined) {
      return;
    }
    const { ctx, bbox } = plot;
    const [color = theme.text] = palette(1, theme.background, theme.color);
    const bottom = bbox.top + bbox.height;
    ctx.save();
    ctx.fillStyle = color;
    for (const [bin, count] of data.counts.entries()) {
      const left = plot.valToPos(data.bounds[bin] as number, 'x', true);
      const right = plot.valToPos(data.bounds[bin + 1] as number, 'x', true);
      const top = count > 0 ? plot.valToPos(count, 'y', true) : bottom;
      const gap = right - left > 6 * devicePixelRatio ? devicePixelRatio : 0;
      ctx.globalAlpha = bin === this.#at ? 1 : 0.75;
      ctx.fillRect(left, top, right - left - gap, bottom - top);
    }
    ctx.restore();
  }

  #point(plot: uPlot): void {
    const { left = -1 } = plot.cursor;
    const { bounds } = this.#data ?? {};
    if (bounds === undefined) {
      return;
    }
    const value = plot.posToVal(left, 'x');
    this.#look(
      left < 0 ? -1 : bounds.findIndex((bound, i) => value >= bound && value < (bounds[i + 1] ?? bound)),
    );
  }

  /** Shows a bin's range and count. */
  #look(bin: number): void {
    const { bounds, counts, count } = this.#data ?? {};
    const values = counts?.[bin];
    if (bounds === undefined || count === undefined || values === undefined) {
      setText(this.#bin, '\u00a0');
    } else {
      const close = bin === bounds.length - 2 ? ']' : ')';
      const range = `[${valueText(bounds[bin] as number)}, ${valueText(bounds[bin + 1] as number)}${close}`;
      const share = `${((100 * values) / count).toFixed(1)} %`;
      setText(this.#bin, `${range}: ${whole.format(values)} ${values === 1 ? 'value' : 'values'}, ${share}`);
    }
    if (bin !== this.#at) {
      this.#at = bin;
      this.#plot?.redraw(false);
    }
  }
}

function facts({ count, nulls, notFinite, min, max, mean, counts }: Histogram): string {
  if (count === 0) {
    return 'There are no values to count.';
  }
  const parts = [
    `${whole.format(count)} values in ${counts.length} ${counts.length === 1 ? 'bin' : 'bins'}`,
    `min ${valueText(min)}`,
    `max ${valueText(max)}`,
    `mean ${valueText(mean)}`,
  ];
  if (nulls > 0) {
    parts.push(`${whole.format(nulls)} empty`);
  }
  if (notFinite > 0) {
    parts.push(`${whole.format(notFinite)} NaN or infinite`);
  }
  return parts.join(' · ');
}
