/** Flux's units (https://docs.influxdata.com/flux/v0/data-types/basic/duration/). */
const unit = /(\d+)(y|mo|w|d|h|ms|m|s|us|µs|ns)/g;
const whole = /^-?(\d+(y|mo|w|d|h|ms|m|s|us|µs|ns))+$/;

const nanoseconds: Readonly<Record<string, bigint>> = {
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  µs: 1000n,
  ns: 1n,
};

/** Both parts of a duration are 64-bit integers in Flux. */
const max = 2n ** 63n - 1n;

/** Whether Flux's `duration(v:)` reads it: one leading minus, digits and units, no decimals, no spaces. */
export function isDuration(text: string): boolean {
  if (!whole.test(text)) return false;
  const length = read(text);
  return length.months <= max && length.nanoseconds <= max;
}

/**
 * The time that lies a duration away from another, to the millisecond; months and years by the calendar, in UTC. An invalid
 * date when it is out of a Date's reach.
 */
export function addDuration(time: Date, duration: string): Date {
  const length = read(duration);
  const sign = duration.startsWith('-') ? -1 : 1;
  const result = new Date(time);
  if (length.months > 0n) addMonths(result, sign * Number(length.months));
  result.setTime(result.getTime() + sign * (Number(length.nanoseconds) / 1e6));
  return result;
}

/** Without its sign. */
function read(duration: string): { months: bigint; nanoseconds: bigint } {
  const length = { months: 0n, nanoseconds: 0n };
  for (const [, digits = '', name = ''] of duration.matchAll(unit)) {
    const count = BigInt(digits);
    if (name === 'y') length.months += 12n * count;
    else if (name === 'mo') length.months += count;
    else length.nanoseconds += count * (nanoseconds[name] ?? 0n);
  }
  return length;
}

/** The last day of a shorter month stands in for a day that it does not have. */
function addMonths(time: Date, count: number): void {
  const day = time.getUTCDate();
  time.setUTCDate(1);
  time.setUTCMonth(time.getUTCMonth() + count);
  const last = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 0)).getUTCDate();
  time.setUTCDate(Math.min(day, last));
}
