import { element } from '../dom.ts';

/** Where something opens, in pixels of the page; beside `height` pixels that it must not cover. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** The spot below an element. */
export function below(target: Element): Spot {
  const { left, top, height } = target.getBoundingClientRect();
  return { x: left, y: top, height };
}

/** Puts something that is open where all of it is seen. */
export function keepInside(open: HTMLElement, { x, y, height }: Spot): void {
  const { offsetWidth, offsetHeight } = open;
  const { innerWidth, innerHeight } = window;
  const under = y + height + 2;
  const top = under + offsetHeight <= innerHeight ? under : Math.max(2, y - offsetHeight - 2);
  open.style.left = `${Math.max(2, Math.min(x, innerWidth - offsetWidth - 4))}px`;
  open.style.top = `${Math.max(2, Math.min(top, innerHeight - offsetHeight - 2))}px`;
}

/**
 * Opens a small dialog at a spot. Escape, a click outside and Tab beyond its ends close it; the keyboard goes back to where it
 * was. Returns the function that closes it.
 */
export function openPopover(name: string, content: readonly HTMLElement[], at: Spot): () => void {
  const before = document.activeElement;
  const popover = element('div', { class: 'popover', role: 'dialog', 'aria-label': name }, ...content);
  const close = () => {
    if (popover.isConnected) {
      document.removeEventListener('pointerdown', outside, true);
      popover.remove();
      if (before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    }
  };
  const outside = (event: Event) => {
    if (!popover.contains(event.target as Node)) {
      close();
    }
  };
  popover.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
    // What is typed here is not for the rows.
    event.stopPropagation();
  });
  popover.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !popover.contains(event.relatedTarget)) {
      close();
    }
  });
  document.body.append(popover);
  keepInside(popover, at);
  document.addEventListener('pointerdown', outside, true);
  popover.querySelector<HTMLElement>('input, select, button')?.focus();
  return close;
}
