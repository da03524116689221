import { element } from '../dom.ts';
import { type ClosePopup, openPopup, type Spot } from './popup.ts';

/**
 * Opens a small dialog at a spot. Escape, a click outside and Tab beyond its ends close it; the keyboard goes back to where it
 * was. Returns the function that closes it.
 */
export function openPopover(name: string, content: readonly HTMLElement[], at: Spot): ClosePopup {
  const popover = element('div', { class: 'popover', role: 'dialog', 'aria-label': name }, ...content);
  const close = openPopup(popover, at);
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
  popover.querySelector<HTMLElement>('input, select, button')?.focus();
  return close;
}
