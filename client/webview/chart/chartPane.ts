import './chart.css';
import { element } from '../dom.ts';
import { type Host, Superseded } from '../host.ts';
import type { Pane } from '../pane.ts';
import type { ChartColumns, ChartSeries, Histogram, TimeRange, View } from '../protocol.ts';
import { Charts } from './charts.ts';
import { type ChartChoice, FIRST_CHOICE, fitting, missing } from './choice.ts';
import { Controls } from './controls.ts';
import { onThemeChange, readTheme, type Theme } from './theme.ts';
import { TimeZone } from './timeAxis.ts';
import { type ChangeRange, inside, roomy, zoomed } from './timeRange.ts';

/** Where a chart was, to come back to. */
interface ChartPlace {
  readonly choice: ChartChoice;
  readonly off: readonly string[];
  readonly range: TimeRange | undefined;
}

/** While rows arrive, the chart looks for more this often at most, in milliseconds. */
const FOLLOW_MS = 300;
/** What axis and legend take of the width, until it was measured. */
const ASIDE = 320;
const SERIES_TIMES = { bars: 'common', stacked: 'stacked' } as const;

/** What was drawn last. */
type Answer =
  | { readonly kind: 'series'; readonly series: ChartSeries }
  | { readonly kind: 'histogram'; readonly histogram: Histogram }
  | { readonly kind: 'none' };

/** The rows of a view as a chart: over time, or how a column's values are spread. */
export class ChartPane implements Pane {
  readonly name = 'Chart';
  readonly withoutTables = false;
  readonly element = element('section', { class: 'chart', 'aria-label': 'Chart' });
  readonly #controls: Controls;
  readonly #charts: Charts;
  readonly #host: Host;
  readonly #moved: () => void;
  #view: View | undefined;
  #columns: ChartColumns | undefined;
  #choice: ChartChoice = FIRST_CHOICE;
  #off = new Set<string>();
  /** The range in sight; all there is, also what is still to come, with undefined. */
  #range: TimeRange | undefined;
  #answer: Answer = { kind: 'none' };
  #theme: Theme | undefined;
  #zone = new TimeZone('UTC');
  #asking = false;
  #askAgain = false;
  #frame = 0;
  #timer = 0;
  #tookMs = 0;

