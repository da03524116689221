import { FluxError } from './errors.ts';
import { formatDuration, formatNanoseconds, parseDuration, parseTime } from './time.ts';
import { Duration, Dynamic, Regexp, Time, typeName, UInt, type Value } from './values.ts';

/** Go's `strconv.FormatFloat(v, 'f', -1, 64)`: shortest digits that read back, never an exponent. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', first = '', rest = '', power = '0'] = match;
  const digits = first + rest;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** The text of a scalar, as `string(v:)` and interpolation give it. */
export function toText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatFloat(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value instanceof UInt) return String(value.value);
      if (value instanceof Time) return formatNanoseconds(value.ns);
      if (value instanceof Duration) return formatDuration(value);
      if (value instanceof Regexp) return value.source;
      if (value instanceof Uint8Array) return new TextDecoder('utf-8', { fatal: false }).decode(value);
      throw new FluxError(`cannot convert ${typeName(value)} to string`);
  }
}

export type Conversion = 'string' | 'int' | 'uint' | 'float' | 'bool' | 'time' | 'duration';

/** Seven conversions of the universe package; a dynamic value converts as what it holds. Null stays null. */
export function convert(given: Value, to: Conversion): Value {
  const value = given instanceof Dynamic ? given.inner : given;
  return value === null ? null : conversions[to](value);
}

const syntax = (text: string, to: string) =>
  new FluxError(`cannot convert string ${JSON.stringify(text)} to ${to} due to invalid syntax`);
const refused = (value: Value, to: string) => new FluxError(`cannot convert ${typeName(value)} to ${to}`);

const conversions: Readonly<Record<Conversion, (value: Exclude<Value, null>) => Value>> = {
  string: toText,
  int: (value) => {
    const whole = toInteger(value, 'int', /^[+-]?\d+$/);
    return BigInt.asIntN(64, whole);
  },
  uint: (value) => new UInt(toInteger(value, 'uint', /^\d+$/)),
  float: (value) => {
    if (typeof value === 'string') return parseFloatText(value);
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
    if (value instanceof UInt) return Number(value.value);
    throw refused(value, 'float');
  },
  bool: (value) => {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    if (typeof value === 'string')
      throw new FluxError(`cannot convert string ${JSON.stringify(value)} to bool`);
    const number = value instanceof UInt ? value.value : value;
    if (typeof number !== 'bigint' && typeof number !== 'number') throw refused(value, 'bool');
    if (Number(number) === 0 || Number(number) === 1) return Number(number) === 1;
    throw new FluxError(`cannot convert ${typeName(value)} ${toText(value)} to bool, must be 0 or 1`);
  },
  time: (value) => {
    if (value instanceof Time) return value;
    if (typeof value === 'bigint') return new Time(value);
    if (value instanceof UInt) return new Time(value.value);
    if (typeof value !== 'string') throw refused(value, 'time');
    const time = parseTime(value);
    if (!time) throw syntax(value, 'time');
    return time;
  },
  duration: (value) => {
    if (value instanceof Duration) return value;
    if (typeof value === 'bigint') return new Duration(0, value);
    if (value instanceof UInt) return new Duration(0, BigInt.asIntN(64, value.value));
    if (typeof value !== 'string') throw refused(value, 'duration');
    const duration = parseDuration(value);
    if (!duration) throw syntax(value, 'duration');
    return duration;
  },
};

function toInteger(value: Exclude<Value, null>, to: 'int' | 'uint', text: RegExp): bigint {
  if (typeof value === 'string') {
    if (!text.test(value)) throw syntax(value, to);
    const whole = BigInt(value.replace(/^\+/, ''));
    const fits = to === 'int' ? BigInt.asIntN(64, whole) === whole : BigInt.asUintN(64, whole) === whole;
    if (!fits)
      throw new FluxError(`cannot convert string ${JSON.stringify(value)} to ${to}: value out of range`);
    return whole;
  }
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof UInt) return value.value;
  if (value instanceof Time) return value.ns;
  if (value instanceof Duration) {
    if (value.months !== 0) throw new FluxError(`cannot convert a duration with months to ${to}`);
    return value.ns;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new FluxError(`cannot convert float ${formatFloat(value)} to ${to}`);
    const whole = BigInt(Math.trunc(value));
    // What does not fit becomes the lowest int, or the uint of the same bits: so do the processors that Flux runs on.
    const fits = whole >= -(1n << 63n) && whole < 1n << (to === 'int' ? 63n : 64n);
    return fits ? whole : -(1n << 63n);
  }
  throw refused(value, to);
}

function parseFloatText(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  const named = /^([+-]?)(inf|infinity)$/i.exec(text);
  if (named) return named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  throw syntax(text, 'float');
}
