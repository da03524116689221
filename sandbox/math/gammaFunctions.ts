import { polynomial, power } from './numeric.ts';
import { sineAndCosine } from './sine.ts';

/*
 * Gamma after Stephen Moshier's Cephes library, its logarithm after Sun Microsystems' (FreeBSD's e_lgamma_r.c): the same
 * approximations as Go's.
 */

/** Gamma(2 + x) = P(x)/Q(x) for 0 ≤ x < 1. */
const p = [
  1, 0.4942148268014971, 0.20744822764843598, 0.04763678004571372, 0.010421379756176158,
  0.0011913514700658638, 0.00016011952247675185,
];
const q = [
  1, 0.0714304917030273, -0.23459179571824335, 0.035823639860549865, 0.011813978522206043,
  -0.004456419138517973, 0.0005396055804933034, -2.3158187332412014e-5,
];
/** Stirling's series in 1/x. */
const series = [
  1, 0.08333333333334822, 0.0034722222160545866, -0.0026813261780578124, -0.00022954996161337813,
  0.0007873113957930937,
];
const euler = 0.5772156649015329;
const rootOfTwoPi = 2.5066282746310007;

/** Two factors of Gamma(x): their product may be finite where a part of it is not. */
function stirling(x: number): readonly [number, number] {
  if (x > 200) return [Number.POSITIVE_INFINITY, 1];
  const correction = polynomial(1 / x, series);
  const exponential = Math.exp(x);
  if (x <= 143.01608) return [power(x, x - 0.5) / exponential, rootOfTwoPi * correction];
  const root = power(x, 0.5 * x - 0.25);
  return [root, rootOfTwoPi * correction * (root / exponential)];
}

