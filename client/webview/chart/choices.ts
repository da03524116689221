import { element, setText } from '../dom.ts';
import { oneLine } from '../visibleText.ts';

let made = 0;

/** A button that opens a list of boxes to tick. */
export class Choices {
  readonly element: HTMLElement;
  readonly #summary = element('span', { class: 'choices-text' });
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLElement;
  readonly #changed: (ticked: readonly string[]) => void;
  #labels: readonly string[] = [];

  /** Calls `changed` with all that are ticked. */
  constructor(name: string, changed: (ticked: readonly string[]) => void) {
    this.#changed = changed;
    made += 1;
    const id = `choices-${made}`;
    this.#list = element('div', { class: 'choices-list', role: 'group', 'aria-label': name, id });
    this.#list.hidden = true;
    this.#button = element(
      'button',
      { class: 'choices-button', type: 'button', 'aria-expanded': 'false', 'aria-controls': id },
      this.#summary,
    );
    this.#button.addEventListener('click', () => this.#open(this.#list.hidden !== false));
    this.#list.addEventListener('change', () => this.#tell());
    this.element = element(
      'div',
      { class: 'choices' },
      element('span', { class: 'control-name' }, name),
      this.#button,
      this.#list,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#list.hidden) {
        this.#open(false);
        this.#button.focus();
        event.stopPropagation();
      }
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget !== null && !this.element.contains(relatedTarget as Node)) {
        this.#open(false);
      }
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!this.element.contains(target as Node)) {
        this.#open(false);
      }
    });
  }

  show(labels: readonly string[], ticked: readonly string[], none: string): void {
    setText(this.#summary, ticked.length === 0 ? none : ticked.map(oneLine).join(', '));
    this.#button.title = this.#summary.textContent ?? '';
    if (labels.join('\u0000') !== this.#labels.join('\u0000')) {
      this.#labels = labels;
      this.#list.replaceChildren(
        ...labels.map((label) =>
          element('label', {}, element('input', { type: 'checkbox' }), oneLine(label)),
        ),
      );
    }
    for (const [index, box] of this.#boxes().entries()) {
      box.checked = ticked.includes(labels[index] ?? '');
    }
  }

  #boxes(): HTMLInputElement[] {
    return [...this.#list.querySelectorAll('input')];
  }

  #tell(): void {
    const boxes = this.#boxes();
    this.#changed(this.#labels.filter((_, index) => boxes[index]?.checked));
  }

  #open(open: boolean): void {
    this.#list.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
    if (open) {
      this.#boxes()[0]?.focus();
    }
  }
}
