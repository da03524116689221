import { FluxError } from './errors.ts';
import { addDurations } from './time.ts';
import { Duration, Regexp, Time, typeName, UInt, type Value } from './values.ts';

type Binary = (left: Value, right: Value) => Value;

/** Two scalars of one order: negative, zero or positive; NaN when they cannot be ordered. */
export function compareScalars(left: Value, right: Value): number | undefined {
  const a = comparable(left);
  const b = comparable(right);
  if (a === undefined || b === undefined || a.kind !== b.kind) return undefined;
  if (a.of < b.of) return -1;
  // Loose on purpose: ints, uints and floats compare by value, and bigint === number is never true.
  // biome-ignore lint/suspicious/noDoubleEquals: see above
  if (a.of == b.of) return 0;
  return a.of > b.of ? 1 : Number.NaN;
}

function comparable(
  value: Value,
): { readonly kind: string; readonly of: number | bigint | string } | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return { kind: 'number', of: value };
    case 'string':
      return { kind: 'string', of: value };
    case 'boolean':
      return { kind: 'bool', of: Number(value) };
    default:
      if (value instanceof UInt) return { kind: 'number', of: value.value };
      if (value instanceof Time) return { kind: 'time', of: value.ns };
      if (value instanceof Duration && value.months === 0) return { kind: 'duration', of: value.ns };
      return undefined;
  }
}

function comparison(operator: string, holds: (order: number) => boolean): Binary {
  return (left, right) => {
    if (left === null || right === null) return null;
    if (typeof left === 'string' && typeof right === 'string' && operator === '==') return left === right;
    const order = compareScalars(left, right);
    const ordered = operator === '==' || operator === '!=' || typeof left !== 'boolean';
    if (order === undefined || !ordered) throw unsupportedOperands(operator, left, right);
    return holds(order);
  };
}

interface Arithmetic {
  readonly int?: (a: bigint, b: bigint) => bigint;
  readonly float?: (a: number, b: number) => number;
  readonly string?: (a: string, b: string) => string;
  readonly duration?: (a: Duration, b: Duration) => Duration;
}

function arithmetic(operator: string, on: Arithmetic): Binary {
  return (left, right) => {
    if (left === null || right === null) return null;
    if (typeof left === 'number' && typeof right === 'number' && on.float) return on.float(left, right);
    if (typeof left === 'bigint' && typeof right === 'bigint' && on.int) {
      return BigInt.asIntN(64, on.int(left, right));
    }
    if (left instanceof UInt && right instanceof UInt && on.int)
      return new UInt(on.int(left.value, right.value));
    if (typeof left === 'string' && typeof right === 'string' && on.string) return on.string(left, right);
    if (left instanceof Duration && right instanceof Duration && on.duration) return on.duration(left, right);
    throw unsupportedOperands(operator, left, right);
  };
}

function division(refusal: string, of: (a: bigint, b: bigint) => bigint): (a: bigint, b: bigint) => bigint {
  return (a, b) => {
    if (b === 0n) throw new FluxError(refusal);
    return of(a, b);
  };
}

function match(operator: string, wanted: boolean): Binary {
  return (left, right) => {
    if (left === null || right === null) return null;
    if (typeof left === 'string' && right instanceof Regexp) return right.regexp.test(left) === wanted;
    throw unsupportedOperands(operator, left, right);
  };
}

function unsupportedOperands(operator: string, left: Value, right: Value): FluxError {
  return new FluxError(`unsupported binary expression ${typeName(left)} ${operator} ${typeName(right)}`);
}

/** Every binary operator but `and` and `or`, which short-circuit. Null on either side gives null. */
export const binaryOperators: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['==', comparison('==', (order) => order === 0)],
  ['!=', comparison('!=', (order) => order !== 0)],
  ['<', comparison('<', (order) => order < 0)],
  ['<=', comparison('<=', (order) => order <= 0)],
  ['>', comparison('>', (order) => order > 0)],
  ['>=', comparison('>=', (order) => order >= 0)],
  [
    '+',
    arithmetic('+', {
      int: (a, b) => a + b,
      float: (a, b) => a + b,
      string: (a, b) => a + b,
      duration: addDurations,
    }),
  ],
  [
    '-',
    arithmetic('-', {
      int: (a, b) => a - b,
      float: (a, b) => a - b,
      duration: (a, b) => addDurations(a, b.negate()),
    }),
  ],
  ['*', arithmetic('*', { int: (a, b) => a * b, float: (a, b) => a * b })],
  ['/', arithmetic('/', { int: division('cannot divide by zero', (a, b) => a / b), float: (a, b) => a / b })],
  ['%', arithmetic('%', { int: division('cannot mod zero', (a, b) => a % b), float: (a, b) => a % b })],
  ['^', power],
  ['=~', match('=~', true)],
  ['!~', match('!~', false)],
]);

/** Powers are floats, whatever the operands. */
function power(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const of = (value: Value) =>
    typeof value === 'number' || typeof value === 'bigint'
      ? Number(value)
      : value instanceof UInt
        ? Number(value.value)
        : undefined;
  const [base, exponent] = [of(left), of(right)];
  if (base === undefined || exponent === undefined || typeName(left) !== typeName(right)) {
    throw unsupportedOperands('^', left, right);
  }
  return base ** exponent;
}

export function negate(value: Value): Value {
  if (value === null) return null;
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint') return BigInt.asIntN(64, -value);
  if (value instanceof Duration) return value.negate();
  throw new FluxError(`unsupported unary expression -${typeName(value)}`);
}
