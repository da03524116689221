import './form.css';
import { describeOpen, type FormState, keyProblem, readForm } from '../../src/params/form.ts';
import { type Inputs, isSecret } from '../../src/params/inputs.ts';
import { element, setText } from '../dom.ts';
import { onHostMessage } from '../hostMessages.ts';
import type { FormEvent, FormHostMessage, FormPage, FormPageMessage } from '../protocol/form.ts';
import { oneLine, severalLines } from '../visibleText.ts';
import { FieldView } from './field.ts';
import { FormHead } from './formHead.ts';
import { KeyAdder } from './keyAdder.ts';

/**
 * The form that asks for a script's values. It lies over the results, which stay as they are behind it.
 * What is typed is told to the host at once: the page is gone when it is hidden.
 */
export class ParameterForm {
  readonly element = element('section', { class: 'form', role: 'dialog', 'aria-modal': 'true' });
  readonly #send: (message: FormPageMessage) => void;
  readonly #fields = element('div', { class: 'fields' });
  readonly #preview = element('pre', { class: 'preview', 'aria-label': 'The JSON that will be sent' });
  readonly #status = element('div', { class: 'form-status', role: 'status' });
  readonly #run = element('button', { class: 'primary', type: 'button' });
  readonly #clear = element('button', { class: 'secondary', type: 'button' }, 'Clear Last Values');
  readonly #head: FormHead;
  readonly #adder: KeyAdder;
  #views: FieldView[] = [];
  #page: FormPage | undefined;
  /** The field that each question for names is about. */
  readonly #asked = new Map<number, FieldView>();
  #asks = 0;

