import { forcedText, forceText } from '../../src/params/form.ts';
import { isSecret } from '../../src/params/inputs.ts';
import { picksFor, withZone } from '../../src/params/picks.ts';
import { element } from '../dom.ts';
import type { FormField } from '../protocol/form.ts';
import { Combobox } from './combobox.ts';

/** What a value is typed into. */
export interface Control {
  readonly element: HTMLElement;
  /** What is focused and described. */
  readonly focusable: HTMLElement;
  /** The input as it is to be kept; undefined when nothing was typed. */
  read(): string | undefined;
  /** Shows an input; undefined empties the control. */
  write(input: string | undefined): void;
  /** Offers the values that the server has. */
  offer(names: readonly string[]): void;
}

/** The control that fits a parameter; tells of every change. */
export function controlFor(field: FormField, id: string, changed: () => void): Control {
  if (field.expects === 'bool') return booleanControl(field, id, changed);
  if (field.expects === 'any') return anyControl(field, id, changed);
  return textControl(field, id, changed);
}

const inputModes: Partial<Record<FormField['expects'], string>> = {
  int: 'numeric',
  uint: 'numeric',
  float: 'decimal',
};

function textControl(field: FormField, id: string, changed: () => void): Control {
  const secret = isSecret(field.name);
  const picks = secret ? [] : picksFor(field);
  const listed = !secret && (field.suggests || picks.length > 0);
  // Several lines only where a text may have them: a field of one line would drop the line ends.
  const several = field.expects === 'string' && !secret && !listed;
  const attributes = {
    id,
    class: 'value',
    placeholder: field.default,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-required': 'true',
    inputmode: inputModes[field.expects],
  };
  const input = several
    ? element('textarea', { ...attributes, rows: 1 })
    : element('input', { ...attributes, type: secret ? 'password' : 'text' });
  input.addEventListener('input', changed);
  const texts: Pick<Control, 'focusable' | 'read' | 'write'> = {
    focusable: input,
    read: () => input.value || undefined,
    write: (value) => {
      input.value = value ?? '';
    },
  };
  if (input instanceof HTMLTextAreaElement || !listed) {
    return { ...texts, element: input, offer: () => undefined };
  }
  const box = new Combobox(input, field.name);
  const picker = field.expects === 'time' ? timePicker(input) : undefined;
  const actions = picker ? [{ text: 'Date and time…', run: () => picker.open() }] : [];
  let names: readonly string[] | undefined;
  const offer = () => box.offer({ picks, names, actions });
  offer();
  return {
    ...texts,
    element: picker ? element('div', { class: 'with-picker' }, box.element, picker.element) : box.element,
    offer: (found) => {
      names = found;
      offer();
    },
  };
}

/** The browser's own picker; what is picked there is typed into the field, with this machine's zone. */
function timePicker(input: HTMLInputElement): { element: HTMLElement; open(): void } {
  const picker = element('input', {
    type: 'datetime-local',
    step: 1,
    class: 'picker',
    'aria-label': 'Date and time, in the time zone of this computer',
  });
  picker.hidden = true;
  picker.addEventListener('change', () => {
    const value = withZone(picker.value);
    if (value === '') return;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return {
    element: picker,
    open: () => {
      picker.hidden = false;
      picker.focus();
      picker.showPicker();
    },
  };
}

function booleanControl({ name }: FormField, id: string, changed: () => void): Control {
  const radios = ['true', 'false'].map((value) => {
    const radio = element('input', {
      type: 'radio',
      name: id,
      value,
      id: value === 'true' ? id : `${id}-false`,
    });
    radio.addEventListener('change', changed);
    return radio;
  });
  const group = element(
    'div',
    { class: 'segments', role: 'radiogroup', 'aria-required': 'true', 'aria-label': name },
    ...radios.map((radio) => element('label', { class: 'segment' }, radio, radio.value)),
  );
  const chosen = () => radios.find(({ checked }) => checked);
  return {
    element: group,
    // What is described is the group; what takes the focus is the one that is chosen.
    get focusable() {
      return chosen() ?? (radios[0] as HTMLElement);
    },
    read: () => chosen()?.value,
    write: (value) => {
      for (const radio of radios) radio.checked = radio.value === value?.trim().toLowerCase();
    },
    offer: () => undefined,
  };
}

/** Where nothing is known: what is typed is read as the obvious JSON, unless it is to be text. */
function anyControl(field: FormField, id: string, changed: () => void): Control {
  const input = element('textarea', {
    id,
    class: 'value',
    rows: 1,
    placeholder: field.default,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-required': 'true',
  });
  const asText = element('input', { type: 'checkbox', id: `${id}-text` });
  input.addEventListener('input', changed);
  asText.addEventListener('change', changed);
  return {
    element: element(
      'div',
      { class: 'any' },
      input,
      element(
        'label',
        { class: 'as-text', title: 'Numbers, true, false and JSON are sent as such otherwise' },
        asText,
        'Send as text',
      ),
    ),
    focusable: input,
    read: () => {
      if (input.value === '') return undefined;
      return asText.checked ? forceText(input.value) : input.value;
    },
    write: (value = '') => {
      const forced = forcedText(value);
      input.value = forced ?? value;
      asText.checked = forced !== undefined;
    },
    offer: () => undefined,
  };
}
