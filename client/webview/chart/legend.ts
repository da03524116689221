import { element, setText } from '../dom.ts';
import { oneLine } from '../visibleText.ts';
import { valueText } from './numberText.ts';

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  /** Shown while there is no cursor. */
  readonly last: number;
  /** What the name's parts are, for a person who wonders. */
  readonly title: string;
}

export interface LegendEvents {
  /** Switches one series, or all but one. */
  toggle(name: string, only: boolean): void;
  /** Another series is looked at, or none. */
  focus(name: string | undefined): void;
}

/** The series of a chart as buttons that switch them, with their values. */
export class Legend {
  readonly element = element('div', { class: 'legend' });
  readonly #head = element('div', { class: 'legend-head' });
  readonly #what = element('span', { class: 'legend-what' });
  readonly #when = element('span', { class: 'legend-when' });
  readonly #list = element('ul', { class: 'legend-list', 'aria-label': 'Series' });
  readonly #events: LegendEvents;
  #entries: readonly LegendEntry[] = [];
  #buttons: HTMLButtonElement[] = [];
  #values: HTMLElement[] = [];

  constructor(events: LegendEvents) {
    this.#events = events;
    this.#head.append(this.#what, this.#when);
    this.element.append(this.#head, this.#list);
    this.#list.addEventListener('click', (event) => {
      const name = this.#nameOf(event.target);
      if (name !== undefined) {
        events.toggle(name, event.ctrlKey || event.metaKey);
      }
    });
    this.#list.addEventListener('pointerover', (event) => events.focus(this.#nameOf(event.target)));
    this.#list.addEventListener('pointerleave', () => events.focus(undefined));
    this.#list.addEventListener('focusin', (event) => this.#stop(event.target as HTMLElement));
    this.#list.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Shows entries; `what` says what their names are made of. */
  show(what: string, entries: readonly LegendEntry[], off: ReadonlySet<string>): void {
    setText(this.#what, what);
    const same =
      entries.length === this.#entries.length &&
      entries.every(
        ({ name, color }, i) => name === this.#entries[i]?.name && color === this.#entries[i]?.color,
      );
    this.#entries = entries;
    if (!same) {
      this.#build();
    }
    for (const [index, { name }] of entries.entries()) {
      this.#buttons[index]?.setAttribute('aria-pressed', String(!off.has(name)));
    }
    this.values('', undefined);
  }

  /** Shows the values at a time; the last ones without `read`. */
  values(when: string, read: ((name: string) => number) | undefined): void {
    setText(this.#when, read === undefined ? 'last' : when);
    for (const [index, { name, last }] of this.#entries.entries()) {
      const value = this.#values[index];
      if (value !== undefined) {
        setText(value, valueText(read === undefined ? last : read(name)));
      }
    }
  }

  #build(): void {
    this.#buttons = [];
    this.#values = [];
    const items = this.#entries.map(({ name, color, title }, index) => {
      const swatch = element('span', { class: 'swatch' });
      swatch.style.setProperty('--series', color);
      const value = element('span', { class: 'legend-value' });
      const button = element(
        'button',
        {
          class: 'legend-entry',
          type: 'button',
          title: `${title}\nClick: on or off. Ctrl+click: only this one.`,
          'data-index': index,
          tabindex: index === 0 ? 0 : -1,
        },
        swatch,
        element('span', { class: 'legend-name' }, oneLine(name)),
        value,
      );
      this.#buttons.push(button);
      this.#values.push(value);
      return element('li', {}, button);
    });
    this.#list.replaceChildren(...items);
  }

  #nameOf(target: EventTarget | null): string | undefined {
    const button = (target as HTMLElement | null)?.closest<HTMLElement>('.legend-entry');
    return button == null ? undefined : this.#entries[Number(button.dataset['index'])]?.name;
  }

  /** One stop for the Tab key; the arrows move inside. */
  #stop(focused: HTMLElement): void {
    for (const button of this.#buttons) {
      button.tabIndex = button === focused ? 0 : -1;
    }
  }

  #key(event: KeyboardEvent): void {
    const at = this.#buttons.indexOf(document.activeElement as HTMLButtonElement);
    const name = this.#entries[at]?.name;
    if (name !== undefined && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.#events.toggle(name, true);
      event.preventDefault();
      return;
    }
    const last = this.#buttons.length - 1;
    const next =
      event.key === 'ArrowDown'
        ? Math.min(last, at + 1)
        : event.key === 'ArrowUp'
          ? Math.max(0, at - 1)
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? last
              : undefined;
    if (next !== undefined) {
      this.#buttons[next]?.focus();
      event.preventDefault();
    }
  }
}
