import { type Builtin, builtin } from '../registry.ts';
import type { Value } from '../values.ts';

const unary: readonly (readonly [string, (x: number) => number])[] = [
  ['abs', Math.abs],
  ['acos', Math.acos],
  ['asin', Math.asin],
  ['atan', Math.atan],
  ['cbrt', Math.cbrt],
  ['ceil', Math.ceil],
  ['cos', Math.cos],
  ['exp', Math.exp],
  ['floor', Math.floor],
  ['log', Math.log],
  ['log10', Math.log10],
  ['log1p', Math.log1p],
  ['log2', Math.log2],
  // Go rounds halves away from zero, JavaScript up.
  ['round', (x) => Math.sign(x) * Math.round(Math.abs(x))],
  ['sin', Math.sin],
  ['sqrt', Math.sqrt],
  ['tan', Math.tan],
  ['trunc', Math.trunc],
];

const binary: readonly (readonly [string, (x: number, y: number) => number])[] = [
  ['hypot', Math.hypot],
  ['mod', (x, y) => x % y],
  ['mMax', Math.max],
  ['mMin', Math.min],
  ['pow', (x, y) => x ** y],
];

/** Package math. */
export const math: readonly Builtin[] = [
  ...unary.map(([name, of]) => builtin(`${name}(x: float)`, (args) => of(args.float('x')))),
  ...binary.map(([name, of]) =>
    builtin(`${name}(x: float, y: float)`, (args) => of(args.float('x'), args.float('y'))),
  ),
  builtin('isNaN(f: float)', (args) => Number.isNaN(args.float('f'))),
  builtin('isInf(f: float, sign: int)', (args) => {
    const [f, sign] = [args.float('f'), args.int('sign')];
    return (f === Number.POSITIVE_INFINITY && sign >= 0n) || (f === Number.NEGATIVE_INFINITY && sign <= 0n);
  }),
];

export const mathConstants: Readonly<Record<string, Value>> = {
  e: Math.E,
  ln10: Math.LN10,
  ln2: Math.LN2,
  maxfloat: Number.MAX_VALUE,
  maxint: 9_223_372_036_854_775_807n,
  minint: -9_223_372_036_854_775_808n,
  phi: (1 + Math.sqrt(5)) / 2,
  pi: Math.PI,
  sqrt2: Math.SQRT2,
};
