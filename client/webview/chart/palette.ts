/** Reads a theme's colour; the empty text if it has none. */
export type ReadColor = (name: string) => string;

/**
 * The theme's chart colours, in an order in which neighbours differ in lightness or in blue against yellow, which people who
 * mistake red for green see too; and what stands for those that a theme does not have.
 */
const BASE: readonly (readonly [name: string, dark: string, light: string])[] = [
  ['charts-blue', '#3794ff', '#1a85ff'],
  ['charts-orange', '#d18616', '#d18616'],
  ['charts-purple', '#b180d7', '#652d90'],
  ['charts-green', '#89d185', '#388a34'],
  ['charts-red', '#f14c4c', '#e51400'],
  ['charts-yellow', '#cca700', '#bf8803'],
];
/** Lightness that can be read on dark and on light. */
const ON_DARK = [0.55, 0.95] as const;
const ON_LIGHT = [0.32, 0.72] as const;
/** How far lightness goes with each further round of the same colours, as a part of the whole range: never to where it was. */
const GOLDEN = 0.382;

/** Colours for `count` series, readable on the background. */
export function palette(count: number, background: string, read: ReadColor): string[] {
  const back = parseColor(background) ?? [0, 0, 0];
  const dark = toLch(back)[0] < 0.6;
  const base = BASE.map(
    ([name, onDark, onLight]) => parseColor(read(name)) ?? parseColor(dark ? onDark : onLight),
  );
  return Array.from({ length: count }, (_, index) => {
    const color = base[index % base.length] ?? [128, 128, 128];
    return readable(color, Math.floor(index / base.length), dark ? ON_DARK : ON_LIGHT);
  });
}

type Rgb = readonly [red: number, green: number, blue: number];
type Lch = readonly [lightness: number, chroma: number, hue: number];

/** A colour for a round, with a lightness in the range. */
function readable(color: Rgb, round: number, [low, high]: readonly [number, number]): string {
  const [lightness, chroma, hue] = toLch(color);
  const first = Math.min(Math.max(lightness, low), high);
  const span = high - low;
  const shifted = low + ((first - low + round * GOLDEN * span) % span);
  return `#${toRgb(round === 0 ? [first, chroma, hue] : [shifted, 0.9 * chroma, hue])
    .map(hex)
    .join('')}`;
}

function hex(value: number): string {
  return Math.round(Math.min(255, Math.max(0, value)))
    .toString(16)
    .padStart(2, '0');
}

/** `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` or `rgba(…)`; undefined for anything else. */
export function parseColor(text: string): Rgb | undefined {
  const color = text.trim();
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(color);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})(?:[\da-f]{2})?$/i.exec(color);
  const numbers = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/i.exec(color);
  const read = (match: RegExpExecArray, base: number, factor: number): Rgb => {
    const [red = 0, green = 0, blue = 0] = match.slice(1).map((part) => Number.parseInt(part, base) * factor);
    return [red, green, blue];
  };
  if (short !== null) {
    return read(short, 16, 17);
  }
  return long !== null ? read(long, 16, 1) : numbers !== null ? read(numbers, 10, 1) : undefined;
}

/** OKLCH, in which equal steps of lightness look equal: https://bottosson.github.io/posts/oklab/ */
export function toLch(color: Rgb): Lch {
  const [r, g, b] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const yellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    Math.hypot(a, yellow),
    Math.atan2(yellow, a),
  ];
}

function toRgb([lightness, chroma, hue]: Lch): number[] {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055));
}
