/** Flux's units (https://docs.influxdata.com/flux/v0/data-types/basic/duration/). */
const unit = /(\d+)(y|mo|w|d|h|ms|m|s|us|µs|ns)/g;
const whole = /^-?(\d+(y|mo|w|d|h|ms|m|s|us|µs|ns))+$/;

/** Whether Flux's `duration(v:)` reads it: one leading minus, digits and units, no decimals, no spaces. */
export function isDuration(text: string): boolean {
  return whole.test(text);
}

const milliseconds: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** The time that lies a duration away from another, to the millisecond; months and years by the calendar, in UTC. */
export function addDuration(time: Date, duration: string): Date {
  const sign = duration.startsWith('-') ? -1 : 1;
  const result = new Date(time);
  for (const [, digits, name] of duration.matchAll(unit)) {
    const count = sign * Number(digits);
    if (name === 'y') addMonths(result, 12 * count);
    else if (name === 'mo') addMonths(result, count);
    else result.setTime(result.getTime() + count * (milliseconds[name ?? ''] ?? 0));
  }
  return result;
}

/** The last day of a shorter month stands in for a day that it does not have. */
function addMonths(time: Date, count: number): void {
  const day = time.getUTCDate();
  time.setUTCDate(1);
  time.setUTCMonth(time.getUTCMonth() + count);
  const last = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 0)).getUTCDate();
  time.setUTCDate(Math.min(day, last));
}
