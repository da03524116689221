import { type FieldState, takesEmptyText } from '../../src/params/form.ts';
import { describeExpectation } from '../../src/params/values.ts';
import { element, icon, setText } from '../dom.ts';
import type { FormField } from '../protocol/form.ts';
import { oneLine, severalLines } from '../visibleText.ts';
import { type Control, controlFor } from './control.ts';

interface FieldListeners {
  changed(): void;
  /** The moment to look for values that there are. */
  entered(field: FieldView): void;
  /** A value that is missing is an error from now on. */
  left(): void;
  /** Only for a key that was added. */
  removed?(): void;
}

let made = 0;

/** One parameter: its name, what is known of it, the control, and beside it what is to be said of the value. */
export class FieldView {
  readonly element: HTMLElement;
  readonly field: FormField;
  readonly #control: Control;
  readonly #message: HTMLElement;
  readonly #text = element('span');
  readonly #sendEmpty = element('button', { class: 'link', type: 'button' }, 'Send empty text');
  readonly #hint = element('div', { class: 'field-hint' });
  /** The empty text was chosen; an empty field alone is one that was forgotten. */
  #empty = false;
  /** Nobody likes to be told that a value is missing before they could type it. */
  #visited = false;

  constructor(field: FormField, listeners: FieldListeners) {
    this.field = field;
    made += 1;
    const id = `field-${made}`;
    this.#control = controlFor(field, id, () => {
      this.#empty = false;
      listeners.changed();
    });
    this.#message = element('div', { class: 'field-message', id: `${id}-message`, 'aria-live': 'polite' });
    this.#message.append(this.#text, this.#sendEmpty);
    this.#sendEmpty.hidden = true;
    this.#sendEmpty.addEventListener('click', () => {
      this.#empty = true;
      this.focus();
      listeners.changed();
    });
    this.#hint.hidden = true;
    this.element = element('div', { class: 'field' }, ...this.#head(id, listeners), this.#control.element);
    this.element.append(this.#message, this.#hint);
    this.element.addEventListener('focusin', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget as Node | null)) listeners.entered(this);
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (this.element.contains(relatedTarget as Node | null)) return;
      this.#visited = true;
      listeners.left();
    });
    const described = field.description ? `${id}-about ${id}-message` : `${id}-message`;
    for (const target of this.#described) target.setAttribute('aria-describedby', described);
  }

  get name(): string {
    return this.field.name;
  }

  /** What was typed; undefined when nothing was. */
  get input(): string | undefined {
    return this.#control.read() ?? (this.#empty ? '' : undefined);
  }

  /** Shows an input, as if nobody had been here yet. */
  show(input: string | undefined): void {
    this.#control.write(input);
    this.#empty = input === '';
    this.#visited = false;
  }

  /** Says how the field stands. */
  draw(state: FieldState): void {
    const wrong = state.kind === 'wrong' || (state.kind === 'missing' && this.#visited);
    this.#message.classList.toggle('wrong', wrong);
    setText(this.#text, severalLines(state.kind === 'ready' ? state.note : state.message));
    this.#sendEmpty.hidden = state.kind !== 'missing' || !takesEmptyText(this.field);
    for (const target of this.#described) target.setAttribute('aria-invalid', String(wrong));
  }

  /** From now on a missing value is an error. */
  visit(): void {
    this.#visited = true;
  }

  focus(): void {
    const target = this.#control.focusable;
    target.focus();
    if (target instanceof HTMLInputElement && target.type !== 'radio') target.select();
    this.element.scrollIntoView({ block: 'nearest' });
  }

  /** Offers what the server has, or says quietly why it offers nothing. */
  offer(names: readonly string[], note: string): void {
    this.#control.offer(names);
    this.#hint.hidden = note === '';
    setText(this.#hint, note === '' ? '' : `No suggestions: ${oneLine(note)}`);
  }

  /** The radio buttons are described by their group. */
  get #described(): readonly HTMLElement[] {
    const { element: control, focusable } = this.#control;
    return control.getAttribute('role') === 'radiogroup' ? [control] : [focusable];
  }

  #head(id: string, { removed }: FieldListeners): HTMLElement[] {
    const { name, expects, conversion, description } = this.field;
    const badge = element('span', { class: 'badge', title: describeExpectation(this.field) }, expects);
    if (conversion !== undefined && conversion !== expects) badge.append(` → ${conversion}`);
    const head = element('div', { class: 'field-head' });
    head.append(element('label', { for: id, class: 'field-name' }, oneLine(name)), badge);
    if (removed) {
      const remove = element(
        'button',
        { class: 'plain', type: 'button', title: `Remove ${oneLine(name)}` },
        icon('close'),
      );
      remove.setAttribute('aria-label', `Remove ${oneLine(name)}`);
      remove.addEventListener('click', removed);
      head.append(remove);
    }
    if (!description) return [head];
    return [head, element('div', { class: 'field-about', id: `${id}-about` }, ...inlineCode(description))];
  }
}

/** A doc comment's text: what stands between backquotes is code. */
function inlineCode(text: string): (HTMLElement | string)[] {
  return severalLines(text)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}
