import type { Suggestion } from '../../src/params/picks.ts';
import { element, icon } from '../dom.ts';
import { oneLine } from '../visibleText.ts';

/** More than this is no choice: typing narrows it. */
const most = 100;

/** Something in the list that does something else than to be typed. */
export interface ListAction {
  readonly text: string;
  run(): void;
}

/** What the list offers. */
export interface Offers {
  /** Offered whatever is typed. */
  readonly picks: readonly Suggestion[];
  /** What the server has, narrowed while typing; undefined while nobody knows. */
  readonly names: readonly string[] | undefined;
  /** Below all others. */
  readonly actions: readonly ListAction[];
}

interface Option {
  readonly element: HTMLElement;
  choose(): void;
}

/**
 * A text field with a list of what could be typed; anything else may be typed, too. The pattern is ARIA's editable combobox
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): the focus stays in the field, the arrows move in the list.
 */
export class Combobox {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  /** The list shows what fits what was typed; else all, so that another can be chosen. */
  #narrow = false;
  #offers: Offers = { picks: [], names: undefined, actions: [] };
  #options: readonly Option[] = [];
  #active = -1;

  constructor(input: HTMLInputElement, label: string) {
    this.#input = input;
    const id = `${input.id}-list`;
    this.#list = element('div', { class: 'options', role: 'listbox', id, 'aria-label': label });
    this.#list.hidden = true;
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': id,
    })) {
      input.setAttribute(name, value);
    }
    // For the mouse; the keys are the field's.
    const button = element(
      'button',
      { class: 'plain open-list', type: 'button', tabindex: '-1' },
      icon('down'),
    );
    button.setAttribute('aria-label', `Values for ${label}`);
    button.addEventListener('mousedown', (event) => {
      event.preventDefault();
      input.focus();
      if (this.#list.hidden) this.#open(false);
      else this.#close();
    });
    this.element = element('div', { class: 'combobox' }, input, button, this.#list);
    input.addEventListener('keydown', (event) => this.#key(event));
    input.addEventListener('input', () => {
      if (this.#offers.names !== undefined || !this.#list.hidden) this.#open(true);
    });
    input.addEventListener('blur', () => this.#close());
    // A click in the list must not take the focus from the field.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** Other offers take the place of those before. */
  offer(offers: Offers): void {
    this.#offers = offers;
    if (!this.#list.hidden) this.#draw();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const open = !this.#list.hidden;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (!open) this.#open(false);
        if (!event.altKey) this.#move(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Enter':
        if (!open || this.#active < 0) {
          this.#close();
          return;
        }
        this.#options[this.#active]?.choose();
        break;
      case 'Escape':
        if (!open) return;
        this.#close();
        break;
      default:
        return;
    }
    // The form must not take it for its own.
    event.preventDefault();
    event.stopPropagation();
  }

  #open(narrow: boolean): void {
    const first = this.#list.hidden;
    this.#narrow = narrow;
    this.#list.hidden = false;
    this.#draw();
    if (first) this.#list.scrollIntoView({ block: 'nearest' });
  }

  #close(): void {
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#activate(-1);
  }

  #draw(): void {
    const typed = this.#narrow ? this.#input.value.trim().toLowerCase() : '';
    const found = (this.#offers.names ?? []).filter((name) => name.toLowerCase().includes(typed));
    const options = [
      ...this.#offers.picks.map(({ value, about }) => this.#option(value, about, () => this.#take(value))),
      ...found.slice(0, most).map((name) => this.#option(name, '', () => this.#take(name))),
      ...this.#offers.actions.map(({ text, run }) =>
        this.#option(text, '', () => {
          this.#close();
          run();
        }),
      ),
    ];
    for (const [index, { element: option }] of options.entries()) option.id = `${this.#list.id}-${index}`;
    const rest = found.length - most;
    const more = rest > 0 ? [element('div', { class: 'more' }, `${rest} more: type to narrow the list`)] : [];
    this.#list.replaceChildren(...options.map((option) => option.element), ...more);
    // Nothing to choose from is no list.
    this.#list.classList.toggle('nothing', options.length === 0);
    this.#input.setAttribute('aria-expanded', String(options.length > 0));
    this.#options = options;
    this.#activate(-1);
  }

  #option(value: string, about: string, choose: () => void): Option {
    const made = element(
      'div',
      { class: 'option', role: 'option', 'aria-selected': 'false' },
      element('span', { class: 'option-value' }, oneLine(value) || '(empty text)'),
      element('span', { class: 'option-about' }, about),
    );
    made.addEventListener('click', choose);
    return { element: made, choose };
  }

  #take(value: string): void {
    this.#input.value = value;
    this.#input.dispatchEvent(new Event('input', { bubbles: true }));
    this.#close();
  }

  #move(step: number): void {
    const count = this.#options.length;
    if (count === 0) return;
    const from = this.#active < 0 && step < 0 ? count : this.#active;
    this.#activate((from + step + count) % count);
  }

  #activate(index: number): void {
    this.#options[this.#active]?.element.setAttribute('aria-selected', 'false');
    this.#active = index;
    const option = this.#options[index]?.element;
    if (option) {
      option.setAttribute('aria-selected', 'true');
      option.scrollIntoView({ block: 'nearest' });
      this.#input.setAttribute('aria-activedescendant', option.id);
    } else {
      this.#input.removeAttribute('aria-activedescendant');
    }
  }
}
