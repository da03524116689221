import { element, icon } from '../dom.ts';
import type { Arrangement, ColumnHead } from '../protocol.ts';
import { oneLine } from '../visibleText.ts';
import { filterText } from './filterText.ts';

/** The conditions that rows have to meet, each to be changed or taken away; not there without any. */
export class FilterBar {
  readonly element = element('div', { class: 'chips', role: 'group', 'aria-label': 'Filters' });
  readonly #edit: (filter: number, chip: HTMLElement) => void;
  readonly #remove: (filter: number) => void;
  readonly #clear: () => void;
  #shown = '';

  constructor(
    edit: (filter: number, chip: HTMLElement) => void,
    remove: (filter: number) => void,
    clear: () => void,
  ) {
    this.#edit = edit;
    this.#remove = remove;
    this.#clear = clear;
    this.element.hidden = true;
  }

  show({ filters }: Arrangement, columns: readonly ColumnHead[]): void {
    const texts = filters.map((filter) => {
      const head = columns[filter.column];
      return head === undefined ? '' : oneLine(filterText(filter, head));
    });
    this.element.hidden = texts.length === 0;
    if (JSON.stringify(texts) === this.#shown) {
      return;
    }
    this.#shown = JSON.stringify(texts);
    const clear = element('button', { class: 'plain', type: 'button' }, 'Clear all');
    clear.addEventListener('click', () => this.#clear());
    this.element.replaceChildren(
      icon('filter'),
      ...texts.map((text, index) => this.#chip(text, index)),
      ...(texts.length > 1 ? [clear] : []),
    );
  }

  #chip(text: string, index: number): HTMLElement {
    const edit = element('button', { class: 'chip-text', type: 'button', title: 'Change' }, text);
    const remove = element(
      'button',
      { class: 'chip-remove', type: 'button', 'aria-label': `Remove the filter ${text}`, title: 'Remove' },
      icon('close'),
    );
    const chip = element('span', { class: 'chip' }, edit, remove);
    edit.addEventListener('click', () => this.#edit(index, chip));
    remove.addEventListener('click', () => this.#remove(index));
    return chip;
  }
}
