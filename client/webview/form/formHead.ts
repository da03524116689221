import { element, icon, setText } from '../dom.ts';
import type { FormPage } from '../protocol/form.ts';
import { oneLine } from '../visibleText.ts';

interface PresetListeners {
  use(name: string): void;
  save(): void;
}

/** What is about to run, and where; and the presets to take the values from. */
export class FormHead {
  readonly element = element('header', { class: 'form-head' });
  readonly titleId = 'form-title';
  readonly #title = element('h1', { id: this.titleId });
  readonly #connection = element('span', { class: 'connection' });
  readonly #production = element('span', { class: 'production' }, icon('flame'), 'production');
  readonly #select = element('select', { id: 'form-preset' });
  readonly #presets: HTMLElement;

  constructor({ use, save }: PresetListeners) {
    this.#select.addEventListener('change', () => {
      if (this.#select.value !== '') use(this.#select.value);
    });
    const button = element('button', { class: 'secondary', type: 'button' }, 'Save…');
    button.title = 'Save these values as a preset';
    button.addEventListener('click', save);
    this.#presets = element(
      'div',
      { class: 'presets' },
      element('label', { for: 'form-preset' }, 'Preset'),
      this.#select,
      button,
    );
    this.element.append(
      element('div', { class: 'title' }, this.#title, this.#connection, this.#production),
      this.#presets,
    );
  }

  show({ scriptName, action, connectionName, production, presets, preset }: FormPage): void {
    setText(this.#title, `${action} ${oneLine(scriptName)}`);
    setText(this.#connection, `on ${oneLine(connectionName)}`);
    this.#production.hidden = !production;
    this.element.classList.toggle('on-production', production);
    this.#presets.hidden = presets === undefined;
    this.showPresets(presets ?? [], preset);
  }

  showPresets(names: readonly string[], chosen: string): void {
    const none = element('option', { value: '' }, names.length === 0 ? 'None yet' : 'Choose…');
    this.#select.replaceChildren(
      none,
      ...names.map((name) => element('option', { value: name }, oneLine(name))),
    );
    this.#select.disabled = names.length === 0;
    this.choose(chosen);
  }

  choose(name: string): void {
    this.#select.value = name;
  }
}
