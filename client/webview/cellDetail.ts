import { element, setText } from './dom.ts';
import { oneLine, severalLines } from './visibleText.ts';

/** The whole text of a cell, below the rows. */
export class CellDetail {
  readonly element = element('div', { class: 'detail' });
  readonly #label = element('div', { class: 'detail-label' });
  readonly #text = element('div', {
    class: 'detail-text',
    tabindex: 0,
    role: 'textbox',
    'aria-readonly': 'true',
    'aria-multiline': 'true',
  });

  constructor() {
    this.element.append(this.#label, this.#text);
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Shows a cell of a column; rows count from 0. */
  show(column: string, row: number, text: string): void {
    const name = oneLine(column);
    setText(this.#label, `${name} · row ${(row + 1).toLocaleString('en-US')}`);
    this.#text.setAttribute('aria-label', name);
    this.#text.classList.toggle('empty', text === '');
    setText(
      this.#text,
      text === '' ? 'empty: null and the empty text look alike in the answer' : severalLines(text),
    );
    this.element.hidden = false;
  }
}
