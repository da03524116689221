import { element, icon, setText } from './dom.ts';
import { counted, duration, size } from './format.ts';
import type { Progress, RunHeader, RunState } from './protocol.ts';
import { oneLine, severalLines } from './visibleText.ts';

const STATES: Readonly<Record<RunState, string>> = {
  running: 'Running…',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
  incomplete: 'Incomplete',
};

/** The panel's head: what ran, where, with which values, and how it stands. */
export class Header {
  readonly element = element('header', { class: 'head' });
  readonly #name = element('h1', { class: 'script' });
  readonly #connection = element('span', { class: 'connection' });
  readonly #params = element('ul', { class: 'params', 'aria-label': 'Parameters' });
  readonly #state = element('span', { class: 'state', role: 'status' });
  readonly #counts = element('span', { class: 'counts' });
  readonly #cancel = element('button', { class: 'secondary', type: 'button' }, icon('stop'), 'Cancel');
  readonly #notices = element('div', { class: 'notices' });
  #note = '';
  #shown: RunState | undefined;
  #progress: Progress | undefined;
  #received = 0;
  #ticking = 0;

  constructor(cancel: () => void) {
    this.#cancel.hidden = true;
    this.#cancel.addEventListener('click', cancel);
    this.element.append(
      element(
        'div',
        { class: 'title' },
        this.#name,
        this.#connection,
        element('div', { class: 'status' }, this.#state, this.#counts, this.#cancel),
      ),
      this.#params,
      this.#notices,
    );
  }

  /** Shows a run from its beginning. */
  begin(run: RunHeader): void {
    setText(this.#name, oneLine(run.scriptName));
    setText(this.#connection, `on ${oneLine(run.connectionName)}`);
    this.#params.hidden = run.params.length === 0;
    this.#params.replaceChildren(
      ...run.params.map(({ name, value }) =>
        element(
          'li',
          { title: `${oneLine(name)} = ${severalLines(value)}` },
          element('span', { class: 'name' }, oneLine(name)),
          element('span', { class: 'value' }, oneLine(value)),
        ),
      ),
    );
    this.#note = run.note;
    this.#shown = undefined;
  }

  show(progress: Progress): void {
    this.#progress = progress;
    this.#received = performance.now();
    const running = progress.state === 'running';
    if (progress.state !== this.#shown) {
      this.#shown = progress.state;
      this.#state.className = `state ${progress.state}`;
      this.#state.replaceChildren(icon(progress.state), STATES[progress.state]);
      this.#cancel.hidden = !running;
    }
    this.#showNotices(progress);
    this.#showCounts();
    if (running && this.#ticking === 0) {
      this.#ticking = window.setInterval(() => this.#showCounts(), 100);
    } else if (!running && this.#ticking !== 0) {
      window.clearInterval(this.#ticking);
      this.#ticking = 0;
    }
  }

  #showCounts(): void {
    const progress = this.#progress;
    if (progress === undefined) {
      return;
    }
    const waited = progress.state === 'running' ? performance.now() - this.#received : 0;
    const parts = [
      counted(progress.rows, 'row'),
      counted(progress.tables, 'table'),
      size(progress.bytes),
      duration(progress.ms + waited),
    ];
    setText(this.#counts, parts.join(' · '));
  }

  #showNotices({ state, message, errors, tables }: Progress): void {
    const notices: HTMLElement[] = [];
    if (this.#note !== '') {
      notices.push(notice('info', '', this.#note));
    }
    for (const error of errors) {
      const place =
        error.afterTables === 0
          ? 'The server reported an error before the first table:'
          : `After ${counted(error.afterTables, 'table')}, the server reported an error and stopped:`;
      const reference = error.reference === '' ? '' : ` (reference ${error.reference})`;
      notices.push(notice('failed', place, error.message + reference));
    }
    if (errors.length === 0 && state === 'failed') {
      notices.push(notice('failed', '', message));
    }
    if (state === 'incomplete') {
      const kept = tables > 0 ? 'What arrived is shown, but there may be more:' : '';
      notices.push(notice('incomplete', kept, message));
    }
    // The same notices again would be read out again.
    const texts = (all: Iterable<Element>) => Array.from(all, (one) => one.textContent).join('\n');
    if (texts(notices) !== texts(this.#notices.children)) {
      this.#notices.replaceChildren(...notices);
    }
  }
}

function notice(kind: 'info' | 'failed' | 'incomplete', lead: string, text: string): HTMLElement {
  const body = element('div', { class: 'text' });
  if (lead !== '') {
    body.append(element('div', { class: 'lead' }, lead));
  }
  body.append(element('div', { class: 'message' }, severalLines(text)));
  return element(
    'div',
    { class: `notice ${kind}`, role: kind === 'info' ? 'note' : 'alert' },
    icon(kind),
    body,
  );
}
