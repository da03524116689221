import { element, icon } from '../dom.ts';
import { counted } from '../format.ts';
import { type Host, Superseded } from '../host.ts';
import type { TableItem, View, TableList as Window } from '../protocol.ts';
import { Scroller } from '../scroller.ts';
import { oneLine } from '../visibleText.ts';

const ITEM_HEIGHT = 24;
/** Items asked for at a time; more than any screen shows. */
const WINDOW = 200;
/** From here on, looking for a table is worth a field. */
const FILTER_FROM = 8;

/** The list of results and tables, to choose the one that is shown. Only what is seen of it is there. */
export class TableList {
  readonly element = element('nav', { class: 'tables', 'aria-label': 'Results and tables' });
  readonly #filter = element('input', {
    type: 'search',
    class: 'filter',
    placeholder: 'Filter tables',
    'aria-label': 'Filter tables',
    spellcheck: 'false',
  });
  readonly #count = element('div', { class: 'filter-count', role: 'status' });
  readonly #box = element('div', { class: 'items', role: 'listbox', tabindex: 0, 'aria-label': 'Tables' });
  readonly #layer = element('div', { class: 'layer', role: 'presentation' });
  readonly #scroller: Scroller;
  readonly #host: Host;
  readonly #choose: (view: View) => void;
  #window: Window = { total: 0, from: 0, items: [] };
  #selected: View | undefined;
  /** The place of the item that the keyboard is at. */
  #active = 0;
  #asking = false;
  #askAgain = false;

  constructor(host: Host, choose: (view: View) => void) {
    this.#host = host;
    this.#choose = choose;
    const sizer = element('div', { class: 'sizer', role: 'presentation' }, this.#layer);
    this.#box.append(sizer);
    this.element.append(this.#filter, this.#count, this.#box);
    this.#scroller = new Scroller(this.#box, sizer, { headerHeight: 0, rowHeight: ITEM_HEIGHT }, () =>
      this.#draw(),
    );
    this.#filter.addEventListener('input', () => {
      this.#active = 0;
      this.#scroller.scrollTo(0);
      void this.refresh();
    });
    this.#filter.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.#box.focus();
      }
    });
    // Not `click`: what is drawn anew between button down and up would swallow it.
    this.#box.addEventListener('pointerdown', (event) => {
      const item = (event.target as Element).closest<HTMLElement>('.item');
      if (item !== null && event.button === 0) {
        this.#activate(Number(item.dataset['place']));
      }
    });
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#box.addEventListener('focus', () => this.#draw());
    this.#box.addEventListener('blur', () => this.#draw());
  }

  /** Forgets everything of the run before. */
  reset(): void {
    this.#filter.value = '';
    this.#window = { total: 0, from: 0, items: [] };
    this.#selected = undefined;
    this.#active = 0;
    this.#scroller.resize(0, 0);
    this.element.hidden = true;
    this.#draw();
  }

  /** Marks the view that is shown. */
  select(view: View): void {
    this.#selected = view;
    this.#draw();
  }

  /** Says how many tables there are; the list is there for more than one. */
  async update(tables: number): Promise<void> {
    this.element.hidden = tables < 2;
    this.#filter.hidden = tables < FILTER_FROM;
    if (tables >= 2) {
      await this.refresh();
    }
  }

  /** Asks for the items that are seen. One question at a time is under way; a later one replaces those in between. */
  async refresh(): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    try {
      const first = Math.floor(this.#scroller.top / ITEM_HEIGHT);
      const filter = this.#filter.value;
      const from = Math.max(0, first - WINDOW / 4);
      this.#window = await this.#host.ask('list', { filter, from, count: WINDOW });
      this.#count.hidden = filter.trim() === '';
      this.#count.textContent = counted(this.#window.total, 'item');
      this.#scroller.resize(this.#window.total, 0);
      this.#draw();
    } catch (error) {
      if (!(error instanceof Superseded)) {
        throw error;
      }
    } finally {
      this.#asking = false;
    }
    if (this.#askAgain) {
      this.#askAgain = false;
      await this.refresh();
    }
  }

  #activate(place: number): void {
    this.#active = Math.max(0, Math.min(place, this.#window.total - 1));
    this.#scroller.showRow(this.#active);
    const item = this.#window.items[this.#active - this.#window.from];
    if (item !== undefined) {
      this.#choose(item.view);
    }
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#box.clientHeight / ITEM_HEIGHT) - 1);
    const targets: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#window.total - 1,
      Enter: this.#active,
      ' ': this.#active,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const place = Math.max(0, Math.min(target, this.#window.total - 1));
    const known = this.#window.items[place - this.#window.from] !== undefined;
    if (known) {
      this.#activate(place);
    } else {
      // Far away: fetched first, then chosen.
      this.#active = place;
      this.#scroller.showRow(place);
      void this.refresh().then(() => this.#activate(place));
    }
  }

  #draw(): void {
    const { items, from, total } = this.#window;
    const { viewport } = this.#scroller.extent;
    const first = Math.floor(this.#scroller.top / ITEM_HEIGHT);
    const last = Math.min(total, first + Math.ceil(viewport / ITEM_HEIGHT) + 1);
    const drawn: HTMLElement[] = [];
    let missing = false;
    for (let place = first; place < last; place++) {
      const item = items[place - from];
      if (item === undefined) {
        missing = true;
        continue;
      }
      const made = this.#item(item, place);
      made.style.transform = `translateY(${place * ITEM_HEIGHT - this.#scroller.top}px)`;
      drawn.push(made);
    }
    this.#layer.style.height = `${viewport}px`;
    this.#layer.replaceChildren(...drawn);
    const active = this.#layer.querySelector('.active');
    if (active === null) {
      this.#box.removeAttribute('aria-activedescendant');
    } else {
      this.#box.setAttribute('aria-activedescendant', active.id);
    }
    if (missing) {
      void this.refresh();
    }
  }

  #item(item: TableItem, place: number): HTMLElement {
    const { view, result, label, key, rows, nested } = item;
    const selected = view.kind === this.#selected?.kind && view.index === this.#selected.index;
    const focused = document.activeElement === this.#box && place === this.#active;
    const name = oneLine(result) || 'unnamed';
    const head =
      view.kind === 'result'
        ? [
            element('span', { class: 'result' }, name),
            element('span', { class: 'key' }, `all ${label} tables`),
          ]
        : view.kind === 'block'
          ? [
              element('span', { class: 'number' }, `${label} tables`),
              element('span', { class: 'key' }, `with ${key.map(({ value }) => oneLine(value)).join(' · ')}`),
            ]
          : [
              ...(nested ? [] : [element('span', { class: 'result' }, name)]),
              element('span', { class: 'number' }, label === '' ? 'table' : `table ${oneLine(label)}`),
              element('span', { class: 'key' }, key.map(({ value }) => oneLine(value)).join(' · ')),
            ];
    const keyText = key
      .map(({ label: column, value }) => `${oneLine(column)} = ${oneLine(value)}`)
      .join('\n');
    return element(
      'div',
      {
        class: `item${nested ? ' nested' : ''}${selected ? ' selected' : ''}${focused ? ' active' : ''}`,
        role: 'option',
        id: `item-${place}`,
        'aria-selected': String(selected),
        'aria-setsize': this.#window.total,
        'aria-posinset': place + 1,
        'data-place': place,
        title: [
          name,
          view.kind === 'table' ? `table ${oneLine(label)}` : `${label} tables as one`,
          keyText,
          counted(rows, 'row'),
        ]
          .filter(Boolean)
          .join('\n'),
      },
      icon(view.kind === 'table' ? 'table' : 'stack'),
      ...head,
      element('span', { class: 'count', 'aria-label': counted(rows, 'row') }, rows.toLocaleString('en-US')),
    );
  }
}
