import { element, type IconName, icon, setText } from '../dom.ts';

const integers = new Intl.NumberFormat('en-US');

/** The field to find a text with, above the rows at the right, where the editor has it too. */
export class FindBar {
  readonly element = element('div', { class: 'find', role: 'search', 'aria-label': 'Find in the rows' });
  readonly #input = element('input', {
    type: 'text',
    placeholder: 'Find',
    'aria-label': 'Find',
    spellcheck: 'false',
  });
  readonly #count = element('span', { class: 'find-count', role: 'status' });
  readonly #search: (backwards: boolean, inclusive: boolean) => void;
  readonly #closed: () => void;

  /** `search` looks for `text` from the active cell on; `closed` gives the keyboard back to the rows. */
  constructor(search: (backwards: boolean, inclusive: boolean) => void, closed: () => void) {
    this.#search = search;
    this.#closed = closed;
    this.element.hidden = true;
    this.element.append(
      this.#input,
      this.#count,
      button('up', 'Previous match', 'Shift+F3', () => this.#search(true, false)),
      button('down', 'Next match', 'F3', () => this.#search(false, false)),
      button('close', 'Close', 'Escape', () => this.close()),
    );
    this.#input.addEventListener('input', () => this.#search(false, true));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.close();
      } else if (event.key === 'Enter' && event.target === this.#input) {
        this.#search(event.shiftKey, false);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** The text to find; empty when nothing is looked for. */
  get text(): string {
    return this.element.hidden ? '' : this.#input.value;
  }

  open(): void {
    this.element.hidden = false;
    this.#input.focus();
    this.#input.select();
    this.#search(false, true);
  }

  close(): void {
    this.element.hidden = true;
    this.#closed();
  }

  /** Says which match of how many is shown; undefined while they are counted. */
  say(count: { readonly total: number; readonly index: number } | undefined): void {
    const none = count?.total === 0 && this.text !== '';
    this.element.classList.toggle('no-match', none);
    setText(
      this.#count,
      this.text === '' || count === undefined
        ? ''
        : none
          ? 'No results'
          : `${count.index === 0 ? '?' : integers.format(count.index)} of ${integers.format(count.total)}`,
    );
  }
}

function button(name: IconName, label: string, key: string, run: () => void): HTMLElement {
  const made = element(
    'button',
    {
      class: 'plain icon-button',
      type: 'button',
      'aria-label': label,
      title: `${label} (${key})`,
      'aria-keyshortcuts': key,
    },
    icon(name),
  );
  made.addEventListener('click', run);
  return made;
}
