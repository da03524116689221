const UNITS: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Texts for an axis' numbers: all in one unit (when one is at least `least`), with the digits that tell one from the next. */
export function axisTexts(ticks: readonly (number | null)[], step: number, least = 10_000): string[] {
  const largest = Math.max(...ticks.map((tick) => Math.abs(tick ?? 0)));
  if (largest >= 1e15 || (largest > 0 && largest < 1e-4)) {
    return ticks.map((tick) => (tick === null ? '' : tick === 0 ? '0' : shortExponent(tick)));
  }
  const [unit, name] = (largest >= least ? UNITS.find(([size]) => largest >= size) : undefined) ?? [1, ''];
  const digits = digitsOf(step / unit);
  const format = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return ticks.map((tick) => {
    if (tick === null) {
      return '';
    }
    return tick === 0 ? '0' : `${format.format(tick / unit)}${name}`.replace('-', '−');
  });
}

/** How many digits after the point a number needs, as far as it is a step of an axis. */
function digitsOf(step: number): number {
  let digits = 0;
  for (let left = step; digits < 12 && Math.abs(left - Math.round(left)) > 1e-6 * left; left *= 10) {
    digits += 1;
  }
  return digits;
}

/** Texts for a logarithmic axis: powers of ten, the others without one. */
export function logTexts(ticks: readonly (number | null)[]): string[] {
  return ticks.map((tick) => {
    if (tick === null || Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) > 1e-9) {
      return '';
    }
    return axisTexts([tick], tick, 1000)[0] ?? '';
  });
}

function shortExponent(value: number): string {
  return value
    .toExponential(2)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e')
    .replaceAll('-', '−');
}

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 7 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** One value, exact when it is whole, with seven digits otherwise; nothing for NaN. */
export function valueText(value: number): string {
  if (Number.isNaN(value)) {
    return '';
  }
  const size = Math.abs(value);
  if (Number.isSafeInteger(value)) {
    return whole.format(value).replace('-', '−');
  }
  return (size >= 1e15 || size < 1e-4 ? shortExponent(value) : plain.format(value)).replace('-', '−');
}
