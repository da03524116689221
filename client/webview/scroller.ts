import { type Extent, maxTop, physicalHeight, scale, topOf, topShowing } from './scroll.ts';

/**
 * Scrolls rows of equal height that are drawn only where they are seen. `element` scrolls natively over an empty element of the
 * rows' size; what is seen is drawn by the owner into a layer that stays in place, so there is nothing that could be
 * blank.
 */
export class Scroller {
  readonly #element: HTMLElement;
  readonly #sizer: HTMLElement;
  /** Height at the top that rows cannot use. */
  readonly #headerHeight: number;
  readonly #rowHeight: number;
  #rows = 0;
  #width = 0;
  #top = 0;
  /** The `scrollTop` that `#top` was worked out from, or set to. */
  #scrollTop = 0;

  /** Calls `draw` whenever something else is to be seen. */
  constructor(
    element: HTMLElement,
    sizer: HTMLElement,
    sizes: { readonly headerHeight: number; readonly rowHeight: number },
    draw: () => void,
  ) {
    this.#element = element;
    this.#sizer = sizer;
    this.#headerHeight = sizes.headerHeight;
    this.#rowHeight = sizes.rowHeight;
    element.addEventListener('scroll', () => {
      // Its own scrolling has a finer top than the scroll bar can express.
      if (Math.abs(element.scrollTop - this.#scrollTop) > 1) {
        this.#scrollTop = element.scrollTop;
        this.#top = topOf(element.scrollTop, this.extent);
      }
      draw();
    });
    element.addEventListener(
      'wheel',
      (event) => {
        if (scale(this.extent) > 1 && event.deltaY !== 0 && !event.ctrlKey && !event.shiftKey) {
          event.preventDefault();
          const unit =
            event.deltaMode === 1 ? this.#rowHeight : event.deltaMode === 2 ? this.extent.viewport : 1;
          this.scrollTo(this.#top + event.deltaY * unit);
          draw();
        }
      },
      { passive: false },
    );
    new ResizeObserver(() => {
      this.scrollTo(this.#top);
      draw();
    }).observe(element);
  }

  get extent(): Extent {
    return {
      rows: this.#rows,
      rowHeight: this.#rowHeight,
      viewport: Math.max(0, this.#element.clientHeight - this.#headerHeight),
    };
  }

  /** The pixel of the rows at the top. */
  get top(): number {
    return this.#top;
  }

  get left(): number {
    return this.#element.scrollLeft;
  }

  /** Sets how many rows there are and how wide they are; the place is kept. */
  resize(rows: number, width: number): void {
    if (rows === this.#rows && width === this.#width) {
      return;
    }
    this.#rows = rows;
    this.#width = width;
    this.#sizer.style.width = `${width}px`;
    this.#sizer.style.height = `${physicalHeight(this.extent) + this.#headerHeight}px`;
    this.scrollTo(this.#top);
  }

  scrollTo(top: number, left = this.left): void {
    const { extent } = this;
    this.#top = Math.max(0, Math.min(maxTop(extent), top));
    this.#scrollTop = this.#top / scale(extent);
    this.#element.scrollTo({ top: this.#scrollTop, left, behavior: 'instant' });
  }

  showRow(row: number): void {
    this.scrollTo(topShowing(row, this.#top, this.extent));
  }
}
