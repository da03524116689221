import { element, icon } from './dom.ts';
import { counted } from './format.ts';
import type { NamedPlace, PlaceInText, Progress } from './protocol.ts';
import { severalLines } from './visibleText.ts';

/** What is to be said of a run above its rows: notes, and what went wrong. */
export class Notices {
  readonly element = element('div', { class: 'notices' });
  readonly #reveal: (place: NamedPlace) => void;
  #note = '';

  /** @param reveal shows a place that an error names */
  constructor(reveal: (place: NamedPlace) => void) {
    this.#reveal = reveal;
  }

  /** @param note what is to be said of the run whatever comes of it */
  begin(note: string): void {
    this.#note = note;
  }

  show({ state, message, places, errors, tables }: Progress): void {
    const notices: HTMLElement[] = [];
    if (this.#note !== '') {
      notices.push(notice('info', '', severalLines(this.#note)));
    }
    for (const error of errors) {
      const place =
        error.afterTables === 0
          ? 'The server reported an error before the first table:'
          : `After ${counted(error.afterTables, 'table')}, the server reported an error and stopped:`;
      const reference = error.reference === '' ? '' : ` (reference ${error.reference})`;
      notices.push(
        notice('failed', place, ...this.#linked(error.message, error.places), severalLines(reference)),
      );
    }
    if (errors.length === 0 && state === 'failed') {
      notices.push(notice('failed', '', ...this.#linked(message, places)));
    }
    if (state === 'incomplete') {
      const kept = tables > 0 ? 'What arrived is shown, but there may be more:' : '';
      notices.push(notice('incomplete', kept, severalLines(message)));
    }
    // The same notices again would be read out again.
    const texts = (all: Iterable<Element>) => Array.from(all, (one) => one.textContent).join('\n');
    if (texts(notices) !== texts(this.element.children)) {
      this.element.replaceChildren(...notices);
    }
  }

  /** An error's text, with buttons for the places that it names. */
  #linked(message: string, places: readonly PlaceInText[]): (string | HTMLElement)[] {
    const parts: (string | HTMLElement)[] = [];
    let done = 0;
    for (const { from, to, start, end } of places) {
      const link = element(
        'button',
        {
          class: 'inline-link',
          type: 'button',
          title: 'Show in the editor',
          'aria-label': `Line ${start.line}, column ${start.column}: show in the editor`,
        },
        message.slice(from, to),
      );
      link.addEventListener('click', () => this.#reveal({ start, end }));
      parts.push(severalLines(message.slice(done, from)), link);
      done = to;
    }
    return [...parts, severalLines(message.slice(done))];
  }
}

function notice(
  kind: 'info' | 'failed' | 'incomplete',
  lead: string,
  ...text: (string | HTMLElement)[]
): HTMLElement {
  const body = element('div', { class: 'text' });
  if (lead !== '') {
    body.append(element('div', { class: 'lead' }, lead));
  }
  body.append(element('div', { class: 'message' }, ...text));
  return element(
    'div',
    { class: `notice ${kind}`, role: kind === 'info' ? 'note' : 'alert' },
    icon(kind),
    body,
  );
}
