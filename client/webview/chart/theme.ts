import type { ReadColor } from './palette.ts';

/** What a canvas needs of VS Code's theme: it has no style sheet. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly dim: string;
  readonly grid: string;
  readonly border: string;
  /** A CSS font, without its size. */
  readonly family: string;
  /** In CSS pixels. */
  readonly fontSize: number;
  readonly highContrast: boolean;
  readonly color: ReadColor;
}

/** Reads the theme as it is now. */
export function readTheme(): Theme {
  const root = getComputedStyle(document.documentElement);
  const color: ReadColor = (name) => root.getPropertyValue(`--vscode-${name}`).trim();
  const text = color('foreground') || '#888888';
  const contrast = color('contrastBorder');
  const highContrast = contrast !== '';
  return {
    background: color('editor-background') || '#000000',
    text,
    dim: highContrast ? text : color('descriptionForeground') || text,
    grid: withAlpha(text, highContrast ? 0.35 : 0.11),
    border: contrast || withAlpha(text, 0.3),
    family: color('font-family') || 'sans-serif',
    fontSize: Math.max(9, (Number.parseFloat(color('font-size')) || 13) - 2),
    highContrast,
    color,
  };
}

/** Calls `changed` when VS Code puts another theme on the page. */
export function onThemeChange(changed: () => void): void {
  let frame = 0;
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(changed);
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}

function withAlpha(color: string, alpha: number): string {
  return `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}
