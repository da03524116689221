import { element, type IconName, icon, setText } from '../dom.ts';
import { counted } from '../format.ts';
import type { ViewHead } from '../protocol.ts';
import { Toast } from '../toast.ts';
import { oneLine } from '../visibleText.ts';

/** Typing is over when nothing is typed for so long, in milliseconds. */
const TYPED_MS = 250;

export interface ToolbarActions {
  /** Rows with a text in some cell are wanted. */
  filter(text: string): void;
  find(): void;
  columns(button: HTMLElement): void;
  /** Sorts and filters the rows that came since. */
  update(): void;
}

/** The line above the rows: what they are, how many, and what can be done with them. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #title = element('h2', {});
  readonly #count = element('span', { class: 'row-count' });
  readonly #update = element('button', { class: 'plain update', type: 'button' });
  readonly #toast = new Toast();
  readonly #filter = element('input', {
    type: 'search',
    class: 'quick-filter',
    placeholder: 'Filter rows',
    'aria-label': 'Filter rows: text in any column',
    spellcheck: 'false',
  });
  #typed = 0;

  /** `times` is the control for how times read. */
  constructor(actions: ToolbarActions, times: HTMLElement) {
    const columns = button('columns', 'Columns…', () => actions.columns(columns));
    this.#update.hidden = true;
    this.element = element(
      'div',
      { class: 'toolbar' },
      this.#title,
      this.#count,
      this.#update,
      this.#toast.element,
      this.#filter,
      button('search', 'Find (Ctrl+F)', () => actions.find()),
      columns,
      times,
    );
    this.#update.addEventListener('click', () => actions.update());
    this.#filter.addEventListener('input', () => {
      window.clearTimeout(this.#typed);
      this.#typed = window.setTimeout(() => actions.filter(this.#filter.value), TYPED_MS);
    });
    this.#filter.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        window.clearTimeout(this.#typed);
        actions.filter(this.#filter.value);
      }
    });
  }

  /** Shows a view's head; `text` is what its rows are filtered by. */
  show(head: ViewHead, text: string): void {
    const { title, rows, arranged, all } = head;
    setText(this.#title, oneLine(title) || 'unnamed result');
    this.#title.title = oneLine(title);
    const integers = (value: number) => value.toLocaleString('en-US');
    setText(
      this.#count,
      rows === arranged ? counted(rows, 'row') : `${integers(rows)} of ${counted(arranged, 'row')}`,
    );
    const came = all - arranged;
    this.#update.hidden = came === 0;
    if (came > 0) {
      setText(this.#update, `${integers(came)} more came: update`);
    }
    if (document.activeElement !== this.#filter) {
      this.#filter.value = text;
    }
  }

  /** Says for a while what was done; to a screen reader too. `stays` says it until something else is said. */
  say(text: string, stays = false): void {
    this.#toast.say(text, stays);
  }
}

function button(name: IconName, label: string, run: () => void): HTMLButtonElement {
  const made = element(
    'button',
    { class: 'plain icon-button', type: 'button', 'aria-label': label, title: label },
    icon(name),
  );
  made.addEventListener('click', run);
  return made;
}
