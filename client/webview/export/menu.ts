import { element } from '../dom.ts';

export interface MenuItem {
  readonly text: string;
  /** What it does, for who hears the item without its heading. */
  readonly label: string;
  choose(): void;
}

export interface MenuGroup {
  readonly heading: string;
  readonly items: readonly MenuItem[];
}

/**
 * A menu below a button (https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/): arrows, Home, End and first letters move,
 * Escape goes back to the button.
 */
export class Menu {
  /** The menu itself; belongs beside the button. */
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #groups: () => readonly MenuGroup[];
  #items: HTMLButtonElement[] = [];

  /** `groups` is asked for each time that the menu opens. */
  constructor(button: HTMLButtonElement, name: string, groups: () => readonly MenuGroup[]) {
    this.#button = button;
    this.#groups = groups;
    this.element = element('div', { class: 'menu', role: 'menu', 'aria-label': name });
    this.element.hidden = true;
    button.setAttribute('aria-haspopup', 'menu');
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => (this.element.hidden ? this.#open(0) : this.close()));
    button.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        this.#open(event.key === 'ArrowDown' ? 0 : -1);
      }
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== button && !this.element.contains(relatedTarget as Node | null)) {
        this.close();
      }
    });
  }

  close(): void {
    this.element.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }

  #open(focus: number): void {
    this.#items = [];
    this.element.replaceChildren(...this.#groups().map((group) => this.#group(group)));
    this.element.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#items.at(focus)?.focus();
  }

  #group({ heading, items }: MenuGroup): HTMLElement {
    const made = items.map(({ text, label, choose }) => {
      const item = element(
        'button',
        { class: 'menu-item', type: 'button', role: 'menuitem', tabindex: -1, 'aria-label': label },
        text,
      );
      item.addEventListener('click', () => {
        this.close();
        this.#button.focus();
        choose();
      });
      // As VS Code's own menus do: there is one highlight, wherever it comes from.
      item.addEventListener('pointermove', () => item.focus());
      return item;
    });
    this.#items.push(...made);
    return element(
      'div',
      { class: 'menu-group', role: 'group', 'aria-label': heading },
      element('div', { class: 'menu-heading', 'aria-hidden': 'true' }, heading),
      ...made,
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const count = this.#items.length;
    const at = this.#items.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'Escape') {
      this.close();
      this.#button.focus();
    } else if (event.key === 'ArrowDown') {
      this.#items[(at + 1) % count]?.focus();
    } else if (event.key === 'ArrowUp') {
      this.#items[(Math.max(at, 0) + count - 1) % count]?.focus();
    } else if (event.key === 'Home' || event.key === 'End') {
      this.#items.at(event.key === 'Home' ? 0 : -1)?.focus();
    } else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      const after = [...this.#items.slice(at + 1), ...this.#items.slice(0, at + 1)];
      after.find((item) => item.textContent?.toLowerCase().startsWith(letter))?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
