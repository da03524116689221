import { element, icon } from '../dom.ts';
import { keepInside, type Spot } from './popover.ts';

export interface MenuItem {
  readonly label: string;
  /** The key that does the same. */
  readonly key?: string;
  /** Shown with a mark when it is on. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** Groups of items, with a line between two groups. */
export type MenuGroups = readonly (readonly MenuItem[])[];

/** Opens a menu at a spot. The keyboard goes into it and, when it closes, back to where it was. */
export function openMenu(name: string, groups: MenuGroups, at: Spot): void {
  const before = document.activeElement;
  const menu = element('div', { class: 'popup-menu', role: 'menu', 'aria-label': name, tabindex: -1 });
  const close = (run?: () => void) => {
    if (menu.isConnected) {
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('blur', away);
      menu.remove();
      if (before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
      run?.();
    }
  };
  const outside = (event: Event) => {
    if (!menu.contains(event.target as Node)) {
      close();
    }
  };
  const away = () => close();
  for (const [index, group] of groups.filter(({ length }) => length > 0).entries()) {
    if (index > 0) {
      menu.append(element('div', { class: 'popup-line', role: 'separator' }));
    }
    for (const item of group) {
      menu.append(menuItem(item, () => close(item.run)));
    }
  }
  menu.addEventListener('keydown', (event) => key(menu, event, close));
  menu.addEventListener('pointermove', (event) =>
    focusItem((event.target as Element).closest('.popup-item')),
  );
  menu.addEventListener('contextmenu', (event) => event.preventDefault());
  document.body.append(menu);
  keepInside(menu, at);
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('blur', away);
  focusItem(items(menu)[0] ?? menu);
}

function menuItem({ label, key: hint, checked, disabled = false }: MenuItem, run: () => void): HTMLElement {
  const item = element(
    'div',
    {
      class: 'popup-item',
      role: checked === undefined ? 'menuitem' : 'menuitemcheckbox',
      tabindex: -1,
      'aria-disabled': String(disabled),
      'aria-checked': checked === undefined ? undefined : String(checked),
      'aria-keyshortcuts': hint,
    },
    element('span', { class: 'popup-mark' }),
    element('span', { class: 'popup-label' }, label),
    element('span', { class: 'popup-key', 'aria-hidden': 'true' }, hint ?? ''),
  );
  if (checked === true) {
    item.firstElementChild?.append(icon('done'));
  }
  item.addEventListener('click', () => {
    if (!disabled) {
      run();
    }
  });
  return item;
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.popup-item[aria-disabled=false]')];
}

function focusItem(item: Element | null): void {
  if (item instanceof HTMLElement && item.getAttribute('aria-disabled') !== 'true') {
    item.focus({ preventScroll: true });
  }
}

function key(menu: HTMLElement, event: KeyboardEvent, close: () => void): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  switch (event.key) {
    case 'ArrowDown':
      focusItem(all[(at + 1) % all.length] ?? null);
      break;
    case 'ArrowUp':
      focusItem(all[(at - 1 + all.length) % all.length] ?? null);
      break;
    case 'Home':
      focusItem(all[0] ?? null);
      break;
    case 'End':
      focusItem(all.at(-1) ?? null);
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
      // The next item that begins with the letter.
      const letter = event.key.toLowerCase();
      const begins = (item: HTMLElement) => (item.textContent ?? '').trim().toLowerCase().startsWith(letter);
      focusItem([...all.slice(at + 1), ...all].find(begins) ?? null);
    }
  }
  event.preventDefault();
  event.stopPropagation();
}
