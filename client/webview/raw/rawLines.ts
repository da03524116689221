import { element, setText } from '../dom.ts';
import { size } from '../format.ts';
import { type Host, Superseded } from '../host.ts';
import type { RawLine } from '../protocol.ts';
import { Scroller } from '../scroller.ts';
import { oneLine } from '../visibleText.ts';

const LINE_HEIGHT = 20;
/** Lines asked for at a time; more than any screen shows. */
const WINDOW = 200;
/** Pixels that an arrow scrolls to the side. */
const STEP = 40;

/** Where the lines were, to come back to. */
interface RawPlace {
  readonly top: number;
  readonly left: number;
}

/** A line that is drawn. */
interface Drawn {
  readonly row: HTMLElement;
  readonly text: HTMLElement;
  readonly more: HTMLElement;
}

/** Lines of text, of which only those are there that are seen. */
export class RawLines {
  readonly element = element('div', {
    class: 'raw-lines',
    role: 'listbox',
    tabindex: 0,
    'aria-label': 'Lines',
  });
  readonly #layer = element('div', { class: 'layer', role: 'presentation' });
  readonly #scroller: Scroller;
  readonly #host: Host;
  readonly #moved: () => void;
  readonly #open: (line: number) => void;
  /** By number; lines that stay in sight keep their element, and with it what is selected there. */
  readonly #drawn = new Map<number, Drawn>();
  #from = 0;
  #lines: readonly RawLine[] = [];
  #count = 0;
  #bytes = 0;
  #ends = false;
  #active = 0;
  #width = 0;
  #asking = false;
  #frame = 0;
  #place: RawPlace | undefined;

  /** Calls `moved` when it was scrolled, and `open` when a whole line is to be seen. */
  constructor(host: Host, moved: () => void, open: (line: number) => void) {
    this.#host = host;
    this.#moved = moved;
    this.#open = open;
    const sizer = element('div', { class: 'sizer', role: 'presentation' }, this.#layer);
    this.element.append(sizer);
    this.#scroller = new Scroller(this.element, sizer, { headerHeight: 0, rowHeight: LINE_HEIGHT }, () =>
      this.#schedule(),
    );
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    this.element.addEventListener('focus', () => this.#schedule());
    this.element.addEventListener('blur', () => this.#schedule());
  }

  get place(): RawPlace {
    return { top: this.#scroller.top, left: this.#scroller.left };
  }

  reset(): void {
    this.#lines = [];
    this.#from = 0;
    this.#count = 0;
    this.#bytes = 0;
    this.#active = 0;
    this.#width = 0;
    this.#asking = false;
    this.#place = undefined;
    this.#scroller.resize(0, 0);
    this.#draw();
  }

  /** Goes to where it was left, as soon as there are as many lines. */
  comeBack(place: unknown): void {
    this.#place = place as RawPlace | undefined;
    this.#schedule();
  }

  focus(): void {
    this.element.focus();
  }

  showEnds(shown: boolean): void {
    this.#ends = shown;
    this.#schedule();
  }

  /** Says how much there is by now. */
  follow(count: number, bytes: number): void {
    if (count === this.#count && bytes === this.#bytes) {
      this.#schedule();
      return;
    }
    // The last line may have grown.
    if (this.#from + this.#lines.length >= this.#count && bytes !== this.#bytes) {
      this.#lines = this.#lines.slice(0, Math.max(0, this.#count - 1 - this.#from));
    }
    this.#count = count;
    this.#bytes = bytes;
    this.#scroller.resize(count, this.#width);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
        this.#moved();
      });
    }
  }

