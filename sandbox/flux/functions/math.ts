import { type Builtin, builtin } from '../registry.ts';
import { MapRecord, UInt, type Value } from '../values.ts';

const unary: readonly (readonly [string, (x: number) => number])[] = [
  ['abs', Math.abs],
  ['acos', Math.acos],
  ['acosh', Math.acosh],
  ['asin', Math.asin],
  ['asinh', Math.asinh],
  ['atan', Math.atan],
  ['atanh', Math.atanh],
  ['cbrt', Math.cbrt],
  ['ceil', Math.ceil],
  ['cos', Math.cos],
  ['cosh', Math.cosh],
  ['exp', Math.exp],
  ['exp2', (x) => 2 ** x],
  ['expm1', Math.expm1],
  ['floor', Math.floor],
  ['log', Math.log],
  ['log10', Math.log10],
  ['log1p', Math.log1p],
  ['log2', Math.log2],
  ['logb', (x) => Math.floor(Math.log2(Math.abs(x)))],
  // Go rounds halves away from zero, JavaScript up.
  ['round', (x) => Math.sign(x) * Math.round(Math.abs(x))],
  ['roundtoeven', roundToEven],
  ['sin', Math.sin],
  ['sinh', Math.sinh],
  ['sqrt', Math.sqrt],
  ['tan', Math.tan],
  ['tanh', Math.tanh],
  ['trunc', Math.trunc],
];

const binary: readonly (readonly [string, (x: number, y: number) => number])[] = [
  ['atan2', Math.atan2],
  ['copysign', (x, y) => (negative(y) ? -Math.abs(x) : Math.abs(x))],
  ['dim', (x, y) => Math.max(x - y, 0)],
  ['mod', (x, y) => x % y],
  ['mMax', Math.max],
  ['mMin', Math.min],
  ['pow', (x, y) => x ** y],
];

/** A half goes to the even neighbour. */
function roundToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function negative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/** Package math. */
export const math: readonly Builtin[] = [
  ...unary.map(([name, of]) => builtin(`${name}(x: float)`, (args) => of(args.float('x')))),
  ...binary.map(([name, of]) =>
    builtin(`${name}(x: float, y: float)`, (args) => of(args.float('x'), args.float('y'))),
  ),
  builtin('hypot(p: float, q: float)', (args) => Math.hypot(args.float('p'), args.float('q'))),
  builtin('NaN()', () => Number.NaN),
  builtin('mInf(sign: int)', (args) =>
    args.int('sign') >= 0n ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  ),
  builtin('signbit(x: float)', (args) => negative(args.float('x'))),
  builtin('pow10(n: int)', (args) => 10 ** Number(args.int('n'))),
  builtin('remainder(x: float, y: float)', (args) => {
    const [x, y] = [args.float('x'), args.float('y')];
    return x - y * roundToEven(x / y);
  }),
  builtin('modf(f: float)', (args) => {
    const f = args.float('f');
    return new MapRecord(
      new Map<string, Value>([
        ['int', Math.trunc(f)],
        ['frac', f - Math.trunc(f)],
      ]),
    );
  }),
  builtin('sincos(x: float)', (args) => {
    const x = args.float('x');
    return new MapRecord(
      new Map<string, Value>([
        ['sin', Math.sin(x)],
        ['cos', Math.cos(x)],
      ]),
    );
  }),
  builtin(
    'float64bits(f: float)',
    (args) => new UInt(new BigUint64Array(Float64Array.of(args.float('f')).buffer)[0] ?? 0n),
  ),
  builtin('float64frombits(b: uint)', (args) => {
    const b = args.value('b');
    return new Float64Array(BigUint64Array.of(b instanceof UInt ? b.value : 0n).buffer)[0] ?? 0;
  }),
  builtin('isNaN(f: float)', (args) => Number.isNaN(args.float('f'))),
  builtin('isInf(f: float, sign: int)', (args) => {
    const [f, sign] = [args.float('f'), args.int('sign')];
    return (f === Number.POSITIVE_INFINITY && sign >= 0n) || (f === Number.NEGATIVE_INFINITY && sign <= 0n);
  }),
];

export const mathConstants: Readonly<Record<string, Value>> = {
  e: Math.E,
  ln10: Math.LN10,
  log2e: Math.LOG2E,
  log10e: Math.LOG10E,
  smallestNonzeroFloat: Number.MIN_VALUE,
  sqrte: Math.sqrt(Math.E),
  sqrtphi: Math.sqrt((1 + Math.sqrt(5)) / 2),
  sqrtpi: Math.sqrt(Math.PI),
  maxuint: new UInt(18_446_744_073_709_551_615n),
  ln2: Math.LN2,
  maxfloat: Number.MAX_VALUE,
  maxint: 9_223_372_036_854_775_807n,
  minint: -9_223_372_036_854_775_808n,
  phi: (1 + Math.sqrt(5)) / 2,
  pi: Math.PI,
  sqrt2: Math.SQRT2,
};
