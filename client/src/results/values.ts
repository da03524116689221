/**
 * Parsing and printing of the values in annotated CSV, on bytes. `strict` accepts a text only if printing the value
 * gives the same text again: what a type was guessed from must not change by the guess.
 */

/** A 64-bit integer as two 32-bit halves, so that no BigInt is made for a cell. */
export interface Wide {
  /** The lower half, as a signed 32-bit number. */
  lo: number;
  /** The upper half, as a signed 32-bit number. */
  hi: number;
}

/** A time being parsed. */
export interface WideTime extends Wide {
  /** Unix seconds at the start of the minute: the next cell often starts alike. */
  minute: number;
}

/** The bytes of a time up to its minute: `2024-01-01T00:00:`. */
export const MINUTE_BYTES = 17;

const TWO_32 = 2 ** 32;
const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const POWERS = Array.from({ length: 23 }, (_, n) => 10 ** n);

/** Decodes ASCII bytes; for number texts only. Node's own slice is several times faster than building a string. */
function ascii(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.prototype.latin1Slice.call(bytes, start, end);
}

function setWide(value: number, out: Wide): void {
  const hi = Math.floor(value / TWO_32);
  out.hi = hi | 0;
  out.lo = (value - hi * TWO_32) | 0;
}

/** The two halves as one number. */
export function toBigInt(lo: number, hi: number, signed: boolean): bigint {
  const bits = (BigInt(hi) << 32n) | BigInt(lo >>> 0);
  return signed ? BigInt.asIntN(64, bits) : BigInt.asUintN(64, bits);
}

/** Reads a `long` (`signed`) or `unsignedLong`; false when the text is not one that fits. */
export function parseInteger(
  bytes: Uint8Array,
  start: number,
  end: number,
  signed: boolean,
  strict: boolean,
  out: Wide,
): boolean {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  const digits = end - first;
  if (digits <= 0 || (negative && !signed)) {
    return false;
  }
  if (strict && bytes[first] === ZERO && (digits > 1 || negative)) {
    return false;
  }
  let value = 0;
  for (let i = first; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) {
      return false;
    }
    value = value * 10 + digit;
  }
  if (digits <= 15) {
    setWide(negative ? -value : value, out);
    return true;
  }
  if (digits > 64) {
    return false;
  }
  const exact = BigInt(ascii(bytes, start, end));
  if (exact !== (signed ? BigInt.asIntN(64, exact) : BigInt.asUintN(64, exact))) {
    return false;
  }
  out.lo = Number(BigInt.asIntN(32, exact));
  out.hi = Number(BigInt.asIntN(32, exact >> 32n));
  return true;
}

const LENIENT_DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL_DOUBLES = new Map([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
]);

/** Reads a `double`; undefined when the text is not one. */
export function parseDouble(
  bytes: Uint8Array,
  start: number,
  end: number,
  strict: boolean,
): number | undefined {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  let i = first;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits += 1;
    } else if (bytes[i] === DOT && point < 0) {
      point = i;
    } else {
      break;
    }
  }
  const decimals = point < 0 ? 0 : end - point - 1;
  // Both numbers are exact up to here, so one division rounds once, as the standard asks.
  if (i === end && digits > 0 && digits <= 15 && point !== first && point !== end - 1) {
    const plain = bytes[first] !== ZERO || digits === 1 || point === first + 1;
    if (!strict || (plain && (point < 0 || bytes[end - 1] !== ZERO))) {
      const value = mantissa / (POWERS[decimals] as number);
      return negative ? -value : value;
    }
    return undefined;
  }
  const text = ascii(bytes, start, end);
  if (i === end && digits > 0 && point !== first && point !== end - 1) {
    const value = Number(text);
    return strict && formatDouble(value) !== text ? undefined : value;
  }
  const value = SPECIAL_DOUBLES.get(text) ?? (LENIENT_DOUBLE.test(text) ? Number(text) : undefined);
  return strict && value !== undefined && formatDouble(value) !== text ? undefined : value;
}

/** Reads a `boolean`; undefined when the text is neither of the two. */
export function parseBoolean(bytes: Uint8Array, start: number, end: number): boolean | undefined {
  const size = end - start;
  return size === 4 && reads(bytes, start, 'true')
    ? true
    : size === 5 && reads(bytes, start, 'false')
      ? false
      : undefined;
}

function reads(bytes: Uint8Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if (bytes[start + i] !== word.charCodeAt(i)) {
      return false;
    }
  }
  return true;
}

