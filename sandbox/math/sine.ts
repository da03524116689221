import { polynomial } from './numeric.ts';

/*
 * Sine and cosine with Go's rounding, after Stephen Moshier's Cephes library: where a function takes the difference of
 * two of them, the last bit matters.
 */

/** π/4 in three parts, the first two short enough that a multiple is exact. */
const [quarterA, quarterB, quarterC] = [
  0.7853981256484985, 3.774894707930798e-8, 2.6951514290790595e-15,
] as const;
const sineSeries = [
  -0.1666666666666663, 0.008333333333322118, -0.0001984126982958954, 2.7557313621385722e-6,
  -2.5050747762857807e-8, 1.5896230157654656e-10,
];
const cosineSeries = [
  0.041666666666666595, -0.0013888888888873056, 2.4801587288851704e-5, -2.755731417929674e-7,
  2.087570084197473e-9, -1.1358536521387682e-11,
];

/** The sine and the cosine of a number that is not negative. */
export function sineAndCosine(x: number): { readonly sine: number; readonly cosine: number } {
  if (!(x < 2 ** 29)) return { sine: Math.sin(x), cosine: Math.cos(x) };
  const counted = Math.floor(x * (4 / Math.PI));
  // Octants are counted in pairs, so that the rest is around 0.
  const octants = counted % 2 === 1 ? counted + 1 : counted;
  const rest = x - octants * quarterA - octants * quarterB - octants * quarterC;
  const square = rest * rest;
  const cosine = 1 - 0.5 * square + square * square * polynomial(square, cosineSeries);
  const sine = rest + rest * square * polynomial(square, sineSeries);
  switch (octants % 8) {
    case 0:
      return { sine, cosine };
    case 2:
      return { sine: cosine, cosine: -sine };
    case 4:
      return { sine: -sine, cosine: -cosine };
    default:
      return { sine: -cosine, cosine: sine };
  }
}