  #draw(): void {
    const place = this.#place;
    if (place !== undefined && this.#count * LINE_HEIGHT > place.top) {
      this.#place = undefined;
      this.#scroller.scrollTo(place.top, place.left);
    }
    const { viewport } = this.#scroller.extent;
    const top = this.#scroller.top;
    const first = Math.floor(top / LINE_HEIGHT);
    const end = Math.min(this.#count, first + Math.ceil(viewport / LINE_HEIGHT) + 1);
    const digits = Math.max(3, String(this.#count).length);
    this.element.style.setProperty('--digits', String(digits));
    this.#layer.style.height = `${viewport}px`;
    this.#layer.style.width = `${this.element.clientWidth}px`;
    for (const [line, { row }] of this.#drawn) {
      if (line < first || line >= end) {
        row.remove();
        this.#drawn.delete(line);
      }
    }
    let missing = false;
    let widest = 0;
    for (let line = first; line < end; line++) {
      const found = this.#lines[line - this.#from];
      missing ||= found === undefined;
      const drawn = this.#drawn.get(line) ?? this.#make(line);
      drawn.row.style.transform = `translateY(${line * LINE_HEIGHT - top}px)`;
      drawn.row.classList.toggle('active', line === this.#active && document.activeElement === this.element);
      drawn.row.setAttribute('aria-selected', String(line === this.#active));
      drawn.row.setAttribute('aria-setsize', String(this.#count));
      drawn.text.style.transform = `translateX(${-this.#scroller.left}px)`;
      setText(drawn.text, found === undefined ? '' : this.#text(found));
      setText(drawn.more, found?.cut ? `… ${size(found.bytes)}, show all` : '');
      widest = Math.max(widest, drawn.text.offsetWidth + drawn.more.offsetWidth);
    }
    if (this.#drawn.has(this.#active)) {
      this.element.setAttribute('aria-activedescendant', `raw-${this.#active}`);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
    // Never narrower again: the text would jump while one scrolls.
    if (widest > this.#width) {
      this.#width = widest;
      this.#scroller.resize(this.#count, widest + (digits + 6) * 8);
    }
    if (missing) {
      void this.#ask(first, end);
    }
  }

  #make(line: number): Drawn {
    const text = element('span', { class: 'raw-text' });
    const more = element('span', { class: 'raw-more' });
    const row = element(
      'div',
      {
        class: 'raw-line',
        role: 'option',
        id: `raw-${line}`,
        'aria-posinset': line + 1,
        'data-line': line,
      },
      element('span', { class: 'raw-number', 'aria-hidden': 'true' }, (line + 1).toLocaleString('en-US')),
      element('span', { class: 'raw-clip' }, text),
      more,
    );
    const drawn = { row, text, more };
    this.#drawn.set(line, drawn);
    this.#layer.append(row);
    return drawn;
  }

  #text({ text, ended }: RawLine): string {
    return oneLine(this.#ends ? `${text}${ended ? '\n' : ''}` : text.replace(/\r$/, ''));
  }

  /** One question at a time; what is seen by its end decides on the next. */
  async #ask(first: number, end: number): Promise<void> {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    const from = Math.max(0, first - Math.floor((WINDOW - (end - first)) / 2));
    try {
      const { lines } = await this.#host.ask('rawLines', { from, count: WINDOW });
      this.#from = from;
      this.#lines = lines;
      this.#asking = false;
    } catch (error) {
      if (!(error instanceof Superseded)) {
        this.#asking = false;
        throw error;
      }
      return;
    }
    this.#schedule();
  }

  #click(event: MouseEvent): void {
    const line = (event.target as Element).closest<HTMLElement>('.raw-line')?.dataset['line'];
    // A click that ends a selection only selects.
    if (line === undefined || document.getSelection()?.isCollapsed === false) {
      return;
    }
    this.#active = Number(line);
    if ((event.target as Element).closest('.raw-more') !== null) {
      this.#open(this.#active);
    }
    this.#schedule();
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey) {
      return;
    }
    const page = Math.max(1, Math.floor(this.#scroller.extent.viewport / LINE_HEIGHT) - 1);
    const targets: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#count - 1,
    };
    const target = targets[event.key];
    const { top, left } = this.#scroller;
    if (target !== undefined) {
      this.#active = Math.max(0, Math.min(target, this.#count - 1));
      this.#scroller.showRow(this.#active);
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      this.#scroller.scrollTo(top, Math.max(0, left + (event.key === 'ArrowRight' ? STEP : -STEP)));
    } else if (event.key === 'Enter' && this.#count > 0) {
      this.#open(this.#active);
    } else {
      return;
    }
    event.preventDefault();
    this.#schedule();
  }
}
