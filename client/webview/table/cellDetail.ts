import { element, setText } from '../dom.ts';
import { oneLine, severalLines } from '../visibleText.ts';
import { spreadJson } from './jsonText.ts';

/** What an empty cell says. */
export type Emptiness = 'null' | 'lacking';

const EMPTY: Readonly<Record<Emptiness, string>> = {
  null: 'empty: null and the empty text look alike in the answer',
  lacking: 'the table of this row does not have this column',
};

/** The whole text of a cell, below the rows. */
export class CellDetail {
  readonly element = element('div', { class: 'detail' });
  readonly #label = element('span', { class: 'detail-label' });
  readonly #spread = element(
    'button',
    { class: 'plain', type: 'button', 'aria-pressed': 'false' },
    'Format JSON',
  );
  readonly #text = element('div', {
    class: 'detail-text',
    tabindex: 0,
    role: 'textbox',
    'aria-readonly': 'true',
    'aria-multiline': 'true',
  });
  #whole = '';
  /** JSON is to be spread over lines, as was asked for once. */
  #wanted = false;

  constructor() {
    this.element.append(element('div', { class: 'detail-head' }, this.#label, this.#spread), this.#text);
    this.#spread.addEventListener('click', () => {
      this.#wanted = !this.#wanted;
      this.#draw();
    });
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Shows a cell of a column; rows count from 0. */
  show(column: string, row: number, text: string, emptiness: Emptiness): void {
    const name = oneLine(column);
    this.#whole = text;
    setText(this.#label, `${name} · row ${(row + 1).toLocaleString('en-US')}`);
    this.#text.setAttribute('aria-label', name);
    this.#text.classList.toggle('empty', text === '');
    this.element.hidden = false;
    if (text === '') {
      this.#spread.hidden = true;
      setText(this.#text, EMPTY[emptiness]);
    } else {
      this.#draw();
    }
  }

  #draw(): void {
    const spread = spreadJson(this.#whole);
    this.#spread.hidden = spread === undefined;
    this.#spread.setAttribute('aria-pressed', String(this.#wanted));
    setText(this.#text, severalLines(this.#wanted && spread !== undefined ? spread : this.#whole));
  }
}