/** Reads two digits; NaN when they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Unix seconds of a minute written `YYYY-MM-DDTHH:MM:`; NaN when it is none. */
function minuteOf(bytes: Uint8Array, at: number): number {
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2);
  const month = pair(bytes, at + 5);
  const day = pair(bytes, at + 8);
  const hour = pair(bytes, at + 11);
  const minute = pair(bytes, at + 14);
  const separated =
    bytes[at + 4] === MINUS &&
    bytes[at + 7] === MINUS &&
    bytes[at + 10] === 0x54 /* T */ &&
    bytes[at + 13] === 0x3a /* : */ &&
    bytes[at + 16] === 0x3a;
  if (!separated || !(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59)) {
    return Number.NaN;
  }
  // Years before 100 are outside what 64 bits of nanoseconds hold, and Date.UTC would misread them.
  const seconds = year < 100 ? Number.NaN : Date.UTC(year, month - 1, day, hour, minute) / 1000;
  return day > 28 && new Date(seconds * 1000).getUTCDate() !== day ? Number.NaN : seconds;
}

/**
 * Reads an RFC 3339 time into nanoseconds since 1970. `known` is the minute (`WideTime.minute`) of a text with the same first
 * `MINUTE_BYTES` bytes, or NaN. False when the text is no time, or outside 1677..2262.
 */
export function parseTime(
  bytes: Uint8Array,
  start: number,
  end: number,
  strict: boolean,
  known: number,
  out: WideTime,
): boolean {
  // The shortest is `2024-01-01T00:00:00Z`.
  if (end - start < 20) {
    return false;
  }
  const minute = Number.isNaN(known) ? minuteOf(bytes, start) : known;
  const second = pair(bytes, start + MINUTE_BYTES);
  let i = start + MINUTE_BYTES + 2;
  let nanos = 0;
  if (bytes[i] === DOT) {
    let digits = 0;
    for (i += 1; i < end; i++) {
      const digit = (bytes[i] as number) - ZERO;
      if (digit < 0 || digit > 9) {
        break;
      }
      nanos = nanos * 10 + digit;
      digits += 1;
    }
    if (digits === 0 || digits > 9 || (strict && bytes[i - 1] === ZERO)) {
      return false;
    }
    nanos *= POWERS[9 - digits] as number;
  }
  let offset = 0;
  const zone = bytes[i];
  if (zone === 0x5a /* Z */) {
    i += 1;
  } else if ((zone === PLUS || zone === MINUS) && !strict && i + 6 === end && bytes[i + 3] === 0x3a) {
    offset = (pair(bytes, i + 1) * 60 + pair(bytes, i + 4)) * (zone === PLUS ? 60 : -60);
    i = end;
  }
  const seconds = minute + second - offset;
  if (i !== end || !(second <= 59) || Number.isNaN(seconds)) {
    return false;
  }
  // seconds * 10^9 + nanos in two halves; every product stays below 2^53.
  const upper = Math.floor(seconds / 65536);
  const scaled = upper * 1e9;
  const scaledUpper = Math.floor(scaled / 65536);
  const rest = (scaled - scaledUpper * 65536) * 65536 + (seconds - upper * 65536) * 1e9 + nanos;
  const carry = Math.floor(rest / TWO_32);
  const hi = scaledUpper + carry;
  if (hi !== (hi | 0)) {
    return false;
  }
  out.hi = hi;
  out.lo = (rest - carry * TWO_32) | 0;
  out.minute = minute;
  return true;
}

/** Prints a double as InfluxDB does: never with an exponent. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) {
    return text;
  }
  const [, sign = '', head = '', tail = '', power = '0'] = match;
  const digits = head + tail;
  const exponent = Number(power);
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    : `${sign}${digits}${'0'.repeat(exponent - tail.length)}`;
}

/** The day of the time printed last, and how it reads: the next one is mostly of the same day. */
let knownDay = Number.NaN;
let knownDate = '';

/** Prints nanoseconds since 1970 as RFC 3339 in UTC, with as many fraction digits as there are. */
export function formatTime(nanoseconds: bigint): string {
  let seconds = nanoseconds / 1_000_000_000n;
  let rest = nanoseconds % 1_000_000_000n;
  if (rest < 0n) {
    seconds -= 1n;
    rest += 1_000_000_000n;
  }
  const whole = Number(seconds);
  const day = Math.floor(whole / 86_400);
  if (day !== knownDay) {
    knownDay = day;
    knownDate = new Date(day * 86_400_000).toISOString().slice(0, 11);
  }
  const second = whole - day * 86_400;
  const clock = `${pairText(Math.floor(second / 3600))}:${pairText(Math.floor(second / 60) % 60)}:${pairText(second % 60)}`;
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  return `${knownDate}${clock}${fraction}Z`;
}

function pairText(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
