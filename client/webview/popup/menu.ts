import { element, icon } from '../dom.ts';
import { below, type ClosePopup, openPopup, type Spot } from './popup.ts';

export interface MenuItem {
  readonly label: string;
  /** What it does, for who hears the item without its heading. */
  readonly spoken?: string;
  /** The key that does the same. */
  readonly key?: string;
  /** Shown with a mark when it is on. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** Items that belong together; between two groups there is a line. */
export interface MenuGroup {
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

/**
 * Makes a button open a menu below it (https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/): a click opens and closes it,
 * ↓ and ↑ open it at its first and its last item. `groups` is asked each time. Returns the function that closes it.
 */
export function menuButton(
  button: HTMLButtonElement,
  name: string,
  groups: () => readonly MenuGroup[],
): () => void {
  let close: ClosePopup | undefined;
  const open = (first: 0 | -1) => {
    close = showMenu(name, groups(), below(button), first, button);
  };
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () =>
    button.getAttribute('aria-expanded') === 'true' ? close?.() : open(0),
  );
  button.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      open(event.key === 'ArrowDown' ? 0 : -1);
    }
  });
  return () => close?.();
}

/** Opens a menu at a spot. The keyboard goes into it and, when it closes, back to where it was. */
export function openMenu(name: string, groups: readonly MenuGroup[], at: Spot): void {
  showMenu(name, groups, at, 0);
}

/** Arrows, Home, End and first letters move in it; `first` is where they begin. */
function showMenu(
  name: string,
  groups: readonly MenuGroup[],
  at: Spot,
  first: 0 | -1,
  button?: HTMLElement,
): ClosePopup {
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': name, tabindex: -1 });
  const chosen = (run: () => void) => {
    close();
    run();
  };
  for (const [index, { heading, items }] of groups.filter(({ items }) => items.length > 0).entries()) {
    if (index > 0) {
      menu.append(element('div', { class: 'menu-line', role: 'separator' }));
    }
    const made = items.map((item) => menuItem(item, chosen));
    menu.append(...(heading === undefined ? made : [headed(heading, made)]));
  }
  const close = openPopup(menu, at, { button, fleeting: true });
  menu.addEventListener('keydown', (event) => key(menu, event, close));
  // As VS Code's own menus do: there is one highlight, wherever it comes from.
  menu.addEventListener('pointermove', (event) => focusItem((event.target as Element).closest('.menu-item')));
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && relatedTarget !== button && !menu.contains(relatedTarget)) {
      close(false);
    }
  });
  focusItem(enabled(menu).at(first) ?? menu);
  return close;
}

function headed(heading: string, items: readonly HTMLElement[]): HTMLElement {
  const shown = element('div', { class: 'menu-heading', 'aria-hidden': 'true' }, heading);
  return element('div', { role: 'group', 'aria-label': heading }, shown, ...items);
}

function menuItem(
  { label, spoken, key: hint, checked, disabled = false, run }: MenuItem,
  chosen: (run: () => void) => void,
): HTMLElement {
  const item = element(
    'div',
    {
      class: 'menu-item',
      role: checked === undefined ? 'menuitem' : 'menuitemcheckbox',
      tabindex: -1,
      'aria-label': spoken,
      'aria-disabled': String(disabled),
      'aria-checked': checked === undefined ? undefined : String(checked),
      'aria-keyshortcuts': hint,
    },
    element('span', { class: 'menu-mark' }),
    element('span', { class: 'menu-label' }, label),
    element('span', { class: 'menu-key', 'aria-hidden': 'true' }, hint ?? ''),
  );
  if (checked === true) {
    item.firstElementChild?.append(icon('done'));
  }
  item.addEventListener('click', () => {
    if (!disabled) {
      chosen(run);
    }
  });
  return item;
}

function enabled(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.menu-item[aria-disabled=false]')];
}

function focusItem(item: Element | null | undefined): void {
  if (item instanceof HTMLElement && item.getAttribute('aria-disabled') !== 'true') {
    item.focus();
  }
}

function key(menu: HTMLElement, event: KeyboardEvent, close: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const all = enabled(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  switch (event.key) {
    case 'ArrowDown':
      focusItem(all[(at + 1) % all.length]);
      break;
    case 'ArrowUp':
      focusItem(all.at(Math.max(at, 0) - 1));
      break;
    case 'Home':
      focusItem(all[0]);
      break;
    case 'End':
      focusItem(all.at(-1));
      break;
    case 'Enter':
    case ' ':
      all[at]?.click();
      break;
    case 'Escape':
    case 'Tab':
      close();
      break;
    default: {
      if (event.key.length > 1) {
        return;
      }
      // The next item that begins with the letter.
      const letter = event.key.toLowerCase();
      const begins = (item: HTMLElement) => item.textContent?.toLowerCase().startsWith(letter);
      focusItem([...all.slice(at + 1), ...all].find(begins));
    }
  }
  event.preventDefault();
  event.stopPropagation();
}
