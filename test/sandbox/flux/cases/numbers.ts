import { type Example, type Family, strict, type ValueCase } from './case.ts';

/** A function of one float; each pair is an argument and its value. */
function unary(name: string, ...pairs: readonly (readonly [string, string])[]): ValueCase {
  return strict(...pairs.map(([x, wanted]): Example => [`math.${name}(x: ${x})`, wanted]));
}
/** A function of two floats. */
function binary(name: string, ...triples: readonly (readonly [string, string, string])[]): ValueCase {
  return strict(...triples.map(([x, y, wanted]): Example => [`math.${name}(x: ${x}, y: ${y})`, wanted]));
}
const nan = 'math.NaN()';
const infinite = 'math.mInf(sign: 1)';

/** Package math, as Go's package of that name has it. */
export const math: Family = {
  path: 'math',
  values: {
    abs: unary('abs', ['-1.22', '1.22'], [nan, 'NaN']),
    acos: unary('acos', ['0.22', '1.3489818563'], ['1.5', 'NaN']),
    acosh: unary('acosh', ['1.0', '0.0'], ['0.5', 'NaN']),
    asin: unary('asin', ['0.22', '0.221814470497'], ['-1.5', 'NaN']),
    asinh: unary('asinh', ['3.14', '1.86181255721']),
    atan: unary('atan', ['3.14', '1.2624806646']),
    atanh: unary('atanh', ['0.22', '0.223656109022'], ['1.0', '+Inf']),
    cbrt: unary('cbrt', ['1728.0', '12.0']),
    ceil: unary('ceil', ['3.14', '4.0'], ['-0.5', '-0.0']),
    cos: unary('cos', ['3.14', '-0.999998731728']),
    cosh: unary('cosh', ['1.22', '1.84120895027']),
    exp: unary('exp', ['21.0', '1318815734.48'], ['0.0', '1.0']),
    exp2: unary('exp2', ['21.0', '2097152.0']),
    expm1: unary('expm1', ['0.0', '0.0'], ['1.0', '1.71828182846']),
    floor: unary('floor', ['1.22', '1.0'], ['-1.22', '-2.0']),
    log: unary('log', ['3.14', '1.14422279992'], ['0.0', '-Inf'], ['-1.0', 'NaN']),
    log10: unary('log10', ['1000.0', '3.0']),
    log1p: unary('log1p', ['0.0', '0.0'], ['-1.0', '-Inf']),
    log2: unary('log2', ['8.0', '3.0']),
    logb: unary('logb', ['3.14', '1.0'], ['0.0', '-Inf'], [infinite, '+Inf']),
    round: unary('round', ['2.5', '3.0'], ['-2.5', '-3.0']),
    roundtoeven: unary('roundtoeven', ['2.5', '2.0'], ['3.5', '4.0']),
    sin: unary('sin', ['3.14', '0.00159265291649']),
    sinh: unary('sinh', ['1.0', '1.17520119364']),
    sqrt: unary('sqrt', ['4.0', '2.0'], ['-1.0', 'NaN']),
    tan: unary('tan', ['3.14', '-0.00159265493641']),
    tanh: unary('tanh', ['1.22', '0.839654175654']),
    trunc: unary('trunc', ['3.14', '3.0'], ['-3.9', '-3.0']),
    erf: unary('erf', ['1.0', '0.84270079295'], ['0.0', '0.0'], [infinite, '1.0']),
    erfc: unary('erfc', ['1.0', '0.15729920705'], ['0.0', '1.0']),
    erfinv: unary('erfinv', ['0.5', '0.476936276204'], ['1.0', '+Inf'], ['2.0', 'NaN']),
    erfcinv: unary('erfcinv', ['0.5', '0.476936276204'], ['0.0', '+Inf']),
    gamma: unary('gamma', ['5.0', '24.0'], ['0.5', '1.77245385091'], ['-1.0', 'NaN']),
    j0: unary('j0', ['1.0', '0.765197686558'], ['0.0', '1.0']),
    j1: unary('j1', ['1.0', '0.440050585745'], ['0.0', '0.0']),
    y0: unary('y0', ['1.0', '0.0882569642157'], ['0.0', '-Inf'], ['-1.0', 'NaN']),
    y1: unary('y1', ['1.0', '-0.7812128213'], ['0.0', '-Inf'], ['-1.0', 'NaN']),
    jn: strict(['math.jn(n: 2, x: 1.0)', '0.114903484932'], ['math.jn(n: 0, x: 1.0)', '0.765197686558']),
    yn: strict(['math.yn(n: 2, x: 1.0)', '-1.65068260682'], ['math.yn(n: 0, x: 1.0)', '0.0882569642157']),
    lgamma: strict(['math.lgamma(x: 5.0).lgamma', '3.17805383035'], ['math.lgamma(x: -0.5).sign', '-1']),
    atan2: binary('atan2', ['1.22', '3.14', '1.20021244652']),
    copysign: binary('copysign', ['1.0', '-2.0', '-1.0']),
    dim: binary('dim', ['12.2', '8.1', '4.1'], ['1.0', '2.0', '0.0'], [nan, '1.0', 'NaN']),
    mod: binary('mod', ['1.22', '0.5', '0.22'], ['-7.0', '3.0', '-1.0'], ['1.0', '0.0', 'NaN']),
    mMax: binary('mMax', ['1.23', '3.21', '3.21'], [nan, '1.0', 'NaN']),
    mMin: binary('mMin', ['1.23', '3.21', '1.23']),
    pow: binary('pow', ['2.0', '3.0', '8.0'], ['1.0', nan, '1.0'], ['-8.0', '0.5', 'NaN']),
    nextafter: strict(
      ['math.nextafter(x: 1.0, y: 2.0) > 1.0', 'true'],
      ['math.nextafter(x: 1.0, y: 1.0)', '1.0'],
    ),
    hypot: strict(['math.hypot(p: 3.0, q: 4.0)', '5.0'], [`math.hypot(p: ${nan}, q: ${infinite})`, '+Inf']),
    NaN: { values: [['math.isNaN(f: math.NaN())', 'true']], nulls: [] },
    mInf: strict(
      ['math.mInf(sign: 1)', '+Inf'],
      ['math.mInf(sign: 0)', '+Inf'],
      ['math.mInf(sign: -1)', '-Inf'],
    ),
    isInf: strict(
      [`math.isInf(f: ${infinite}, sign: 1)`, 'true'],
      [`math.isInf(f: ${infinite}, sign: -1)`, 'false'],
      [`math.isInf(f: ${infinite}, sign: 0)`, 'true'],
    ),
    isNaN: strict(['math.isNaN(f: 12.345)', 'false']),
    signbit: strict(['math.signbit(x: -1.2)', 'true'], ['math.signbit(x: 1.2)', 'false']),
    pow10: strict(
      ['math.pow10(n: 9)', '1000000000.0'],
      ['math.pow10(n: 400)', '+Inf'],
      ['math.pow10(n: -400)', '0.0'],
    ),
    ilogb: strict(['math.ilogb(x: 123.45)', '6']),
    frexp: strict(['math.frexp(f: 22.0)', '{exp: 5, frac: 0.6875}']),
    ldexp: strict(['math.ldexp(frac: 0.5, exp: 6)', '32.0']),
    remainder: strict(
      ['math.remainder(x: 100.0, y: 60.0)', '-20.0'],
      ['math.remainder(x: 1.0, y: 0.0)', 'NaN'],
    ),
    modf: strict(
      ['math.modf(f: 3.5)', '{frac: 0.5, int: 3}'],
      ['math.modf(f: -3.5)', '{frac: -0.5, int: -3}'],
    ),
    sincos: strict(['math.sincos(x: 0.0)', '{cos: 1, sin: 0}']),
    float64bits: strict(['math.float64bits(f: 1.0)', '4607182418800017408u']),
    float64frombits: strict(['math.float64frombits(b: uint(v: 4607182418800017408))', '1.0']),
  },
};

