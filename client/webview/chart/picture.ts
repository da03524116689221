import type { Theme } from './theme.ts';

/** A chart as it goes into a picture. */
export interface Pictured {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
  readonly legend: readonly { readonly name: string; readonly color: string }[];
}

const PADDING = 16;
const TITLE = 24;
const LINE = 18;
const SWATCH = 10;

/** Charts below each other with their titles and legends on the theme's background: a PNG in base64. */
export function picture(heading: string, charts: readonly Pictured[], theme: Theme): string {
  const ratio = devicePixelRatio;
  const width = Math.max(...charts.map(({ canvas }) => canvas.width / ratio)) + 2 * PADDING;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const font = `${theme.fontSize + 1}px ${theme.family}`;
  context.font = font;
  const legends = charts.map(({ legend }) => places(context, legend, width - 2 * PADDING));
  const heights = charts.map(
    ({ canvas: chart }, i) => TITLE + chart.height / ratio + (legends[i]?.height ?? 0) + PADDING,
  );
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round((heights.reduce((sum, height) => sum + height, 0) + TITLE + PADDING) * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, canvas.height / ratio);
  context.textBaseline = 'middle';
  context.fillStyle = theme.dim;
  context.font = font;
  context.fillText(heading, PADDING, PADDING + 4, width - 2 * PADDING);
  let top = TITLE + PADDING / 2;
  for (const [index, { title, canvas: chart }] of charts.entries()) {
    context.fillStyle = theme.text;
    context.font = `bold ${font}`;
    context.fillText(title, PADDING, top + TITLE / 2, width - 2 * PADDING);
    context.drawImage(chart, PADDING, top + TITLE, chart.width / ratio, chart.height / ratio);
    context.font = font;
    for (const { name, color, x, y } of legends[index]?.entries ?? []) {
      const at = top + TITLE + chart.height / ratio + y;
      context.fillStyle = color;
      context.fillRect(PADDING + x, at + (LINE - SWATCH) / 2, SWATCH, SWATCH);
      context.fillStyle = theme.text;
      context.fillText(name, PADDING + x + SWATCH + 6, at + LINE / 2);
    }
    top += heights[index] as number;
  }
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** Where the legend's entries go, in lines. */
function places(context: CanvasRenderingContext2D, legend: Pictured['legend'], width: number) {
  let x = 0;
  let y = 0;
  const entries = legend.map(({ name, color }) => {
    const needed = SWATCH + 6 + context.measureText(name).width + 18;
    if (x > 0 && x + needed > width) {
      x = 0;
      y += LINE;
    }
    const entry = { name, color, x, y };
    x += needed;
    return entry;
  });
  return { entries, height: entries.length === 0 ? 0 : y + LINE };
}
