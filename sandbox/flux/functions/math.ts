import { FluxError } from '../errors.ts';
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
  ['logb', logb],
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
  ['atan2', (x, y) => Math.atan2(y, x)],
  ['copysign', (x, y) => (negative(y) ? -Math.abs(x) : Math.abs(x))],
  ['dim', (x, y) => Math.max(x - y, 0)],
  ['mod', (x, y) => x % y],
  ['mMax', Math.max],
  ['mMin', Math.min],
  // JavaScript has NaN for these, Go has 1.
  ['pow', (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y)],
  ['nextafter', nextAfter],
];

/** A half goes to the even neighbour. */
function roundToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The exponent of the binary form; the power of two at or below a finite value. */
function logb(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!Number.isFinite(x)) return Math.abs(x);
  const normal = Math.abs(x) < 2 ** -1022 ? x * 2 ** 53 : x;
  const exponent = Number((bitsOf(normal) >> 52n) & 0x7ffn) - 1023;
  return normal === x ? exponent : exponent - 53;
}

/** Go's answers for what has no exponent are the ends of 32 bits. */
function ilogb(x: number): bigint {
  if (x === 0) return -2_147_483_648n;
  return Number.isFinite(x) ? BigInt(logb(x)) : 2_147_483_647n;
}

function bitsOf(x: number): bigint {
  return new BigUint64Array(Float64Array.of(x).buffer)[0] ?? 0n;
}

/** x × 2^exponent, rounded once. */
function scaled(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const total = logb(x) + exponent;
  if (total > 1023) return x < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  // In steps that stay exact; only the last one can round, to a subnormal number.
  let [value, left] = [x, exponent];
  while (left > 1000) [value, left] = [value * 2 ** 1000, left - 1000];
  while (left < -1000 && logb(value) > 0) [value, left] = [value * 2 ** -1000, left + 1000];
  return left < -1074 ? value * 2 ** (left + 1074) * 2 ** -1074 : value * 2 ** left;
}

function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return x;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const bits = bitsOf(x) + (y > x === x > 0 ? 1n : -1n);
  return new Float64Array(BigUint64Array.of(bits).buffer)[0] ?? 0;
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
  // The power itself is not exact: the literal is.
  builtin('pow10(n: int)', (args) => Number(`1e${args.int('n')}`)),
  builtin('ilogb(x: float)', (args) => ilogb(args.float('x'))),
  builtin('frexp(f: float)', (args) => {
    const f = args.float('f');
    const exp = f === 0 || !Number.isFinite(f) ? 0 : logb(f) + 1;
    return new MapRecord(
      new Map<string, Value>([
        ['frac', scaled(f, -exp)],
        ['exp', BigInt(exp)],
      ]),
    );
  }),
  builtin('ldexp(frac: float, exp: int)', (args) => {
    const exp = args.int('exp');
    return scaled(args.float('frac'), Number(exp > 4_000n ? 4_000n : exp < -4_000n ? -4_000n : exp));
  }),
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
  builtin('float64bits(f: float)', (args) => new UInt(bitsOf(args.float('f')))),
  builtin('float64frombits(b: uint)', (args) => {
    const b = args.value('b');
    if (!(b instanceof UInt)) throw new FluxError('argument "b" is null');
    return new Float64Array(BigUint64Array.of(b.value).buffer)[0] ?? 0;
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
