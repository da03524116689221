import { element, icon, setText } from '../dom.ts';
import type { Host } from '../host.ts';
import { oneLine } from '../visibleText.ts';

/** The whole of a line, below the lines: as much as one asks for. */
export class WholeLine {
  readonly element = element('section', { class: 'detail raw-whole', 'aria-label': 'The whole line' });
  readonly #label = element('span', { class: 'detail-label' });
  readonly #text = element('div', {
    class: 'detail-text',
    tabindex: 0,
    role: 'textbox',
    'aria-readonly': 'true',
    'aria-multiline': 'true',
  });
  readonly #more = element('button', { class: 'secondary', type: 'button' }, 'Show more');
  readonly #host: Host;
  #line = 0;
  /** Where the next piece begins. */
  #next: number | undefined;
  /** Counts what was shown, so that a late answer is not taken for a new one. */
  #shown = 0;

  constructor(host: Host) {
    this.#host = host;
    const close = element(
      'button',
      { class: 'plain', type: 'button', title: 'Close', 'aria-label': 'Close the whole line' },
      icon('close'),
    );
    close.addEventListener('click', () => this.hide());
    this.#more.addEventListener('click', () => void this.#read());
    this.element.append(
      element('div', { class: 'raw-whole-head' }, this.#label, close),
      this.#text,
      this.#more,
    );
    this.hide();
  }

  hide(): void {
    this.#shown += 1;
    this.element.hidden = true;
  }

  /** Shows a line from its beginning; lines count from 0. */
  async show(line: number): Promise<void> {
    this.#shown += 1;
    this.#line = line;
    this.#next = 0;
    this.#text.replaceChildren();
    const name = `Line ${(line + 1).toLocaleString('en-US')}`;
    setText(this.#label, name);
    this.#text.setAttribute('aria-label', name);
    await this.#read();
    this.element.hidden = false;
    this.#text.focus();
  }

  async #read(): Promise<void> {
    const shown = this.#shown;
    if (this.#next === undefined) {
      return;
    }
    let said: string;
    try {
      const { text, next } = await this.#host.ask('rawLine', { line: this.#line, from: this.#next });
      if (shown !== this.#shown) {
        return;
      }
      this.#next = next;
      said = oneLine(text);
    } catch (error) {
      if (shown !== this.#shown) {
        return;
      }
      this.#next = undefined;
      said = `Could not be read: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#text.append(said);
    const focused = document.activeElement === this.#more;
    this.#more.hidden = this.#next === undefined;
    if (focused && this.#more.hidden) {
      this.#text.focus();
    }
  }
}
