import { element } from './dom.ts';
import type { Pane } from './pane.ts';

/** The tabs of the page and the panes below them; one pane is in sight. */
export class Tabs {
  readonly bar = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Ways to look at the run' });
  readonly #panes: readonly Pane[];
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #chosen: (pane: Pane) => void;
  #current: Pane;

  /** Calls `chosen` when a person chooses another pane. */
  constructor(panes: readonly [Pane, ...Pane[]], chosen: (pane: Pane) => void) {
    this.#panes = panes;
    this.#chosen = chosen;
    this.#current = panes[0];
    this.#tabs = panes.map((pane) => {
      const id = `pane-${pane.name.toLowerCase()}`;
      pane.element.id = id;
      pane.element.setAttribute('role', 'tabpanel');
      const tab = element(
        'button',
        { class: 'tab', type: 'button', role: 'tab', 'aria-controls': id },
        pane.name,
      );
      tab.addEventListener('click', () => this.#choose(pane));
      return tab;
    });
    this.bar.append(...this.#tabs);
    this.bar.hidden = panes.length < 2;
    this.bar.addEventListener('keydown', (event) => this.#key(event));
    this.#draw();
  }

  get current(): Pane {
    return this.#current;
  }

  /** Brings a pane into sight by its name, if there is one of that name. */
  show(name: string): void {
    this.#current = this.#panes.find((pane) => pane.name === name) ?? this.#current;
    this.#draw();
  }

  #choose(pane: Pane): void {
    this.#current = pane;
    this.#draw();
    this.#chosen(pane);
  }

  #draw(): void {
    for (const [index, pane] of this.#panes.entries()) {
      const current = pane === this.#current;
      pane.element.classList.toggle('out-of-sight', !current);
      this.#tabs[index]?.setAttribute('aria-selected', String(current));
      // One stop for the Tab key; the arrows move inside.
      this.#tabs[index]?.setAttribute('tabindex', current ? '0' : '-1');
    }
  }

  #key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      const at = (this.#panes.indexOf(this.#current) + step + this.#panes.length) % this.#panes.length;
      this.#choose(this.#panes[at] as Pane);
      this.#tabs[at]?.focus();
      event.preventDefault();
    }
  }
}
