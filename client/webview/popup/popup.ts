import './popups.css';

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

/** Closes a popup; the keyboard goes back to where it was, unless `back` is false. */
export type ClosePopup = (back?: boolean) => void;

export interface PopupOptions {
  /** What the box belongs to: a click there is not outside, and it says whether the box is open. */
  readonly button?: HTMLElement | undefined;
  /** Closes when the keyboard leaves the window, too. */
  readonly fleeting?: boolean;
}

/** Shows a box above everything, at a spot. A click outside closes it. */
export function openPopup(
  box: HTMLElement,
  at: Spot,
  { button, fleeting = false }: PopupOptions = {},
): ClosePopup {
  const before = button ?? document.activeElement;
  const close = (back = true) => {
    if (box.isConnected) {
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('blur', away);
      button?.setAttribute('aria-expanded', 'false');
      box.remove();
      if (back && before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    }
  };
  const outside = ({ target }: Event) => {
    if (!box.contains(target as Node) && !button?.contains(target as Node)) {
      close();
    }
  };
  const away = () => close();
  document.body.append(box);
  keepInside(box, at);
  button?.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  if (fleeting) {
    window.addEventListener('blur', away);
  }
  return close;
}

/** Puts something that is open where all of it is seen. */
function keepInside(open: HTMLElement, { x, y, height }: Spot): void {
  const { offsetWidth, offsetHeight } = open;
  const { innerWidth, innerHeight } = window;
  const under = y + height + 2;
  const top = under + offsetHeight <= innerHeight ? under : Math.max(2, y - offsetHeight - 2);
  open.style.left = `${Math.max(2, Math.min(x, innerWidth - offsetWidth - 4))}px`;
  open.style.top = `${Math.max(2, Math.min(top, innerHeight - offsetHeight - 2))}px`;
}