  constructor(send: (message: FormPageMessage) => void) {
    this.#send = send;
    this.#head = new FormHead({
      use: (name) => this.#tell({ kind: 'usePreset', name }),
      save: () => this.#tell({ kind: 'savePreset', inputs: this.#inputs }),
    });
    this.#adder = new KeyAdder(
      (name) =>
        keyProblem(
          name,
          this.#views.map((view) => view.name),
        ),
      (name) => this.#add(name).focus(),
    );
    const cancel = element('button', { class: 'secondary', type: 'button' }, 'Cancel');
    cancel.addEventListener('click', () => this.#tell({ kind: 'cancel' }));
    this.#run.addEventListener('click', () => this.#submit());
    this.#clear.addEventListener('click', () => this.#tell({ kind: 'clear' }));
    this.element.append(
      this.#head.element,
      element(
        'div',
        { class: 'form-body' },
        this.#fields,
        this.#adder.element,
        element('details', { class: 'sent' }, element('summary', {}, 'params'), this.#preview),
      ),
      element(
        'footer',
        { class: 'form-foot' },
        element('div', { class: 'buttons' }, this.#run, cancel, this.#clear),
        this.#status,
      ),
    );
    this.element.hidden = true;
    // Everywhere: the focus may be nowhere, after a click beside the fields.
    window.addEventListener('keydown', (event) => {
      if (!this.element.hidden) this.#key(event);
    });
    // The panel got the focus; what had it before is known only as long as the form is new.
    window.addEventListener('focus', () => {
      if (!this.element.hidden && !this.element.contains(document.activeElement)) this.#focusFirst();
    });
  }

  /** Listens to what the host says of forms. */
  listen(): void {
    onHostMessage<FormHostMessage>((data) => {
      if (data.type === 'form') {
        // The host may show again what is shown already, which would take the focus away.
        if (this.element.hidden || data.form.id !== this.#page?.id) this.#show(data.form);
      } else if ('form' in data && data.form === this.#page?.id) {
        this.#follow(data);
      }
    });
  }

  #show(page: FormPage): void {
    this.#page = page;
    this.#asked.clear();
    this.#head.show(page);
    this.element.setAttribute('aria-labelledby', this.#head.titleId);
    setText(this.#run, page.action);
    this.#run.title = `${page.action} (Enter in a field, Ctrl+Enter anywhere)`;
    this.#clear.hidden = !page.remembered;
    this.#adder.element.hidden = !page.open;
    this.#say('');
    this.#fill(page.inputs);
    this.#cover(true);
    this.#focusFirst();
  }

  #follow(message: Exclude<FormHostMessage, { type: 'form' }>): void {
    switch (message.type) {
      case 'formClosed':
        this.#page = undefined;
        this.#cover(false);
        return;
      case 'formInputs':
        this.#clear.hidden = !message.remembered;
        this.#head.choose(message.preset);
        this.#say('');
        this.#fill(message.inputs);
        // The button that was pressed may be gone.
        if (!this.element.contains(document.activeElement)) this.#focusFirst();
        return;
      case 'formPresets':
        this.#head.showPresets(message.presets, message.preset);
        return;
      case 'formNotice':
        this.#say(message.message, true);
        return;
      case 'suggestions':
        this.#asked.get(message.ask)?.offer(message.values, message.note);
        this.#asked.delete(message.ask);
        return;
    }
  }

  /** Makes the fields, or fills those that are there. */
  #fill(inputs: Inputs): void {
    const { fields = [], open = false } = this.#page ?? {};
    const names = fields.map(({ name }) => name);
    const added = open ? Object.keys(inputs).filter((name) => !names.includes(name)) : [];
    const wanted = [...names, ...added];
    if (wanted.join('\n') !== this.#views.map(({ name }) => name).join('\n')) {
      this.#views = fields.map((field) => this.#fieldView(field));
      this.#fields.replaceChildren(...this.#views.map((view) => view.element));
      for (const name of added) this.#add(name);
    }
    for (const view of this.#views) view.show(inputs[view.name]);
    this.#draw();
  }

  #fieldView(field: FormPage['fields'][number], removed?: () => void): FieldView {
    return new FieldView(field, {
      changed: () => this.#changed(),
      entered: (view) => this.#suggest(view),
      left: () => this.#draw(),
      ...(removed && { removed }),
    });
  }

  /** Adds a key of which nothing is known. */
  #add(name: string): FieldView {
    const view = this.#fieldView({ name, type: 'any', expects: 'any', suggests: false }, () => {
      const at = this.#views.indexOf(view);
      this.#views.splice(at, 1);
      view.element.remove();
      this.#changed();
      (this.#views[at] ?? this.#views.at(-1))?.focus();
    });
    this.#views.push(view);
    this.#fields.append(view.element);
    this.#draw();
    return view;
  }

  get #inputs(): Inputs {
    return Object.fromEntries(
      this.#views.flatMap(({ name, input }) => (input === undefined ? [] : [[name, input] as const])),
    );
  }

  #changed(): void {
    if (this.#page === undefined) return;
    this.#say('');
    this.#draw();
    this.#tell({ kind: 'typed', inputs: this.#inputs });
  }

  /** Shows how everything stands. Names that were added without a value count as missing, too. */
  #draw(): FormState {
    const state = readForm(
      this.#views.map(({ field }) => field),
      this.#inputs,
    );
    for (const view of this.#views) {
      const field = state.fields.get(view.name);
      if (field) view.draw(field);
    }
    const shown = Object.entries(state.params).map(([name, value]) => [name, isSecret(name) ? '•••' : value]);
    setText(this.#preview, severalLines(JSON.stringify(Object.fromEntries(shown), null, 2)));
    return state;
  }

  #submit(): void {
    for (const view of this.#views) view.visit();
    const state = this.#draw();
    const first = this.#views.find(({ name }) => state.open.includes(name));
    if (first) {
      this.#say(describeOpen(state), true);
      first.focus();
    } else {
      this.#tell({ kind: 'submit', inputs: this.#inputs });
    }
  }

  #suggest(view: FieldView): void {
    if (!view.field.suggests) return;
    this.#asks += 1;
    this.#asked.set(this.#asks, view);
    this.#tell({ kind: 'suggest', ask: this.#asks, name: view.name, inputs: this.#inputs });
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.key === 'Escape') {
      this.#tell({ kind: 'cancel' });
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.#submit();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && isField(target)) {
      this.#submit();
    } else if (event.key === 'Tab') {
      this.#keepInside(event);
      return;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The Tab key stays in the form, as in any dialog. */
  #keepInside(event: KeyboardEvent): void {
    const stops = [
      ...this.element.querySelectorAll<HTMLElement>('input, textarea, select, button, summary'),
    ].filter((stop) => stop.tabIndex >= 0 && stop.offsetParent !== null);
    const end = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === end) {
      (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
      event.preventDefault();
    }
  }

  #focusFirst(): void {
    const first = this.#views.find(({ input }) => input === undefined) ?? this.#views[0];
    if (first) first.focus();
    else this.#run.focus();
  }

  #say(text: string, wrong = false): void {
    this.#status.classList.toggle('wrong', wrong);
    setText(this.#status, oneLine(text));
  }

  /** What lies behind the form stays as it is, out of reach. */
  #cover(covered: boolean): void {
    this.element.hidden = !covered;
    for (const part of this.element.parentElement?.children ?? []) {
      if (part !== this.element && part instanceof HTMLElement) part.inert = covered;
    }
  }

  #tell(event: FormEvent): void {
    if (this.#page) this.#send({ type: 'formEvent', form: this.#page.id, event });
  }
}

/** Where Enter means: this is it. */
function isField(target: HTMLElement): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  );
}
