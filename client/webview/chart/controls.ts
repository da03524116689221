import { element } from '../dom.ts';
import type { ChartColumns, ChartSeries, SeriesBy, SeriesPick } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import type { ChartChoice } from './choice.ts';
import { Choices } from './choices.ts';

const DRAWINGS: readonly (readonly [ChartChoice['drawing'], string])[] = [
  ['line', 'Line'],
  ['step', 'Step'],
  ['points', 'Points'],
  ['bars', 'Bars'],
  ['stacked', 'Stacked'],
  ['histogram', 'Histogram'],
];
const ORDERS: readonly (readonly [SeriesPick['order'], string])[] = [
  ['answer', 'first in the answer'],
  ['max', 'with the greatest maximum'],
  ['mean', 'with the greatest mean'],
];
const COUNTS = ['10', '20', '50', '100', '200'] as const;
/** With fewer series nobody needs to pick. */
const FEW_SERIES = 12;
const TYPING_MS = 250;

export interface ControlEvents {
  change(change: Partial<ChartChoice>): void;
  /** Shows all there is, or a range so many times as long. */
  zoom(factor: number | undefined): void;
  save(): void;
}

/** What can be chosen about a chart. */
export class Controls {
  readonly element = element('div', { class: 'chart-controls', role: 'toolbar', 'aria-label': 'Chart' });
  readonly picking = element('div', { class: 'chart-picking' });
  readonly #drawing: HTMLSelectElement;
  readonly #time: HTMLSelectElement;
  readonly #column: HTMLSelectElement;
  readonly #by: HTMLSelectElement;
  readonly #values: Choices;
  readonly #tags: Choices;
  readonly #split: HTMLInputElement;
  readonly #log: HTMLInputElement;
  readonly #zoom: HTMLElement;
  readonly #found = element('span', { class: 'chart-found', role: 'status' });
  readonly #order: HTMLSelectElement;
  readonly #most: HTMLSelectElement;
  readonly #filter = element('input', {
    class: 'chart-filter',
    type: 'search',
    placeholder: 'containing…',
    'aria-label': 'Only series whose name contains',
  });
  #choice: ChartChoice | undefined;
  #typing = 0;

  constructor(events: ControlEvents) {
    const pick = (change: Partial<SeriesPick>) => {
      if (this.#choice !== undefined) {
        // The next change may come before the answer to this one.
        this.#choice = { ...this.#choice, pick: { ...this.#choice.pick, ...change } };
        events.change({ pick: this.#choice.pick });
      }
    };
    this.#drawing = select((drawing) => events.change({ drawing: drawing as ChartChoice['drawing'] }));
    fill(this.#drawing, DRAWINGS);
    this.#time = select((time) => events.change({ time }));
    this.#column = select((column) => events.change({ column }));
    this.#by = select((kind) =>
      events.change({ by: (kind === 'columns' ? { kind, labels: [] } : { kind }) as SeriesBy }),
    );
    this.#values = new Choices('Values', (values) => events.change({ values }));
    this.#tags = new Choices('Columns', (labels) => events.change({ by: { kind: 'columns', labels } }));
    this.#split = box((split) => events.change({ split }));
    this.#log = box((log) => events.change({ log }));
    this.#order = select((order) => pick({ order: order as SeriesPick['order'] }));
    this.#order.setAttribute('aria-label', 'Which series');
    fill(this.#order, ORDERS);
    this.#most = select((most) => pick({ most: Number(most) }));
    this.#most.setAttribute('aria-label', 'How many series');
    fill(
      this.#most,
      COUNTS.map((count) => [count, count] as const),
    );
    this.#filter.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = window.setTimeout(() => pick({ filter: this.#filter.value }), TYPING_MS);
    });
    this.#zoom = element(
      'div',
      { class: 'chart-zoom', role: 'group', 'aria-label': 'Zoom' },
      button('−', 'Zoom out (−)', () => events.zoom(2)),
      button('+', 'Zoom in (+)', () => events.zoom(0.5)),
      button('All', 'Show all there is (0, or double click)', () => events.zoom(undefined)),
    );
    this.element.append(
      labelled('Draw', this.#drawing),
      labelled('Column', this.#column),
      this.#values.element,
      labelled('Time', this.#time),
      labelled('Series', this.#by),
      this.#tags.element,
      ticked('One chart each', this.#split),
      ticked('Log scale', this.#log),
      element(
        'div',
        { class: 'chart-right' },
        this.#zoom,
        button('Save as PNG…', 'Save the chart as a picture', () => events.save()),
      ),
    );
    this.picking.append('Draw ', this.#most, this.#found, this.#order, this.#filter);
  }

  /** Shows what is chosen among what there is. */
  show(choice: ChartChoice, columns: ChartColumns): void {
    this.#choice = choice;
    const over = choice.drawing !== 'histogram';
    const labels = columns.values.map(({ label }) => label);
    this.#drawing.value = choice.drawing;
    put(this.#column, named(labels), choice.column, !over && labels.length > 1);
    put(this.#time, named(columns.times), choice.time, over && columns.times.length > 1);
    const ways: [string, string][] = [
      ['key', 'by group key'],
      ['table', 'by table'],
    ];
    if (columns.tags.length > 0) {
      ways.push(['columns', 'by columns']);
    }
    put(this.#by, ways, choice.by.kind, over);
    this.#values.show(labels, choice.values, 'none');
    this.#values.element.hidden = !over || labels.length < 2;
    this.#tags.show(columns.tags, choice.by.kind === 'columns' ? choice.by.labels : [], 'none: one series');
    this.#tags.element.hidden = !over || choice.by.kind !== 'columns';
    tick(this.#split, choice.split, over && choice.values.length > 1);
    tick(this.#log, choice.log, choice.drawing !== 'stacked');
    this.#zoom.hidden = !over;
    this.#order.value = choice.pick.order;
    this.#most.value = String(choice.pick.most);
    if (document.activeElement !== this.#filter) {
      this.#filter.value = choice.pick.filter;
    }
  }

  /** Says how many series there are, and offers to pick when they are many. */
  pickable(series: Pick<ChartSeries, 'found' | 'matching'> | undefined): void {
    const picked = this.#choice?.pick;
    const { found, matching } = series ?? { found: 0, matching: 0 };
    this.picking.hidden = series === undefined || (found <= FEW_SERIES && (picked?.filter ?? '') === '');
    const of = matching === found ? '' : ` (${found.toLocaleString('en-US')} without the filter)`;
    this.#found.textContent = ` of ${matching.toLocaleString('en-US')} series${of}, `;
    const capped = picked !== undefined && matching > picked.most;
    this.picking.classList.toggle('capped', capped);
    this.#order.hidden = !capped;
  }
}

function select(changed: (value: string) => void): HTMLSelectElement {
  const made = element('select', {});
  made.addEventListener('change', () => changed(made.value));
  return made;
}

function fill(target: HTMLSelectElement, options: readonly (readonly [value: string, text: string])[]): void {
  const same =
    target.options.length === options.length &&
    options.every(([value], i) => value === target.options[i]?.value);
  if (!same) {
    target.replaceChildren(...options.map(([value, text]) => element('option', { value }, oneLine(text))));
  }
}

function put(
  target: HTMLSelectElement,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  shown: boolean,
): void {
  fill(target, options);
  target.value = chosen;
  (target.parentElement ?? target).hidden = !shown;
}

function named(labels: readonly string[]): [string, string][] {
  return labels.map((label) => [label, label]);
}

function box(changed: (checked: boolean) => void): HTMLInputElement {
  const made = element('input', { type: 'checkbox' });
  made.addEventListener('change', () => changed(made.checked));
  return made;
}

function tick(target: HTMLInputElement, checked: boolean, shown: boolean): void {
  target.checked = checked;
  (target.parentElement ?? target).hidden = !shown;
}

function labelled(name: string, control: HTMLElement): HTMLElement {
  control.setAttribute('aria-label', name);
  return element('label', { class: 'control' }, element('span', { class: 'control-name' }, name), control);
}

function ticked(name: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'control' }, control, name);
}

function button(text: string, title: string, pressed: () => void): HTMLButtonElement {
  const made = element('button', { class: 'secondary', type: 'button', title, 'aria-label': title }, text);
  made.addEventListener('click', pressed);
  return made;
}