const of = (name: string, ...args: readonly number[]) => {
  const texts = args.map((arg) => (name.startsWith('u') ? `uint(v: ${arg})` : String(arg)));
  return `bitwise.${name}(${texts.map((text, i) => `${'ab'[i]}: ${text}`).join(', ')})`;
};

/** Package bitwise. */
export const bitwise: Family = {
  path: 'bitwise',
  values: {
    uand: strict([of('uand', 1234, 4567), '210u']),
    sand: strict([of('sand', 1234, 4567), '210'], [of('sand', -1, 5), '5']),
    uor: strict([of('uor', 1234, 4567), '5591u']),
    sor: strict([of('sor', 1234, 4567), '5591'], [of('sor', -8, 1), '-7']),
    uxor: strict([of('uxor', 1234, 4567), '5381u']),
    sxor: strict([of('sxor', 1234, 4567), '5381'], [of('sxor', -1, 1), '-2']),
    uclear: strict([of('uclear', 1234, 4567), '1024u']),
    sclear: strict([of('sclear', 1234, 4567), '1024']),
    ulshift: strict([of('ulshift', 1234, 2), '4936u'], [of('ulshift', 1, 64), '0u']),
    slshift: strict(
      [of('slshift', 1234, 2), '4936'],
      [of('slshift', 1, 63), '-9223372036854775808'],
      [of('slshift', 1, -1), '! shift'],
    ),
    urshift: strict([of('urshift', 1234, 2), '308u']),
    srshift: strict(
      [of('srshift', 1234, 2), '308'],
      [of('srshift', -8, 1), '-4'],
      [of('srshift', -8, 99), '-1'],
    ),
    unot: strict([of('unot', 1234), '18446744073709550381u']),
    snot: strict([of('snot', 1234), '-1235']),
  },
};
