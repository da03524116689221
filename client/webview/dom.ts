type Child = Node | string;

interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly [name: string]: string | number | undefined;
}

/** Makes an element. Texts become text nodes, whatever they contain. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children);
  return made;
}

/** Sets a text only if it changes: a frame touches hundreds of cells. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Sixteen by sixteen, drawn with strokes in the text's colour. */
const ICONS = {
  done: 'M3 8.5l3.2 3.2L13 5',
  failed: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6',
  cancelled: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M3.7 12.3l8.6-8.6',
  incomplete: 'M8 2L1.5 13.5h13zM8 6.5v3.2M8 11.4v.6',
  running: 'M8 2a6 6 0 1 1-6 6',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 7.2v4M8 4.8v.6',
  key: 'M10.2 2.2a3.6 3.6 0 1 1-2.6 6.1L2.5 13.5M4.2 11.8l1.7 1.7M6 10l1.5 1.5',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  stop: 'M4 4h8v8H4z',
  stack: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M6.5 6.3V13',
} as const;

export type IconName = keyof typeof ICONS;

/** An icon that says nothing to a screen reader. */
export function icon(name: IconName): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}
