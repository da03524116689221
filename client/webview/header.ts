import './header.css';
import { element, type IconName, icon, setText } from './dom.ts';
import { counted, duration, size } from './format.ts';
import { Notices } from './notices.ts';
import type { NamedPlace, Progress, RunAction, RunHeader, RunState } from './protocol.ts';
import { oneLine, severalLines } from './visibleText.ts';

const STATES: Readonly<Record<RunState, string>> = {
  running: 'Running…',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
  incomplete: 'Incomplete',
  gone: 'Rows gone',
};

const SOURCES = {
  server: {
    icon: 'cloud',
    words: 'Server version',
    about: 'The script as the server had it when it ran',
  },
  draft: {
    icon: 'edit',
    words: 'Draft, not pushed',
    about: 'The text in the editor as it was when it ran; the server was not given it to keep',
  },
  file: { icon: 'table', words: 'Saved file', about: '' },
} as const satisfies Record<
  RunHeader['source']['kind'],
  { readonly icon: IconName; readonly words: string; readonly about: string }
>;

/** What the person can do in the head. */
export interface HeaderPorts {
  cancel(): void;
  edit(): void;
  act(action: RunAction): void;
  pin(pinned: boolean): void;
  reveal(place: NamedPlace): void;
}

/** The panel's head: what ran, where, with which values, and how it stands. */
export class Header {
  readonly element = element('header', { class: 'page-head' });
  readonly #name = element('h1', { class: 'script' });
  readonly #source = element('span', { class: 'origin' });
  readonly #connection = element('span', { class: 'connection' });
  readonly #production = element('span', { class: 'origin people' }, icon('flame'), 'Production');
  readonly #params = element('ul', { class: 'params', 'aria-label': 'Parameters' });
  readonly #state = element('span', { class: 'state', role: 'status' });
  readonly #counts = element('span', { class: 'counts' });
  readonly #cancel = button('stop', 'Cancel', 'Cancel the run; the rows that arrived stay');
  readonly #again = button('again', 'Run Again', 'Run again with the same values');
  readonly #edit = button('edit', 'Edit Values', 'Edit the values and run again (F2)');
  readonly #pin = button('pin', 'Pin', '');
  readonly #withTypes = element('button', { class: 'inline-link', type: 'button' }, 'Run with Types');
  readonly #guessed = element(
    'div',
    { class: 'guessed', title: 'An invoked script answers without types; a query answers with them' },
    'Types are guessed from the values. ',
    this.#withTypes,
  );
  readonly #notices: Notices;
  #run: RunHeader | undefined;
  #shown: string | undefined;
  #progress: Progress | undefined;
  #pinned = false;
  #received = 0;
  #ticking = 0;

  constructor(ports: HeaderPorts) {
    // Before the first run there is only the form.
    this.element.hidden = true;
    this.#notices = new Notices((place) => ports.reveal(place));
    this.#cancel.addEventListener('click', () => ports.cancel());
    this.#edit.addEventListener('click', () => ports.edit());
    this.#again.addEventListener('click', () => ports.act('again'));
    this.#withTypes.addEventListener('click', () => ports.act('withTypes'));
    this.#pin.addEventListener('click', () => ports.pin(!this.#pinned));
    window.addEventListener('keydown', ({ key }) => {
      if (key === 'F2' && !this.#edit.hidden && !this.element.inert) ports.edit();
    });
    for (const part of [this.#cancel, this.#again, this.#edit, this.#pin, this.#guessed]) {
      part.hidden = true;
    }
    this.#pin.classList.add('pin');
    const buttons = [this.#again, this.#cancel, this.#edit, this.#pin];
    this.element.append(
      element(
        'div',
        { class: 'title' },
        this.#name,
        this.#source,
        element('span', { class: 'where' }, this.#connection, this.#production),
        element('div', { class: 'status' }, this.#state, this.#counts),
      ),
      element(
        'div',
        { class: 'values' },
        element('div', { class: 'said' }, this.#params, this.#guessed),
        element('div', { class: 'actions', role: 'group', 'aria-label': 'Run' }, ...buttons),
      ),
      this.#notices.element,
    );
  }

  /** Shows a run from its beginning. */
  begin(run: RunHeader): void {
    this.#run = run;
    this.element.hidden = false;
    this.#notices.begin(run.note);
    const { source } = run;
    const { icon: picture, words, about } = SOURCES[source.kind];
    setText(this.#name, oneLine(run.scriptName));
    this.#name.title = oneLine(run.scriptName);
    this.#source.className = `origin ${source.kind}`;
    this.#source.title = source.kind === 'file' ? oneLine(source.path) : about;
    this.#source.replaceChildren(icon(picture), words);
    setText(this.#connection, run.connectionName === '' ? '' : `on ${oneLine(run.connectionName)}`);
    this.#production.hidden = !run.production;
    this.#edit.hidden = !run.editable;
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
    this.#shown = undefined;
  }

  show(progress: Progress): void {
    this.#progress = progress;
    this.#received = performance.now();
    const running = progress.state === 'running';
    // At the memory limit, until somebody decides.
    const [look, text] =
      progress.limit?.paused === true
        ? (['incomplete', 'Paused'] as const)
        : ([progress.state, STATES[progress.state]] as const);
    if (text !== this.#shown) {
      this.#shown = text;
      this.#state.className = `state ${look}`;
      this.#state.replaceChildren(icon(look), text);
      this.#switchButtons(running);
    }
    this.#guessed.hidden = running || !progress.guessed || !this.#can('withTypes');
    this.#notices.show(progress);
    this.#showCounts();
    if (running && this.#ticking === 0) {
      this.#ticking = window.setInterval(() => this.#showCounts(), 100);
    } else if (!running && this.#ticking !== 0) {
      window.clearInterval(this.#ticking);
      this.#ticking = 0;
    }
  }

  /** The panel can be pinned, and is or is not. */
  showPinned(pinned: boolean): void {
    this.#pinned = pinned;
    const words = pinned ? 'Unpin' : 'Pin';
    this.#pin.hidden = false;
    this.#pin.title = pinned
      ? 'Unpin: the next run may be shown here'
      : 'Pin: keep these rows, and show the next run in another panel';
    this.#pin.setAttribute('aria-label', words);
    this.#pin.setAttribute('aria-pressed', String(pinned));
    this.#pin.replaceChildren(icon(pinned ? 'pinned' : 'pin'));
  }

  #can(action: RunAction): boolean {
    return this.#run?.actions.includes(action) === true;
  }

  /** Cancel and Run Again share a place; the focus goes from one to the other. */
  #switchButtons(running: boolean): void {
    const focused = document.activeElement;
    this.#cancel.hidden = !running;
    this.#again.hidden = running || !this.#can('again');
    if (focused === this.#cancel && !running) {
      this.#again.focus();
    } else if (focused === this.#again && running) {
      this.#cancel.focus();
    }
  }

  #showCounts(): void {
    const progress = this.#progress;
    if (progress === undefined) {
      return;
    }
    const waited = progress.state === 'running' ? performance.now() - this.#received : 0;
    const parts =
      progress.state === 'gone'
        ? []
        : [
            counted(progress.rows, 'row'),
            counted(progress.tables, 'table'),
            size(progress.bytes),
            duration(progress.ms + waited),
          ];
    setText(this.#counts, parts.join(' · '));
  }
}

/** A button that a narrow page shows without its words. */
function button(picture: IconName, words: string, title: string): HTMLButtonElement {
  return element(
    'button',
    { class: 'secondary', type: 'button', title, 'aria-label': words },
    icon(picture),
    element('span', { class: 'words' }, words),
  );
}