/** The gamma function; NaN for negative integers. */
export function gamma(value: number): number {
  if (Number.isNaN(value) || value === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (value === 0) return 1 / value;
  if (value === Number.POSITIVE_INFINITY) return value;
  if (value < 0 && Number.isInteger(value)) return Number.NaN;
  if (Math.abs(value) > 33) return value > 0 ? product(stirling(value)) : reflected(-value);
  let [x, factor] = [value, 1];
  while (x >= 3) {
    x -= 1;
    factor *= x;
  }
  while (x < 2) {
    // Close to a pole, from either side.
    if (x > -1e-9 && x < 1e-9) return factor / ((1 + euler * x) * x);
    factor /= x;
    x += 1;
  }
  return x === 2 ? factor : (factor * polynomial(x - 2, p)) / polynomial(x - 2, q);
}

function product([a, b]: readonly [number, number]): number {
  return a * b;
}

/** Gamma(−x) for x > 33, from Gamma(x). */
function reflected(x: number): number {
  const whole = Math.floor(x);
  const sign = whole % 2 === 0 ? -1 : 1;
  const off = x - whole > 0.5 ? x - (whole + 1) : x - whole;
  const sine = Math.abs(x * sineAndCosine(Math.PI * off).sine);
  if (sine === 0) return sign * Number.POSITIVE_INFINITY;
  const [a, b] = stirling(x);
  const divisor = sine * a * b;
  return sign * (Number.isFinite(divisor) ? Math.PI / divisor : Math.PI / sine / a / b);
}

/** Between 1.73 and 2, by the distance to 2: even and odd powers apart. */
const nearTwo = {
  even: [
    0.07721566490153287, 0.06735230105312927, 0.007385550860814029, 0.0011927076318336207,
    0.00022086279071390839, 2.5214456545125733e-5,
  ],
  odd: [
    0.3224670334241136, 0.020580808432516733, 0.0028905138367341563, 0.0005100697921535113,
    0.00010801156724758394, 4.4864094961891516e-5,
  ],
};
/** Around the minimum, or that less one, by the distance to it: every third power. */
const minimum = {
  at: [1.4616321449683622, 0.46163214496836225],
  value: -0.12148629053584961,
  rest: -3.638676997039505e-18,
  powers: [
    [
      0.48383612272381005, -0.032788541075985965, 0.006100538702462913, -0.0014034646998923284,
      0.00031563207090362595,
    ],
    [
      -0.1475877229945939, 0.01797067508118204, -0.0036845201678113826, 0.000881081882437654,
      -0.00031275416837512086,
    ],
    [
      0.06462494023913339, -0.010314224129834144, 0.0022596478090061247, -0.0005385953053567405,
      0.0003355291926355191,
    ],
  ],
} as const;
/** Around 1. */
const nearOne = {
  p: [
    -0.07721566490153287, 0.6328270640250934, 1.4549225013723477, 0.9777175279633727, 0.22896372806469245,
    0.013381091853678766,
  ],
  q: [
    1, 2.4559779371304113, 2.128489763798934, 0.7692851504566728, 0.10422264559336913, 0.003217092422824239,
  ],
};
/** Between 2 and 3. */
const aboveTwo = {
  p: [
    -0.07721566490153287, 0.21498241596060885, 0.325778796408931, 0.14635047265246445, 0.02664227030336386,
    0.0018402845140733772, 3.194753265841009e-5,
  ],
  q: [
    1, 1.3920053346762105, 0.7219355475671381, 0.17193386563280308, 0.01864591917156529,
    0.0007779424963818936, 7.326684307446256e-6,
  ],
};
/** From 8 on: the constant, and the series in 1/x by odd powers. */
const constant = 0.4189385332046727;
const farSeries = [
  0.08333333333333297, -0.0027777777772877554, 0.0007936505586430196, -0.00059518755745034,
  0.0008363399189962821, -0.0016309293409657527,
];

/** The logarithm of |Gamma(x)|, and Gamma's sign. */
export function lgamma(value: number): { readonly lgamma: number; readonly sign: -1 | 1 } {
  if (!Number.isFinite(value)) return { lgamma: value, sign: 1 };
  if (value === 0) return { lgamma: Number.POSITIVE_INFINITY, sign: 1 };
  const x = Math.abs(value);
  if (x < 2 ** -70) return { lgamma: -Math.log(x), sign: value < 0 ? -1 : 1 };
  if (value > 0) return { lgamma: positive(x), sign: 1 };
  const sine = x >= 2 ** 52 ? 0 : sineOfNegative(x);
  if (sine === 0) return { lgamma: Number.POSITIVE_INFINITY, sign: 1 };
  const sign = sine < 0 ? -1 : 1;
  return { lgamma: Math.log(Math.PI / Math.abs(sine * x)) - positive(x), sign };
}

function positive(x: number): number {
  if (x === 1 || x === 2) return 0;
  if (x < 2) return belowTwo(x);
  if (x < 8) return belowEight(x);
  if (x >= 2 ** 58) return x * (Math.log(x) - 1);
  const z = 1 / x;
  return (x - 0.5) * (Math.log(x) - 1) + (constant + z * polynomial(z * z, farSeries));
}

const lowest = 1.4616321449683622;

function belowTwo(given: number): number {
  // lgamma(x) = lgamma(x + 1) − log(x)
  const shift = given <= 0.9 ? 1 : 0;
  const start = shift === 1 ? -Math.log(given) : 0;
  if (given >= lowest - shift + 0.27) return start + fromTwo(2 - shift - given);
  if (given >= lowest - shift - 0.27) return start + fromMinimum(given - minimum.at[shift]);
  return start + fromOne(given - (1 - shift));
}

function fromTwo(y: number): number {
  const z = y * y;
  return y * polynomial(z, nearTwo.even) + z * polynomial(z, nearTwo.odd) - 0.5 * y;
}

function fromMinimum(y: number): number {
  const z = y * y;
  const w = z * y;
  const [first, second, third] = minimum.powers.map((coefficients) => polynomial(w, coefficients));
  return minimum.value + (z * (first ?? 0) - (minimum.rest - w * ((second ?? 0) + y * (third ?? 0))));
}

function fromOne(y: number): number {
  return -0.5 * y + (y * polynomial(y, nearOne.p)) / polynomial(y, nearOne.q);
}

function belowEight(x: number): number {
  const whole = Math.floor(x);
  const y = x - whole;
  const base = 0.5 * y + (y * polynomial(y, aboveTwo.p)) / polynomial(y, aboveTwo.q);
  let factor = 1;
  for (let i = whole - 1; i >= 2; i--) factor *= y + i;
  return whole > 2 ? base + Math.log(factor) : base;
}

/** sin(−πx) for x > 0 that has a fraction; 0 for integers. */
function sineOfNegative(x: number): number {
  if (Number.isInteger(x)) return 0;
  const y = x % 2;
  const quarter = Math.floor(y * 4);
  if (quarter === 0) return -sinePi(y);
  if (quarter <= 2) return -cosinePi(0.5 - y);
  if (quarter <= 4) return -sinePi(1 - y);
  if (quarter <= 6) return cosinePi(y - 1.5);
  return -sinePi(y - 2);
}

function sinePi(y: number): number {
  return Math.sign(y) * sineAndCosine(Math.PI * Math.abs(y)).sine;
}

function cosinePi(y: number): number {
  return sineAndCosine(Math.PI * Math.abs(y)).cosine;
}
