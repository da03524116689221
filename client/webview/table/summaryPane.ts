import { element, icon } from '../dom.ts';
import type { ColumnHead, ColumnSummary } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';

const integers = new Intl.NumberFormat('en-US');
const decimals = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 8, useGrouping: false });

/** What a column holds, beside the detail of a cell. */
export class SummaryPane {
  readonly element = element('section', { class: 'summary', 'aria-label': 'Column summary', tabindex: 0 });
  readonly #closed: () => void;

  constructor(closed: () => void) {
    this.#closed = closed;
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.#closed();
      }
    });
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Shows a column's summary; without one it is still being counted. */
  show(head: ColumnHead, summary: ColumnSummary | undefined): void {
    const close = element(
      'button',
      { class: 'plain icon-button', type: 'button', 'aria-label': 'Close the summary', title: 'Close' },
      icon('close'),
    );
    close.addEventListener('click', () => this.#closed());
    const list = element('dl', {});
    for (const [name, value] of summary === undefined ? [['', 'Counting…']] : facts(head, summary)) {
      list.append(element('dt', {}, name ?? ''), element('dd', {}, value ?? ''));
    }
    this.element.setAttribute('aria-label', `Summary of ${oneLine(head.label)}`);
    this.element.replaceChildren(
      element('div', { class: 'summary-title' }, element('span', {}, oneLine(head.label)), close),
      list,
      ...(summary === undefined ? [] : [frequent(summary)]),
    );
    this.element.hidden = false;
  }
}

function facts(head: ColumnHead, summary: ColumnSummary): [string, string][] {
  const { rows, nulls, lacking, nan, distinct, more, min, max, mean } = summary;
  const none = integers.format(0);
  return [
    ['values', integers.format(rows - nulls - lacking)],
    ['empty', nulls === 0 ? none : `${integers.format(nulls)} (${percent(nulls, rows)})`],
    ...pair(lacking > 0, 'not in the table', integers.format(lacking)),
    ...pair(nan > 0, 'NaN', integers.format(nan)),
    ['different', `${more ? 'more than ' : ''}${integers.format(distinct)}`],
    ...pair(min !== undefined, head.kind === 'time' ? 'first' : 'min', oneLine(min ?? '')),
    ...pair(max !== undefined, head.kind === 'time' ? 'last' : 'max', oneLine(max ?? '')),
    ...pair(mean !== undefined, 'mean', decimal(mean ?? 0)),
  ];
}

function pair(there: boolean, name: string, value: string): [string, string][] {
  return there ? [[name, value]] : [];
}

function frequent({ frequent: texts, rows }: ColumnSummary): HTMLElement {
  const most = texts[0]?.count ?? 1;
  return element(
    'ul',
    { class: 'frequent', 'aria-label': 'Most frequent values' },
    ...texts.map(({ text, count }) => {
      const bar = element('span', { class: 'frequent-bar', 'aria-hidden': 'true' });
      bar.style.width = `${(count / most) * 100}%`;
      return element(
        'li',
        { title: oneLine(text) },
        bar,
        element('span', { class: 'frequent-text' }, oneLine(text)),
        element('span', { class: 'frequent-count' }, `${integers.format(count)} · ${percent(count, rows)}`),
      );
    }),
  );
}

function percent(part: number, whole: number): string {
  const value = (part / whole) * 100;
  return `${value > 0 && value < 0.1 ? '< 0.1' : value.toFixed(value < 10 ? 1 : 0)} %`;
}

/** A number as the cells write it: `1500000`, `NaN`, `-Inf`. */
function decimal(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  return Number.isFinite(value) ? decimals.format(value) : value > 0 ? '+Inf' : '-Inf';
}
