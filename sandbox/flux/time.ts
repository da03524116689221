import { FluxError } from './errors.ts';
import { Duration, Time } from './values.ts';

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,}))?(Z|[+-]\d{2}:\d{2}))?$/;

/** RFC 3339 with a zone and any number of fraction digits, or a date alone (midnight UTC). */
export function parseTime(text: string): Time | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const ms = Date.UTC(+(year ?? 0), +(month ?? 0) - 1, +(day ?? 0), +hour, +minute, +second);
  const date = new Date(ms);
  // Date rolls the 31st of February over: such a text is not a time.
  if (date.getUTCDate() !== Number(day) || date.getUTCHours() !== Number(hour)) return undefined;
  const ns = BigInt(fraction.padEnd(9, '0').slice(0, 9));
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (+zone.slice(1, 3) * 60 + +zone.slice(4));
  return new Time(BigInt(ms - offset * 60_000) * 1_000_000n + ns);
}

/** RFC 3339 in UTC with up to nine fraction digits, trailing zeros trimmed. */
export function formatTime(ns: bigint): string {
  const fraction = BigInt.asIntN(64, ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  const seconds = (ns - fraction) / 1_000_000_000n;
  const head = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  if (fraction === 0n) return `${head}Z`;
  return `${head}.${fraction.toString().padStart(9, '0').replace(/0+$/, '')}Z`;
}

/** RFC 3339 in UTC with all nine fraction digits, also where they are zeros. */
export function formatNanoseconds(ns: bigint): string {
  const [seconds = '', fraction = ''] = formatTime(ns).slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}Z`;
}

/** The time as JavaScript's date, whole milliseconds, rounded down. */
export function toDate(time: Time): Date {
  const rest = ((time.ns % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return new Date(Number((time.ns - rest) / 1_000_000n));
}

/** Moves a time by months of the calendar (the day is held within the month), then by nanoseconds. */
export function addDuration(time: Time, duration: Duration): Time {
  return new Time(addMonths(time.ns, duration.months) + duration.ns);
}

export function addMonths(ns: bigint, months: number): bigint {
  if (months === 0) return ns;
  const dayNs = 86_400_000_000_000n;
  const inDay = ((ns % dayNs) + dayNs) % dayNs;
  const date = new Date(Number((ns - inDay) / 1_000_000n));
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const target = new Date(first);
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(date.getUTCDate(), last));
  return BigInt(target.getTime()) * 1_000_000n + inDay;
}

const unitNs: Readonly<Record<string, bigint>> = {
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  µs: 1_000n,
  ns: 1n,
};

/** One term of a duration literal. */
function durationOf(magnitude: bigint, unit: string): Duration | undefined {
  if (unit === 'mo') return new Duration(Number(magnitude), 0n);
  if (unit === 'y') return new Duration(Number(magnitude) * 12, 0n);
  const ns = unitNs[unit];
  return ns === undefined ? undefined : new Duration(0, magnitude * ns);
}

export function addDurations(a: Duration, b: Duration): Duration {
  return new Duration(a.months + b.months, a.ns + b.ns);
}

/** Flux's duration text: one optional minus, then whole numbers with units. Empty text is a zero duration. */
export function parseDuration(text: string): Duration | undefined {
  const negative = text.startsWith('-');
  const body = negative ? text.slice(1) : text;
  let total = new Duration(0, 0n);
  let end = 0;
  for (const match of body.matchAll(/(\d+)([a-zµ]+)/gy)) {
    const term = durationOf(BigInt(match[1] ?? 0), match[2] ?? '');
    if (!term) return undefined;
    total = addDurations(total, term);
    end = match.index + match[0].length;
  }
  if (end !== body.length || (negative && body === '')) return undefined;
  return negative ? total.negate() : total;
}

const units: readonly (readonly [string, bigint])[] = ['w', 'd', 'h', 'm', 's', 'ms', 'us', 'ns'].map(
  (unit) => [unit, unitNs[unit] ?? 1n] as const,
);

/** Flux's way to write a duration: `1y2mo3w4d5h`, a minus in front for negative ones. */
export function formatDuration(duration: Duration): string {
  const negative = duration.months < 0 || duration.ns < 0n;
  const { months, ns } = negative ? duration.negate() : duration;
  if (months === 0 && ns === 0n) return '0ns';
  let text = negative ? '-' : '';
  if (months >= 12) text += `${Math.trunc(months / 12)}y`;
  if (months % 12) text += `${months % 12}mo`;
  let rest = ns;
  for (const [unit, size] of units) {
    if (rest < size) continue;
    text += `${rest / size}${unit}`;
    rest %= size;
  }
  return text;
}

/** The start of the window of `every` (shifted by `offset`) that holds a time. */
export function windowStart(ns: bigint, every: Duration, offset: Duration): bigint {
  if (every.months < 0 || every.ns < 0n || every.isZero) {
    throw new FluxError('duration used as an interval must be positive');
  }
  if (every.months !== 0 && every.ns !== 0n) {
    throw new FluxError('duration used as an interval cannot mix month and nanosecond units');
  }
  const shifted = addMonths(ns, -offset.months) - offset.ns;
  let start: bigint;
  if (every.months === 0) {
    start = shifted - (((shifted % every.ns) + every.ns) % every.ns);
  } else {
    const date = toDate(new Time(shifted));
    const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    start = BigInt(Date.UTC(1970, Math.floor(month / every.months) * every.months, 1)) * 1_000_000n;
  }
  return addMonths(start, offset.months) + offset.ns;
}
