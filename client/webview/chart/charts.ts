import { element, setText } from '../dom.ts';
import type { ChartColumns, Histogram } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import { AxisWidth } from './frame.ts';
import { HistogramPlot } from './histogramPlot.ts';
import { filterNote, notes, sharedText } from './notes.ts';
import { Panel, type Shown } from './panel.ts';
import { type Pictured, picture } from './picture.ts';
import type { Theme } from './theme.ts';
import type { ChangeRange } from './timeRange.ts';

export interface ChartEvents {
  zoom(change: ChangeRange): void;
  /** Switches a series of a chart that has series of these names. */
  toggle(name: string, only: boolean, names: readonly string[]): void;
  /** A histogram is wanted instead. */
  histogram(): void;
}

/** What is drawn: charts below each other, a histogram, or why there is none. */
export class Charts {
  readonly element = element('div', { class: 'charts' });
  readonly #shared = element('p', { class: 'chart-shared' });
  readonly #notes = element('p', { class: 'chart-notes', role: 'status' });
  readonly #box = element('div', { class: 'chart-panels' });
  readonly #none = element('div', { class: 'chart-none' });
  readonly #events: ChartEvents;
  #panels: Panel[] = [];
  #histogram: HistogramPlot | undefined;
  #axis = new AxisWidth();

  constructor(events: ChartEvents) {
    this.#events = events;
    this.element.append(this.#shared, this.#notes, this.#box, this.#none);
  }

  /** The width between the axes in CSS pixels; undefined before anything was drawn. */
  get width(): number | undefined {
    return this.#panels[0]?.plot?.width;
  }

  showSeries(shown: Omit<Shown, 'axis'>, columns: ChartColumns): void {
    this.#keep('series');
    const { answer, choice, zone } = shown;
    setText(this.#shared, sharedText(answer, zone));
    setText(this.#notes, notes(answer, choice, columns));
    const { values, split } = choice;
    const charts: readonly (string | undefined)[] = split || values.length === 1 ? values : [undefined];
    if (charts.length !== this.#panels.length) {
      this.#axis = new AxisWidth();
    }
    for (const panel of this.#panels.splice(charts.length)) {
      panel.dispose();
    }
    for (const [index, column] of charts.entries()) {
      const panel = this.#panels[index] ?? this.#add();
      panel.show({ ...shown, axis: this.#axis }, column);
    }
    // uPlot draws at the end of this turn.
    setTimeout(() => this.#align());
  }

  showHistogram(histogram: Histogram, theme: Theme, log: boolean, columns: ChartColumns): void {
    this.#keep('histogram');
    setText(this.#shared, '');
    setText(this.#notes, filterNote(columns));
    if (this.#histogram === undefined) {
      this.#histogram = new HistogramPlot();
      this.#box.append(this.#histogram.element);
    }
    this.#histogram.show(histogram, theme, log);
  }

  /** Says why there is no chart; offers a histogram if there can be one. */
  explain(why: string, offered: boolean): void {
    this.#keep('none');
    setText(this.#shared, '');
    setText(this.#notes, '');
    const offer = element('button', { class: 'secondary', type: 'button' }, 'Show a histogram');
    offer.addEventListener('click', () => this.#events.histogram());
    this.#none.replaceChildren(element('p', {}, why), ...(offered ? [offer] : []));
  }

  /** Says what went wrong beside what is drawn. */
  complain(why: string): void {
    setText(this.#notes, why);
  }

  /** What is drawn as a PNG in base64, without the series that are switched off; undefined when nothing is. */
  picture(theme: Theme, off: ReadonlySet<string>): string | undefined {
    const charts: Pictured[] = [];
    for (const { title, plot, entries } of this.#panels) {
      if (plot?.canvas !== undefined) {
        const legend = entries.filter(({ name }) => !off.has(name));
        charts.push({
          title,
          canvas: plot.canvas,
          legend: legend.map(({ name, color }) => ({ name: oneLine(name), color })),
        });
      }
    }
    if (this.#histogram?.canvas !== undefined) {
      charts.push({ title: this.#histogram.title, canvas: this.#histogram.canvas, legend: [] });
    }
    return charts.length > 0 ? picture(this.#shared.textContent ?? '', charts, theme) : undefined;
  }

  #add(): Panel {
    const panel: Panel = new Panel({
      zoom: (change) => this.#events.zoom(change),
      toggle: (name, only) => {
        const names = panel.entries.map((entry) => entry.name);
        this.#events.toggle(name, only, names);
      },
    });
    this.#panels.push(panel);
    this.#box.append(panel.element);
    return panel;
  }

  /** Gives all charts the axis of the widest. */
  #align(): void {
    if (this.#axis.grown() && this.#panels.length > 1) {
      for (const { plot } of this.#panels) {
        plot?.align();
      }
    }
  }

  /** Removes what belongs to another way of drawing. */
  #keep(kind: 'series' | 'histogram' | 'none'): void {
    this.#none.hidden = kind !== 'none';
    this.#box.hidden = kind === 'none';
    if (kind !== 'series') {
      for (const panel of this.#panels.splice(0)) {
        panel.dispose();
      }
    }
    if (kind !== 'histogram') {
      this.#histogram?.dispose();
      this.#histogram = undefined;
    }
  }
}
