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
  save: 'M8 2v8M4.8 7L8 10.2 11.2 7M2.5 11.5v2h11v-2',
  stop: 'M4 4h8v8H4z',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6.5l4 4 4-4',
  edit: 'M10.5 3l2.5 2.5-7.5 7.5H3v-2.5zM9 4.5L11.5 7',
  flame:
    'M8 1.8c.6 2.4 3.8 4 3.8 7.4a3.8 3.8 0 0 1-7.6 0c0-1.5.8-2.6 1.6-3.3.2 1 .7 1.6 1.3 1.8C6.8 5.6 7 3.6 8 1.8z',
  stack: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  up: 'M4 9.5l4-4 4 4',
  ascending: 'M8 13V3.5M4.5 7L8 3.5 11.5 7',
  descending: 'M8 3v9.5M4.5 9L8 12.5 11.5 9',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.3 10.3l3.7 3.7',
  filter: 'M2 3h12L9.5 8.5V13l-3-1.5v-3z',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 4.5V8l2.5 1.7',
  pin: 'M5.5 2h5M6.5 2v4.5L4.5 9h7L9.5 6.5V2M8 9v5',
  again: 'M12.6 5.2A5.4 5.4 0 1 0 13.4 8.6M12.8 2v3.4H9.4',
  pinned: 'M6 2.5h4M6.6 2.5v4.2L4.5 9.2h7L9.4 6.7V2.5M8 9.2v4.5M7.3 4.5h1.4M6.6 7.4h2.8',
  cloud: 'M4.6 12.2a2.7 2.7 0 0 1-.3-5.4 3.9 3.9 0 0 1 7.5-.4 2.9 2.9 0 0 1-.3 5.8z',
  gone: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 4.6V8l2.4 1.6',
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
