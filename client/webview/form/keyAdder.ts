import { element, setText } from '../dom.ts';
import { oneLine } from '../visibleText.ts';

/** Where a key is added that the script's text does not name. */
export class KeyAdder {
  readonly element: HTMLElement;
  readonly #input = element('input', {
    id: 'form-key',
    class: 'value',
    type: 'text',
    placeholder: 'another key',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'form-key-message',
  });
  readonly #message = element('div', {
    class: 'field-message',
    id: 'form-key-message',
    'aria-live': 'polite',
  });
  readonly #problem: (name: string) => string;
  readonly #add: (name: string) => void;

  /** @param problem why a name cannot be added; empty when it can */
  constructor(problem: (name: string) => string, add: (name: string) => void) {
    this.#problem = problem;
    this.#add = add;
    const button = element('button', { class: 'secondary', type: 'button' }, 'Add');
    button.addEventListener('click', () => this.#take());
    this.#input.addEventListener('input', () => this.#say(''));
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      // Enter in a field runs; here it adds.
      event.stopPropagation();
      this.#take();
    });
    this.element = element(
      'div',
      { class: 'field adder' },
      element('label', { for: 'form-key', class: 'field-name' }, 'Add a key'),
      element(
        'div',
        { class: 'field-about' },
        'The script passes params on whole, so it may take keys that its text does not name.',
      ),
      element('div', { class: 'adder-row' }, this.#input, button),
      this.#message,
    );
  }

  #take(): void {
    const name = this.#input.value.trim();
    const problem = this.#problem(name);
    this.#say(problem);
    if (problem === '') {
      this.#input.value = '';
      this.#add(name);
    } else {
      this.#input.focus();
    }
  }

  #say(problem: string): void {
    setText(this.#message, oneLine(problem));
    this.#message.classList.toggle('wrong', problem !== '');
    this.#input.setAttribute('aria-invalid', String(problem !== ''));
  }
}
