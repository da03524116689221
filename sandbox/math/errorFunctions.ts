import { polynomial } from './numeric.ts';

/*
 * The error function after W. J. Cody's scheme as Sun Microsystems published it (FreeBSD's s_erf.c, which is Go's too):
 * a rational function for each part of the axis. Its inverse after Wichura's algorithm AS 241, as in Go.
 */

/** Where |x| < 0.84375: erf(x) = x + x·P(x²)/Q(x²). */
const small = {
  p: [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -2.3763016656650163e-5,
  ],
  q: [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -3.960228278775368e-6,
  ],
};
/** Where |x| < 1.25: erf(x) = atOne + P(x − 1)/Q(x − 1). */
const atOne = 0.8450629115104675;
const middle = {
  p: [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  q: [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
    0.011984499846799107,
  ],
};
/** Where |x| < 1/0.35, and beyond: erfc(x) = exp(−x² − 0.5625 + P(1/x²)/Q(1/x²))/x. */
const large = {
  p: [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
    -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  q: [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
    108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
};
const larger = {
  p: [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
    -1025.0951316110772, -483.5191916086514,
  ],
  q: [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
    474.52854120695537, -22.44095244658582,
  ],
};
const efx = 0.1283791670955126;
const efx8 = 1.0270333367641007;

interface Quotient {
  readonly p: readonly number[];
  readonly q: readonly number[];
}

function quotient(x: number, { p, q }: Quotient): number {
  return polynomial(x, p) / polynomial(x, q);
}

/** erfc(x) for 1.25 ≤ x < 28. */
function tail(x: number): number {
  const s = 1 / (x * x);
  const exponent = quotient(s, x < 1 / 0.35 ? large : larger);
  // The upper half of the digits: its square is exact.
  const words = new Uint32Array(Float64Array.of(x).buffer);
  words[0] = 0;
  const z = new Float64Array(words.buffer)[0] ?? 0;
  return (Math.exp(-z * z - 0.5625) * Math.exp((z - x) * (z + x) + exponent)) / x;
}

/** The error function. */
export function erf(value: number): number {
  const sign = value < 0 ? -1 : 1;
  const x = Math.abs(value);
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 2.848094538889218e-306) return sign * 0.125 * (8 * x + efx8 * x);
  if (x < 2 ** -28) return sign * (x + efx * x);
  if (x < 0.84375) return sign * (x + x * quotient(x * x, small));
  if (x < 1.25) return sign * (atOne + quotient(x - 1, middle));
  return x >= 6 ? sign : sign * (1 - tail(x));
}

/** 1 − erf(x), precise where that is small. */
export function erfc(value: number): number {
  const below = value < 0;
  const x = Math.abs(value);
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0.84375) {
    const part = x < 2 ** -56 ? x : near(x);
    return below ? 1 + part : 1 - part;
  }
  if (x < 1.25) {
    const part = quotient(x - 1, middle);
    return below ? 1 + atOne + part : 1 - atOne - part;
  }
  if (x >= 28 || (below && x > 6)) return below ? 2 : 0;
  return below ? 2 - tail(x) : tail(x);
}

function near(x: number): number {
  const product = x * quotient(x * x, small);
  return x < 0.25 ? x + product : 0.5 + (product + (x - 0.5));
}

/** |x| ≤ 0.85, and by the distance √(ln 2 − ln(1 − |x|)) up to 5 and beyond. */
const central = {
  p: [
    1.1975323115670913, 47.07268811238398, 697.062665343896, 4854.886889384388, 16235.862515167575,
    23782.041382114385, 11819.493347062295, 887.0940696254552,
  ],
  q: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const outer = {
  p: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  q: [
    Math.SQRT2,
    2.9036514445419948,
    2.3707661626024534,
    0.9754783200178743,
    0.2094506521051275,
    0.021494160384252878,
    0.0007744145906515771,
    1.4859850019840355e-9,
  ],
};
const outermost = {
  p: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  q: [
    Math.SQRT2,
    0.8482908416595164,
    0.19364809469506591,
    0.02103693768272069,
    0.0011128009970788597,
    2.6110884050805935e-5,
    2.010321207683943e-7,
    2.8910246058729655e-15,
  ],
};

/** The number whose error function is `value`; NaN beyond ±1. */
export function erfinv(value: number): number {
  if (value === 1 || value === -1) return value * Number.POSITIVE_INFINITY;
  if (!(value > -1 && value < 1)) return Number.NaN;
  const sign = value < 0 ? -1 : 1;
  const x = Math.abs(value);
  if (x <= 0.85) {
    const r = 0.180625 - 0.25 * x * x;
    return (sign * (x * polynomial(r, central.p))) / polynomial(r, central.q);
  }
  const distance = Math.sqrt(Math.LN2 - Math.log(1 - x));
  return sign * (distance <= 5 ? quotient(distance - 1.6, outer) : quotient(distance - 5, outermost));
}