  /** Calls `moved` when what it would come back to changes. */
  constructor(host: Host, moved: () => void) {
    this.#host = host;
    this.#moved = moved;
    this.#controls = new Controls({
      change: (change) => this.#choose(change),
      zoom: (factor) =>
        this.#zoom((range) =>
          factor === undefined ? undefined : zoomed(range, factor, (range.from + range.to) / 2),
        ),
      save: () => void this.#save(),
    });
    this.#charts = new Charts({
      zoom: (change) => this.#zoom(change),
      toggle: (name, only, names) => this.#toggle(name, only, names),
      histogram: () => this.#choose({ drawing: 'histogram' }),
    });
    this.element.append(this.#controls.element, this.#controls.picking, this.#charts.element);
    this.#controls.picking.hidden = true;
    this.element.hidden = true;
    onThemeChange(() => {
      this.#theme = undefined;
      this.#draw();
    });
  }

  get place(): ChartPlace {
    return { choice: this.#choice, off: [...this.#off], range: this.#range };
  }

  reset(): void {
    this.#view = undefined;
    this.#columns = undefined;
    this.#answer = { kind: 'none' };
    this.#off.clear();
    this.#range = undefined;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.element.hidden = true;
  }

  show(view: View | undefined, place?: unknown): void {
    if (view === undefined) {
      return;
    }
    const at = place as Partial<ChartPlace> | undefined;
    // Another pane's place is none for this one.
    if (at?.choice !== undefined) {
      this.#choice = { ...FIRST_CHOICE, ...at.choice };
      this.#off = new Set(at.off);
      this.#range = at.range;
    } else if (view.kind !== this.#view?.kind || view.index !== this.#view.index) {
      this.#off.clear();
      this.#range = undefined;
    }
    this.#view = {
      kind: view.kind,
      index: view.index,
      ...(view.order !== undefined && { order: view.order }),
    };
    void this.#readZone();
    this.#ask();
  }

  refresh(): Promise<void> {
    if (this.#view !== undefined && this.#timer === 0) {
      // No more than a third of the time is spent on following.
      const pause = Math.max(FOLLOW_MS, 2 * this.#tookMs);
      this.#timer = window.setTimeout(() => {
        this.#timer = 0;
        this.#ask();
      }, pause);
    }
    return Promise.resolve();
  }

  /** Takes the time zone that was chosen for the table. */
  async #readZone(): Promise<void> {
    try {
      const { zone } = await this.#host.ask('timeStyle', {});
      this.#zone = new TimeZone(zone);
      this.#draw();
    } catch (error) {
      if (!(error instanceof Superseded)) {
        throw error;
      }
    }
  }

  #choose(change: Partial<ChartChoice>): void {
    this.#choice = { ...this.#choice, ...change };
    this.#moved();
    this.#ask();
  }

  #zoom(change: ChangeRange): void {
    const range = this.#inSight;
    const extent = this.#extent;
    if (range === undefined || extent === undefined) {
      return;
    }
    const next = change(range);
    this.#range = next === undefined ? undefined : inside(next, roomy(extent));
    this.#draw();
    this.#moved();
    this.#ask();
  }

  #toggle(name: string, only: boolean, names: readonly string[]): void {
    const alone = !this.#off.has(name) && names.every((other) => other === name || this.#off.has(other));
    if (only) {
      // A second time brings the others back.
      this.#off = new Set(alone ? [] : names.filter((other) => other !== name));
    } else if (!this.#off.delete(name)) {
      this.#off.add(name);
    }
    this.#draw();
    this.#moved();
  }

  get #extent(): TimeRange | undefined {
    return this.#answer.kind === 'series' ? this.#answer.series.extent : undefined;
  }

  get #inSight(): TimeRange | undefined {
    return this.#range ?? (this.#extent && roomy(this.#extent));
  }

  /** Asks for what is in sight now; while a question is under way, once more after it. */
  #ask(): void {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    void this.#askAll().finally(() => {
      this.#asking = false;
    });
  }

  async #askAll(): Promise<void> {
    do {
      this.#askAgain = false;
      const view = this.#view;
      if (view === undefined) {
        return;
      }
      const began = performance.now();
      try {
        const columns = await this.#host.ask('chartColumns', { view });
        const answer = view === this.#view ? await this.#answerFor(view, columns) : undefined;
        if (answer !== undefined && view === this.#view) {
          this.#columns = columns;
          this.#answer = answer;
          this.#draw();
        }
      } catch (error) {
        if (view.order !== undefined && view === this.#view) {
          // The rows may not be filtered like this any more.
          this.#view = { kind: view.kind, index: view.index };
          this.#askAgain = true;
        } else if (!(error instanceof Superseded)) {
          this.#explain(error instanceof Error ? error.message : String(error));
        }
      }
      this.#tookMs = performance.now() - began;
    } while (this.#askAgain);
  }

  async #answerFor(view: View, columns: ChartColumns): Promise<Answer> {
    this.#choice = fitting(this.#choice, columns);
    const { drawing, time, values, by, pick, column } = this.#choice;
    if (columns.values.length === 0) {
      return { kind: 'none' };
    }
    if (drawing === 'histogram') {
      return { kind: 'histogram', histogram: await this.#host.ask('histogram', { view, column }) };
    }
    if (columns.times.length === 0) {
      return { kind: 'none' };
    }
    const times = drawing === 'bars' || drawing === 'stacked' ? SERIES_TIMES[drawing] : 'own';
    const width = Math.round(this.#charts.width ?? Math.max(200, document.body.clientWidth - ASIDE));
    const request = { view, time, values, by, pick, times, range: this.#range, width } as const;
    return { kind: 'series', series: await this.#host.ask('chartSeries', request) };
  }

  /** Draws in the next frame. */
  #draw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const columns = this.#columns;
    if (columns === undefined) {
      return;
    }
    this.element.hidden = false;
    this.#theme ??= readTheme();
    this.#controls.show(this.#choice, columns);
    const answer = this.#answer;
    const range = this.#inSight;
    const [theme, choice] = [this.#theme, this.#choice];
    if (answer.kind === 'histogram') {
      this.#controls.pickable(undefined);
      this.#charts.showHistogram(answer.histogram, theme, choice.log, columns);
    } else if (answer.kind === 'series' && range !== undefined) {
      this.#controls.pickable(answer.series);
      const shown = { answer: answer.series, choice, range, off: this.#off, zone: this.#zone, theme };
      this.#charts.showSeries(shown, columns);
    } else {
      const { rows } = columns;
      this.#explain(
        missing(columns) || (rows === 0 ? 'There are no rows to draw.' : 'No series has a value to draw.'),
      );
    }
  }

  /** Says why there is no chart. */
  #explain(why: string): void {
    const { values = [], times = [] } = this.#columns ?? {};
    this.#controls.pickable(undefined);
    this.#charts.explain(why, values.length > 0 && times.length === 0);
  }

  async #save(): Promise<void> {
    const png = this.#theme && this.#charts.picture(this.#theme, this.#off);
    if (png === undefined) {
      return;
    }
    try {
      await this.#host.ask('saveChart', { png });
    } catch (error) {
      if (!(error instanceof Superseded)) {
        this.#charts.complain(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
