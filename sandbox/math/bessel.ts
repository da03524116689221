import { one, type Part, zero } from './besselSeries.ts';
import { polynomial } from './numeric.ts';
import { sineAndCosine } from './sine.ts';

/*
 * Bessel functions as Sun Microsystems published them (FreeBSD's e_j0.c, e_j1.c and e_jn.c), which are Go's too: rational
 * functions below 2, asymptotic series from there on, recurrences for higher orders.
 */

function quotient(x: number, parts: readonly Part[]): number {
  const part = parts.find(({ from }) => x >= from);
  const z = 1 / (x * x);
  return polynomial(z, part?.above ?? []) / polynomial(z, part?.below ?? [1]);
}

const rootOfPi = 1.772453850905516;
const perRootOfPi = 1 / rootOfPi;

/** A sine and a cosine of x − π/4, or of x − 3π/4, times √2, without losing digits where the two nearly cancel. */
function phases(x: number, order: 0 | 1): { readonly ss: number; readonly cc: number } {
  const { sine: s, cosine: c } = sineAndCosine(x);
  let [ss, cc] = order === 0 ? [s - c, s + c] : [-s - c, s - c];
  if (x < Number.MAX_VALUE / 2) {
    const { cosine } = sineAndCosine(x + x);
    const doubled = order === 0 ? -cosine : cosine;
    if (order === 0 ? s * c < 0 : s * c > 0) cc = doubled / ss;
    else ss = doubled / cc;
  }
  return { ss, cc };
}

/** The first and the second kind of an order for x ≥ 2. */
function far(x: number, order: 0 | 1): { readonly j: number; readonly y: number } {
  const { ss, cc } = phases(x, order);
  const root = Math.sqrt(x);
  if (x > 2 ** 129) return { j: (perRootOfPi * cc) / root, y: (perRootOfPi * ss) / root };
  const series = order === 0 ? zero : one;
  const u = 1 + quotient(x, series.p);
  const v = ((order === 0 ? -0.125 : 0.375) + quotient(x, series.q)) / x;
  return { j: (perRootOfPi * (u * cc - v * ss)) / root, y: (perRootOfPi * (u * ss + v * cc)) / root };
}

const j0Near = {
  above: [0, 0.015624999999999995, -0.00018997929423885472, 1.8295404953270067e-6, -4.618326885321032e-9],
  below: [1, 0.015619102946489001, 0.00011692678466333745, 5.135465502073181e-7, 1.1661400333379e-9],
};
const y0Near = {
  above: [
    -0.07380429510868723, 0.17666645250918112, -0.01381856719455969, 0.00034745343209368365,
    -3.8140705372436416e-6, 1.9559013703502292e-8, -3.982051941321034e-11,
  ],
  below: [1, 0.01273048348341237, 7.600686273503533e-5, 2.591508518404578e-7, 4.4111031133267547e-10],
};
const j1Near = {
  above: [0, -6.25e-2, 0.001407056669551897, -1.599556310840356e-5, 4.9672799960958445e-8],
  below: [
    1, 0.019153759953836346, 0.00018594678558863092, 1.1771846404262368e-6, 5.0463625707621704e-9,
    1.2354227442613791e-11,
  ],
};
const y1Near = {
  above: [
    -0.19605709064623894, 0.05044387166398113, -0.0019125689587576355, 2.352526005616105e-5,
    -9.190991580398789e-8,
  ],
  below: [
    1, 0.01991673182366499, 0.00020255258102513517, 1.3560880109751623e-6, 6.227414523646215e-9,
    1.6655924620799208e-11,
  ],
};

/** The first kind, order 0. */
export function j0(value: number): number {
  const x = Math.abs(value);
  if (Number.isNaN(x)) return x;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (x >= 2) return far(x, 0).j;
  if (x < 2 ** -27) return 1;
  if (x < 2 ** -13) return 1 - 0.25 * x * x;
  const z = x * x;
  const [r, s] = [polynomial(z, j0Near.above), polynomial(z, j0Near.below)];
  if (x < 1) return 1 + z * (-0.25 + r / s);
  const u = 0.5 * x;
  return (1 + u) * (1 - u) + z * (r / s);
}

/** The second kind, order 0. */
export function y0(x: number): number {
  if (x < 0 || Number.isNaN(x)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x >= 2) return far(x, 0).y;
  if (x <= 2 ** -27) return (y0Near.above[0] ?? 0) + (2 / Math.PI) * Math.log(x);
  const z = x * x;
  return polynomial(z, y0Near.above) / polynomial(z, y0Near.below) + (2 / Math.PI) * j0(x) * Math.log(x);
}

/** The first kind, order 1. */
export function j1(value: number): number {
  const sign = value < 0 ? -1 : 1;
  const x = Math.abs(value);
  if (Number.isNaN(x)) return x;
  if (x === Number.POSITIVE_INFINITY || x === 0) return 0;
  if (x >= 2) return sign * far(x, 1).j;
  // Go gives up the sign of what is tiny.
  if (x < 2 ** -27) return 0.5 * x;
  const z = x * x;
  return sign * (0.5 * x + (polynomial(z, j1Near.above) * x) / polynomial(z, j1Near.below));
}

/** The second kind, order 1. */
export function y1(x: number): number {
  if (x < 0 || Number.isNaN(x)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x >= 2) return far(x, 1).y;
  if (x <= 2 ** -54) return -(2 / Math.PI) / x;
  const z = x * x;
  const near = x * (polynomial(z, y1Near.above) / polynomial(z, y1Near.below));
  return near + (2 / Math.PI) * (j1(x) * Math.log(x) - 1 / x);
}

/** Spends a step of the query for each step of a recurrence. */
type Spend = () => void;

/** The first kind, any order. */
export function jn(order: number, value: number, spend: Spend): number {
  if (Number.isNaN(value)) return value;
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return 0;
  if (order === 0) return j0(value);
  if (value === 0) return 0;
  const n = Math.abs(order);
  const turned = order < 0 ? -value : value;
  if (n === 1) return j1(turned);
  const sign = turned < 0 && n % 2 === 1 ? -1 : 1;
  const x = Math.abs(turned);
  if (n > x) return sign * (x < 2 ** -29 ? firstTerm(n, x) : backward(n, x, spend));
  if (x >= 2 ** 302) return sign * ((perRootOfPi * phase(n, x)) / Math.sqrt(x));
  let [a, b] = [j0(x), j1(x)];
  for (let i = 1; i < n; i++) {
    spend();
    [a, b] = [b, b * ((i + i) / x) - a];
  }
  return sign * b;
}

/** (x/2)^n/n! */
function firstTerm(n: number, x: number): number {
  if (n > 33) return 0;
  let [factorial, term] = [1, x * 0.5];
  for (let i = 2; i <= n; i++) {
    factorial *= i;
    term *= x * 0.5;
  }
  return term / factorial;
}

/** √2 times the cosine of x − (2n + 1)π/4. */
function phase(n: number, x: number): number {
  const { sine: s, cosine: c } = sineAndCosine(x);
  return [c + s, -c + s, -c - s, c - s][n % 4] ?? 0;
}

/** From an order high enough that its value may be guessed, down to order 0, which is known. */
function backward(n: number, x: number, spend: Spend): number {
  const h = 2 / x;
  let [q0, z] = [(n + n) / x, (n + n) / x + h];
  let q1 = q0 * z - 1;
  let k = 1;
  while (q1 < 1e9) {
    spend();
    k++;
    z += h;
    [q0, q1] = [q1, z * q1 - q0];
  }
  let t = 0;
  for (let i = 2 * (n + k); i >= n + n; i -= 2) {
    spend();
    t = 1 / (i / x - t);
  }
  let [a, b] = [t, 1];
  const overflows = n * Math.log(Math.abs(h * n)) >= 709.782712893384;
  for (let i = n - 1; i > 0; i--) {
    spend();
    [a, b] = [b, (b * (i + i)) / x - a];
    if (overflows && b > 1e100) {
      a /= b;
      t /= b;
      b = 1;
    }
  }
  return (t * j0(x)) / b;
}

/** The second kind, any order. */
export function yn(order: number, x: number, spend: Spend): number {
  if (x < 0 || Number.isNaN(x)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (order === 0) return y0(x);
  const n = Math.abs(order);
  const sign = order < 0 && n % 2 === 1 ? -1 : 1;
  if (x === 0) return sign * Number.NEGATIVE_INFINITY;
  if (n === 1) return sign * y1(x);
  // A cosine of one order less is the sine.
  if (x >= 2 ** 302) return sign * ((perRootOfPi * phase(n + 3, x) * -1) / Math.sqrt(x));
  let [a, b] = [y0(x), y1(x)];
  for (let i = 1; i < n && b !== Number.NEGATIVE_INFINITY; i++) {
    spend();
    [a, b] = [b, ((i + i) / x) * b - a];
  }
  return sign * b;
}
